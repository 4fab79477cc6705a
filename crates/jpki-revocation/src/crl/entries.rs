use alloc::vec::Vec;

use jpki_core::der::{Reader, Span};

use super::common_entry::CommonEntry;
use super::entry::{Entry, serial_number_at};
use super::layout::Version;
use super::{CrlError, CrlKind};
use crate::prefetch::prefetch;

/// Bytes that the processor's nearest cache holds easily.
const NEAR: u32 = 0x4000;

/// Bytes of the shortest entry: a serial number of one byte and a UTCTime.
const LEAST_ENTRY: usize = 2 + 3 + 15;

/// What a walk through the entries of a list found out, all of them well formed.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) count: usize,
    /// Positions of the entries that name a certificate issuer, ascending.
    pub(crate) issuer_changes: Vec<u32>,
}

/// The entries of a list, not yet looked at.
#[derive(Clone, Copy)]
pub(crate) struct UnreadEntries<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) span: Span,
    pub(super) version: Version,
    pub(super) kind: CrlKind,
}

impl<'a> UnreadEntries<'a> {
    /// The bytes in which entries have their positions.
    pub(crate) const fn as_bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Walks through the entries once and shows each serial number (content bytes of the INTEGER) with
    /// the position of its entry. Of each range that fits the processor's nearest cache it shows beforehand where it
    /// lies, to be brought there: see [`Self::prefetch`].
    ///
    /// # Errors
    /// If an entry is refused, or as the visitor says.
    pub(crate) fn walk<E: From<CrlError>>(
        &self,
        mut visit: impl FnMut(&'a [u8], u32) -> Result<(), E>,
        mut near: impl FnMut(Span),
    ) -> Result<Entries, E> {
        let mut entries = Entries::default();
        let mut rest = self.span.of(self.bytes);
        let mut at = self.span.start();
        let mut near_until = at;
        while !rest.is_empty() {
            if at >= near_until {
                near_until = at.saturating_add(NEAR).min(self.span.end());
                near(Span::new(at, near_until));
            }
            let (serial_number, length) = match CommonEntry::read(rest) {
                Some(entry) if self.admits(&entry) => {
                    (entry.serial_number.as_bytes(), entry.length)
                }
                _ => self.read_any_form(at, &mut entries)?,
            };
            visit(serial_number, at)?;
            entries.count = entries.count.saturating_add(1);
            at = at.saturating_add(length);
            rest = rest.get(length as usize..).unwrap_or_default();
        }
        Ok(entries)
    }

    /// Has the processor fetch a range.
    pub(crate) fn prefetch(&self, range: Span) {
        prefetch(range.of(self.bytes));
    }

    /// How many there are, if all are about as long as the first ones.
    pub(crate) fn likely_count(&self) -> usize {
        const SAMPLE: usize = 256;
        let mut reader = Reader::within(self.bytes, self.span);
        let read = (0..SAMPLE).take_while(|_| !reader.is_empty() && reader.any().is_ok()).count();
        let bytes = reader.position().saturating_sub(self.span.start());
        let length = self.span.len() as usize;
        let likely = length.saturating_mul(read).checked_div(bytes as usize).unwrap_or(0);
        likely.min(length / LEAST_ENTRY)
    }

    #[inline]
    fn admits(&self, entry: &CommonEntry<'_>) -> bool {
        // RFC 5280 §5.1.2.1
        let fits_version = entry.reason.is_none() || self.version == Version::Two;
        entry.has_common_time() && fits_version
    }

    fn read_any_form(&self, at: u32, entries: &mut Entries) -> Result<(&'a [u8], u32), CrlError> {
        let mut reader = Reader::within(self.bytes, Span::new(at, self.span.end()));
        let entry = Entry::read(&mut reader)?;
        // RFC 5280 §5.1.2.1
        if entry.has_extensions && self.version == Version::One {
            return Err(CrlError::ExtensionsNeedVersionTwo);
        }
        // RFC 5280 §5.3.3
        match (entry.certificate_issuer, self.kind) {
            (None, _) => {}
            (Some(_), CrlKind::Indirect) => entries.issuer_changes.push(at),
            (Some(_), CrlKind::Direct) => return Err(CrlError::CertificateIssuerInDirectList),
        }
        let length = reader.position().saturating_sub(at);
        Ok((serial_number_at(self.bytes, at).unwrap_or_default(), length))
    }
}
