use alloc::vec::Vec;

/// Positions of entries with one serial number, in ascending order.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(super) first: Option<u32>,
    pub(super) more: Vec<u32>,
}

impl Found {
    pub(crate) fn into_positions(self) -> impl Iterator<Item = u32> {
        self.first.into_iter().chain(self.more)
    }
}

impl From<Option<u32>> for Found {
    fn from(only: Option<u32>) -> Self {
        Self { first: only, more: Vec::new() }
    }
}
