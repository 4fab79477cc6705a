use core::fmt;

use crate::octets::{Damaged, Octets};

/// A table of an index: a range of octets, numbers in it little-endian.
#[derive(Clone)]
pub(super) struct Section {
    octets: Octets,
    start: usize,
    length: usize,
}

impl Section {
    pub(super) fn whole(octets: Octets) -> Self {
        let length = octets.all().len();
        Self { octets, start: 0, length }
    }

    pub(super) const fn len(&self) -> usize {
        self.length
    }

    #[inline]
    pub(super) fn part(&self, at: usize, length: usize) -> Result<&[u8], Damaged> {
        match at.checked_add(length) {
            Some(end) if end <= self.length => {
                self.octets.part(self.start.wrapping_add(at), length)
            }
            _ => Err(Damaged),
        }
    }

    #[inline]
    pub(super) fn array<const N: usize>(&self, at: usize) -> Result<&[u8; N], Damaged> {
        self.part(at, N)?.first_chunk().ok_or(Damaged)
    }

    #[inline]
    pub(super) fn number(&self, at: usize) -> Result<u32, Damaged> {
        self.array(at).map(|octets| u32::from_le_bytes(*octets))
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({} octets)", self.length)
    }
}
