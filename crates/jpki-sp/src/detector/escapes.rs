//! Characters that texts write by others.

use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::Encoding;

/// Undoes the escapes of whole texts. Those of JSON, XML and addresses are undone together, so that text with all of them is
/// decoded once and not in every order.
pub(super) struct Escapes {
    encoding: Encoding,
    is_escaped: fn(&[u8]) -> bool,
    unescape: fn(&[u8]) -> Option<Unescaped>,
    at: usize,
}

/// What an escape at the beginning of the text means: nothing (a line that goes on), or a character. And its length.
type Unescaped = (Option<char>, usize);

impl Escapes {
    pub(super) fn of_text() -> Self {
        let is_escaped = |text: &[u8]| memchr::memchr3(b'\\', b'&', b'%', text).is_some();
        Self { encoding: Encoding::Escapes, is_escaped, unescape: text_escape, at: 0 }
    }

    pub(super) fn quoted_printable() -> Self {
        let is_escaped = |text: &[u8]| {
            let at_end_of_line = |rest: &[u8]| rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
            memchr::memchr_iter(b'=', text)
                .any(|at| text.get(at.saturating_add(1)..).is_some_and(at_end_of_line))
        };
        let encoding = Encoding::QuotedPrintable;
        Self { encoding, is_escaped, unescape: quoted_printable_escape, at: 0 }
    }
}

impl Decoder for Escapes {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let first = layer.get(self.at..)?.iter().position(|byte| is_text(*byte))?;
            let start = self.at.checked_add(first)?;
            let rest = layer.get(start..)?;
            let length = rest.iter().position(|byte| !is_text(*byte)).unwrap_or(rest.len());
            let text = rest.get(..length)?;
            self.at = start.checked_add(length)?;
            if length < SMALLEST || !(self.is_escaped)(text) {
                continue;
            }
            budget.decode(length)?;
            let bytes = unescaped(text, self.unescape);
            if bytes.len() < length {
                return Some(Decoded::new(self.encoding, start, bytes));
            }
        }
    }
}

const fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' '..=b'~' | 0x80..)
}

/// Every escape is longer than what it means.
fn unescaped(text: &[u8], unescape: fn(&[u8]) -> Option<Unescaped>) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        let Some((meaning, length)) = unescape(rest) else {
            bytes.push(*byte);
            rest = after;
            continue;
        };
        match meaning.map(|character| (u8::try_from(character), character)) {
            None => {}
            Some((Ok(byte), _)) => bytes.push(byte),
            Some((Err(_), character)) => {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    bytes
}

fn text_escape(text: &[u8]) -> Option<Unescaped> {
    match text {
        [b'\\', rest @ ..] => {
            backslash(rest).map(|(meaning, length)| (meaning, length.saturating_add(1)))
        }
        [b'%', rest @ ..] => Some((Some(number(rest, 16, 2..=2)?.0), 3)),
        [b'&', rest @ ..] => {
            reference(rest).map(|(meaning, length)| (meaning, length.saturating_add(1)))
        }
        _ => None,
    }
}

/// RFC 8259 §7; octal digits as in PDF (ISO 32000-2 §7.3.4.2) and C, `\x` as in C.
fn backslash(text: &[u8]) -> Option<Unescaped> {
    if let Some((meaning, length)) = number(text, 8, 1..=3) {
        return Some((Some(meaning), length));
    }
    let (first, rest) = text.split_first()?;
    let meaning = match first {
        b'u' => return Some((Some(number(rest, 16, 4..=4)?.0), 5)),
        b'x' => return Some((Some(number(rest, 16, 2..=2)?.0), 3)),
        b'\r' if rest.starts_with(b"\n") => return Some((None, 2)),
        b'\n' | b'\r' => return Some((None, 1)),
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        other => char::from(*other),
    };
    Some((Some(meaning), 1))
}

/// XML 1.0 §4.1, §4.6. Longer numbers with leading zeros are not references here.
fn reference(text: &[u8]) -> Option<Unescaped> {
    const LONGEST: usize = 10;
    let end = text.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let meaning = match text.get(..end)? {
        b"amp" => '&',
        b"lt" => '<',
        b"gt" => '>',
        b"quot" => '"',
        b"apos" => '\'',
        [b'#', b'x' | b'X', digits @ ..] => number(digits, 16, digits.len()..=digits.len())?.0,
        [b'#', digits @ ..] => number(digits, 10, digits.len()..=digits.len())?.0,
        _ => return None,
    };
    Some((Some(meaning), end.checked_add(1)?))
}

/// RFC 2045 §6.7.
fn quoted_printable_escape(text: &[u8]) -> Option<Unescaped> {
    match text {
        [b'=', b'\r', b'\n', ..] => Some((None, 3)),
        [b'=', b'\n', ..] => Some((None, 2)),
        [b'=', rest @ ..] => Some((Some(number(rest, 16, 2..=2)?.0), 3)),
        _ => None,
    }
}

/// Reads as many digits as there are, within these bounds, and returns the character of that number.
fn number(
    text: &[u8],
    radix: u32,
    count: std::ops::RangeInclusive<usize>,
) -> Option<(char, usize)> {
    let digits = text.iter().take(*count.end()).map_while(|byte| char::from(*byte).to_digit(radix));
    let length = digits.clone().count();
    let value =
        digits.fold(0_u32, |value, digit| value.saturating_mul(radix).saturating_add(digit));
    let is_number = length > 0 && count.contains(&length);
    is_number.then(|| char::from_u32(value)).flatten().map(|character| (character, length))
}
