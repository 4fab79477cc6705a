use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, SequenceOf, Tag};

use super::general_name::GeneralName;
use crate::serial_number::SerialNumber;

/// The identifier that an authority gave a key, often its SHA-1 (鍵識別子, RFC 5280 §4.2.1.2).
///
/// It helps to find a key and proves nothing about it: anybody can write any identifier into a
/// certificate. `Debug` is redacted, since it stands for the key, and that is protected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyIdentifier<'a> {
    bytes: &'a [u8],
}

impl<'a> KeyIdentifier<'a> {
    /// Creates an identifier with these bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.bytes
    }
}

impl<'a> Decode<'a> for KeyIdentifier<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let bytes = reader.read(Tag::OCTET_STRING)?.content;
        Ok(Self { bytes: reader.bytes(bytes) })
    }
}

impl fmt::Debug for KeyIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyIdentifier({} bytes)", self.bytes.len())
    }
}

/// Which key signed, in up to two ways (認証機関鍵識別子, RFC 5280 §4.2.1.1).
///
/// Refused: a certificate issuer without its serial number, or the reverse.
#[derive(Clone, Copy, Debug)]
pub struct AuthorityKeyIdentifier<'a> {
    key_identifier: Option<KeyIdentifier<'a>>,
    issuer_certificate: Option<IssuerCertificate<'a>>,
}

/// The certificate of the signing key, by its own issuer and serial number.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the pair of RFC 5280 section 4.2.1.1")]
pub struct IssuerCertificate<'a> {
    /// authorityCertIssuer: names of who issued it.
    pub issuer: SequenceOf<'a, GeneralName<'a>>,
    /// authorityCertSerialNumber: its serial number.
    pub serial_number: SerialNumber<'a>,
}

impl<'a> AuthorityKeyIdentifier<'a> {
    /// Identifier of the key alone, whatever else the extension says: to look for the key with, before
    /// anything is believed.
    pub(crate) fn key_identifier_in(value: &'a [u8]) -> Option<KeyIdentifier<'a>> {
        let mut fields = Reader::new(value).ok()?.sequence().ok()?;
        let element = fields.optional(Tag::context(0)).ok()??;
        Some(KeyIdentifier::new(element.content.of(value)))
    }

    /// Identifier of the key.
    #[must_use]
    pub const fn key_identifier(&self) -> Option<KeyIdentifier<'a>> {
        self.key_identifier
    }

    /// Returns the certificate of the key.
    #[must_use]
    pub const fn issuer_certificate(&self) -> Option<IssuerCertificate<'a>> {
        self.issuer_certificate
    }
}

impl<'a> Decode<'a> for AuthorityKeyIdentifier<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let incomplete = reader.error(DerErrorKind::InvalidContent("authority key identifier"));
        let mut fields = reader.sequence()?;
        let key_identifier = fields.optional(Tag::context(0))?;
        let issuer = fields.optional_nested(Tag::context_constructed(1))?;
        let serial_number = fields.optional(Tag::context(2))?;
        fields.finish()?;
        let issuer_certificate = match (issuer, serial_number) {
            (None, None) => None,
            (Some(issuer), Some(serial_number)) => Some(IssuerCertificate {
                issuer: SequenceOf::read_content(issuer)?,
                serial_number: fields.integer_content(serial_number)?.into(),
            }),
            _ => return Err(incomplete),
        };
        let key_identifier =
            key_identifier.map(|element| KeyIdentifier::new(fields.bytes(element.content)));
        Ok(Self { key_identifier, issuer_certificate })
    }
}
