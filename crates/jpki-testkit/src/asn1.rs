//! A small DER writer (X.690).
//!
//! Every function returns one whole element, tag and length included, so that elements nest by
//! plain function calls. Contents are never checked: a test must be able to write wrong ones.

pub use const_oid::ObjectIdentifier;

/// Tag of BOOLEAN.
pub const BOOLEAN: u8 = 0x01;
/// Tag of INTEGER.
pub const INTEGER: u8 = 0x02;
/// Tag of BIT STRING.
pub const BIT_STRING: u8 = 0x03;
/// Tag of OCTET STRING.
pub const OCTET_STRING: u8 = 0x04;
/// Tag of NULL.
pub const NULL: u8 = 0x05;
/// Tag of OBJECT IDENTIFIER.
pub const OBJECT_IDENTIFIER: u8 = 0x06;
/// Tag of ENUMERATED.
pub const ENUMERATED: u8 = 0x0A;
/// Tag of UTCTime.
pub const UTC_TIME: u8 = 0x17;
/// Tag of GeneralizedTime.
pub const GENERALIZED_TIME: u8 = 0x18;
/// Tag of SEQUENCE and SEQUENCE OF.
pub const SEQUENCE: u8 = 0x30;
/// Tag of SET and SET OF.
pub const SET: u8 = 0x31;

const CONSTRUCTED: u8 = 0x20;
const CONTEXT_SPECIFIC: u8 = 0x80;

/// One element with this tag byte and content.
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut der = Vec::with_capacity(content.len() + 6);
    der.push(tag);
    write_length(&mut der, content.len());
    der.extend_from_slice(content);
    der
}

/// SEQUENCE or SEQUENCE OF.
pub fn sequence(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    element(SEQUENCE, &concatenated(parts))
}

/// SET or SET OF, in the order given (X.690 §11.6 would sort a SET OF).
pub fn set(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    element(SET, &concatenated(parts))
}

/// INTEGER with these content bytes, whatever they are.
pub fn integer(content: impl AsRef<[u8]>) -> Vec<u8> {
    element(INTEGER, content.as_ref())
}

/// Shortest content bytes of a non-negative INTEGER.
pub fn unsigned_bytes(value: u64) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let mut content: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    if content.first().is_none_or(|first| *first >= 0x80) {
        content.insert(0, 0);
    }
    content
}

/// Non-negative INTEGER in its shortest form.
pub fn unsigned(value: u64) -> Vec<u8> {
    integer(unsigned_bytes(value))
}

/// ENUMERATED of one byte.
pub fn enumerated(value: u8) -> Vec<u8> {
    element(ENUMERATED, &[value])
}

/// BOOLEAN as DER wants it: TRUE is FF.
pub fn boolean(value: bool) -> Vec<u8> {
    element(BOOLEAN, &[if value { 0xFF } else { 0x00 }])
}

/// NULL.
pub fn null() -> Vec<u8> {
    element(NULL, &[])
}

/// OBJECT IDENTIFIER.
pub fn object_identifier(oid: ObjectIdentifier) -> Vec<u8> {
    element(OBJECT_IDENTIFIER, oid.as_bytes())
}

/// OCTET STRING.
pub fn octet_string(content: impl AsRef<[u8]>) -> Vec<u8> {
    element(OCTET_STRING, content.as_ref())
}

/// BIT STRING without unused bits.
pub fn bit_string(content: impl AsRef<[u8]>) -> Vec<u8> {
    element(BIT_STRING, &concatenated([&[0], content.as_ref()]))
}

/// BIT STRING as a list of named bits, trailing zero bits left out (X.690 §11.2.2).
pub fn named_bits(bits: impl IntoIterator<Item = u8>) -> Vec<u8> {
    let set: Vec<u8> = bits.into_iter().collect();
    let Some(highest) = set.iter().copied().max() else {
        return element(BIT_STRING, &[0]);
    };
    let bytes = (0..=highest / 8).map(|byte| {
        set.iter().filter(|bit| *bit / 8 == byte).fold(0, |value, bit| value | (0x80 >> (bit % 8)))
    });
    let unused = 7 - highest % 8;
    let content: Vec<u8> = std::iter::once(unused).chain(bytes).collect();
    element(BIT_STRING, &content)
}

/// `[number] EXPLICIT`: the element wrapped in a context-specific tag.
pub fn explicit(number: u8, inner: impl AsRef<[u8]>) -> Vec<u8> {
    element(CONTEXT_SPECIFIC | CONSTRUCTED | number, inner.as_ref())
}

/// `[number] IMPLICIT`: the same element under a context-specific tag.
pub fn implicit(number: u8, mut inner: Vec<u8>) -> Vec<u8> {
    if let Some(tag) = inner.first_mut() {
        *tag = CONTEXT_SPECIFIC | (*tag & CONSTRUCTED) | number;
    }
    inner
}

/// The parts, one after the other.
pub fn concatenated(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Vec<u8> {
    parts.into_iter().fold(Vec::new(), |mut joined, part| {
        joined.extend_from_slice(part.as_ref());
        joined
    })
}

/// Appends the definite length in its shortest form (X.690 §10.1).
pub fn write_length(der: &mut Vec<u8>, length: usize) {
    if length < 0x80 {
        der.push(length as u8);
        return;
    }
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    der.push(0x80 | bytes.len() as u8);
    der.extend_from_slice(&bytes);
}

/// Length of the tag byte and the length bytes before a content of this length.
pub fn header_length(content_length: usize) -> usize {
    let mut length = Vec::new();
    write_length(&mut length, content_length);
    1 + length.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X.690 §8.1.3.5 and §10.1, and the well-known 0x80 and 0x100 borders.
    #[test]
    fn lengths_are_shortest() {
        for (length, expected) in [
            (0, vec![0x00]),
            (0x7F, vec![0x7F]),
            (0x80, vec![0x81, 0x80]),
            (0xFF, vec![0x81, 0xFF]),
            (0x100, vec![0x82, 0x01, 0x00]),
        ] {
            let mut der = Vec::new();
            write_length(&mut der, length);
            assert_eq!(der, expected);
        }
    }

    /// RFC 5280 §4.2.1.3 numbers the bits; the bytes are those of a J-LIS CA and of its end entities.
    #[test]
    fn named_bits_drop_trailing_zeros() {
        assert_eq!(named_bits([5, 6]), [0x03, 0x02, 0x01, 0x06]);
        assert_eq!(named_bits([0, 1]), [0x03, 0x02, 0x06, 0xC0]);
        assert_eq!(named_bits([0]), [0x03, 0x02, 0x07, 0x80]);
        assert_eq!(named_bits([8]), [0x03, 0x03, 0x07, 0x00, 0x80]);
        assert_eq!(named_bits([]), [0x03, 0x01, 0x00]);
    }

    #[test]
    fn integers_keep_their_sign() {
        assert_eq!(unsigned(0), [0x02, 0x01, 0x00]);
        assert_eq!(unsigned(127), [0x02, 0x01, 0x7F]);
        assert_eq!(unsigned(128), [0x02, 0x02, 0x00, 0x80]);
    }
}
