//! From a serial number to the entries that have it, without reading any other entry.

mod ascending;
mod hashed;
mod section;

use alloc::vec::Vec;

use crate::list::{Entries, ListError, Order, serial_number_at};
use crate::octets::{Damaged, Octets};
use ascending::Ascending;
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
    /// # Errors
    /// [`ListError::Collisions`].
    pub(crate) fn build(octets: &[u8], entries: &Entries) -> Result<Self, ListError> {
        let ascending = match entries.order {
            Order::Ascending => Ascending::build(octets, &entries.positions),
            Order::Arbitrary => None,
        };
        match ascending {
            Some(index) => Ok(Self::Ascending(index)),
            None => Hashed::build(octets, &entries.positions).map(Self::Hashed),
        }
    }

    /// Positions of the entries with this serial number (content octets of the INTEGER).
    ///
    /// # Errors
    /// [`Damaged`] if list and index do not belong together.
    #[inline]
    pub(crate) fn find(&self, list: &Octets, serial: &[u8]) -> Result<Found, Damaged> {
        match self {
            Self::Ascending(index) => {
                index.find(list, serial).map(|at| Found { first: at, more: Vec::new() })
            }
            Self::Hashed(index) => index.find(list, serial),
        }
    }

    /// Octets that it takes.
    pub(crate) fn octets(&self) -> usize {
        match self {
            Self::Ascending(index) => index.octets(),
            Self::Hashed(index) => index.octets(),
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
fn has_serial(list: &Octets, position: u32, serial: &[u8]) -> Result<bool, Damaged> {
    Ok(serial_number_at(list.all(), position).ok_or(Damaged)? == serial)
}
