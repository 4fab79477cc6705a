//! Algorithm identifiers read strictly, signature schemes named explicitly, and the policy over both.

mod digest;
mod identifier;
mod oid;
mod policy;
mod pss;
mod public_key;
mod scheme;
#[cfg(feature = "spki")]
mod spki;

pub use digest::DigestAlgorithm;
pub use identifier::{AlgorithmError, AlgorithmIdentifier};
pub use policy::{AlgorithmPolicy, AlgorithmPolicyError};
pub use pss::PssRestriction;
pub use public_key::{EllipticCurve, KeyKind, PublicKeyInfo};
pub use scheme::SignatureScheme;
