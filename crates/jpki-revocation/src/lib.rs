#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod bytes;
mod crl;
mod crl_issuer;
mod crl_pool;
mod evidence;
mod freshness;
mod index;
pub mod ocsp;
mod prefetch;
pub mod refresh;
pub mod resolver;
mod settled;
mod settled_report;
mod source;
mod status;
#[cfg(feature = "store")]
pub mod store;
mod subjects;
mod values;
mod verified_crl;

pub use bytes::Corrupted;
pub use crl::{
    CoveredCertificates, Crl, CrlError, CrlKind, CrlNumber, IssuingDistributionPoint,
    RevocationReason,
};
pub use crl_issuer::CrlIssuer;
pub use crl_pool::CrlPool;
pub use evidence::Evidence;
pub use freshness::{FreshnessPolicy, NextUpdate};
pub use settled::Settled;
#[cfg(feature = "store")]
pub use source::StoredCrls;
pub use source::{AnchorReadiness, CrlReadiness, LoadCrlError, LoadedCrls, StatusSource};
pub use status::{
    CrlEvidence, CrlKeyPolicy, CrlPartitionPolicy, RevocationAssessment, RevocationPolicy,
    RevocationTarget, Revoked, SerialLookup, Status, StatusBasis,
};
pub use subjects::{Authorities, CrlSubjects, Subjects, Users};
pub use values::{OcspValue, RevocationValues};
pub use verified_crl::{CrlEntry, StoredCrlError, VerifiedCrl};
