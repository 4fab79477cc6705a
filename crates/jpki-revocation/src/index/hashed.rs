mod building;
mod group;
mod serial_hash;

use alloc::vec::Vec;

use super::{Found, IndexForm, has_serial};
use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};
use building::{Key, Parts, Table};
use group::{GROUP, Group, Tags};
use serial_hash::SerialHash;

/// Groups that are looked at for one serial number at most. Serial numbers that nobody chose to collide
/// need a few.
const LONGEST_WAY: usize = 64;
/// An open hash table of entry positions. A slot has a tag, 16 bits of the hash, so that the entry itself
/// is looked at only where it is almost certainly the right one: the entry decides, never the tag.
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
        Ok((walked, table.finish()))
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
        let mut place = hash.place_among(groups);
        for _ in 0..LONGEST_WAY {
            let slots: &Group = self.groups.array(place.wrapping_mul(GROUP))?;
            let tags = Tags::of(slots);
            for slot in tags.slots_with(hash.tag()) {
                let position = group::position_in(slots, slot);
                if has_serial(list, position, serial)? {
                    return Ok(Found {
                        first: Some(position),
                        more: self.repetitions_of(position)?,
                    });
                }
            }
            if !group::went_on(slots) {
                return Ok(Found::default());
            }
            place = next(place, groups);
        }
        Err(Corrupted)
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

#[inline]
const fn next(group: usize, groups: usize) -> usize {
    let next = group.wrapping_add(1);
    if next < groups { next } else { 0 }
}
