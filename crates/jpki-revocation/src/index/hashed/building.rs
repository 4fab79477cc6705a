use alloc::vec;
use alloc::vec::Vec;
use core::ops::Range;

use super::group::{self, GROUP, SLOTS, Tags};
use super::probe::{MAX_PROBES, next_bucket};
use super::serial_hash::SerialHash;
use crate::bytes::Bytes;
use crate::crl::{CrlError, serial_number_at};
use crate::prefetch;

/// Entries for which a group is made: the more, the less memory, and the longer the way to a free slot.
pub(super) const ENTRIES_PER_GROUP: usize = 7;
/// Entries whose part of the table the processor's cache holds.
const ENTRIES_PER_PART: usize = 1 << 14;
/// Parts at most.
const MOST_PARTS: usize = 256;

/// An entry to be put into the table: the hash of its serial number, its position.
#[derive(Clone, Copy)]
pub(super) struct Key {
    pub(super) hash: SerialHash,
    pub(super) position: u32,
}

/// Keys by the first bits of their hash, so that those of one part of the table follow each other. Within
/// a part they have the order of the list.
pub(super) struct Parts(Vec<Vec<Key>>);

impl Parts {
    pub(super) fn for_entries(likely: usize) -> Self {
        let count = (likely / ENTRIES_PER_PART).next_power_of_two().min(MOST_PARTS);
        let each = likely.div_ceil(count);
        // Parts differ by chance, hardly ever by so much.
        let capacity = each.saturating_add(each / 16);
        Self((0..count).map(|_| Vec::with_capacity(capacity)).collect())
    }

    pub(super) fn in_order(&self) -> &[Vec<Key>] {
        &self.0
    }

    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        let part = key.hash.bucket_of(self.0.len());
        if let Some(keys) = self.0.get_mut(part) {
            keys.push(key);
        }
    }
}

/// The table in the making.
pub(super) struct Table {
    bytes: Vec<u8>,
    /// Where the groups are, each in one line of the processor's cache.
    groups: Range<usize>,
    /// Of each group, how many slots are filled.
    filled: Vec<u8>,
    repetitions: Vec<(u32, u32)>,
}

impl Table {
    pub(super) fn for_entries(entries: usize) -> Self {
        let count = entries.div_ceil(ENTRIES_PER_GROUP).max(1);
        let length = count.saturating_mul(GROUP);
        let bytes = vec![0; length.saturating_add(GROUP)];
        let start = bytes.as_ptr().align_offset(GROUP).min(GROUP);
        let groups = start..start.saturating_add(length);
        Self { bytes, groups, filled: vec![0; count], repetitions: Vec::new() }
    }

    /// The groups of one part of so many.
    pub(super) fn prefetch(&self, part: usize, parts: usize) {
        let groups = self.bytes.get(self.groups.clone()).unwrap_or_default();
        let length = groups.len().div_ceil(parts);
        let rest = groups.get(part.saturating_mul(length)..).unwrap_or_default();
        prefetch::prefetch(rest.get(..length).unwrap_or(rest));
    }

    #[inline]
    pub(super) fn insert(&mut self, list: &[u8], key: Key) -> Result<(), CrlError> {
        let groups = self.bytes.get_mut(self.groups.clone()).unwrap_or_default();
        let (groups, _) = groups.as_chunks_mut::<GROUP>();
        let count = groups.len();
        let mut bucket = key.hash.bucket_of(count);
        for _ in 0..MAX_PROBES {
            let places = (groups.get_mut(bucket), self.filled.get_mut(bucket));
            let (Some(slots), Some(filled)) = places else { break };
            for slot in Tags::of(slots).slots_with(key.hash.tag()) {
                let first = group::position_in(slots, slot);
                if serial_number_at(list, first) == serial_number_at(list, key.position) {
                    self.repetitions.push((first, key.position));
                    return Ok(());
                }
            }
            if usize::from(*filled) < SLOTS {
                group::fill(slots, usize::from(*filled), key.hash.tag(), key.position);
                *filled = filled.wrapping_add(1);
                return Ok(());
            }
            group::mark_overflowed(slots);
            bucket = next_bucket(bucket, count);
        }
        Err(CrlError::Collisions)
    }

    /// The groups and the repetitions, as tables.
    pub(super) fn finish(mut self) -> [Bytes; 2] {
        self.repetitions.sort_unstable();
        let repetitions: Vec<[u8; 4]> = self
            .repetitions
            .into_iter()
            .flat_map(|(first, further)| [first.to_le_bytes(), further.to_le_bytes()])
            .collect();
        let bytes = Bytes::from(self.bytes);
        let groups = bytes.range(self.groups.start, self.groups.len());
        [groups.unwrap_or(bytes), repetitions.into_flattened().into()]
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]

    use super::*;

    /// Entries with nothing but a serial number of two bytes.
    fn list_of(serials: u16) -> Vec<u8> {
        let entry = |serial: u16| [[0x30, 4], [2, 2], (serial | 0x4000).to_be_bytes()];
        (0..serials).map(entry).collect::<Vec<_>>().into_flattened().into_flattened()
    }

    #[test]
    fn serial_numbers_of_one_hash_are_told_apart_up_to_a_limit() {
        const MOST: usize = MAX_PROBES * SLOTS;
        let list = list_of(1_000);
        // The highest hash, so that the way goes on from the last group to the first.
        let key = |at: usize| Key { hash: SerialHash::GREATEST, position: at as u32 * 6 };
        let mut table = Table::for_entries(10 * MOST);
        for at in 0..MOST {
            table.insert(&list, key(at)).unwrap();
        }
        assert_eq!(table.insert(&list, key(MOST)), Err(CrlError::Collisions));
        assert_eq!(table.insert(&list, key(5)), Ok(()));
        assert_eq!(table.repetitions, [(30, 30)]);
    }
}
