//! ASCII text in UTF-16.

use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::Encoding;

/// Finds runs of ASCII characters with zeros between, which serves both byte orders.
#[derive(Default)]
pub(super) struct Utf16 {
    at: usize,
}

impl Decoder for Utf16 {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let rest = layer.get(self.at..)?;
            let first = rest.windows(2).position(is_character)?;
            let start = self.at.checked_add(first)?;
            let pairs = layer.get(start..)?.chunks_exact(2).take_while(|pair| is_character(pair));
            let length = pairs.clone().count();
            self.at = start.checked_add(length.checked_mul(2)?)?;
            if length >= SMALLEST {
                budget.decode(length)?;
                let bytes = pairs.filter_map(|pair| pair.first().copied()).collect();
                return Some(Decoded::new(Encoding::Utf16, start, Zeroizing::new(bytes)));
            }
        }
    }
}

fn is_character(pair: &[u8]) -> bool {
    matches!(pair, [b'\t' | b'\n' | b'\r' | b' '..=b'~', 0])
}
