//! The names in a certificate, found by their place.

use jpki_core::der::{Decode, Reader, Tag};
use jpki_core::name::Name;

/// Issuer and subject of a certificate in DER (RFC 5280 §4.1).
pub(crate) fn issuer_and_subject(certificate: &[u8]) -> (Name<'_>, Name<'_>) {
    let mut outer = Reader::new(certificate).unwrap().sequence().unwrap();
    let mut fields = outer.sequence().unwrap();
    fields.optional(Tag::context_constructed(0)).unwrap();
    fields.integer().unwrap();
    fields.read(Tag::SEQUENCE).unwrap();
    let issuer = Name::read(&mut fields).unwrap();
    fields.read(Tag::SEQUENCE).unwrap();
    (issuer, Name::read(&mut fields).unwrap())
}
