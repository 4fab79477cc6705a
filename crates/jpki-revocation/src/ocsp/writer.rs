//! The little DER that a request takes.

use alloc::vec::Vec;

use jpki_core::der::Tag;

/// One element of these parts.
pub(super) fn element(tag: Tag, parts: &[&[u8]]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let mut der = Vec::with_capacity(length.saturating_add(6));
    der.push(tag.byte());
    write_length(&mut der, length);
    parts.iter().for_each(|part| der.extend_from_slice(part));
    der
}

// X.690 §8.1.3, §10.1
fn write_length(der: &mut Vec<u8>, length: usize) {
    match u8::try_from(length) {
        Ok(short @ ..0x80) => der.push(short),
        _ => {
            let bytes = length.to_be_bytes();
            let significant = bytes.iter().skip_while(|byte| **byte == 0);
            let count = u8::try_from(significant.clone().count()).unwrap_or(u8::MAX);
            der.push(0x80 | count);
            der.extend(significant);
        }
    }
}
