#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;

pub mod applicant;
mod application;
#[cfg(feature = "auth")]
mod authentication;
mod builder;
mod call;
mod document;
mod lists;
mod message;
mod pending;
mod readiness;
mod responder;
mod status_source;
#[cfg(feature = "std")]
mod stored_lists;
mod time_stamping;
mod verified;
mod verifier;

#[cfg(feature = "auth")]
pub use jpki_auth as auth;
pub use jpki_cms as cms;
pub use jpki_core as core;
pub use jpki_crypto as crypto;
pub use jpki_revocation as revocation;
pub use jpki_x509 as x509;

pub use jpki_core::message::Locale;
pub use jpki_core::report::{Assessed, Rejection, Report, Verdict, Warnings};
pub use jpki_core::time::{Timestamp, ValidationTime};
pub use jpki_x509::certificate::Certificate;
pub use jpki_x509::trust::TrustStore;

pub use application::Application;
pub use builder::{AuthorityListPolicy, ConfigurationError, VerifierBuilder};
pub use document::SignedDocument;
pub use lists::{ListRefusal, RevocationLists, list_issuers};
pub use message::{AssessedSignatures, SignedMessage};
pub use pending::Pending;
pub use readiness::{AnchorReadiness, ListReadiness};
pub use status_source::StatusSource;
#[cfg(feature = "std")]
pub use stored_lists::StoredLists;
pub use verified::{VerifiedCertificate, VerifiedSignature, VerifiedSigner};
pub use verifier::Verifier;
