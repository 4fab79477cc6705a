//! OCSP requests and responses (RFC 6960), right and wrong.
//!
//! ```
//! use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
//! use jpki_testkit::ocsp::{CertId, Responder, ResponseBuilder, SingleResponse};
//!
//! let jpki = SyntheticJpki::of_vectors();
//! let authority = jpki.auth_ca(Generation::Third);
//! let hanako = jpki.auth_certificate(&Person::hanako()).issue();
//!
//! let id = CertId::sha256(&authority.name(), authority.key(), hanako.serial());
//! let response = ResponseBuilder::new(jpki.instant())
//!     .single(SingleResponse::good(id, jpki.instant()))
//!     .sign(&Responder::by_key(authority.key()));
//! # assert!(response.len() > 400);
//! ```

mod request;
mod response;

pub use self::request::RequestBuilder;
pub use self::response::{
    CertificateStatus, Responder, ResponseBuilder, ResponseStatus, SingleResponse, unsuccessful,
};

use crate::asn1;
use crate::digest::HashAlgorithm;
use crate::key::Key;
use crate::oid;
use crate::pki::{DistinguishedName, Extension, SerialNumber};

/// CertID: which certificate is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertId {
    /// hashAlgorithm.
    pub hash: HashAlgorithm,
    /// issuerNameHash.
    pub issuer_name_hash: Vec<u8>,
    /// issuerKeyHash.
    pub issuer_key_hash: Vec<u8>,
    /// serialNumber.
    pub serial: SerialNumber,
}

impl CertId {
    /// The certificate with this serial number of an issuer.
    pub fn new(
        hash: HashAlgorithm,
        issuer: &DistinguishedName,
        issuer_key: Key,
        serial: impl Into<SerialNumber>,
    ) -> Self {
        Self {
            hash,
            issuer_name_hash: hash.digest(&issuer.to_der()),
            issuer_key_hash: hash.digest(issuer_key.subject_public_key()),
            serial: serial.into(),
        }
    }

    /// [`CertId::new`] with SHA-1, the usual digest.
    pub fn sha1(
        issuer: &DistinguishedName,
        issuer_key: Key,
        serial: impl Into<SerialNumber>,
    ) -> Self {
        Self::new(HashAlgorithm::Sha1, issuer, issuer_key, serial)
    }

    /// [`CertId::new`] with SHA-256.
    pub fn sha256(
        issuer: &DistinguishedName,
        issuer_key: Key,
        serial: impl Into<SerialNumber>,
    ) -> Self {
        Self::new(HashAlgorithm::Sha256, issuer, issuer_key, serial)
    }

    /// CertID in DER.
    pub fn to_der(&self) -> Vec<u8> {
        asn1::sequence([
            self.hash.identifier(),
            asn1::octet_string(&self.issuer_name_hash),
            asn1::octet_string(&self.issuer_key_hash),
            self.serial.to_der(),
        ])
    }
}

/// The nonce as an extension of a request or a response (RFC 9654 §2.1).
pub fn nonce(value: &[u8]) -> Extension {
    Extension::new(oid::OCSP_NONCE, asn1::octet_string(value))
}
