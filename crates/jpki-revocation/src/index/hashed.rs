use alloc::vec;
use alloc::vec::Vec;
use core::hint::black_box;

use super::{Found, IndexForm, has_serial};
use crate::list::{ListError, serial_number_at};
use crate::octets::{Damaged, Octets};

/// Octets of a group of 12 slots: as much as the processor fetches at once. First 12 tags, an octet each,
/// then 4 octets left over, then 12 positions.
const GROUP: usize = 64;
/// Where the positions begin.
const POSITIONS: usize = 16;
/// Entries for which a group is made: the more, the less memory, and the longer the way to a free slot.
const ENTRIES_PER_GROUP: usize = 8;
/// Groups that are looked at for one serial number at most. Serial numbers that nobody chose to collide
/// need five or so.
const LONGEST_WAY: usize = 64;
/// Entries that are put into the table together, so that the processor fetches their groups at once.
const BATCH: usize = 32;

/// An open hash table of entry positions. A slot has a tag, 7 bits of the hash, so that the entry itself
/// is looked at only where it is most likely the right one: the entry decides, never the tag.
///
/// The first entry of each serial number has a slot; further ones are listed by the first.
#[derive(Clone, Debug)]
pub(crate) struct Hashed {
    groups: Octets,
    /// Sorted pairs of four octets each: position of the first entry, position of a further one.
    repetitions: Octets,
}

impl Hashed {
    pub(super) fn build(
        octets: &[u8],
        positions: &[u32],
        hashes: &[SerialHash],
    ) -> Result<Self, ListError> {
        let groups = positions.len().div_ceil(ENTRIES_PER_GROUP).max(1);
        let mut table = Table { groups: vec![[0; GROUP]; groups], repetitions: Vec::new() };
        for (positions, hashes) in positions.chunks(BATCH).zip(hashes.chunks(BATCH)) {
            table.insert_all(octets, positions, hashes)?;
        }
        table.repetitions.sort_unstable();
        let repetitions: Vec<[u8; 4]> = table
            .repetitions
            .into_iter()
            .flat_map(|(first, further)| [first.to_le_bytes(), further.to_le_bytes()])
            .collect();
        Ok(Self {
            groups: table.groups.into_flattened().into(),
            repetitions: repetitions.into_flattened().into(),
        })
    }

    pub(super) fn of_tables([groups, repetitions]: [Octets; 2]) -> Result<Self, Damaged> {
        if groups.len() == 0 || groups.len() % GROUP != 0 || repetitions.len() % 8 != 0 {
            return Err(Damaged);
        }
        Ok(Self { groups, repetitions })
    }

    pub(super) const fn parts(&self) -> (IndexForm, [&Octets; 2]) {
        (IndexForm::Hashed, [&self.groups, &self.repetitions])
    }

    #[inline]
    pub(super) fn find(&self, list: &Octets, serial: &[u8]) -> Result<Found, Damaged> {
        let hash = SerialHash::of(serial);
        let groups = self.groups.len() / GROUP;
        let mut group = hash.home(groups);
        for _ in 0..LONGEST_WAY {
            let slots: &[u8; GROUP] = self.groups.array(group.wrapping_mul(GROUP))?;
            let tags = Tags::of(slots);
            for slot in tags.slots_with(hash.tag()) {
                let position = position_in(slots, slot);
                if has_serial(list, position, serial)? {
                    return Ok(Found {
                        first: Some(position),
                        more: self.repetitions_of(position)?,
                    });
                }
            }
            if tags.first_free_slot().is_some() {
                return Ok(Found::default());
            }
            group = next(group, groups);
        }
        Err(Damaged)
    }

