//! What verified CRLs say of a certificate (RFC 5280 §6.3).

mod assessment;
mod evidence;
mod judge;
mod lookup;
mod point;
mod policy;
mod revoked;
mod target;
mod view;

pub use assessment::RevocationAssessment;
pub use evidence::{CrlEvidence, ResponderRole, ResponseEvidence, StatusBasis};
pub use lookup::SerialLookup;
pub use policy::{CrlKeyPolicy, CrlPartitionPolicy, RevocationPolicy};
pub use revoked::{Revoked, Status};
pub use target::RevocationTarget;

pub(crate) use evidence::Basis;
pub(crate) use revoked::Statement;
