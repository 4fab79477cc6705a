use jpki_core::time::Timestamp;

use crate::challenge::{Nonce, SignedForm, SignedMessage};
use crate::context::Context;
use crate::form::message;
use crate::identifiers::{Purpose, RelyingParty, SessionId};
use crate::limits::Limits;

message! {
    /// A service provider asks its platform for a challenge (乱数コード).
    ChallengeRequest, "jpki-challenge-request", Limits::MESSAGE_BYTES, {
        /// Who asks.
        context: Context,
        /// What stands for the user's session: a digest of the session's secret, never the secret itself.
        session: SessionId,
        /// The origin that the client sees.
        relying_party: RelyingParty,
        /// What the user will sign for.
        challenge_purpose: Purpose,
    }
}

message! {
    /// A platform's challenge, which the service provider relays to the client.
    ChallengeAnswer, "jpki-challenge", Limits::MESSAGE_BYTES, {
        /// The random code.
        nonce: Nonce,
        /// Which octets are signed.
        signed_form: SignedForm,
        /// For which origin. A client that can compares it with the one that *it* sees, and signs for that.
        relying_party: RelyingParty,
        /// What is signed for.
        challenge_purpose: Purpose,
        /// The last second at which it is accepted.
        expires_at: Timestamp,
    }
}

impl ChallengeAnswer {
    /// Builds the octets that the card signs.
    #[must_use]
    pub fn message(&self) -> SignedMessage {
        SignedMessage::new(
            self.signed_form,
            &self.relying_party,
            &self.challenge_purpose,
            &self.nonce,
        )
    }
}
