//! Attributes of a signer (RFC 5652 §11, RFC 5035, RFC 6211).

use ::time::UtcDateTime;

use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::pki::Time;
use crate::signature::SignatureAlgorithm;

/// An attribute: type and values as whole elements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CmsAttribute {
    /// attrType.
    pub oid: ObjectIdentifier,
    /// attrValues.
    pub values: Vec<Vec<u8>>,
}

impl CmsAttribute {
    /// An attribute with one value.
    pub fn new(oid: ObjectIdentifier, value: Vec<u8>) -> Self {
        Self { oid, values: vec![value] }
    }

    /// content-type.
    pub fn content_type(content_type: ObjectIdentifier) -> Self {
        Self::new(oid::CMS_CONTENT_TYPE, asn1::object_identifier(content_type))
    }

    /// message-digest.
    pub fn message_digest(digest: &[u8]) -> Self {
        Self::new(oid::CMS_MESSAGE_DIGEST, asn1::octet_string(digest))
    }

    /// signing-time.
    pub fn signing_time(instant: UtcDateTime) -> Self {
        Self::new(oid::CMS_SIGNING_TIME, Time::new(instant).to_der())
    }

    /// CMSAlgorithmProtection for a signature (RFC 6211 §2).
    pub fn algorithm_protection(digest: HashAlgorithm, signature: SignatureAlgorithm) -> Self {
        let members = [digest.identifier(), asn1::implicit(1, signature.identifier())];
        Self::new(oid::CMS_ALGORITHM_PROTECTION, asn1::sequence(members))
    }

    /// signing-certificate-v2 with the SHA-256 digest of a certificate, without issuer and serial
    /// number (RFC 5035 §3).
    pub fn signing_certificate_v2(certificate: &[u8]) -> Self {
        // SHA-256 is the default of hashAlgorithm and left out.
        let identifier =
            asn1::sequence([asn1::octet_string(HashAlgorithm::Sha256.digest(certificate))]);
        Self::new(oid::SIGNING_CERTIFICATE_V2, asn1::sequence([asn1::sequence([identifier])]))
    }

    /// countersignature with a SignerInfo.
    pub fn countersignature(signer_info: Vec<u8>) -> Self {
        Self::new(oid::CMS_COUNTERSIGNATURE, signer_info)
    }

    /// Attribute in DER.
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence([asn1::object_identifier(self.oid), asn1::set(&self.values)])
    }
}
