use jpki_core::time::Timestamp;

use super::{ChallengeContext, ChallengePolicy, ChallengeRecord, Nonce, SignedMessage};
use crate::RandomnessUnavailable;

/// A challenge to send to the client.
#[derive(Clone, Debug)]
pub struct Challenge {
    nonce: Nonce,
    message: SignedMessage,
    expires_at: Timestamp,
}

impl Challenge {
    /// Returns the random code; the client sends it back with its signature.
    #[must_use]
    pub const fn nonce(&self) -> &Nonce {
        &self.nonce
    }

    /// Returns what the card must sign. A client that can, builds it itself from the origin that *it* sees: only then
    /// does a signature made for a forged site fail here.
    #[must_use]
    pub const fn message(&self) -> &SignedMessage {
        &self.message
    }

    /// Returns the last second at which it is accepted.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }
}

impl ChallengeContext {
    /// Draws a challenge, and the record of it to put into a store.
    ///
    /// # Errors
    /// [`RandomnessUnavailable`].
    pub fn issue(
        &self,
        policy: &ChallengePolicy,
        now: Timestamp,
    ) -> Result<(Challenge, ChallengeRecord), RandomnessUnavailable> {
        let nonce = Nonce::draw()?;
        let record = ChallengeRecord::new(self, policy, &nonce, now);
        let message = self.message(policy.content(), &nonce);
        let expires_at = record.expires_at();
        Ok((Challenge { nonce, message, expires_at }, record))
    }
}
