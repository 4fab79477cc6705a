//! Asking a responder: OCSP (OCSPレスポンダ照会方法), RFC 6960 with RFC 5019 and RFC 9654.
//!
//! No byte is sent from here. A request is bytes to send, a response bytes received; time and nonce are
//! arguments.

mod answer;
mod certificate_id;
mod error;
mod evidence;
mod judge;
mod policy;
mod request;
mod responder;
mod response;
mod transport_error;
mod verified;
mod verifier;
mod writer;

pub use answer::{Answer, AnsweredStatus};
pub use certificate_id::CertificateId;
pub use error::OcspError;
pub use evidence::{ResponderRole, ResponseEvidence};
pub use policy::{DelegateStatus, NonceMode, OcspFreshness, OcspPolicy, ProductionTime};
#[cfg(feature = "std")]
pub use request::NonceUnavailable;
pub use request::{Nonce, OcspRequest};
pub use responder::Delegate;
pub use response::{BasicResponse, OcspResponse, ResponderId, ResponseStatus};
pub use transport_error::TransportError;
pub use verified::VerifiedResponse;
pub use verifier::{OcspVerifier, Received};

/// Object identifiers of OCSP, as content bytes.
mod oid {
    /// id-pkix-ocsp-basic 1.3.6.1.5.5.7.48.1.1
    pub(super) const BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 1];
    /// id-pkix-ocsp-nonce 1.3.6.1.5.5.7.48.1.2
    pub(super) const NONCE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 2];
    /// id-pkix-ocsp-crl 1.3.6.1.5.5.7.48.1.3
    pub(super) const CRL_REFERENCES: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 3];
    /// id-pkix-ocsp-archive-cutoff 1.3.6.1.5.5.7.48.1.6
    pub(super) const ARCHIVE_CUTOFF: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 6];
    /// id-pkix-ocsp-extended-revoke 1.3.6.1.5.5.7.48.1.9
    pub(super) const EXTENDED_REVOKE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 48, 1, 9];
}
