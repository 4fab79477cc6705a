//! Certificates and serial numbers in DER and BER, by their structure.

use super::limits::Budget;
use super::outcome::FindingKind;

const INTEGER: u8 = 0x02;
const OBJECT_IDENTIFIER: u8 = 0x06;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
const VERSION: u8 = 0xA0;

/// Finds the first certificate or serial number at any offset.
pub(super) fn find(bytes: &[u8], budget: &mut Budget) -> Option<(FindingKind, usize)> {
    memchr::memchr_iter(SEQUENCE, bytes)
        .map_while(|at| (!budget.is_exhausted()).then(|| (kind(bytes, at, budget), at)))
        .find_map(|(kind, at)| Some((kind?, at)))
}

/// Returns what the SEQUENCE at `at` is.
fn kind(bytes: &[u8], at: usize, budget: &mut Budget) -> Option<FindingKind> {
    let mut walker = Walker { bytes, at, budget };
    let end = walker.enter(SEQUENCE)?;
    match walker.peek()? {
        VERSION | INTEGER => {
            walker.tbs_certificate(end)?;
            Some(FindingKind::Certificate)
        }
        SEQUENCE => {
            walker.issuer_and_serial_number(end)?;
            Some(FindingKind::IssuerAndSerialNumber)
        }
        _ => None,
    }
}

/// Where an element ends: where its length says, or at the end-of-contents octets.
#[derive(Clone, Copy)]
enum End {
    At(usize),
    Marked,
}

/// Goes through elements of definite and indefinite length. Lengths need not be minimal, and may reach behind the end of the
/// bytes: a certificate that was cut off counts.
struct Walker<'a> {
    bytes: &'a [u8],
    at: usize,
    budget: &'a mut Budget,
}

impl Walker<'_> {
    /// RFC 5280 §4.1: version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo. The key's bits, what
    /// follows them, and what surrounds a `TBSCertificate` are not looked at.
    fn tbs_certificate(&mut self, end: End) -> Option<()> {
        if self.peek()? == VERSION {
            let version = self.enter(VERSION)?;
            self.primitive(INTEGER, 1..=1)?;
            self.leave(version)?;
        }
        self.primitive(INTEGER, 1..=128)?;
        self.algorithm_identifier()?;
        self.name()?;
        let validity = self.enter(SEQUENCE)?;
        self.time()?;
        self.time()?;
        self.leave(validity)?;
        self.name()?;
        let _public_key_info = self.enter(SEQUENCE)?;
        self.algorithm_identifier()?;
        let (tag, _) = self.header()?;
        let fits = match end {
            End::At(end) => self.at <= end,
            End::Marked => true,
        };
        // BER may write a BIT STRING in segments.
        (matches!(tag, 0x03 | 0x23) && fits).then_some(())
    }

    /// RFC 5652 §10.2.4.
    // Requirement: PRIV-02, PRIV-03
    fn issuer_and_serial_number(&mut self, end: End) -> Option<()> {
        let names = self.name()?;
        self.primitive(INTEGER, 1..=128)?;
        (names > 0 && self.is_at(end)).then_some(())
    }

    fn algorithm_identifier(&mut self) -> Option<()> {
        let end = self.enter(SEQUENCE)?;
        self.object_identifier()?;
        self.leave(end)
    }

    fn object_identifier(&mut self) -> Option<()> {
        let bytes = self.primitive(OBJECT_IDENTIFIER, 1..=64)?;
        let is_whole = bytes.last()? & 0x80 == 0;
        (is_whole && *bytes.first()? != 0x80).then_some(())
    }

    /// Returns how many relative distinguished names there are.
    fn name(&mut self) -> Option<usize> {
        let name = self.enter(SEQUENCE)?;
        let mut count = 0_usize;
        while !self.is_at(name) {
            let relative = self.enter(SET)?;
            loop {
                let attribute = self.enter(SEQUENCE)?;
                self.object_identifier()?;
                self.skip()?;
                self.leave(attribute)?;
                if self.is_at(relative) {
                    break;
                }
            }
            self.leave(relative)?;
            count = count.saturating_add(1);
        }
        self.leave(name)?;
        Some(count)
    }

    fn time(&mut self) -> Option<()> {
        let tag = self.peek()?;
        if !matches!(tag, UTC_TIME | GENERALIZED_TIME) {
            return None;
        }
        let text = self.primitive(tag, 10..=32)?;
        text.iter().take(8).all(u8::is_ascii_digit).then_some(())
    }

    fn primitive(&mut self, tag: u8, length: std::ops::RangeInclusive<usize>) -> Option<&[u8]> {
        let (found, End::At(end)) = self.header()? else { return None };
        let content = self.bytes.get(self.at..end)?;
        self.at = end;
        (found == tag && length.contains(&content.len())).then_some(content)
    }

    fn enter(&mut self, tag: u8) -> Option<End> {
        let (found, end) = self.header()?;
        (found == tag).then_some(end)
    }

    /// Passes the rest of an element.
    fn leave(&mut self, end: End) -> Option<()> {
        match end {
            End::At(end) => {
                let fits = self.at <= end;
                self.at = end;
                fits.then_some(())
            }
            End::Marked => self.pass_marks(1),
        }
    }

    /// Passes one element with all that is in it.
    fn skip(&mut self) -> Option<()> {
        match self.header()?.1 {
            End::At(end) => {
                self.at = end;
                Some(())
            }
            End::Marked => self.pass_marks(1),
        }
    }

    /// Goes on behind the end of `open` nested elements of indefinite length.
    fn pass_marks(&mut self, mut open: usize) -> Option<()> {
        while open > 0 {
            if self.is_at(End::Marked) {
                self.at = self.at.checked_add(2)?;
                open = open.saturating_sub(1);
                continue;
            }
            match self.header()?.1 {
                End::At(end) => self.at = end,
                End::Marked => open = open.checked_add(1)?,
            }
        }
        Some(())
    }

    fn is_at(&self, end: End) -> bool {
        match end {
            End::At(end) => self.at >= end,
            End::Marked => self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(&[0, 0])),
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Reads a tag and a length, and stands at the content (X.690 §8.1.2, §8.1.3).
    fn header(&mut self) -> Option<(u8, End)> {
        self.budget.work(1)?;
        let (tag, end, content) = header(self.bytes, self.at)?;
        self.at = content;
        Some((tag, end.map_or(End::Marked, End::At)))
    }
}

/// Returns the tag of the element at `at`, where it ends unless its length is indefinite, and where its content begins.
pub(super) fn header(bytes: &[u8], at: usize) -> Option<(u8, Option<usize>, usize)> {
    let (tag, rest) = bytes.get(at..)?.split_first()?;
    let (first, rest) = rest.split_first()?;
    let is_high_number = tag & 0x1F == 0x1F;
    let count = match first {
        0x80 => {
            let is_constructed = tag & 0x20 != 0;
            return (is_constructed && !is_high_number).then_some((*tag, None, at.checked_add(2)?));
        }
        0..0x80 => 0,
        long => usize::from(long & 0x7F),
    };
    let mut length = usize::from(first & 0x7F);
    if count > 0 {
        length = rest.get(..count)?.iter().try_fold(0_usize, |length, byte| {
            length.checked_mul(256)?.checked_add(usize::from(*byte))
        })?;
    }
    let content = at.checked_add(2)?.checked_add(count)?;
    (!is_high_number).then_some((*tag, Some(content.checked_add(length)?), content))
}
