use core::iter;

use jpki_core::time::Timestamp;

use super::VerifiedCrl;
use crate::bytes::Corrupted;
use crate::crl::{Crl, Entry, serial_number_of};

impl VerifiedCrl {
    /// Returns how many lasting revocations of `earlier`, made since an instant, this list has no more.
    ///
    /// Both lists are walked through side by side, so that where they agree no entry is looked at closer; only
    /// where they part is the index asked.
    ///
    /// # Errors
    /// [`Corrupted`] if either is not as it was verified.
    pub(crate) fn removed_since(
        &self,
        earlier: &Self,
        since: Timestamp,
    ) -> Result<usize, Corrupted> {
        let here = &self.list;
        let mut removed: usize = 0;
        let mut rest = here.entry_bytes();
        for entry in elements(earlier.list.entry_bytes()) {
            let entry = entry?;
            if let Some(after) = rest.strip_prefix(entry) {
                rest = after;
                continue;
            }
            let mut still_listed = false;
            let serial = serial_number_of(entry).ok_or(Corrupted)?;
            for position in self.index.find(&here.bytes, serial)?.into_positions() {
                let found = here.bytes.element(position)?;
                rest = here.entry_bytes_after(position, found.len());
                still_listed |=
                    Entry::of_element(found).map_err(|_| Corrupted)?.reason.is_lasting();
            }
            if !still_listed {
                let gone = Entry::of_element(entry).map_err(|_| Corrupted)?;
                if gone.reason.is_lasting() && gone.revoked_at >= since {
                    removed = removed.saturating_add(1);
                }
            }
        }
        Ok(removed)
    }

    /// Whether this is that list, and neither it nor its index is damaged: a damaged one gives way to itself.
    pub(crate) fn is_whole_copy_of(&self, list: &Crl) -> bool {
        self.list.as_der() == list.as_der() && self.check_whole().is_ok()
    }

    /// Compares all bytes of the list and its index with their digests, if they have any.
    pub(crate) fn check_whole(&self) -> Result<(), Corrupted> {
        let (_, [first, second]) = self.index.parts();
        for bytes in [&self.list.bytes, first, second, &self.issuer_changes] {
            bytes.part(0, bytes.len())?;
        }
        Ok(())
    }
}

/// The elements one after the other.
fn elements(bytes: &[u8]) -> impl Iterator<Item = Result<&[u8], Corrupted>> {
    let mut rest = bytes;
    iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        match element_length(rest).and_then(|length| rest.split_at_checked(length)) {
            Some((element, after)) => {
                rest = after;
                Some(Ok(element))
            }
            None => {
                rest = &[];
                Some(Err(Corrupted))
            }
        }
    })
}

fn element_length(bytes: &[u8]) -> Option<usize> {
    match *bytes {
        [0x30, length @ ..=0x7f, ..] => usize::from(length).checked_add(2),
        _ => jpki_core::der::Reader::new(bytes)
            .and_then(|mut reader| reader.any())
            .ok()
            .map(|element| element.whole.len() as usize),
    }
}
