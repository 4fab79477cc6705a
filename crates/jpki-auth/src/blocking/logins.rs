use jpki_core::report::Assessed;
use jpki_core::time::Timestamp;

use super::adapter::{Adapter, finish};
use super::{AccountBindings, AttemptLimiter, BindingStore, ChallengeStore};
use crate::asynchronous;
use crate::challenge::Challenge;
use crate::error::AuthError;
use crate::identifiers::{Purpose, SessionId};
use crate::login::{
    LocalLogin, LocalRegistration, LoginAttempt, LoginConclusion, LoginRules, PendingLogin,
    ValidCertificate,
};

/// The logins of one relying party: challenges out, answers in.
#[derive(Clone, Debug)]
pub struct LoginService<C, B, L>(asynchronous::LoginService<Adapter<C>, Adapter<B>, Adapter<L>>);

impl<C: ChallengeStore, B: BindingStore, L: AttemptLimiter> LoginService<C, B, L> {
    /// LoginService by these rules, over these stores.
    #[must_use]
    pub fn new(rules: LoginRules, challenges: C, bindings: AccountBindings<B>, limiter: L) -> Self {
        let bindings = bindings.into_face();
        Self(asynchronous::LoginService::new(
            rules,
            Adapter(challenges),
            bindings,
            Adapter(limiter),
        ))
    }

    /// Returns a new challenge for this session and purpose.
    ///
    /// # Errors
    /// [`AuthError`], also if the session asks for too many.
    pub fn challenge(
        &self,
        session: &SessionId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<Challenge, AuthError> {
        finish(self.0.challenge(session, purpose, now))
    }

    /// Spends the challenge, and judges everything that needs no evidence about the certificate.
    ///
    /// # Errors
    /// [`AuthError`] if a store fails; the client asks for a new challenge then.
    pub fn begin(&self, attempt: LoginAttempt, now: Timestamp) -> Result<LocalLogin, AuthError> {
        finish(self.0.begin(attempt, now))
    }

    /// Returns the end of a login, with the engine's answer about [`PendingLogin::certificate`], which it gave as of
    /// now. The account's bindings are read again: one that was erased meanwhile lets nobody in. A binding under a
    /// retired key is rewritten.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub fn conclude<V: ValidCertificate>(
        &self,
        pending: PendingLogin,
        answer: Assessed<V>,
        now: Timestamp,
    ) -> Result<LoginConclusion, AuthError> {
        finish(self.0.conclude(pending, answer, now))
    }

    /// As [`Self::begin`] for a first use, in a session whose user the provider has identified itself.
    /// Nothing is looked up.
    ///
    /// # Errors
    /// [`AuthError`] if a store fails.
    pub fn begin_registration(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalRegistration, AuthError> {
        finish(self.0.begin_registration(attempt, now))
    }
}
