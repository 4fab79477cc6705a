mod building;
mod group;
mod lean;
mod probe;
mod serial_hash;

use alloc::vec::Vec;

use super::form::IndexForm;
use super::found::{Found, has_serial};
use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};
use building::{Key, Parts, Table};
use group::{GROUP, Group, Tags};
use probe::{MAX_PROBES, next_bucket};
use serial_hash::SerialHash;

pub(crate) use lean::{Lean, LeanLookup};

/// An open hash table of entry positions. A slot has a tag, 16 bits of the hash, so that the entry itself
/// is looked at only where it is almost certainly the right one: the entry decides, never the tag. The hash chooses
/// the first group, its bucket; while groups overflowed, the probe sequence leads to the next.
///
/// The first entry of each serial number has a slot; further ones are listed by the first.
#[derive(Clone, Debug)]
pub(crate) struct Hashed {
    groups: Bytes,
    /// Sorted pairs of four bytes each: position of the first entry, position of a further one.
    repetitions: Bytes,
}

impl Hashed {
    /// # Errors
    /// If an entry is refused, or [`CrlError::Collisions`].
    pub(super) fn build(entries: &UnreadEntries<'_>) -> Result<(Entries, Self), CrlError> {
        let mut parts = Parts::for_entries(entries.likely_count());
        let walked = entries.walk(|serial, position| {
            parts.push(Key { hash: SerialHash::of(serial), position });
            Ok::<(), CrlError>(())
        })?;
        let mut table = Table::for_entries(walked.count);
        let parts = parts.in_order();
        for (number, keys) in (0..).zip(parts) {
            table.prefetch(number, parts.len());
            for key in keys {
                table.insert(entries.as_bytes(), *key)?;
            }
        }
        let [groups, repetitions] = table.finish();
        Ok((walked, Self { groups, repetitions }))
    }

    pub(super) fn of_tables([groups, repetitions]: [Bytes; 2]) -> Result<Self, Corrupted> {
        if groups.len() == 0 || groups.len() % GROUP != 0 || repetitions.len() % 8 != 0 {
            return Err(Corrupted);
        }
        Ok(Self { groups, repetitions })
    }

    pub(super) const fn parts(&self) -> (IndexForm, [&Bytes; 2]) {
        (IndexForm::Hashed, [&self.groups, &self.repetitions])
    }

    #[inline]
    pub(super) fn find(&self, list: &Bytes, serial: &[u8]) -> Result<Found, Corrupted> {
        let hash = SerialHash::of(serial);
        let groups = self.groups.len() / GROUP;
        let mut bucket = hash.bucket_of(groups);
        for _ in 0..MAX_PROBES {
            let group: &Group = self.groups.array(bucket.wrapping_mul(GROUP))?;
            for slot in Tags::of(group).slots_with(hash.tag()) {
                let position = group::position_in(group, slot);
                if has_serial(list, position, serial)? {
                    return Ok(Found {
                        first: Some(position),
                        more: self.repetitions_of(position)?,
                    });
                }
            }
            if !group::overflowed(group) {
                return Ok(Found::default());
            }
            bucket = next_bucket(bucket, groups);
        }
        Err(Corrupted)
    }

    pub(super) fn lean<'l>(&'l self, list: &'l Bytes) -> Option<LeanLookup<'l>> {
        if self.repetitions.len() != 0 {
            return None;
        }
        let (groups, _) = self.groups.unchecked()?.as_chunks();
        Some(LeanLookup::new(groups, list.unchecked()?))
    }

    fn repetitions_of(&self, first: u32) -> Result<Vec<u32>, Corrupted> {
        let pair = |at: usize| -> Result<(u32, u32), Corrupted> {
            let at = at.wrapping_mul(8);
            Ok((self.repetitions.number(at)?, self.repetitions.number(at.wrapping_add(4))?))
        };
        let count = self.repetitions.len() / 8;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            if pair(middle)?.0 < first { low = middle.wrapping_add(1) } else { high = middle }
        }
        let mut further = Vec::new();
        while low < count {
            match pair(low)? {
                (same, position) if same == first => further.push(position),
                _ => break,
            }
            low = low.wrapping_add(1);
        }
        Ok(further)
    }
}
