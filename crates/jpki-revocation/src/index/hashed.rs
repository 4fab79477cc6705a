use alloc::vec;
use alloc::vec::Vec;

use super::section::Section;
use super::{Found, has_serial};
use crate::list::{ListError, serial_number_at};
use crate::octets::{Damaged, Octets};

/// Slots that are looked at together.
const GROUP: usize = 16;
/// Entries for which a group is made: the more, the less memory, and the longer the way to a free slot.
const ENTRIES_PER_GROUP: usize = 10;
/// Groups that are looked at for one serial number at most. With serial numbers that nobody chose to
/// collide, 2⁵⁰⁰ lists would have to be made before one needs more.
const LONGEST_WAY: usize = 64;
const OCTET_LOW_BITS: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
const OCTET_HIGH_BITS: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;

/// An open hash table of entry positions. A slot has a tag, 7 bits of the hash, so that the entry itself
/// is looked at only where it is most likely the right one: the entry decides, never the tag.
///
/// The first entry of each serial number has a slot; further ones are listed by the first.
#[derive(Clone, Debug)]
pub(crate) struct Hashed {
    groups: usize,
    /// An octet a slot: 0 if it is free, else the tag with its highest bit set.
    tags: Section,
    /// Four octets a slot: the position.
    positions: Section,
    /// Sorted pairs of four octets each: position of the first entry, position of a further one.
    repetitions: Section,
}

impl Hashed {
    pub(super) fn build(octets: &[u8], positions: &[u32]) -> Result<Self, ListError> {
        let groups = positions.len().div_ceil(ENTRIES_PER_GROUP).max(1);
        let mut table = Table {
            groups,
            tags: vec![[0; GROUP]; groups],
            positions: vec![[[0; 4]; GROUP]; groups],
            repetitions: Vec::new(),
        };
        for &position in positions {
            table.insert(octets, position)?;
        }
        table.repetitions.sort_unstable();
        let repetitions: Vec<[u8; 4]> = table
            .repetitions
            .into_iter()
            .flat_map(|(first, further)| [first.to_le_bytes(), further.to_le_bytes()])
            .collect();
        Ok(Self {
            groups,
            tags: Section::whole(table.tags.into_flattened().into()),
            positions: Section::whole(table.positions.into_flattened().into_flattened().into()),
            repetitions: Section::whole(repetitions.into_flattened().into()),
        })
    }

    #[inline]
    pub(super) fn find(&self, list: &Octets, serial: &[u8]) -> Result<Found, Damaged> {
        let hash = Hash::of(serial);
        let mut group = hash.home(self.groups);
        for _ in 0..LONGEST_WAY {
            let at = group.wrapping_mul(GROUP);
            let tags = u128::from_le_bytes(*self.tags.array(at)?);
            for slot in slots_with(tags, hash.tag()) {
                let position = self.positions.number(at.wrapping_add(slot).wrapping_mul(4))?;
                if has_serial(list, position, serial)? {
                    return Ok(Found {
                        first: Some(position),
                        more: self.repetitions_of(position)?,
                    });
                }
            }
            if has_free_slot(tags) {
                return Ok(Found::default());
            }
            group = next(group, self.groups);
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

    pub(super) const fn octets(&self) -> usize {
        self.tags.len().wrapping_add(self.positions.len()).wrapping_add(self.repetitions.len())
    }
}

/// The tables in the making.
struct Table {
    groups: usize,
    tags: Vec<[u8; GROUP]>,
    positions: Vec<[[u8; 4]; GROUP]>,
    repetitions: Vec<(u32, u32)>,
}

impl Table {
    #[inline]
    fn insert(&mut self, octets: &[u8], position: u32) -> Result<(), ListError> {
        let serial = serial_number_at(octets, position).unwrap_or_default();
        let hash = Hash::of(serial);
        let mut group = hash.home(self.groups);
        for _ in 0..LONGEST_WAY {
            let (Some(tags), Some(positions)) =
                (self.tags.get_mut(group), self.positions.get_mut(group))
            else {
                break;
            };
            let packed = u128::from_le_bytes(*tags);
            for slot in slots_with(packed, hash.tag()) {
                let first = positions.get(slot).map_or(0, |octets| u32::from_le_bytes(*octets));
                if serial_number_at(octets, first) == Some(serial) {
                    self.repetitions.push((first, position));
                    return Ok(());
                }
            }
            let free = first_free_slot(packed);
            if let (Some(tag), Some(place)) = (tags.get_mut(free), positions.get_mut(free)) {
                *tag = hash.tag();
                *place = position.to_le_bytes();
                return Ok(());
            }
            group = next(group, self.groups);
        }
        Err(ListError::Collisions)
    }
}

/// A hash of a serial number. It is part of the form in which an index is stored.
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    #[inline]
    fn of(serial: &[u8]) -> Self {
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

/// Slots whose tag may be this one; in rare cases also the slot after one that has it.
#[inline]
fn slots_with(tags: u128, tag: u8) -> impl Iterator<Item = usize> {
    let difference = tags ^ OCTET_LOW_BITS.wrapping_mul(u128::from(tag));
    let zeros = difference.wrapping_sub(OCTET_LOW_BITS) & !difference & OCTET_HIGH_BITS;
    Slots(zeros)
}

#[inline]
const fn has_free_slot(tags: u128) -> bool {
    tags & OCTET_HIGH_BITS != OCTET_HIGH_BITS
}

/// Slots fill from the first on.
#[inline]
const fn first_free_slot(tags: u128) -> usize {
    ((!tags & OCTET_HIGH_BITS).trailing_zeros() / 8) as usize
}

#[inline]
const fn next(group: usize, groups: usize) -> usize {
    let next = group.wrapping_add(1);
    if next < groups { next } else { 0 }
}

struct Slots(u128);

impl Iterator for Slots {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        if self.0 == 0 {
            return None;
        }
        let slot = self.0.trailing_zeros() / 8;
        self.0 &= self.0.wrapping_sub(1);
        Some(slot as usize)
    }
}
