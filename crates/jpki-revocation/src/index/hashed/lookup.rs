use super::group::{self, Group, Tags};
use super::probe::{MAX_PROBES, next_bucket};
use super::serial_hash::SerialHash;
use crate::crl::serial_number_of;

/// A lookup in a table without repetitions, in bytes that need no comparison with digests. What it does not
/// find out with certainty is left to the table's own.
#[derive(Clone, Copy)]
pub(crate) struct LeanLookup<'l> {
    groups: &'l [Group],
    list: &'l [u8],
}

/// What a lean lookup finds.
#[derive(Clone, Copy)]
pub(crate) enum Lean<'l> {
    Absent,
    /// The CRL from the entry on.
    Entry(&'l [u8]),
    InDoubt,
}

impl<'l> LeanLookup<'l> {
    pub(super) const fn new(groups: &'l [Group], list: &'l [u8]) -> Self {
        Self { groups, list }
    }

    #[inline]
    pub(crate) fn find(&self, serial: &[u8]) -> Lean<'l> {
        let hash = SerialHash::of(serial);
        let mut bucket = hash.bucket_of(self.groups.len());
        for _ in 0..MAX_PROBES {
            let Some(group) = self.groups.get(bucket) else { return Lean::InDoubt };
            for slot in Tags::of(group).slots_with(hash.tag()) {
                let position = group::position_in(group, slot) as usize;
                let entry = self.list.get(position..).unwrap_or_default();
                match serial_number_of(entry) {
                    Some(found) if found == serial => return Lean::Entry(entry),
                    Some(_) => {}
                    None => return Lean::InDoubt,
                }
            }
            if !group::overflowed(group) {
                return Lean::Absent;
            }
            bucket = next_bucket(bucket, self.groups.len());
        }
        Lean::InDoubt
    }
}
