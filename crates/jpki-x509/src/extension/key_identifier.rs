use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};

use super::general_name::GeneralNames;
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

    /// Reads the value of subjectKeyIdentifier.
    ///
    /// # Errors
    /// If it is no OCTET STRING or has bytes after it.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let bytes = reader.expect(Tag::OCTET_STRING)?.content;
        reader.finish()?;
        Ok(Self { bytes: bytes.of(value) })
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.bytes
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
    pub issuer: GeneralNames<'a>,
    /// authorityCertSerialNumber: its serial number.
    pub serial_number: SerialNumber<'a>,
}

impl<'a> AuthorityKeyIdentifier<'a> {
    /// Reads the value of the extension, of a certificate or a list.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let key_identifier = fields.optional(Tag::context(0))?;
        let issuer = fields.optional(Tag::context_constructed(1))?;
        let serial_number = fields.optional(Tag::context(2))?;
        fields.finish()?;
        let issuer_certificate = match (issuer, serial_number) {
            (None, None) => None,
            (Some(issuer), Some(serial_number)) => Some(IssuerCertificate {
                issuer: GeneralNames::read_content(fields.inside(issuer))?,
                serial_number: SerialNumber::from_checked(
                    fields.integer_content(serial_number)?.of(value),
                ),
            }),
            _ => {
                let kind = DerErrorKind::InvalidContent("authority key identifier");
                return Err(DerError { kind, position: 0 });
            }
        };
        Ok(Self {
            key_identifier: key_identifier
                .map(|element| KeyIdentifier::new(element.content.of(value))),
            issuer_certificate,
        })
    }

    /// Identifier of the key alone, whatever else the extension says: to look for the key with, before
    /// anything is believed.
    pub(crate) fn key_identifier_in(value: &'a [u8]) -> Option<KeyIdentifier<'a>> {
        let mut fields = Reader::new(value).ok()?.enter(Tag::SEQUENCE).ok()?;
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
