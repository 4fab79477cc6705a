mod building;
mod group;
mod lookup;
mod probe;
mod serial_hash;

use alloc::vec::Vec;

use jpki_core::der::Span;

use super::form::IndexForm;
use super::found::Found;
use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};
use building::{Key, Parts, Table};
use group::GROUP;
use serial_hash::SerialHash;

pub(crate) use lookup::Lookup;

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
    pub(super) fn build(
        entries: &UnreadEntries<'_>,
        near: impl FnMut(Span),
    ) -> Result<(Entries, Self), CrlError> {
        let mut parts = Parts::for_entries(entries.likely_count());
        let sort = |serial: &[u8], position: u32| {
            parts.push(Key { hash: SerialHash::of(serial), position });
            Ok::<(), CrlError>(())
        };
        let walked = entries.walk(sort, near)?;
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
        match self.lookup(list).first(serial)? {
            None => Ok(Found::default()),
            Some((position, _)) => {
                Ok(Found { first: Some(position), more: self.repetitions_of(position)? })
            }
        }
    }

    pub(super) fn lookup<'l>(&'l self, list: &'l Bytes) -> Lookup<'l> {
        Lookup { groups: self.groups.borrowed(), list: list.borrowed() }
    }

    /// Whether some serial number is listed more than once.
    pub(super) const fn has_repetitions(&self) -> bool {
        self.repetitions.len() != 0
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
