//! Delegated OCSP responders (jpki-profile §6, §15 row 12).

use ::time::Duration;

use super::SyntheticJpki;
use super::authority::Authority;
use crate::key::Key;
use crate::oid;
use crate::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage, Validity};

impl SyntheticJpki {
    /// Name of an authority's delegated responder.
    pub fn responder_name(&self, authority: &Authority) -> DistinguishedName {
        authority.name().utf8(oid::COMMON_NAME, "OCSP Responder")
    }

    /// Key of the delegated responders.
    pub fn responder_key(&self) -> Key {
        Key::rsa_2048(38)
    }

    /// Certificate of an authority's delegated responder before it is signed: purpose OCSPSigning, no
    /// revocation check, valid for a month around the instant. Sign it with [`Authority::key`].
    pub fn responder_certificate(&self, authority: &Authority) -> CertificateBuilder {
        CertificateBuilder::new()
            .serial(authority.serial_after(0x00E0_0000))
            .issuer(authority.name())
            .validity(Validity::around(self.instant(), Duration::days(15)))
            .subject(self.responder_name(authority))
            .public_key(self.responder_key())
            .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
            .extension(Extension::extended_key_usage(&[oid::OCSP_SIGNING]))
            .extension(Extension::ocsp_no_check())
            .extension(Extension::authority_key_identifier(&authority.key_identifier()))
            .extension(Extension::subject_key_identifier(&self.responder_key().identifier()))
    }
}
