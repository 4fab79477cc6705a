use alloc::vec::Vec;

use jpki_core::der::{Reader, Span};

use super::entry::Entry;
use super::outline::Version;
use super::{ListError, ListKind, serial_number_at};
use crate::index::SerialHash;

/// Where the entries of a list begin, all of them found well formed.
pub(crate) struct Entries {
    pub(crate) positions: Vec<u32>,
    pub(crate) keys: Keys,
    /// Positions of the entries that name a certificate issuer, ascending.
    pub(crate) issuer_changes: Vec<u32>,
}

/// What an index needs of the serial numbers, taken along so that nobody has to walk twice.
#[derive(Debug)]
pub(crate) enum Keys {
    /// The numbers: each is from 0 to 2³² − 1 and greater than the one before.
    Ascending(Vec<u32>),
    /// Hashes of any serial numbers in any order.
    Arbitrary(Vec<SerialHash>),
}

impl Keys {
    #[inline]
    fn push(&mut self, serial: &[u8], octets: &[u8], earlier: &[u32]) {
        match self {
            Self::Arbitrary(hashes) => hashes.push(SerialHash::of(serial)),
            Self::Ascending(numbers) => match small_unsigned(serial) {
                Some(number) if numbers.last().is_none_or(|last| *last < number) => {
                    numbers.push(number);
                }
                _ => {
                    let mut hashes = SerialHash::of_all(octets, earlier);
                    hashes.reserve(numbers.capacity().saturating_sub(hashes.len()));
                    hashes.push(SerialHash::of(serial));
                    *self = Self::Arbitrary(hashes);
                }
            },
        }
    }
}

impl Entries {
    /// Walks the entries once.
    ///
    /// # Errors
    /// If one is refused.
    pub(super) fn walk(
        octets: &[u8],
        span: Span,
        version: Version,
        kind: ListKind,
    ) -> Result<Self, ListError> {
        let count = likely_count(octets, span);
        let mut entries = Self {
            positions: Vec::with_capacity(count),
            keys: Keys::Ascending(Vec::with_capacity(count)),
            issuer_changes: Vec::new(),
        };
        let mut rest = span.of(octets);
        let mut at = span.start();
        while !rest.is_empty() {
            let (serial, length) = match common_form(rest, version) {
                Some(found) => found,
                None => entries.read_any_form(octets, at, span.end(), version, kind)?,
            };
            entries.keys.push(serial, octets, &entries.positions);
            entries.positions.push(at);
            at = at.saturating_add(length);
            rest = rest.get(length as usize..).unwrap_or_default();
        }
        Ok(entries)
    }

    fn read_any_form<'a>(
        &mut self,
        octets: &'a [u8],
        at: u32,
        end: u32,
        version: Version,
        kind: ListKind,
    ) -> Result<(&'a [u8], u32), ListError> {
        let mut reader = Reader::within(octets, Span::new(at, end));
        let entry = Entry::read(&mut reader)?;
        // RFC 5280 §5.1.2.1
        if entry.has_extensions && version == Version::One {
            return Err(ListError::ExtensionsNeedVersionTwo);
        }
        // RFC 5280 §5.3.3
        match (entry.certificate_issuer, kind) {
            (None, _) => {}
            (Some(_), ListKind::Indirect) => self.issuer_changes.push(at),
            (Some(_), ListKind::Direct) => return Err(ListError::CertificateIssuerInDirectList),
        }
        let length = reader.position().saturating_sub(at);
        Ok((serial_number_at(octets, at).unwrap_or_default(), length))
    }
}

/// Entries of one list are nearly all of one size.
fn likely_count(octets: &[u8], span: Span) -> usize {
    match Reader::within(octets, span).any() {
        Ok(first) => span.len().checked_div(first.whole.len()).unwrap_or(0) as usize,
        Err(_) => 0,
    }
}

