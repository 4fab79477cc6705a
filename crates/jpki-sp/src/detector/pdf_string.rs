//! Literal strings of PDF.

use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::Encoding;

/// What is searched for the end of a string.
const LONGEST: usize = 4 << 20;

/// Finds strings that begin as structures do, and undoes their escapes (ISO 32000-2 §7.3.4.2).
#[derive(Default)]
pub(super) struct PdfStrings {
    at: usize,
}

impl Decoder for PdfStrings {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let open = self.at.checked_add(memchr::memchr(b'(', layer.get(self.at..)?)?)?;
            self.at = open.checked_add(1)?;
            let rest = layer.get(self.at..)?;
            if !begins_sequence(rest) {
                continue;
            }
            let bytes = string(rest.get(..LONGEST).unwrap_or(rest));
            budget.decode(bytes.len())?;
            if bytes.len() >= SMALLEST {
                return Some(Decoded::new(Encoding::PdfString, open, bytes));
            }
        }
    }
}

/// The tag of a SEQUENCE and the first byte of a length above 127.
fn begins_sequence(text: &[u8]) -> bool {
    let after_tag = [&b"0"[..], b"\\060", b"\\60"].iter().find_map(|tag| text.strip_prefix(*tag));
    matches!(after_tag, Some([0x80..=0x84, ..] | [b'\\', b'2', b'0', b'0'..=b'4', ..]))
}

/// Decodes to the parenthesis that closes the string, or to the end.
fn string(text: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::new());
    let mut open = 1_usize;
    let mut rest = text.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'(' => open = open.saturating_add(1),
            b')' => open = open.saturating_sub(1),
            b'\r' => {
                rest.next_if_eq(&b'\n');
                bytes.push(b'\n');
                continue;
            }
            b'\\' => {
                bytes.extend(escaped(&mut rest));
                continue;
            }
            _ => {}
        }
        if open == 0 {
            break;
        }
        bytes.push(byte);
    }
    bytes
}

fn escaped(rest: &mut std::iter::Peekable<impl Iterator<Item = u8>>) -> Option<u8> {
    let octal = |byte: &u8| matches!(byte, b'0'..=b'7');
    if let Some(first) = rest.next_if(octal) {
        let mut value = u32::from(first & 7);
        for _ in 0..2 {
            let Some(digit) = rest.next_if(octal) else { break };
            value = (value << 3) | u32::from(digit & 7);
        }
        // An overflow is ignored, as the standard says.
        return Some(value.to_le_bytes()[0]);
    }
    match rest.next()? {
        b'n' => Some(b'\n'),
        b'r' => Some(b'\r'),
        b't' => Some(b'\t'),
        b'b' => Some(8),
        b'f' => Some(0x0C),
        b'\n' => None,
        b'\r' => {
            rest.next_if_eq(&b'\n');
            None
        }
        other => Some(other),
    }
}
