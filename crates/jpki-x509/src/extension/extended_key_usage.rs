use core::fmt;

use const_oid::db::rfc5280;
use jpki_core::der::{Decode, DerError, Oid, Reader, SequenceIter, SequenceOf};

/// The purposes that a key is limited to (拡張鍵用途, RFC 5280 §4.2.1.12).
#[derive(Clone, Copy)]
pub struct ExtendedKeyUsage<'a>(SequenceOf<'a, Oid<'a>>);

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

    /// Returns the purposes in their order.
    #[must_use]
    pub const fn iter(&self) -> SequenceIter<'a, Oid<'a>> {
        self.0.iter()
    }

    /// Returns whether this very purpose is named. anyExtendedKeyUsage names no other.
    #[must_use]
    pub fn names(&self, purpose: Oid<'_>) -> bool {
        self.iter().any(|named| named == purpose)
    }

    /// Returns whether this purpose is named and no other.
    #[must_use]
    pub fn names_only(&self, purpose: Oid<'_>) -> bool {
        self.iter().all(|named| named == purpose)
    }
}

impl<'a> Decode<'a> for ExtendedKeyUsage<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        SequenceOf::read(reader).map(Self)
    }
}

impl fmt::Debug for ExtendedKeyUsage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExtendedKeyUsage")?;
        f.debug_set().entries(self.iter()).finish()
    }
}
