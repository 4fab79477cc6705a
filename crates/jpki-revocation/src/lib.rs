#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod bytes;
mod cache;
mod crl;
mod crl_file;
mod crl_issuer;
mod crl_pool;
mod freshness;
mod index;
pub mod ocsp;
pub mod policy;
pub mod refresh;
mod source;
mod status;
#[cfg(feature = "store")]
pub mod store;
mod subjects;

pub use bytes::Corrupted;
pub use crl::{
    CoveredCertificates, Crl, CrlEntry, CrlError, CrlKind, CrlNumber, IssuingDistributionPoint,
    RevocationReason, VerifiedCrl,
};
pub use crl_file::StoredCrlError;
pub use crl_issuer::CrlIssuer;
pub use crl_pool::CrlPool;
pub use freshness::{FreshnessPolicy, NextUpdate};
#[cfg(feature = "store")]
pub use source::StoredCrls;
pub use source::{AnchorReadiness, CrlReadiness, LoadCrlError, LoadedCrls, StatusSource};
pub use status::{
    CrlEvidence, CrlKeyPolicy, CrlPartitionPolicy, RevocationAssessment, RevocationPolicy, Revoked,
    SerialLookup, Status, Target,
};
pub use subjects::{Authorities, CrlSubjects, Subjects, Users};
