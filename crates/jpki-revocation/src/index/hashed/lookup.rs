use alloc::vec::Vec;

use jpki_x509::certificate::SerialNumber;

use super::group::{self, GROUP, Group, Slots, Tags};
use super::probe::{MAX_PROBES, next_bucket};
use super::serial_hash::SerialHash;
use crate::bytes::{BytesRef, Corrupted};
use crate::crl::serial_number_of;

/// Serial numbers whose memory is waited for at once.
const BATCH: usize = 16;

/// A table and its list in memory, for any number of lookups.
#[derive(Clone, Copy)]
pub(crate) struct Lookup<'l> {
    pub(super) groups: BytesRef<'l>,
    pub(super) list: BytesRef<'l>,
}

/// An entry and its position.
type Placed<'l> = (u32, &'l [u8]);

impl<'l> Lookup<'l> {
    /// The first entry with this serial number.
    ///
    /// # Errors
    /// [`Corrupted`] if list and table do not belong together.
    #[inline]
    pub(super) fn first(&self, serial: &[u8]) -> Result<Option<Placed<'l>>, Corrupted> {
        first_with(serial, self.candidates(SerialHash::of(serial)))
    }

    /// Gives for each serial number, in their order, what [`Self::first`] gives.
    ///
    /// Each step is taken for a whole batch before the next one, so that what it reads is fetched together: the hashes,
    /// the first groups, the heads of the first candidates, the entries.
    #[inline]
    pub(crate) fn first_of_each(
        &self,
        serials: &[SerialNumber<'_>],
        mut give: impl FnMut(Result<Option<Placed<'l>>, Corrupted>),
    ) {
        let mut hashes = Vec::with_capacity(BATCH);
        let mut searches = Vec::with_capacity(BATCH);
        for batch in serials.chunks(BATCH) {
            hashes.extend(batch.iter().map(|serial| SerialHash::of(serial.expose_protected())));
            searches.extend(hashes.drain(..).map(|hash| self.candidates(hash).peekable()));
            for candidates in &mut searches {
                candidates.peek();
            }
            for (candidates, serial) in searches.iter_mut().zip(batch) {
                give(first_with(serial.expose_protected(), candidates));
            }
            searches.clear();
        }
    }

    #[inline]
    fn candidates(&self, hash: SerialHash) -> Candidates<'_, 'l> {
        let bucket = hash.bucket_of(self.buckets());
        Candidates::from_bucket(self, hash.tag(), bucket, MAX_PROBES - 1)
    }

    const fn buckets(&self) -> usize {
        self.groups.len() / GROUP
    }
}

#[inline]
fn first_with<'l>(
    serial: &[u8],
    candidates: impl Iterator<Item = Result<Placed<'l>, Corrupted>>,
) -> Result<Option<Placed<'l>>, Corrupted> {
    for candidate in candidates {
        let (position, entry) = candidate?;
        if serial_number_of(entry).ok_or(Corrupted)? == serial {
            return Ok(Some((position, entry)));
        }
    }
    Ok(None)
}

/// The entries with one tag, along the probe sequence. The tags of a group are compared when it is reached.
struct Candidates<'s, 'l> {
    lookup: &'s Lookup<'l>,
    tag: u16,
    bucket: usize,
    group: Result<&'l Group, Corrupted>,
    /// Slots of the group with the tag, but those that were given.
    slots: Slots,
    /// Groups that may be probed after this one.
    further: usize,
}

impl<'s, 'l> Candidates<'s, 'l> {
    #[inline]
    fn from_bucket(lookup: &'s Lookup<'l>, tag: u16, bucket: usize, further: usize) -> Self {
        let group = lookup.groups.array(bucket.wrapping_mul(GROUP));
        let slots = group.map_or(Slots::NONE, |group| Tags::of(group).slots_with(tag));
        Self { lookup, tag, bucket, group, slots, further }
    }
}

