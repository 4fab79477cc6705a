//! Reproducible choices: everything that looks random in the testkit comes from a [`Seed`].

use sha2::{Digest as _, Sha256};

/// Where reproducible choices come from.
///
/// Derivation and stream are SHA-256 with a counter, so the same seed gives the same bytes with
/// every release of every crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seed([u8; 32]);

impl Seed {
    /// The seed with this number.
    pub fn new(number: u64) -> Self {
        Self(Sha256::digest(number.to_be_bytes()).into())
    }

    /// The seed made of these bytes, for example of a fuzzer's input.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// An independent seed for the named purpose.
    pub fn derive(self, purpose: impl AsRef<[u8]>) -> Self {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(purpose.as_ref());
        Self(hash.finalize().into())
    }

    /// The stream of choices that this seed stands for.
    pub fn choices(self) -> Choices {
        Choices { seed: self, counter: 0, block: [0; 32], used: 32 }
    }

    /// The seed itself as 32 bytes.
    pub fn as_bytes(self) -> [u8; 32] {
        self.0
    }
}

/// An endless stream of reproducible choices.
#[derive(Clone, Debug)]
pub struct Choices {
    seed: Seed,
    counter: u64,
    block: [u8; 32],
    used: usize,
}

impl Choices {
    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        if self.used == self.block.len() {
            self.block = self.seed.derive(self.counter.to_be_bytes()).0;
            self.counter = self.counter.wrapping_add(1);
            self.used = 0;
        }
        let byte = self.block.get(self.used).copied().unwrap_or_default();
        self.used += 1;
        byte
    }

    /// Fills the buffer.
    pub fn fill(&mut self, buffer: &mut [u8]) {
        buffer.iter_mut().for_each(|byte| *byte = self.byte());
    }

    /// The next 64-bit number.
    pub fn number(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_be_bytes(bytes)
    }

    /// A number below `bound`; 0 if `bound` is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.number().checked_rem(bound).unwrap_or_default()
    }

    /// True `numerator` times out of `denominator`.
    pub fn chance(&mut self, numerator: u64, denominator: u64) -> bool {
        self.below(denominator) < numerator
    }

    /// One of the items; none of an empty slice.
    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(items.len() as u64);
        items.get(index as usize)
    }

    /// This many decimal digits.
    pub fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}
