use core::fmt;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5280;
use jpki_core::der::{DerError, Reader, Tag};

/// The purposes that a key is limited to (拡張鍵用途, RFC 5280 §4.2.1.12), each the content bytes of an
/// object identifier.
#[derive(Clone, Copy)]
pub struct ExtendedKeyUsage<'a> {
    purposes: Reader<'a>,
}

impl<'a> ExtendedKeyUsage<'a> {
    /// anyExtendedKeyUsage 2.5.29.37.0
    pub const ANY: &'static [u8] = rfc5280::ANY_EXTENDED_KEY_USAGE.as_bytes();
    /// id-kp-serverAuth 1.3.6.1.5.5.7.3.1
    pub const SERVER_AUTH: &'static [u8] = rfc5280::ID_KP_SERVER_AUTH.as_bytes();
    /// id-kp-clientAuth 1.3.6.1.5.5.7.3.2: what a 利用者証明用電子証明書 is for
    pub const CLIENT_AUTH: &'static [u8] = rfc5280::ID_KP_CLIENT_AUTH.as_bytes();
    /// id-kp-codeSigning 1.3.6.1.5.5.7.3.3
    pub const CODE_SIGNING: &'static [u8] = rfc5280::ID_KP_CODE_SIGNING.as_bytes();
    /// id-kp-emailProtection 1.3.6.1.5.5.7.3.4
    pub const EMAIL_PROTECTION: &'static [u8] = rfc5280::ID_KP_EMAIL_PROTECTION.as_bytes();
    /// id-kp-timeStamping 1.3.6.1.5.5.7.3.8
    pub const TIME_STAMPING: &'static [u8] = rfc5280::ID_KP_TIME_STAMPING.as_bytes();
    /// id-kp-OCSPSigning 1.3.6.1.5.5.7.3.9
    pub const OCSP_SIGNING: &'static [u8] = rfc5280::ID_KP_OCSP_SIGNING.as_bytes();

    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it names no purpose or is malformed.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let purposes = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let mut ahead = purposes;
        ahead.object_identifier()?;
        while !ahead.is_empty() {
            ahead.object_identifier()?;
        }
        Ok(Self { purposes })
    }

    /// Returns the purposes in their order.
    pub fn purposes(self) -> impl Iterator<Item = &'a [u8]> {
        let mut rest = self.purposes;
        core::iter::from_fn(move || rest.object_identifier().ok())
    }

    /// Returns whether this very purpose is named. anyExtendedKeyUsage names no other.
    #[must_use]
    pub fn names(self, purpose: &[u8]) -> bool {
        self.purposes().any(|named| named == purpose)
    }

    /// Returns whether this purpose is named and no other.
    #[must_use]
    pub fn names_only(self, purpose: &[u8]) -> bool {
        self.purposes().all(|named| named == purpose)
    }
}

impl fmt::Debug for ExtendedKeyUsage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExtendedKeyUsage")?;
        let oids = self.purposes().filter_map(|oid| ObjectIdentifier::from_bytes(oid).ok());
        f.debug_set().entries(oids).finish()
    }
}
