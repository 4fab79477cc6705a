use core::fmt;

use jpki_core::time::Timestamp;

use super::context::ContextTags;
use super::{ChallengeContext, ChallengePolicy, Nonce, SignedForm};
use crate::hmac::digest;

/// The key under which a store keeps a challenge: a digest of its nonce.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ChallengeId([u8; 32]);

impl ChallengeId {
    /// Computes the key of this nonce.
    #[must_use]
    pub fn of(nonce: &Nonce) -> Self {
        Self(digest("jpki-auth/challenge/id/v1", &[nonce.as_bytes()]))
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ChallengeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChallengeId(..)")
    }
}

/// What a store keeps of a challenge: when it was issued, what is signed, and digests of its context.
///
/// Neither nonce nor session can be got from it.
#[derive(Clone)]
pub struct ChallengeRecord {
    content: SignedForm,
    issued_at: Timestamp,
    expires_at: Timestamp,
    tags: ContextTags,
}

/// Bytes that are no record of a challenge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the record of a challenge")]
#[non_exhaustive]
pub struct RecordError;

impl ChallengeRecord {
    /// Bytes of a record.
    pub const BYTES: usize = 114;

    pub(super) fn new(
        context: &ChallengeContext,
        policy: &ChallengePolicy,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Self {
        Self {
            content: policy.content(),
            issued_at: now,
            expires_at: now.after(policy.lifetime()),
            tags: context.tags(nonce),
        }
    }

    /// Returns what the client signs.
    #[must_use]
    pub const fn content(&self) -> SignedForm {
        self.content
    }

    /// Returns when it was issued.
    #[must_use]
    pub const fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// Returns the last second at which it is accepted.
    #[must_use]
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Returns from when a store may forget it, spent or not: one more lifetime after it expired. Until then a second
    /// use differs from a nonce that never was.
    #[must_use]
    pub fn forget_after(&self) -> Timestamp {
        self.expires_at.after(self.expires_at.since(self.issued_at))
    }

    /// Returns the record as bytes, for stores: a version, the kind of content, both instants (seconds since 1970,
    /// big-endian), three digests.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::BYTES] {
        let mut bytes = [0; Self::BYTES];
        let content = match self.content {
            SignedForm::RelyingPartyAndNonce => 1,
            SignedForm::NonceOnly => 2,
        };
        let parts = [
            &[VERSION, content][..],
            &self.issued_at.unix_seconds().to_be_bytes(),
            &self.expires_at.unix_seconds().to_be_bytes(),
            &self.tags.session,
            &self.tags.relying_party,
            &self.tags.purpose,
        ];
        bytes.iter_mut().zip(parts.into_iter().flatten()).for_each(|(to, from)| *to = *from);
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote.
    ///
    /// # Errors
    /// [`RecordError`] if it is anything else.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordError> {
        let (head, rest) = bytes.split_first_chunk::<2>().ok_or(RecordError)?;
        let content = match head {
            [VERSION, 1] => SignedForm::RelyingPartyAndNonce,
            [VERSION, 2] => SignedForm::NonceOnly,
            _ => return Err(RecordError),
        };
        let (issued_at, rest) = instant(rest)?;
        let (expires_at, rest) = instant(rest)?;
        let (session, rest) = rest.split_first_chunk().ok_or(RecordError)?;
        let (relying_party, rest) = rest.split_first_chunk().ok_or(RecordError)?;
        let (purpose, rest) = rest.split_first_chunk().ok_or(RecordError)?;
        if !rest.is_empty() || expires_at < issued_at {
            return Err(RecordError);
        }
        let tags =
            ContextTags { session: *session, relying_party: *relying_party, purpose: *purpose };
        Ok(Self { content, issued_at, expires_at, tags })
    }

    pub(super) const fn tags(&self) -> &ContextTags {
        &self.tags
    }
}

impl fmt::Debug for ChallengeRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChallengeRecord({:?}, {} to {})", self.content, self.issued_at, self.expires_at)
    }
}

/// What a store answers to one taker. Of any number of takers exactly one gets [`Self::Fresh`].
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum TakeOutcome {
    /// The challenge, which is spent from now on.
    Fresh(ChallengeRecord),
    /// It was taken before.
    Spent,
    /// Never issued, or forgotten.
    Unknown,
}

const VERSION: u8 = 1;

fn instant(bytes: &[u8]) -> Result<(Timestamp, &[u8]), RecordError> {
    let (seconds, rest) = bytes.split_first_chunk().ok_or(RecordError)?;
    let seconds = i64::from_be_bytes(*seconds);
    let instant = Timestamp::from_unix_seconds(seconds);
    if instant.unix_seconds() == seconds { Ok((instant, rest)) } else { Err(RecordError) }
}
