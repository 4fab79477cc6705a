use alloc::vec::Vec;

use jpki_core::der::{Integer, Span};

use super::form::IndexForm;
use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};

/// Bytes of a directory row: rank of the first entry, its position.
const ROW: usize = 8;
/// Entries that a bucket should hold, as far as its width allows.
const ENTRIES_PER_BUCKET: u64 = 12;
/// Bits of the greatest bucket: what is left of a number must fit a byte.
const WIDEST_BUCKET: u32 = 8;

/// Numbers cut into buckets of equal width. Of each number only the part below the bucket is kept, a
/// byte; of each bucket, how many entries come before it and where its first one lies.
#[derive(Clone, Debug)]
pub(crate) struct Ascending {
    least: u32,
    /// log₂ of a bucket's width.
    width: u32,
    /// Bytes of an entry, if all have the same.
    entry_length: Option<u32>,
    /// A row a bucket, and one after the last.
    directory: Bytes,
    /// A byte an entry.
    lows: Bytes,
}

impl Ascending {
    /// # Errors
    /// [`Obstacle`].
    pub(super) fn build(
        entries: &UnreadEntries<'_>,
        near: impl FnMut(Span),
    ) -> Result<(Entries, Self), Obstacle> {
        let mut numbers: Vec<u32> = Vec::new();
        let mut positions = Positions::None;
        let index_one = |serial: &[u8], position: u32| {
            let number = number_of(serial).ok_or(Obstacle::Unsuited)?;
            if numbers.last().is_some_and(|last| *last >= number) {
                return Err(Obstacle::Unsuited);
            }
            if numbers.is_empty() {
                numbers.reserve(entries.likely_count());
            }
            numbers.push(number);
            positions.push(position);
            Ok(())
        };
        let walked = entries.walk(index_one, near)?;
        let index = Self::of_numbers(&numbers, &positions).ok_or(Obstacle::Unsuited)?;
        Ok((walked, index))
    }

    /// `None` if the numbers lie too far apart for this to save memory.
    fn of_numbers(numbers: &[u32], positions: &Positions) -> Option<Self> {
        let (least, greatest) = (*numbers.first()?, *numbers.last()?);
        let range = u64::from(greatest.checked_sub(least)?).saturating_add(1);
        let entries = numbers.len() as u64;
        let ideal = range.saturating_mul(ENTRIES_PER_BUCKET).checked_div(entries)?;
        let width = ideal.max(1).ilog2().min(WIDEST_BUCKET);
        let buckets = (range.saturating_sub(1) >> width).saturating_add(1);
        // Half an entry a bucket: 17 bytes an entry, twice what the hash table takes.
        if buckets > entries.saturating_mul(2).saturating_add(1) {
            return None;
        }
        let mut directory = Vec::with_capacity(usize::try_from(buckets).ok()?.saturating_add(1));
        let mut lows = Vec::with_capacity(numbers.len());
        for (rank, number) in (0_u32..).zip(numbers) {
            let distance = number.checked_sub(least)?;
            lows.push((distance & low_bits(width)) as u8);
            while directory.len() <= (distance >> width) as usize {
                directory.push([rank.to_le_bytes(), positions.at(rank)?.to_le_bytes()]);
            }
        }
        let rank = u32::try_from(numbers.len()).ok()?;
        directory.push([rank.to_le_bytes(), [0; 4]]);
        Some(Self {
            least,
            width,
            entry_length: positions.distance(),
            directory: directory.into_flattened().into_flattened().into(),
            lows: lows.into(),
        })
    }

    pub(super) fn of_tables(
        least: u32,
        width: u32,
        entry_length: Option<u32>,
        [directory, lows]: [Bytes; 2],
    ) -> Result<Self, Corrupted> {
        if width > WIDEST_BUCKET || directory.len() % ROW != 0 {
            return Err(Corrupted);
        }
        Ok(Self { least, width, entry_length, directory, lows })
    }

