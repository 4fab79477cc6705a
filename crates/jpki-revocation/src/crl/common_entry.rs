use jpki_core::der::Integer;
use jpki_core::time::Timestamp;

/// An entry in the form that nearly all have: a serial number of at most 20 bytes, a UTCTime, and nothing
/// more or a reason code. Reading it costs a fraction of reading an entry of any form.
#[derive(Clone, Copy)]
pub(super) struct CommonEntry<'a> {
    pub(super) serial_number: Integer<'a>,
    /// Bytes of the whole entry.
    pub(super) length: u32,
    pub(super) reason: Option<u8>,
    time: &'a [u8; 15],
}

impl<'a> CommonEntry<'a> {
    /// Reads the entry that these bytes begin with, all but the time. `None` for whatever is not certainly
    /// one of the common form: that is left to the reader of any form.
    #[inline]
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let [0x30, content @ ..=0x7f, 0x02, serial_length @ 1..=20, after @ ..] = bytes else {
            return None;
        };
        let (serial_number, after) = after.split_at_checked(usize::from(*serial_length))?;
        let serial_number = Integer::from_bytes(serial_number)?;
        let (time, after) = after.split_first_chunk()?;
        // Tag and length of the serial number, and the time.
        let without_extensions = serial_length.wrapping_add(17);
        let reason = match content.wrapping_sub(without_extensions) {
            0 => None,
            14 => Some(reason_code(after.first_chunk()?)?),
            _ => return None,
        };
        let length = u32::from(*content).wrapping_add(2);
        Some(Self { serial_number, length, reason, time })
    }

    /// Whether the time is certainly a UTCTime, without finding out which.
    #[inline]
    pub(super) fn has_common_time(&self) -> bool {
        is_common_time(self.time)
    }

    /// The time, if it is a UTCTime.
    pub(super) fn revoked_at(&self) -> Option<Timestamp> {
        match self.time {
            [0x17, 13, content @ ..] => Timestamp::from_utc_time(content),
            _ => None,
        }
    }
}

/// The number, if this is an extensions field with a reason code of one byte and nothing more.
#[inline]
fn reason_code(extensions: &[u8; 14]) -> Option<u8> {
    // Extensions { Extension { id-ce-cRLReasons, OCTET STRING { ENUMERATED } } }
    const FIXED: [u8; 13] = [0x30, 12, 0x30, 10, 0x06, 3, 0x55, 0x1d, 21, 0x04, 3, 0x0a, 1];
    let [fixed @ .., number] = extensions;
    (*fixed == FIXED && *number < 0x80).then_some(*number)
}

/// Whether this is certainly a UTCTime with seconds and `Z`. Says no to 29 February, to be on the safe
/// side.
#[inline(always)]
fn is_common_time(element: &[u8; 15]) -> bool {
    let [0x17, 13, y1, y0, m1, m0, d1, d0, h1, h0, i1, i0, s1, s0, b'Z'] = *element else {
        return false;
    };
    // Year, month, day, hour; minute, second. The first digit in the lowest byte.
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

/// Whether each byte is from `'0'` to `'9'`, 0x30 to 0x39.
#[inline]
const fn are_digits(bytes: u64) -> bool {
    const HIGH_NIBBLES: u64 = 0xf0f0_f0f0_f0f0_f0f0;
    const ZEROS: u64 = 0x3030_3030_3030_3030;
    // Adding six to any byte of 0x3a to 0x3f changes its high nibble.
    let sixteens = bytes.wrapping_add(0x0606_0606_0606_0606);
    (bytes & HIGH_NIBBLES) ^ ZEROS | (sixteens & HIGH_NIBBLES) ^ ZEROS == 0
}

/// Of each pair of digits the number, in the byte of the first digit. Bytes that are no digits give
/// anything.
#[inline]
const fn two_digit_pairs(digits: u64) -> u64 {
    let values = digits & 0x0f0f_0f0f_0f0f_0f0f;
    (values.wrapping_mul(10).wrapping_add(values >> 8)) & 0x00ff_00ff_00ff_00ff
}
