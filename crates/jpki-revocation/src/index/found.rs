use alloc::vec::Vec;

use crate::bytes::{Bytes, Corrupted};
use crate::crl::serial_number_of;

/// Positions of entries with one serial number, in ascending order.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(super) first: Option<u32>,
    pub(super) more: Vec<u32>,
}

impl Found {
    pub(crate) fn positions(&self) -> impl Iterator<Item = u32> + '_ {
        self.first.into_iter().chain(self.more.iter().copied())
    }
}

impl From<Option<u32>> for Found {
    fn from(only: Option<u32>) -> Self {
        Self { first: only, more: Vec::new() }
    }
}

/// Whether the entry at `position` has this serial number.
#[inline]
pub(super) fn has_serial(list: &Bytes, position: u32, serial: &[u8]) -> Result<bool, Corrupted> {
    Ok(serial_number_of(list.element(position)?).ok_or(Corrupted)? == serial)
}
