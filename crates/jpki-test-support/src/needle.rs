//! Bytes that must be nowhere, in the shapes in which files and texts may hold them.

use base64ct::{Base64, Encoding as _};

/// Returns a needle of 16 bytes raw, reversed, as hexadecimal, decimal and a list of numbers, these in UTF-16 as well, and as
/// base64 in each alignment.
#[must_use]
pub fn shapes(needle: &[u8; 16]) -> Vec<Vec<u8>> {
    let hex: String = needle.iter().map(|byte| format!("{byte:02x}")).collect();
    let number = u128::from_be_bytes(*needle);
    let list = format!("{needle:?}");
    let texts =
        [hex.to_uppercase(), number.to_string(), list.trim_matches(['[', ']']).to_owned(), hex];
    let mut shapes = vec![needle.to_vec(), needle.iter().rev().copied().collect()];
    for text in texts {
        shapes.push(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
        shapes.push(text.into_bytes());
    }
    // In each alignment what does not depend on the bytes around it.
    for skipped in 0..3 {
        let inner = &needle[skipped..];
        let inner = &inner[..inner.len() / 3 * 3];
        shapes.push(Base64::encode_string(inner).into_bytes());
    }
    shapes
}

/// Returns whether the bytes hold the needle in one of its shapes.
#[must_use]
pub fn holds(bytes: &[u8], needle: &[u8; 16]) -> bool {
    shapes(needle).iter().any(|shape| bytes.windows(shape.len()).any(|window| window == shape))
}
