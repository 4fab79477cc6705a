//! Names written by hand, so that none of ours is needed to make them.

use jpki_core::der::Tag;
pub(crate) use jpki_test_support::der::element;

pub(crate) const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];
pub(crate) const SERIAL_NUMBER: &[u8] = &[0x55, 0x04, 0x05];
pub(crate) const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
pub(crate) const ORGANIZATION: &[u8] = &[0x55, 0x04, 0x0a];
pub(crate) const UNIT: &[u8] = &[0x55, 0x04, 0x0b];
pub(crate) const DOMAIN: &[u8] = &[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19];

/// An attribute: type, tag of the value, content of the value.
pub(crate) type Part<'a> = (&'a [u8], Tag, &'a [u8]);

pub(crate) fn utf8<'a>(oid: &'a [u8], text: &'a str) -> Part<'a> {
    (oid, Tag::UTF8_STRING, text.as_bytes())
}

pub(crate) fn printable<'a>(oid: &'a [u8], text: &'a str) -> Part<'a> {
    (oid, Tag::PRINTABLE_STRING, text.as_bytes())
}

pub(crate) fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

pub(crate) fn utf32(text: &str) -> Vec<u8> {
    text.chars().flat_map(|character| u32::from(character).to_be_bytes()).collect()
}

/// DER of a name, the attributes of each RDN in the order given.
pub(crate) fn name(relative_names: &[&[Part<'_>]]) -> Vec<u8> {
    let sets: Vec<u8> = relative_names.iter().flat_map(|parts| relative_name(parts)).collect();
    element(0x30, &sets)
}

/// DER of an RDN, the attributes in the order given.
pub(crate) fn relative_name(parts: &[Part<'_>]) -> Vec<u8> {
    let attribute = |&(oid, tag, content): &Part<'_>| {
        element(0x30, &[element(0x06, oid), element(tag.byte(), content)].concat())
    };
    element(0x31, &parts.iter().flat_map(attribute).collect::<Vec<_>>())
}
