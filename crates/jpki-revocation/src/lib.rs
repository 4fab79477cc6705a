#![doc = include_str!("../README.md")]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod cache;
mod freshness;
mod index;
mod issuer;
mod list;
pub mod ocsp;
mod octets;
pub mod policy;
mod pool;
pub mod refresh;
mod source;
mod status;
#[cfg(feature = "store")]
pub mod store;
mod stored;
mod subjects;

pub use freshness::{FreshnessPolicy, NextUpdate};
pub use issuer::ListIssuer;
pub use list::{
    CoveredCertificates, IssuingDistributionPoint, ListError, ListKind, ListNumber, ListedEntry,
    RevocationList, RevocationReason, VerifiedList,
};
pub use octets::Damaged;
pub use pool::ListPool;
#[cfg(feature = "store")]
pub use source::StoredLists;
pub use source::{AnchorReadiness, ListReadiness, ListRefusal, RevocationLists, StatusSource};
pub use status::{
    Judgement, ListEvidence, OtherKeys, OtherPartitions, RevocationPolicy, Revoked, SerialLookup,
    Status, Target,
};
pub use stored::StoredListError;
pub use subjects::{Authorities, CrlSubjects, Subjects, Users};
