use alloc::boxed::Box;

use jpki_core::crypto::{Digest, Hasher};
use jpki_core::der::Span;

/// Hashes the signed bytes of a CRL along with a walk through its entries, so that memory is waited for once.
pub(super) struct Hashing<'l> {
    /// `None` if the key needs the whole.
    hasher: Option<Box<dyn Hasher>>,
    crl: &'l [u8],
    /// Up to where it has come.
    position: usize,
    end: usize,
}

impl<'l> Hashing<'l> {
    pub(super) fn new(hasher: Option<Box<dyn Hasher>>, crl: &'l [u8], signed: Span) -> Self {
        Self { hasher, crl, position: signed.start() as usize, end: signed.end() as usize }
    }

    /// Goes on up to a position. A second walk goes over what was hashed by the first.
    pub(super) fn go_on_to(&mut self, position: u32) {
        let end = self.end.min(position as usize);
        if let (Some(hasher), Some(piece)) = (&mut self.hasher, self.crl.get(self.position..end)) {
            hasher.update(piece);
            self.position = end;
        }
    }

    /// Hashes the rest.
    pub(super) fn finish(mut self) -> Option<Digest> {
        self.go_on_to(u32::MAX);
        self.hasher.map(|hasher| hasher.finish())
    }
}
