use std::fmt;

use jpki_cms::signer::SignerPolicy;
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_verify::{ConfigurationError, Verifier};

use super::lists::RecordedLists;

/// The settings of a policy, as a judge knows them: everything but the lists, which come from the bundle.
pub struct KnownPolicy {
    pub(super) verifier: Box<BuildVerifier>,
    pub(super) signers: SignerPolicy,
    pub(super) login_algorithms: AlgorithmPolicy,
}

type BuildVerifier =
    dyn Fn(&RecordedLists<'_>) -> Result<Verifier, ConfigurationError> + Send + Sync;

impl KnownPolicy {
    /// Takes how the verifier of the policy is built: with its own anchors, and the recorded lists instead of those of the
    /// day.
    #[must_use]
    pub fn new(
        verifier: impl Fn(&RecordedLists<'_>) -> Result<Verifier, ConfigurationError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        Self {
            verifier: Box::new(verifier),
            signers: SignerPolicy::document(),
            login_algorithms: AlgorithmPolicy::current(),
        }
    }

    /// Sets what is asked of the signers of messages; [`SignerPolicy::document`] unless set.
    #[must_use]
    pub fn with_signers(self, signers: SignerPolicy) -> Self {
        Self { signers, ..self }
    }

    /// Sets the algorithms of logins; [`AlgorithmPolicy::current`] unless set.
    #[must_use]
    pub fn with_login_algorithms(self, login_algorithms: AlgorithmPolicy) -> Self {
        Self { login_algorithms, ..self }
    }
}

impl fmt::Debug for KnownPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KnownPolicy").field("signers", &self.signers).finish_non_exhaustive()
    }
}
