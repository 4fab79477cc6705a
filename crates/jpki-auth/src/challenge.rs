//! The challenge (乱数コード): drawn, bound to its context, taken once, judged.
//!
//! The rule is guideline 001 App.②(ウ): a random code for each login, so that what was overheard cannot be
//! used again. What is bound to it here beyond that (session, relying party, purpose) is a rule of
//! this house after the model of Web eID.
//!
//! Possession of the nonce proves nothing; the store never holds it, only a digest.

mod context;
mod message;
mod nonce;
mod policy;
mod record;
mod redemption;

pub use context::ChallengeContext;
pub use message::{SignedContent, SignedMessage};
pub use nonce::{Nonce, NonceError};
pub use policy::ChallengePolicy;
pub use record::{ChallengeId, ChallengeRecord, RecordError, TakeOutcome};
pub use redemption::ChallengeCheck;

/// A challenge to send to the client.
#[derive(Clone, Debug)]
pub struct Challenge {
    nonce: Nonce,
    message: SignedMessage,
    expires_at: jpki_core::time::Timestamp,
}

impl Challenge {
    pub(crate) const fn new(
        nonce: Nonce,
        message: SignedMessage,
        expires_at: jpki_core::time::Timestamp,
    ) -> Self {
        Self { nonce, message, expires_at }
    }

    /// The random code; the client sends it back with its signature.
    #[must_use]
    pub const fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// What the card must sign. A client that can, builds it itself from the origin that *it* sees: only
    /// then does a signature made for a forged site fail here.
    #[must_use]
    pub const fn message(&self) -> &SignedMessage {
        &self.message
    }

    /// Until when it is taken.
    #[must_use]
    pub const fn expires_at(&self) -> jpki_core::time::Timestamp {
        self.expires_at
    }
}
