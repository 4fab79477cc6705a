use ::time::UtcDateTime;

use super::issuer_and_serial_number::issuer_and_serial_number;
use crate::asn1::{self, ObjectIdentifier};
use crate::digest::HashAlgorithm;
use crate::oid;
use crate::pki::Time;

/// An attribute with these values (RFC 5652 §5.3).
pub fn attribute(kind: ObjectIdentifier, values: &[Vec<u8>]) -> Vec<u8> {
    asn1::sequence([asn1::object_identifier(kind), asn1::set(values)])
}

/// content-type (RFC 5652 §11.1).
pub fn content_type(kind: ObjectIdentifier) -> Vec<u8> {
    attribute(oid::CMS_CONTENT_TYPE, &[asn1::object_identifier(kind)])
}

/// message-digest (RFC 5652 §11.2).
pub fn message_digest(digest: &[u8]) -> Vec<u8> {
    attribute(oid::CMS_MESSAGE_DIGEST, &[asn1::octet_string(digest)])
}

/// signing-time (RFC 5652 §11.3).
pub fn signing_time(instant: UtcDateTime) -> Vec<u8> {
    attribute(oid::CMS_SIGNING_TIME, &[Time::new(instant).to_der()])
}

/// CMSAlgorithmProtection (RFC 6211 §2) of these two identifiers.
pub fn algorithm_protection(digest: &[u8], signature: &[u8]) -> Vec<u8> {
    let value = asn1::sequence([digest.to_vec(), asn1::implicit(1, signature.to_vec())]);
    attribute(oid::CMS_ALGORITHM_PROTECTION, &[value])
}

/// signing-certificate (RFC 2634 §5.4): SHA-1, without issuer and serial number.
pub fn signing_certificate(certificate: &[u8]) -> Vec<u8> {
    let identifier = asn1::sequence([asn1::octet_string(HashAlgorithm::Sha1.digest(certificate))]);
    let value = asn1::sequence([asn1::sequence([identifier])]);
    attribute(oid::SIGNING_CERTIFICATE, &[value])
}

/// signing-certificate-v2 (RFC 5035 §3) with issuer and serial number; SHA-256 is left out as the default.
pub fn signing_certificate_v2(hash: HashAlgorithm, certificate: &[u8]) -> Vec<u8> {
    let (issuer, serial_number) = issuer_and_serial_number(certificate);
    let names = asn1::sequence([asn1::explicit(4, issuer)]);
    let algorithm = asn1::sequence([asn1::object_identifier(hash.oid())]);
    let mut identifier = Vec::new();
    identifier.extend((hash != HashAlgorithm::Sha256).then_some(algorithm));
    identifier.push(asn1::octet_string(hash.digest(certificate)));
    identifier.push(asn1::sequence([names, serial_number]));
    let value = asn1::sequence([asn1::sequence([asn1::sequence(identifier)])]);
    attribute(oid::SIGNING_CERTIFICATE_V2, &[value])
}

/// countersignature (RFC 5652 §11.4) of these SignerInfos, which sign a signature value.
pub fn countersignature(signers: &[Vec<u8>]) -> Vec<u8> {
    attribute(oid::COUNTERSIGNATURE, signers)
}

/// signature-time-stamp (RFC 3161 appendix A) of these tokens.
pub fn signature_time_stamp(tokens: &[Vec<u8>]) -> Vec<u8> {
    attribute(oid::SIGNATURE_TIME_STAMP, tokens)
}
