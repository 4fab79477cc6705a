//! Certificates (RFC 5280 §4.1).

use ::time::macros::utc_datetime;

use super::extension::{Extension, extensions};
use super::name::DistinguishedName;
use super::serial::SerialNumber;
use super::signed;
use super::time::Validity;
use super::version::Version;
use crate::asn1::{self, ObjectIdentifier};
use crate::key::Key;
use crate::signature::SignatureAlgorithm;

/// A certificate in the making.
///
/// It starts as v3 with serial number 1, empty names, a validity from 2020 through 2049, the first
/// RSA-2048 key and no extensions.
#[derive(Clone, Debug)]
pub struct CertificateBuilder {
    version: Version,
    serial: SerialNumber,
    inner_algorithm: Option<Vec<u8>>,
    outer_algorithm: Option<Vec<u8>>,
    issuer: DistinguishedName,
    validity: Validity,
    subject: DistinguishedName,
    subject_public_key_info: Vec<u8>,
    extensions: Vec<Extension>,
}

impl Default for CertificateBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl CertificateBuilder {
    /// The start described above.
    pub fn new() -> Self {
        Self {
            version: Version::V3,
            serial: SerialNumber::from(1),
            inner_algorithm: None,
            outer_algorithm: None,
            issuer: DistinguishedName::new(),
            validity: Validity::new(
                utc_datetime!(2020-01-01 0:00),
                utc_datetime!(2049-12-31 23:59:59),
            ),
            subject: DistinguishedName::new(),
            subject_public_key_info: Key::rsa_2048(0).subject_public_key_info().to_vec(),
            extensions: Vec::new(),
        }
    }

    /// Sets the version.
    #[must_use]
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Sets the serial number.
    #[must_use]
    pub fn serial(mut self, serial: impl Into<SerialNumber>) -> Self {
        self.serial = serial.into();
        self
    }

    /// Sets the issuer.
    #[must_use]
    pub fn issuer(mut self, issuer: DistinguishedName) -> Self {
        self.issuer = issuer;
        self
    }

    /// Sets the subject.
    #[must_use]
    pub fn subject(mut self, subject: DistinguishedName) -> Self {
        self.subject = subject;
        self
    }

    /// Sets the validity period.
    #[must_use]
    pub fn validity(mut self, validity: Validity) -> Self {
        self.validity = validity;
        self
    }

    /// Sets the subject's public key.
    #[must_use]
    pub fn public_key(self, key: Key) -> Self {
        self.subject_public_key_info(key.subject_public_key_info().to_vec())
    }

    /// Sets SubjectPublicKeyInfo in DER, whatever it is.
    #[must_use]
    pub fn subject_public_key_info(mut self, der: Vec<u8>) -> Self {
        self.subject_public_key_info = der;
        self
    }

    /// Adds an extension at the end.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Adds extensions at the end.
    #[must_use]
    pub fn extensions(mut self, extensions: impl IntoIterator<Item = Extension>) -> Self {
        self.extensions.extend(extensions);
        self
    }

    /// Removes every extension with this identifier.
    #[must_use]
    pub fn without_extension(mut self, oid: ObjectIdentifier) -> Self {
        self.extensions.retain(|extension| extension.oid != oid);
        self
    }

    /// Removes all extensions.
    #[must_use]
    pub fn without_extensions(mut self) -> Self {
        self.extensions.clear();
        self
    }

    /// Puts the extension in the place of the first one with the same identifier, or at the end.
    #[must_use]
    pub fn replace_extension(mut self, extension: Extension) -> Self {
        match self.extensions.iter_mut().find(|present| present.oid == extension.oid) {
            Some(present) => *present = extension,
            None => self.extensions.push(extension),
        }
        self
    }

    /// Changes the first extension with this identifier, if there is one.
    #[must_use]
    pub fn change_extension(
        mut self,
        oid: ObjectIdentifier,
        change: impl FnOnce(Extension) -> Extension,
    ) -> Self {
        if let Some(present) = self.extensions.iter_mut().find(|present| present.oid == oid) {
            *present = change(present.clone());
        }
        self
    }

    /// Writes this AlgorithmIdentifier into the signed part instead of the algorithm that signs.
    #[must_use]
    pub fn inner_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.inner_algorithm = Some(identifier);
        self
    }

    /// Writes this AlgorithmIdentifier beside the signature instead of the algorithm that signs.
    #[must_use]
    pub fn outer_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.outer_algorithm = Some(identifier);
        self
    }

    /// The subject as it is now.
    pub fn subject_name(&self) -> DistinguishedName {
        self.subject.clone()
    }

    /// TBSCertificate in DER.
    pub fn to_be_signed(&self, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let version = match self.version {
            Version::V1 => None,
            Version::V2 => Some(1),
            Version::V3 => Some(2),
            Version::Number(number) => Some(number),
        };
        let mut members = Vec::new();
        members.extend(version.map(|number| asn1::explicit(0, asn1::unsigned(number))));
        members.push(self.serial.to_der());
        members.push(self.inner_algorithm.clone().unwrap_or_else(|| algorithm.identifier()));
        members.push(self.issuer.to_der());
        members.push(self.validity.to_der());
        members.push(self.subject.to_der());
        members.push(self.subject_public_key_info.clone());
        if !self.extensions.is_empty() {
            members.push(asn1::explicit(3, extensions(&self.extensions)));
        }
        asn1::sequence(members)
    }

    /// The certificate in DER, signed with the key's usual algorithm.
    pub fn sign(&self, issuer_key: Key) -> Vec<u8> {
        self.sign_with(issuer_key, issuer_key.usual_algorithm())
    }

    /// The certificate in DER, signed with this algorithm.
    pub fn sign_with(&self, issuer_key: Key, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let to_be_signed = self.to_be_signed(algorithm);
        let signature = issuer_key.sign(algorithm, &to_be_signed);
        let outer = self.outer_algorithm.clone().unwrap_or_else(|| algorithm.identifier());
        signed(to_be_signed, outer, &signature)
    }
}
