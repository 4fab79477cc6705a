//! From a serial number to the entries that have it, without reading any other entry.

mod ascending;
mod form;
mod found;
mod hashed;

use jpki_core::der::Span;

use crate::bytes::{Bytes, Corrupted};
use crate::crl::{CrlError, Entries, UnreadEntries};
use ascending::{Ascending, Obstacle};
use found::Found;
use hashed::Hashed;

pub(crate) use form::IndexForm;
pub(crate) use hashed::Lookup;

/// Finds entries by serial number. Which structure does so follows from the serial numbers.
#[derive(Clone, Debug)]
pub(crate) enum Index {
    /// 32-bit numbers in ascending order, each once, as a counter gives them.
    Ascending(Ascending),
    /// Any numbers.
    Hashed(Hashed),
}

impl Index {
    /// Walks through the entries and indexes them, with what the walk found out; see [`UnreadEntries::walk`]. Of lists
    /// whose serial numbers ascend at first only, it walks twice.
    ///
    /// # Errors
    /// If an entry is refused, or [`CrlError::Collisions`].
    pub(crate) fn build(
        entries: &UnreadEntries<'_>,
        mut near: impl FnMut(Span),
    ) -> Result<(Entries, Self), CrlError> {
        match Ascending::build(entries, &mut near) {
            Ok((walked, index)) => Ok((walked, Self::Ascending(index))),
            Err(Obstacle::Unsuited) => {
                let (walked, index) = Hashed::build(entries, near)?;
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

    /// A lookup for many serial numbers, of which none is listed more than once, if this index has one.
    pub(crate) fn lookup<'l>(&'l self, list: &'l Bytes) -> Option<Lookup<'l>> {
        match self {
            Self::Hashed(index) if !index.has_repetitions() => Some(index.lookup(list)),
            Self::Hashed(_) | Self::Ascending(_) => None,
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
