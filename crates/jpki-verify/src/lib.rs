#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;

#[cfg(feature = "auth")]
mod authentication;
mod builder;
mod call;
mod config;
mod document;
mod local;
mod message;
mod pending;
mod verified;
mod verifier;

pub use jpki_application::{Application, form, intent};
#[cfg(feature = "auth")]
pub use jpki_auth as auth;
pub use jpki_cms as cms;
pub use jpki_core::{
    algorithm, basic_four_info, event, keys, limits, localized, protected, report, time,
    validation_report,
};
pub use jpki_crypto as crypto;
pub use jpki_revocation as revocation;
pub use jpki_x509 as x509;

pub use jpki_core::crypto::CryptoBackend;
pub use jpki_core::der::{ObjectIdentifier, Oid};
pub use jpki_core::localized::Locale;
pub use jpki_core::policy_version::PolicyVersion;
pub use jpki_core::report::{Assessed, AssessedSigners, Rejection, Report, Verdict, Warnings};
pub use jpki_core::time::{Timestamp, ValidationTime};
pub use jpki_core::validation_report::{ServiceProviderReport, ValidationReport};
pub use jpki_crypto::RustCrypto;
#[cfg(feature = "std")]
pub use jpki_revocation::StoredCrls;
pub use jpki_revocation::{
    AnchorReadiness, CrlIssuer, CrlReadiness, Evidence, LoadCrlError, LoadedCrls, Settled,
    StatusSource,
};
pub use jpki_x509::certificate::Certificate;
pub use jpki_x509::trust::TrustStore;

pub use builder::{ConfigurationError, VerifierBuilder};
pub use config::ArlPolicy;
pub use document::SignedDocument;
pub use message::SignedMessage;
pub use pending::Pending;
pub use verified::{Certified, VerifiedCertificate, VerifiedSignature, VerifiedSigner};
pub use verifier::Verifier;
