//! OCTET STRINGs of BER in segments, as signers write them that stream.

use zeroize::Zeroizing;

use super::decoder::{Decoded, Decoder, SMALLEST};
use super::limits::Budget;
use super::outcome::Encoding;
use super::structure::header;

const SEGMENT: u8 = 0x04;
const CONSTRUCTED: u8 = 0x24;

#[derive(Default)]
pub(super) struct OctetStrings {
    at: usize,
}

impl Decoder for OctetStrings {
    fn next(&mut self, layer: &[u8], budget: &mut Budget) -> Option<Decoded> {
        loop {
            let start = self.at.checked_add(memchr::memchr(CONSTRUCTED, layer.get(self.at..)?)?)?;
            self.at = start.checked_add(1)?;
            if let Some(bytes) = joined(layer, start, budget)
                && bytes.len() >= SMALLEST
            {
                budget.decode(bytes.len())?;
                return Some(Decoded::new(Encoding::OctetString, start, bytes));
            }
        }
    }
}

/// Joins the segments of the string at `at` (X.690 §8.7.3), nested or not, if there are two at least.
fn joined(layer: &[u8], at: usize, budget: &mut Budget) -> Option<Zeroizing<Vec<u8>>> {
    let (_, end, mut at) = header(layer, at)?;
    let end = end.unwrap_or(usize::MAX).min(layer.len());
    let mut bytes = Zeroizing::new(Vec::new());
    let mut segments = 0_usize;
    while at < end {
        budget.work(1)?;
        if segments > 0 && layer.get(at..)?.starts_with(&[0, 0]) {
            at = at.checked_add(2)?;
            continue;
        }
        match header(layer, at) {
            Some((SEGMENT, Some(end), content)) => {
                let end = end.min(layer.len());
                if bytes.len() > budget.decodable() {
                    break;
                }
                bytes.extend_from_slice(layer.get(content..end)?);
                segments = segments.saturating_add(1);
                at = end;
            }
            Some((CONSTRUCTED, _, content)) => at = content,
            _ => break,
        }
    }
    (segments > 1).then_some(bytes)
}
