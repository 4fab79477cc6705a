use core::fmt;

use const_oid::db::rfc5280;
use jpki_core::der::{DerError, Oid, Reader, Tag};

/// The purposes that a key is limited to (拡張鍵用途, RFC 5280 §4.2.1.12).
#[derive(Clone, Copy)]
pub struct ExtendedKeyUsage<'a> {
    purposes: Reader<'a>,
}

impl<'a> ExtendedKeyUsage<'a> {
    /// anyExtendedKeyUsage 2.5.29.37.0
    pub const ANY: Oid<'static> = Oid::of(&rfc5280::ANY_EXTENDED_KEY_USAGE);
    /// id-kp-serverAuth 1.3.6.1.5.5.7.3.1
    pub const SERVER_AUTH: Oid<'static> = Oid::of(&rfc5280::ID_KP_SERVER_AUTH);
    /// id-kp-clientAuth 1.3.6.1.5.5.7.3.2: what a 利用者証明用電子証明書 is for
    pub const CLIENT_AUTH: Oid<'static> = Oid::of(&rfc5280::ID_KP_CLIENT_AUTH);
    /// id-kp-codeSigning 1.3.6.1.5.5.7.3.3
    pub const CODE_SIGNING: Oid<'static> = Oid::of(&rfc5280::ID_KP_CODE_SIGNING);
    /// id-kp-emailProtection 1.3.6.1.5.5.7.3.4
    pub const EMAIL_PROTECTION: Oid<'static> = Oid::of(&rfc5280::ID_KP_EMAIL_PROTECTION);
    /// id-kp-timeStamping 1.3.6.1.5.5.7.3.8
    pub const TIME_STAMPING: Oid<'static> = Oid::of(&rfc5280::ID_KP_TIME_STAMPING);
    /// id-kp-OCSPSigning 1.3.6.1.5.5.7.3.9
    pub const OCSP_SIGNING: Oid<'static> = Oid::of(&rfc5280::ID_KP_OCSP_SIGNING);

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
    pub fn purposes(self) -> impl Iterator<Item = Oid<'a>> {
        let mut rest = self.purposes;
        core::iter::from_fn(move || rest.object_identifier().ok())
    }

    /// Returns whether this very purpose is named. anyExtendedKeyUsage names no other.
    #[must_use]
    pub fn names(self, purpose: Oid<'_>) -> bool {
        self.purposes().any(|named| named == purpose)
    }

    /// Returns whether this purpose is named and no other.
    #[must_use]
    pub fn names_only(self, purpose: Oid<'_>) -> bool {
        self.purposes().all(|named| named == purpose)
    }
}

impl fmt::Debug for ExtendedKeyUsage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExtendedKeyUsage")?;
        f.debug_set().entries(self.purposes()).finish()
    }
}
