//! Asking a responder: OCSP (OCSPレスポンダ照会方法), RFC 6960 with RFC 5019 and RFC 9654.
//!
//! No byte is sent from here. A request is bytes to send, a response bytes received; time and nonce are
//! arguments.

mod answer;
mod asn1;
mod certificate_id;
mod der;
mod error;
mod judge;
mod oid;
mod policy;
mod request;
mod responder;
mod responder_id;
mod response;
mod response_status;
mod transport_error;
mod verified;
mod verifier;

pub use answer::{Answer, AnsweredStatus};
pub use certificate_id::CertificateId;
pub use error::OcspError;
pub use policy::{DelegateStatus, NonceMode, OcspFreshness, OcspPolicy, ProductionTime};
#[cfg(feature = "std")]
pub use request::NonceUnavailable;
pub use request::{Nonce, OcspRequest};
pub use responder::Delegate;
pub use responder_id::ResponderId;
pub use response::{BasicResponse, OcspResponse};
pub use response_status::ResponseStatus;
pub use transport_error::TransportError;
pub use verified::VerifiedResponse;
pub use verifier::{OcspVerifier, Received};

pub use crate::status::{ResponderRole, ResponseEvidence};
