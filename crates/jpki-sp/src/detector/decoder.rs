use zeroize::Zeroizing;

use super::limits::Budget;
use super::outcome::{Encoding, Step};

/// What is smaller holds no certificate, compressed or not: a key and a signature alone are as large.
pub(super) const SMALLEST: usize = 96;

/// Undoes one encoding, wherever in a layer it occurs.
pub(super) trait Decoder {
    /// Decodes the next place. `layer` is the same at every call.
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded>;
}

pub(super) struct Decoded {
    pub(super) step: Step,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

impl Decoded {
    pub(super) const fn new(encoding: Encoding, offset: usize, bytes: Zeroizing<Vec<u8>>) -> Self {
        Self { step: Step { encoding, offset }, bytes }
    }
}
