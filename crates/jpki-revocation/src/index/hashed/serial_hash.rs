/// A hash of a serial number. It is part of the form in which an index is stored.
#[derive(Clone, Copy, Debug)]
pub(super) struct SerialHash(u32);

impl SerialHash {
    #[cfg(test)]
    pub(super) const GREATEST: Self = Self(u32::MAX);

    #[inline]
    pub(super) fn of(serial: &[u8]) -> Self {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ serial.len() as u64;
        let (chunks, rest) = serial.as_chunks::<8>();
        for chunk in chunks {
            state = fold(state ^ u64::from_le_bytes(*chunk));
        }
        let last = rest.iter().fold(0, |word, byte| (word << 8) | u64::from(*byte));
        Self((fold(state ^ last) >> 32) as u32)
    }

    /// One of so many buckets, by the highest bits: the higher the hash, the higher the bucket.
    #[inline]
    pub(super) const fn bucket_of(self, buckets: usize) -> usize {
        ((self.0 as u64).wrapping_mul(buckets as u64) >> 32) as usize
    }

    /// The lowest bits, since the highest chose the group; never 0.
    #[inline]
    pub(super) const fn tag(self) -> u16 {
        match self.0 as u16 {
            0 => 1,
            tag => tag,
        }
    }
}

/// Both halves of the product with an odd constant, so that each bit of the word moves many.
#[inline]
const fn fold(word: u64) -> u64 {
    let product = (word as u128).wrapping_mul(0xd6e8_feb8_6659_fd93_a076_1d64_78bd_642f);
    let mixed = (product ^ (product >> 64)) as u64;
    mixed ^ (mixed >> 29)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::arithmetic_side_effects, reason = "a test fails by a panic")]

    use alloc::vec::Vec;

    use super::*;

    #[test]
    fn a_bucket_grows_with_the_hash() {
        for places in [1, 2, 7, 256, 1_428_572] {
            let place = |hash: u32| SerialHash(hash).bucket_of(places);
            assert_eq!((place(0), place(u32::MAX)), (0, places - 1));
            let places: Vec<_> = (0..1 << 16).map(|high: u32| place(high << 16)).collect();
            assert!(places.is_sorted());
        }
    }

    #[test]
    fn no_tag_means_free() {
        assert!((0..=u32::from(u16::MAX)).all(|low| SerialHash(low << 16 | low).tag() != 0));
    }
}
