//! Bytes written as digits in base 64 or 16.

use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::Encoding;

/// What may stand between two digits is no longer than this.
const LONGEST_GAP: usize = 64;

/// Finds runs of digits, and decodes each run from every digit at which a byte may begin: words before it, such as the
/// `BEGIN CERTIFICATE` of PEM, are digits too.
pub(super) struct Digits {
    encoding: Encoding,
    value: fn(u8) -> Option<u8>,
    bits: u32,
    at: usize,
    start: usize,
    run: Zeroizing<Vec<u8>>,
    /// Where the run is decoded from, and before which digit no more.
    phases: std::ops::Range<usize>,
}

impl Digits {
    pub(super) fn base64() -> Self {
        Self::new(Encoding::Base64, base64_value, 6)
    }

    pub(super) fn hexadecimal() -> Self {
        Self::new(Encoding::Hexadecimal, hexadecimal_value, 4)
    }

    fn new(encoding: Encoding, value: fn(u8) -> Option<u8>, bits: u32) -> Self {
        let run = Zeroizing::default();
        Self { encoding, value, bits, at: 0, start: 0, run, phases: 0..0 }
    }

    /// Reads runs until one is long enough.
    fn read_run(&mut self, layer: &[u8]) -> Option<()> {
        let smallest = SMALLEST.saturating_mul(8).div_ceil(self.bits as usize);
        loop {
            let rest = layer.get(self.at..)?;
            let first = rest.iter().position(|byte| (self.value)(*byte).is_some())?;
            self.start = self.at.checked_add(first)?;
            self.at = self.start;
            self.run.clear();
            while let Some(byte) = layer.get(self.at) {
                if self.encoding == Encoding::Hexadecimal && is_prefix(layer.get(self.at..)?) {
                    self.at = self.at.checked_add(2)?;
                } else if let Some(digit) = (self.value)(*byte) {
                    self.run.push(digit);
                    self.at = self.at.checked_add(1)?;
                } else if let Some(gap) = self.gap(layer.get(self.at..)?) {
                    self.at = self.at.checked_add(gap)?;
                } else {
                    break;
                }
            }
            if self.run.len() >= smallest {
                return Some(());
            }
        }
    }

    /// Returns the length of what separates two digits: white space or what separates numbers; or whatever stands at the end of
    /// one line and the beginning of the next, such as `",`, `" +` and `> `.
    fn gap(&self, rest: &[u8]) -> Option<usize> {
        let rest = rest.get(..LONGEST_GAP).unwrap_or(rest);
        let is_break = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let end = rest.iter().position(|byte| is_break(byte) || byte.is_ascii_alphanumeric())?;
        let line_end = rest.get(end).filter(|byte| is_break(byte)).map(|_| end);
        let line = rest.get(line_end.unwrap_or_default()..)?;
        let next = line.iter().position(|byte| (self.value)(*byte).is_some())?;
        let gap = rest.get(..line_end.unwrap_or_default().checked_add(next)?)?;
        let is_hexadecimal = self.encoding == Encoding::Hexadecimal;
        let separates = |byte: &u8| {
            byte.is_ascii_whitespace() || (is_hexadecimal && matches!(byte, b':' | b',' | b'-'))
        };
        (line_end.is_some() || gap.iter().all(separates)).then_some(gap.len())
    }
}

impl Decoder for Digits {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        if self.phases.is_empty() {
            self.read_run(layer)?;
            // Three bytes are four digits of base64, one is two hexadecimal digits.
            self.phases = 0..(if self.bits == 6 { 4 } else { 2 });
        }
        let phase = self.phases.next()?;
        let digits = self.run.get(phase..)?;
        let size = digits.len().saturating_mul(self.bits as usize) / 8;
        budget.decode(size)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(size));
        let (mut pending, mut held) = (0_u32, 0_u32);
        for digit in digits {
            pending = (pending << self.bits) | u32::from(*digit);
            held = held.saturating_add(self.bits);
            if held >= 8 {
                held = held.saturating_sub(8);
                bytes.push((pending >> held).to_le_bytes()[0]);
                pending &= 0xFF;
            }
        }
        Some(Decoded::new(self.encoding, self.start, bytes))
    }
}

/// The prefix of a number in C.
const fn is_prefix(text: &[u8]) -> bool {
    matches!(text, [b'0', b'x' | b'X', ..])
}

/// RFC 4648 §4 and §5.
fn base64_value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => byte.checked_sub(b'A'),
        b'a'..=b'z' => byte.checked_sub(b'a').and_then(|letter| letter.checked_add(26)),
        b'0'..=b'9' => byte.checked_sub(b'0').and_then(|digit| digit.checked_add(52)),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

fn hexadecimal_value(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
