use alloc::vec;
use alloc::vec::Vec;

use super::IndexForm;
use crate::list::small_unsigned;
use crate::octets::{Damaged, Octets};

/// Octets of a directory row: rank of the first entry, its position.
const ROW: usize = 8;
/// Entries that a bucket should hold, as far as its width allows.
const ENTRIES_PER_BUCKET: u64 = 12;
/// Bits of the greatest bucket: what is left of a number must fit an octet.
const WIDEST_BUCKET: u32 = 8;

/// Numbers cut into buckets of equal width. Of each number only the part below the bucket is kept, an
/// octet; of each bucket, how many entries come before it and where its first one lies.
#[derive(Clone, Debug)]
pub(crate) struct Ascending {
    least: u32,
    /// log₂ of a bucket's width.
    width: u32,
    /// Octets of an entry, if all have the same.
    entry_length: Option<u32>,
    /// A row a bucket, and one after the last.
    directory: Octets,
    /// An octet an entry.
    lows: Octets,
}

impl Ascending {
    /// `None` if the numbers lie too far apart for this to save memory.
    pub(super) fn build(numbers: &[u32], positions: &[u32]) -> Option<Self> {
        let (least, greatest) = (*numbers.first()?, *numbers.last()?);
        let range = u64::from(greatest.checked_sub(least)?).saturating_add(1);
        let entries = positions.len() as u64;
        let ideal = range.saturating_mul(ENTRIES_PER_BUCKET).checked_div(entries)?;
        let width = ideal.max(1).ilog2().min(WIDEST_BUCKET);
        let buckets = (range.saturating_sub(1) >> width).saturating_add(1);
        // Half an entry a bucket: 17 octets an entry, twice what the hash table takes.
        if buckets > entries.saturating_mul(2).saturating_add(1) {
            return None;
        }
        let mut directory = Vec::with_capacity(usize::try_from(buckets).ok()?.saturating_add(1));
        let mut lows = vec![0; positions.len()];
        let entries = (0_u32..).zip(positions).zip(numbers);
        for (((rank, &position), number), low) in entries.zip(&mut lows) {
            let distance = number.checked_sub(least)?;
            *low = (distance & low_bits(width)) as u8;
            while directory.len() <= (distance >> width) as usize {
                directory.push([rank.to_le_bytes(), position.to_le_bytes()]);
            }
        }
        let entry_length = only(positions.windows(2).map(|pair| match *pair {
            [this, next] => next.wrapping_sub(this),
            _ => 0,
        }));
        let rank = u32::try_from(positions.len()).ok()?;
        directory.push([rank.to_le_bytes(), [0; 4]]);
        Some(Self {
            least,
            width,
            entry_length,
            directory: directory.into_flattened().into_flattened().into(),
            lows: lows.into(),
        })
    }

    pub(super) fn of_tables(
        least: u32,
        width: u32,
        entry_length: Option<u32>,
        [directory, lows]: [Octets; 2],
    ) -> Result<Self, Damaged> {
        if width > WIDEST_BUCKET || directory.len() % ROW != 0 {
            return Err(Damaged);
        }
        Ok(Self { least, width, entry_length, directory, lows })
    }

    pub(super) const fn parts(&self) -> (IndexForm, [&Octets; 2]) {
        let Self { least, width, entry_length, .. } = *self;
        (IndexForm::Ascending { least, width, entry_length }, [&self.directory, &self.lows])
    }

    #[inline]
    pub(super) fn find(&self, list: &Octets, serial: &[u8]) -> Result<Option<u32>, Damaged> {
        let Some(distance) =
            small_unsigned(serial).and_then(|number| number.checked_sub(self.least))
        else {
            return Ok(None);
        };
        let row = ((distance >> self.width) as usize).wrapping_mul(ROW);
        if row.wrapping_add(ROW) >= self.directory.len() {
            return Ok(None);
        }
        let start = self.directory.number(row)?;
        let end = self.directory.number(row.wrapping_add(ROW))?;
        let count = end.checked_sub(start).ok_or(Damaged)?;
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
    fn skip(&self, list: &Octets, position: u32, entries: u32) -> Result<u32, Damaged> {
        match self.entry_length {
            Some(length) => Ok(position.wrapping_add(length.wrapping_mul(entries))),
            None => (0..entries).try_fold(position, |at, _| {
                let octets = u32::try_from(list.element(at)?.len()).map_err(|_| Damaged)?;
                at.checked_add(octets).ok_or(Damaged)
            }),
        }
    }
}

const fn low_bits(width: u32) -> u32 {
    1_u32.wrapping_shl(width).wrapping_sub(1)
}

/// The value that all have.
fn only(mut values: impl Iterator<Item = u32>) -> Option<u32> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}