    pub(super) const fn parts(&self) -> (IndexForm, [&Bytes; 2]) {
        let Self { least, width, entry_length, .. } = *self;
        (IndexForm::Ascending { least, width, entry_length }, [&self.directory, &self.lows])
    }

    #[inline]
    pub(super) fn find(&self, list: &Bytes, serial: &[u8]) -> Result<Option<u32>, Corrupted> {
        let Some(distance) = number_of(serial).and_then(|number| number.checked_sub(self.least))
        else {
            return Ok(None);
        };
        let row = ((distance >> self.width) as usize).wrapping_mul(ROW);
        if row.wrapping_add(ROW) >= self.directory.len() {
            return Ok(None);
        }
        let start = self.directory.number(row)?;
        let end = self.directory.number(row.wrapping_add(ROW))?;
        let count = end.checked_sub(start).ok_or(Corrupted)?;
        let lows = self.lows.part(start as usize, count as usize)?;
        let low = (distance & low_bits(self.width)) as u8;
        match lows.iter().position(|candidate| *candidate == low) {
            None => Ok(None),
            Some(rank) => {
                let first = self.directory.number(row.wrapping_add(4))?;
                self.skip(list, first, rank as u32).map(Some)
            }
        }
    }

    /// The position so many entries after the one at `position`.
    #[inline]
    fn skip(&self, list: &Bytes, position: u32, entries: u32) -> Result<u32, Corrupted> {
        match self.entry_length {
            Some(length) => Ok(position.wrapping_add(length.wrapping_mul(entries))),
            None => (0..entries).try_fold(position, |at, _| {
                let bytes = u32::try_from(list.element(at)?.len()).map_err(|_| Corrupted)?;
                at.checked_add(bytes).ok_or(Corrupted)
            }),
        }
    }
}

const fn low_bits(width: u32) -> u32 {
    1_u32.wrapping_shl(width).wrapping_sub(1)
}

/// Why there is no such index.
pub(super) enum Obstacle {
    /// Some serial number is not from 0 to 2³² − 1, does not exceed the one before, or they lie too far
    /// apart for this to save memory.
    Unsuited,
    /// An entry is refused.
    List(CrlError),
}

impl From<CrlError> for Obstacle {
    fn from(error: CrlError) -> Self {
        Self::List(error)
    }
}

/// Where entries begin, by their rank.
enum Positions {
    None,
    One(u32),
    Even { first: u32, distance: u32, next: u32 },
    Uneven(Vec<u32>),
}

impl Positions {
    #[inline]
    fn push(&mut self, position: u32) {
        match self {
            Self::Even { distance, next, .. } if *next == position => {
                *next = next.wrapping_add(*distance);
            }
            Self::Uneven(positions) => positions.push(position),
            Self::None => *self = Self::One(position),
            Self::One(first) => {
                let (first, distance) = (*first, position.wrapping_sub(*first));
                *self = Self::Even { first, distance, next: position.wrapping_add(distance) };
            }
            Self::Even { first, distance, next } => {
                let even = (*first..*next).step_by((*distance).max(1) as usize);
                *self = Self::Uneven(even.chain([position]).collect());
            }
        }
    }

    fn at(&self, rank: u32) -> Option<u32> {
        match self {
            Self::None => None,
            Self::One(first) => Some(*first),
            Self::Even { first, distance, .. } => first.checked_add(distance.checked_mul(rank)?),
            Self::Uneven(positions) => positions.get(rank as usize).copied(),
        }
    }

    /// Bytes of an entry, if all have the same.
    const fn distance(&self) -> Option<u32> {
        match self {
            Self::Even { distance, .. } => Some(*distance),
            Self::None | Self::One(_) | Self::Uneven(_) => None,
        }
    }
}

/// The number, if it is from 0 to 2³² − 1.
#[inline]
fn number_of(serial: &[u8]) -> Option<u32> {
    Integer::from_bytes(serial)?.to_u32()
}