    fn repetitions_of(&self, first: u32) -> Result<Vec<u32>, Damaged> {
        let pair = |at: usize| -> Result<(u32, u32), Damaged> {
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

/// The table in the making.
struct Table {
    groups: Vec<[u8; GROUP]>,
    repetitions: Vec<(u32, u32)>,
}

impl Table {
    fn insert_all(
        &mut self,
        octets: &[u8],
        positions: &[u32],
        hashes: &[SerialHash],
    ) -> Result<(), ListError> {
        let homes = hashes.iter().map(|hash| self.groups.get(hash.home(self.groups.len())));
        black_box(homes.fold(0, |seen, home| seen | home.map_or(0, |[first, ..]| *first)));
        positions
            .iter()
            .zip(hashes)
            .try_for_each(|(&position, hash)| self.insert(octets, *hash, position))
    }

    #[inline]
    fn insert(&mut self, octets: &[u8], hash: SerialHash, position: u32) -> Result<(), ListError> {
        let mut group = hash.home(self.groups.len());
        for _ in 0..LONGEST_WAY {
            let Some(slots) = self.groups.get_mut(group) else { break };
            let tags = Tags::of(slots);
            for slot in tags.slots_with(hash.tag()) {
                let first = position_in(slots, slot);
                if serial_number_at(octets, first) == serial_number_at(octets, position) {
                    self.repetitions.push((first, position));
                    return Ok(());
                }
            }
            if let Some(free) = tags.first_free_slot() {
                fill(slots, free, hash.tag(), position);
                return Ok(());
            }
            group = next(group, self.groups.len());
        }
        Err(ListError::Collisions)
    }
}

#[inline]
fn position_in(slots: &[u8; GROUP], slot: usize) -> u32 {
    let at = slot.wrapping_mul(4).wrapping_add(POSITIONS);
    let octets = slots.get(at..).and_then(|rest| rest.first_chunk());
    octets.map_or(0, |octets| u32::from_le_bytes(*octets))
}

#[inline]
fn fill(slots: &mut [u8; GROUP], slot: usize, tag: u8, position: u32) {
    let at = slot.wrapping_mul(4).wrapping_add(POSITIONS);
    if let Some(place) = slots.get_mut(at..).and_then(|rest| rest.first_chunk_mut()) {
        *place = position.to_le_bytes();
    }
    if let Some(place) = slots.get_mut(slot) {
        *place = tag;
    }
}

/// The tags of a group: 0 for a free slot, else with the highest bit set. Slots fill from the first on.
#[derive(Clone, Copy)]
struct Tags(u128);

impl Tags {
    // Of the 12 tags only.
    const LOW_BITS: u128 = 0x0101_0101_0101_0101_0101_0101;
    const HIGH_BITS: u128 = 0x8080_8080_8080_8080_8080_8080;

    #[inline]
    fn of(slots: &[u8; GROUP]) -> Self {
        let tags = slots.first_chunk().map_or(0, |octets| u128::from_le_bytes(*octets));
        Self(tags)
    }

    /// Slots whose tag is this one, and in rare cases a slot after such a one.
    #[inline]
    fn slots_with(self, tag: u8) -> impl Iterator<Item = usize> {
        let difference = self.0 ^ Self::LOW_BITS.wrapping_mul(u128::from(tag));
        let mut zeros = difference.wrapping_sub(Self::LOW_BITS) & !difference & Self::HIGH_BITS;
        core::iter::from_fn(move || {
            let slot = (zeros != 0).then(|| (zeros.trailing_zeros() / 8) as usize);
            zeros &= zeros.wrapping_sub(1);
            slot
        })
    }

    #[inline]
    fn first_free_slot(self) -> Option<usize> {
        let free = !self.0 & Self::HIGH_BITS;
        (free != 0).then(|| (free.trailing_zeros() / 8) as usize)
    }
}

/// A hash of a serial number. It is part of the form in which an index is stored.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SerialHash(u64);

impl SerialHash {
    /// Those of the entries at these positions.
    pub(crate) fn of_all(octets: &[u8], positions: &[u32]) -> Vec<Self> {
        let serial_at = |position| serial_number_at(octets, position).unwrap_or_default();
        positions.iter().map(|position| Self::of(serial_at(*position))).collect()
    }

    #[inline]
    pub(crate) fn of(serial: &[u8]) -> Self {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ serial.len() as u64;
        let (chunks, rest) = serial.as_chunks::<8>();
        for chunk in chunks {
            state = fold(state ^ u64::from_le_bytes(*chunk));
        }
        let last = rest.iter().fold(0, |word, octet| (word << 8) | u64::from(*octet));
        Self(fold(state ^ last))
    }

    /// The group where the way begins.
    #[inline]
    fn home(self, groups: usize) -> usize {
        (u128::from(self.0).wrapping_mul(groups as u128) >> 64) as usize
    }

    /// The lowest bits, since the highest chose the group.
    #[inline]
    const fn tag(self) -> u8 {
        0x80 | (self.0 as u8 & 0x7f)
    }
}

/// Both halves of the product with an odd constant, so that each bit of the word moves many.
#[inline]
const fn fold(word: u64) -> u64 {
    let product = (word as u128).wrapping_mul(0xd6e8_feb8_6659_fd93_a076_1d64_78bd_642f);
    let mixed = (product ^ (product >> 64)) as u64;
    mixed ^ (mixed >> 29)
}

#[inline]
const fn next(group: usize, groups: usize) -> usize {
    let next = group.wrapping_add(1);
    if next < groups { next } else { 0 }
}
