//! Messages between a service provider (SP事業者) and its platform (PF事業者), in JSON.
//!
//! Each says what it is (`format`) and in which version; a newer version is refused by that name. A field that is not
//! known is refused: it could carry what may not be there, such as a certificate. Lengths and depth are bounded
//! ([`Limits`]) before anything is read. Schemas are in `docs/schemas`.

mod challenge;
mod signature;
mod submission;

pub use challenge::{ChallengeAnswer, ChallengeRequest};
pub use signature::{RequestedAttributes, SignatureSubmission};
pub use submission::{LoginSubmission, RecordedConsent};

#[cfg(doc)]
use crate::limits::Limits;
