//! From a serial number to the entries that have it, without reading any other entry.

mod ascending;
mod form;
mod found;
mod hashed;

use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};
use ascending::{Ascending, Obstacle};
use found::Found;
use hashed::Hashed;

pub(crate) use form::IndexForm;
pub(crate) use hashed::{Lean, LeanLookup};

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
            Self::Ascending(index) => index.find(list, serial).map(Found::from),
            Self::Hashed(index) => index.find(list, serial),
        }
    }

    /// A lookup in the CRL for many serial numbers, if this is an index that has one.
    pub(crate) fn lean<'l>(&'l self, list: &'l Bytes) -> Option<LeanLookup<'l>> {
        match self {
            Self::Ascending(_) => None,
            Self::Hashed(index) => index.lean(list),
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
