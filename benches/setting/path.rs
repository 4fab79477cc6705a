//! Paths and what they are judged by.

use std::sync::Arc;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, SignedInput};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_testkit::jpki::VECTOR_INSTANT;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, DistinguishedName, Extension,
    KeyUsage,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::PathInputs;

const SCHEME: SignatureScheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
const SIGNATURE: &[u8] = include_bytes!("../../test-vectors/persons/hanako/sign.cer");
const AUTHORITY: &[u8] = include_bytes!("../../test-vectors/trust/sign-ca-3.cer");

pub fn inputs() -> PathInputs {
    let instant = Timestamp::from_unix_seconds(VECTOR_INSTANT.unix_timestamp());
    PathInputs::at(ValidationTime::at(instant))
}

pub fn read(der: &[u8]) -> Certificate {
    Certificate::from_der(der).expect("a certificate")
}

pub fn name(text: &str) -> DistinguishedName {
    DistinguishedName::common_name(text)
}

pub fn certificate(issuer: &str, subject: &str, issuer_key: Key, key: Key) -> CertificateBuilder {
    CertificateBuilder::new()
        .issuer(name(issuer))
        .subject(name(subject))
        .public_key(key)
        .extension(Extension::subject_key_identifier(&key.identifier()))
        .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier::of_key(issuer_key)))
}

pub fn authority(issuer: &str, subject: &str, issuer_key: Key, key: Key) -> CertificateBuilder {
    certificate(issuer, subject, issuer_key, key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
}

/// A path, the end entity's certificate first, and its anchor.
pub struct Path {
    pub certificates: Vec<Certificate>,
    pub anchor: Certificate,
}

/// As JPKI has it: one self-signed authority, one end entity.
pub fn one_authority() -> Path {
    Path { certificates: vec![read(SIGNATURE)], anchor: read(AUTHORITY) }
}

pub fn three_certificates() -> Path {
    let keys: Vec<Key> = (0..4).map(Key::rsa_2048).collect();
    let anchor = authority("Anchor", "Anchor", keys[0], keys[0]).sign(keys[0]);
    let upper = authority("Anchor", "Upper", keys[0], keys[1]).sign(keys[0]);
    let lower = authority("Upper", "Lower", keys[1], keys[2]).sign(keys[1]);
    let holder = certificate("Lower", "Holder", keys[2], keys[3]).sign(keys[2]);
    let certificates = [holder, lower, upper].iter().map(|der| read(der)).collect();
    Path { certificates, anchor: read(&anchor) }
}

/// The RSA checks of a path, the anchor's key made ready before and the others on the way.
pub fn bare_checks(path: &Path, crypto: &dyn CryptoBackend) -> impl Fn() {
    let anchor = PublicKeyInfo::from_der(path.anchor.public_key_bytes()).expect("a key");
    let anchor = crypto.prepare(&anchor).expect("a key");
    move || {
        let mut key = Arc::clone(&anchor);
        for (below, certificate) in path.certificates.iter().enumerate().rev() {
            let signed = SignedInput::Bytes(certificate.signed_bytes());
            key.verify(SCHEME, signed, certificate.signature()).expect("a signature");
            if below > 0 {
                let next = PublicKeyInfo::from_der(certificate.public_key_bytes()).expect("a key");
                key = crypto.prepare(&next).expect("a key");
            }
        }
    }
}