impl<'l> Iterator for Candidates<'_, 'l> {
    type Item = Result<Placed<'l>, Corrupted>;

    /// Reads where the next entry begins and ends.
    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let group = match self.group {
                Ok(group) => group,
                Err(error) => return Some(Err(error)),
            };
            if let Some(slot) = self.slots.next() {
                let position = group::position_in(group, slot);
                return Some(self.lookup.list.element(position).map(|entry| (position, entry)));
            }
            if !group::overflowed(group) {
                return None;
            }
            let Some(further) = self.further.checked_sub(1) else { return Some(Err(Corrupted)) };
            let bucket = next_bucket(self.bucket, self.lookup.buckets());
            *self = Self::from_bucket(self.lookup, self.tag, bucket, further);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::arithmetic_side_effects,
        reason = "a test fails by a panic"
    )]

    use alloc::sync::Arc;

    use jpki_core::algorithm::DigestAlgorithm;
    use jpki_core::crypto::CryptoBackend as _;
    use jpki_crypto::RustCrypto;

    use super::super::building::{ENTRIES_PER_GROUP, Key, Table};
    use super::super::group::SLOTS;
    use super::*;
    use crate::bytes::{Blocks, Bytes};

    /// Bytes of an entry with nothing but a serial number of four bytes.
    const ENTRY: usize = 8;

    fn serial(number: u32) -> [u8; 4] {
        (number | 0x4000_0000).to_be_bytes()
    }

    fn hash(number: u32) -> SerialHash {
        SerialHash::of(&serial(number))
    }

    struct Indexed {
        list: Vec<u8>,
        groups: Bytes,
    }

    impl Indexed {
        /// The numbers, one entry each, in a table for so many.
        fn new(numbers: &[u32], room: usize) -> Self {
            let entry = |number: &u32| [[0x30, 6, 2, 4], serial(*number)];
            let list = numbers.iter().map(entry).collect::<Vec<_>>();
            let list = list.into_flattened().into_flattened();
            let mut table = Table::for_entries(room);
            for (number, position) in numbers.iter().zip((0..).step_by(ENTRY)) {
                table.insert(&list, Key { hash: hash(*number), position }).unwrap();
            }
            let [groups, _] = table.finish();
            Self { list, groups }
        }

        fn find(&self, numbers: &[u32]) -> Vec<Result<Option<u32>, Corrupted>> {
            let list = Bytes::from(self.list.clone());
            let lookup = Lookup { groups: self.groups.borrowed(), list: list.borrowed() };
            let serials: Vec<_> = numbers.iter().map(|number| serial(*number)).collect();
            let alone: Vec<_> = serials.iter().map(|serial| lookup.first(serial)).collect();
            let serials: Vec<_> =
                serials.iter().map(|it| SerialNumber::from_der_content(it).unwrap()).collect();
            for count in 0..=serials.len() {
                let mut together = Vec::new();
                lookup.first_of_each(&serials[..count], |found| together.push(found));
                assert_eq!(together, alone[..count]);
            }
            let position = |found: Placed<'_>| {
                assert_eq!(found.1, &self.list[found.0 as usize..][..ENTRY]);
                found.0
            };
            alone.into_iter().map(|found| found.map(|found| found.map(position))).collect()
        }
    }

    /// Each number's own entry, by its place among those that are listed.
    fn positions(numbers: usize) -> impl Iterator<Item = Result<Option<u32>, Corrupted>> {
        (0..).step_by(ENTRY).map(|position| Ok(Some(position))).take(numbers)
    }

    #[test]
    fn serial_numbers_of_one_tag_are_told_apart() {
        let alike: Vec<_> = (0..).filter(|it| hash(*it).tag() == hash(0).tag()).take(6).collect();
        let indexed = Indexed::new(&alike[..4], 4);
        assert_eq!(indexed.groups.len(), GROUP);
        let expected: Vec<_> = positions(4).chain([Ok(None); 2]).collect();
        assert_eq!(indexed.find(&alike), expected);
    }

    #[test]
    fn the_probe_sequence_goes_on_where_groups_overflowed() {
        const ROOM: usize = 28;
        let of_the_last: Vec<_> = (0..).filter(|it| hash(*it).bucket_of(4) == 3).take(40).collect();
        for listed in [SLOTS, SLOTS + 1, 2 * SLOTS, 3 * SLOTS + 1] {
            let indexed = Indexed::new(&of_the_last[..listed], ROOM);
            assert_eq!(indexed.groups.len(), 4 * GROUP);
            let unlisted = of_the_last.len() - listed;
            let expected: Vec<_> =
                positions(listed).chain(core::iter::repeat_n(Ok(None), unlisted)).collect();
            assert_eq!(indexed.find(&of_the_last), expected);
        }
    }

    #[test]
    fn a_probe_sequence_has_an_end() {
        let overflowed = |groups: usize| {
            let mut table = [[0; GROUP]; MAX_PROBES + 1];
            table.iter_mut().take(groups).for_each(group::mark_overflowed);
            Indexed { list: Vec::new(), groups: table.as_flattened().to_vec().into() }
        };
        let of_the_first =
            (0..).find(|number| hash(*number).bucket_of(MAX_PROBES + 1) == 0).unwrap();
        assert_eq!(overflowed(MAX_PROBES - 1).find(&[of_the_first]), [Ok(None)]);
        assert_eq!(overflowed(MAX_PROBES).find(&[of_the_first]), [Err(Corrupted)]);
    }

    #[test]
    fn a_damaged_block_of_a_stored_table_is_found_out() {
        const GROUPS: usize = 2 * Blocks::BLOCK / GROUP;
        const DAMAGED: usize = GROUPS / 2;
        let bucket = |number: &u32| hash(*number).bucket_of(GROUPS);
        // The last one of these did not fit the last group of the whole block.
        let mut numbers: Vec<_> =
            (0..).filter(|number| bucket(number) == DAMAGED - 1).take(SLOTS + 1).collect();
        numbers.extend((0..64).filter(|number| bucket(number) != DAMAGED - 1));
        let mut indexed = Indexed::new(&numbers, GROUPS * ENTRIES_PER_GROUP);
        let bytes = indexed.groups.all().to_vec();
        let digest = |block: &[u8]| {
            let digest = RustCrypto.digest(DigestAlgorithm::Sha256, block);
            *digest.as_bytes().first_chunk().unwrap()
        };
        let mut digests: Vec<_> = bytes.chunks(Blocks::BLOCK).map(digest).collect();
        digests[1][0] ^= 1;
        let blocks = Blocks::new(bytes.len(), digests, Arc::new(RustCrypto));
        indexed.groups = Bytes::from(bytes).checked_by(blocks);
        let mut expected: Vec<_> = positions(numbers.len()).collect();
        expected[SLOTS] = Err(Corrupted);
        for (number, expected) in numbers.iter().zip(&mut expected) {
            if bucket(number) >= DAMAGED {
                *expected = Err(Corrupted);
            }
        }
        assert_eq!(indexed.find(&numbers), expected);
    }

    #[test]
    fn a_table_of_another_list_is_found_out() {
        let numbers: Vec<_> = (0..20).collect();
        let whole = Indexed::new(&numbers[..18], 18);
        let cut =
            |at: usize| Indexed { list: whole.list[..at].to_vec(), groups: whole.groups.clone() };
        for entries in 0..18 {
            let expected: Vec<_> = positions(entries)
                .chain(core::iter::repeat_n(Err(Corrupted), 18 - entries))
                .chain([Ok(None); 2])
                .collect();
            assert_eq!(cut(entries * ENTRY).find(&numbers), expected);
            assert_eq!(cut(entries * ENTRY + ENTRY - 1).find(&numbers), expected);
        }
        let mut other = cut(18 * ENTRY);
        other.list[5 * ENTRY + 2] = 0x04;
        let mut expected: Vec<_> = positions(18).chain([Ok(None); 2]).collect();
        assert_eq!(whole.find(&numbers), expected);
        expected[5] = Err(Corrupted);
        assert_eq!(other.find(&numbers), expected);
    }
}
