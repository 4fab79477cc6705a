use super::{Nonce, SignedForm, SignedMessage};
use crate::hmac::HmacKey;
use crate::identifiers::{Purpose, RelyingParty, SessionId};

/// For whom, with whom and for what a challenge is: it serves nothing else.
#[derive(Clone, Debug)]
pub struct ChallengeContext {
    session: SessionId,
    relying_party: RelyingParty,
    purpose: Purpose,
}

impl ChallengeContext {
    /// Creates a context. All three come from the server's own state, never from the client's answer.
    #[must_use]
    pub const fn new(session: SessionId, relying_party: RelyingParty, purpose: Purpose) -> Self {
        Self { session, relying_party, purpose }
    }

    /// Returns the relying party.
    #[must_use]
    pub const fn relying_party(&self) -> &RelyingParty {
        &self.relying_party
    }

    /// Returns the purpose.
    #[must_use]
    pub const fn purpose(&self) -> &Purpose {
        &self.purpose
    }

    /// What the card signs of it.
    pub(super) fn message(&self, content: SignedForm, nonce: &Nonce) -> SignedMessage {
        SignedMessage::new(content, &self.relying_party, &self.purpose, nonce)
    }

    /// The three, each as a digest under the nonce: without it a store's content tells nothing, and
    /// equal contexts cannot be seen to be equal.
    pub(super) fn tags(&self, nonce: &Nonce) -> ContextTags {
        let key = HmacKey::new(nonce.as_bytes());
        let tag = |label, field| key.digest(label, &[field]);
        ContextTags {
            session: tag("jpki-auth/challenge/session/v1", self.session.expose_secret()),
            relying_party: tag(
                "jpki-auth/challenge/relying-party/v1",
                self.relying_party.origin().as_bytes(),
            ),
            purpose: tag("jpki-auth/challenge/purpose/v1", self.purpose.text().as_bytes()),
        }
    }
}

#[derive(Clone)]
pub(super) struct ContextTags {
    pub(super) session: [u8; 32],
    pub(super) relying_party: [u8; 32],
    pub(super) purpose: [u8; 32],
}
