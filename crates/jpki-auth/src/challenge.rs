//! The challenge (乱数コード): drawn, bound to its context, taken once, judged.
//!
//! The rule is guideline 001 App.②(ウ): a random code for each login, so that what was overheard cannot be
//! used again. What is bound to it here beyond that (session, relying party, purpose) is a rule of
//! this house after the model of Web eID.
//!
//! Possession of the nonce proves nothing; the store never holds it, only a digest.

mod context;
mod issue;
mod policy;
mod record;
mod redemption;

pub use context::ChallengeContext;
pub use issue::Challenge;
pub use policy::ChallengePolicy;
pub use record::{ChallengeId, ChallengeRecord, RecordError, TakeOutcome};
pub use redemption::ChallengeCheck;

pub use jpki_exchange::challenge::{Nonce, NonceError, SignedForm, SignedMessage};