/// The serial number and the length of an entry in the form that nearly all have: a serial number of at
/// most 20 octets, a UTCTime, and nothing more or a reason code. Whatever is not certainly this is left
/// to the reader of any form.
#[inline]
fn common_form(rest: &[u8], version: Version) -> Option<(&[u8], u32)> {
    let [0x30, content @ ..=0x7f, 0x02, serial_length @ 1..=20, after @ ..] = rest else {
        return None;
    };
    let (serial, after) = after.split_at_checked(usize::from(*serial_length))?;
    let (time, after) = after.split_first_chunk::<15>()?;
    if !is_minimal(serial) || !is_common_time(time) {
        return None;
    }
    // Tag and length of the serial number, and the time.
    let without_extensions = serial_length.wrapping_add(17);
    match (content.wrapping_sub(without_extensions), version) {
        (0, _) => {}
        (14, Version::Two) if is_reason_code(after.first_chunk()?) => {}
        _ => return None,
    }
    Some((serial, u32::from(*content).wrapping_add(2)))
}

/// Whether this is an extensions field with a reason code of one octet and nothing more.
#[inline]
fn is_reason_code(extensions: &[u8; 14]) -> bool {
    // Extensions { Extension { id-ce-cRLReasons, OCTET STRING { ENUMERATED } } }
    let [fixed @ .., number] = extensions;
    *fixed == [0x30, 12, 0x30, 10, 0x06, 3, 0x55, 0x1d, 21, 0x04, 3, 0x0a, 1] && *number < 0x80
}

/// X.690 §8.3.2
#[inline]
fn is_minimal(integer: &[u8]) -> bool {
    match integer {
        [0x00, next, ..] => next & 0x80 != 0,
        [0xff, next, ..] => next & 0x80 == 0,
        _ => true,
    }
}

/// Whether this is certainly a UTCTime with seconds and `Z`. Says no to 29 February, to be on the safe
/// side.
#[inline]
fn is_common_time(element: &[u8; 15]) -> bool {
    let [0x17, 13, y1, y0, m1, m0, d1, d0, h1, h0, i1, i0, s1, s0, b'Z'] = *element else {
        return false;
    };
    // Year, month, day, hour; minute, second. The first digit in the lowest octet.
    let high = u64::from_le_bytes([y1, y0, m1, m0, d1, d0, h1, h0]);
    let low = u64::from_le_bytes([i1, i0, s1, s0, b'0', b'0', b'0', b'0']);
    let (high_pairs, low_pairs) = (two_digit_pairs(high), two_digit_pairs(low));
    let [month, day] = [(high_pairs >> 16) as u8, (high_pairs >> 32) as u8];
    let last_day = if month == 2 { 28 } else { 30 | ((month ^ (month >> 3)) & 1) };
    are_digits(high)
        & are_digits(low)
        & (month.wrapping_sub(1) < 12)
        & (day.wrapping_sub(1) < last_day)
        & ((high_pairs >> 48) <= 23)
        & (low_pairs & 0xff <= 59)
        & (low_pairs >> 16 <= 59)
}

/// Whether each octet is from `'0'` to `'9'`, 0x30 to 0x39.
#[inline]
const fn are_digits(octets: u64) -> bool {
    const HIGH_NIBBLES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    // Adding six to any octet of 0x3a to 0x3f changes its high nibble.
    let sixteens = octets.wrapping_add(0x0606_0606_0606_0606);
    (octets & HIGH_NIBBLES) ^ ZEROS | (sixteens & HIGH_NIBBLES) ^ ZEROS == 0
}

/// Of each pair of digits the number, in the octet of the first digit. Octets that are no digits give
/// anything.
#[inline]
const fn two_digit_pairs(digits: u64) -> u64 {
    let values = digits & 0x0f0f_0f0f_0f0f_0f0f;
    (values.wrapping_mul(10).wrapping_add(values >> 8)) & 0x00ff_00ff_00ff_00ff
}

/// The number, if it is from 0 to 2³² − 1 and in its shortest form.
#[inline]
pub(crate) fn small_unsigned(integer: &[u8]) -> Option<u32> {
    match *integer {
        [0, ..=0x7f, ..] => None,
        [a @ ..=0x7f, b, c, d] => Some(u32::from_be_bytes([a, b, c, d])),
        [0, a, b, c, d] => Some(u32::from_be_bytes([a, b, c, d])),
        [a @ ..=0x7f, b, c] => Some(u32::from_be_bytes([0, a, b, c])),
        [a @ ..=0x7f, b] => Some(u32::from_be_bytes([0, 0, a, b])),
        [a @ ..=0x7f] => Some(u32::from(a)),
        _ => None,
    }
}
