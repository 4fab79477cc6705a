//! From a serial number to the entries that have it, without reading any other entry.

mod ascending;
mod hashed;

use alloc::vec::Vec;

use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries, serial_number_of};
use ascending::{Ascending, Obstacle};
use hashed::Hashed;

/// Finds entries by serial number. Which structure does so follows from the serial numbers.
#[derive(Clone, Debug)]
pub(crate) enum Index {
    /// 32-bit numbers in ascending order, each once, as a counter gives them.
    Ascending(Ascending),
    /// Any numbers.
    Hashed(Hashed),
}

impl Index {
    /// Walks through the entries and indexes them, with what the walk found out. Of lists whose serial
    /// numbers ascend at first only, it walks twice.
    ///
    /// # Errors
    /// If an entry is refused, or [`CrlError::Collisions`].
    pub(crate) fn build(entries: &UnreadEntries<'_>) -> Result<(Entries, Self), CrlError> {
        match Ascending::build(entries) {
            Ok((walked, index)) => Ok((walked, Self::Ascending(index))),
            Err(Obstacle::Unsuited) => {
                let (walked, index) = Hashed::build(entries)?;
                Ok((walked, Self::Hashed(index)))
            }
            Err(Obstacle::List(error)) => Err(error),
        }
    }

    /// Positions of the entries with this serial number (content bytes of the INTEGER).
    ///
    /// # Errors
    /// [`Corrupted`] if list and index do not belong together.
    #[inline]
    pub(crate) fn find(&self, list: &Bytes, serial: &[u8]) -> Result<Found, Corrupted> {
        match self {
            Self::Ascending(index) => {
                index.find(list, serial).map(|at| Found { first: at, more: Vec::new() })
            }
            Self::Hashed(index) => index.find(list, serial),
        }
    }

    /// What it consists of.
    pub(crate) fn parts(&self) -> (IndexForm, [&Bytes; 2]) {
        match self {
            Self::Ascending(index) => index.parts(),
            Self::Hashed(index) => index.parts(),
        }
    }

    /// # Errors
    /// [`Corrupted`] if the tables are not of this form.
    pub(crate) fn of_parts(form: IndexForm, tables: [Bytes; 2]) -> Result<Self, Corrupted> {
        match form {
            IndexForm::Hashed => Hashed::of_tables(tables).map(Self::Hashed),
            IndexForm::Ascending { least, width, entry_length } => {
                Ascending::of_tables(least, width, entry_length, tables).map(Self::Ascending)
            }
        }
    }

    /// Bytes that it takes.
    pub(crate) fn size(&self) -> usize {
        let (_, [first, second]) = self.parts();
        first.len().saturating_add(second.len())
    }
}

/// The kind of an index, with what is not in its tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum IndexForm {
    Ascending { least: u32, width: u32, entry_length: Option<u32> },
    Hashed,
}

impl IndexForm {
    pub(crate) const BYTES: usize = 16;

    pub(crate) fn to_bytes(self) -> [u8; Self::BYTES] {
        let fields = match self {
            Self::Ascending { least, width, entry_length } => {
                [1, least, width, entry_length.unwrap_or(0)]
            }
            Self::Hashed => [2, 0, 0, 0],
        };
        let mut bytes = [0; Self::BYTES];
        let places = bytes.as_chunks_mut::<4>().0;
        places.iter_mut().zip(fields).for_each(|(place, field)| *place = field.to_le_bytes());
        bytes
    }

    pub(crate) fn from_bytes(bytes: [u8; Self::BYTES]) -> Option<Self> {
        let [kind, least, width, entry_length] = *bytes.as_chunks::<4>().0 else { return None };
        let [least, width, entry_length] = [least, width, entry_length].map(u32::from_le_bytes);
        match u32::from_le_bytes(kind) {
            1 => {
                let entry_length = (entry_length != 0).then_some(entry_length);
                Some(Self::Ascending { least, width, entry_length })
            }
            2 => Some(Self::Hashed),
            _ => None,
        }
    }
}

/// Positions of entries with one serial number, in ascending order.
#[derive(Debug, Default)]
pub(crate) struct Found {
    first: Option<u32>,
    more: Vec<u32>,
}

impl Found {
    pub(crate) fn positions(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.into_iter().chain(self.more.iter().copied())
    }
}

/// Whether the entry at `position` has this serial number.
#[inline]
fn has_serial(list: &Bytes, position: u32, serial: &[u8]) -> Result<bool, Corrupted> {
    Ok(serial_number_of(list.element(position)?).ok_or(Corrupted)? == serial)
}
