use super::group::{self, GROUP, Group, Tags};
use super::probe::{MAX_PROBES, next_bucket};
use super::serial_hash::SerialHash;
use crate::bytes::{BytesRef, Corrupted};
use crate::crl::serial_number_of;

/// A table and its list in memory, for any number of lookups.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'l> {
    pub(super) groups: BytesRef<'l>,
    pub(super) list: BytesRef<'l>,
}

impl<'l> Lookup<'l> {
    /// The first entry with this serial number, and its position.
    ///
    /// # Errors
    /// [`Corrupted`] if list and table do not belong together.
    #[inline]
    pub(crate) fn first(&self, serial: &[u8]) -> Result<Option<(u32, &'l [u8])>, Corrupted> {
        let hash = SerialHash::of(serial);
        let groups = self.groups.len() / GROUP;
        let mut bucket = hash.bucket_of(groups);
        for _ in 0..MAX_PROBES {
            let group: &Group = self.groups.array(bucket.wrapping_mul(GROUP))?;
            for slot in Tags::of(group).slots_with(hash.tag()) {
                let position = group::position_in(group, slot);
                let entry = self.list.element(position)?;
                if serial_number_of(entry).ok_or(Corrupted)? == serial {
                    return Ok(Some((position, entry)));
                }
            }
            if !group::overflowed(group) {
                return Ok(None);
            }
            bucket = next_bucket(bucket, groups);
        }
        Err(Corrupted)
    }
}
