//! Why a step could not be taken. A refusal of a login is no error: it is a verdict with its report.

use crate::RandomnessUnavailable;
use crate::identifiers::KeyId;

/// Reason why a step could not be taken.
///
/// What an adapter says of its engine is kept as the source; adapters put no secret in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// A store did not answer, or is full. Whether it did what was asked is not known.
    #[error("store: {0}")]
    Store(#[source] BoxedError),
    /// The inquiry at J-LIS did not succeed.
    #[error("serial inquiry: {0}")]
    Linkage(#[source] BoxedError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessUnavailable),
    /// This session asks for too many challenges.
    #[error("too many challenges for this session")]
    TooManyChallenges,
    /// What was verified for one provider was brought to the bindings of another.
    #[error("verified for another provider")]
    OtherProvider,
    /// The store knows another secret by the name of this key. Nothing is read or written until the key has
    /// a name of its own: its bindings would not be found, and no rotation would tell them apart.
    #[error("key {} was the name of another secret", .0.0)]
    KeyReused(KeyId),
    /// A store or inquiry that may block was expected to be done, and was not.
    #[error("a blocking adapter did not finish")]
    Unfinished,
}

/// An error of an adapter.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;

impl AuthError {
    pub(crate) fn store(error: impl Into<BoxedError>) -> Self {
        Self::Store(error.into())
    }

    pub(crate) fn linkage(error: impl Into<BoxedError>) -> Self {
        Self::Linkage(error.into())
    }
}
