//! Errors of stores and inquiries. A refused login is no error: it is a verdict with its report.

use jpki_core::event::ActionResult;

use crate::RandomnessUnavailable;
use crate::identifiers::KeyId;

/// Reason why a login or an operation on bindings could not go on.
///
/// An adapter's own error is the source; adapters put no secret in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// A store did not answer, is full, or answered something else than was asked. Each request of
    /// [`flow`](crate::flow) says what is known of the store after a failure.
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

/// How an operation that ended with this error stands in an operation log: refused by a rule, or failed.
// Requirement: ACC-4
impl From<&AuthError> for ActionResult {
    fn from(error: &AuthError) -> Self {
        match error {
            AuthError::TooManyChallenges | AuthError::OtherProvider => Self::Refused,
            AuthError::Store(_)
            | AuthError::Linkage(_)
            | AuthError::Randomness(_)
            | AuthError::KeyReused(_) => Self::Failed,
        }
    }
}
