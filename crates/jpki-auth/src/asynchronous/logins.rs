use jpki_core::report::Assessed;
use jpki_core::time::Timestamp;

use super::{AccountBindings, AttemptLimiter, BindingStore, ChallengeStore};
use crate::challenge::Challenge;
use crate::error::AuthError;
use crate::flow::{LoginFlows, LoginStep};
use crate::identifiers::{Purpose, SessionId};
use crate::login::{
    LocalLogin, LocalRegistration, LoginAttempt, LoginConclusion, LoginRules, PendingLogin,
    ValidCertificate,
};

/// Runs the flows of the logins of one relying party, [`LoginFlows`], over stores.
/// Used as [`blocking::LoginService`](crate::blocking::LoginService), and awaited.
#[derive(Clone, Debug)]
pub struct LoginService<C, B, L> {
    rules: LoginRules,
    challenges: C,
    bindings: AccountBindings<B>,
    limiter: L,
}

impl<C: ChallengeStore, B: BindingStore, L: AttemptLimiter> LoginService<C, B, L> {
    /// Creates a service by these rules, over these stores.
    #[must_use]
    pub const fn new(
        rules: LoginRules,
        challenges: C,
        bindings: AccountBindings<B>,
        limiter: L,
    ) -> Self {
        Self { rules, challenges, bindings, limiter }
    }

    /// Issues a challenge for this session and purpose, as [`LoginFlows::challenge`].
    ///
    /// # Errors
    /// [`AuthError`] if a store fails, or if the session asks for too many.
    pub async fn challenge(
        &self,
        session: &SessionId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<Challenge, AuthError> {
        self.run(self.flows().challenge(session, purpose, now)).await
    }

    /// Spends the challenge, and judges everything that needs no evidence about the certificate, as
    /// [`LoginFlows::begin`].
    ///
    /// # Errors
    /// [`AuthError`] if a store fails; the client asks for a new challenge then.
    pub async fn begin(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalLogin, AuthError> {
        self.run(self.flows().begin(attempt, now)).await
    }

    /// Begins as [`Self::begin`] for a first use, in a session whose user the provider has identified itself, as
    /// [`LoginFlows::begin_registration`].
    ///
    /// # Errors
    /// [`AuthError`] if a store fails.
    pub async fn begin_registration(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalRegistration, AuthError> {
        self.run(self.flows().begin_registration(attempt, now)).await
    }

    /// Ends a login with the engine's answer about [`PendingLogin::certificate`], given as of now, as
    /// [`LoginFlows::finish`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub async fn finish<V: ValidCertificate>(
        &self,
        pending: PendingLogin,
        answer: Assessed<V>,
        now: Timestamp,
    ) -> Result<LoginConclusion, AuthError> {
        self.bindings.run(self.flows().finish(pending, answer, now)).await
    }

    const fn flows(&self) -> LoginFlows<'_> {
        LoginFlows::new(&self.rules, self.bindings.flows())
    }

    async fn run<T>(&self, mut step: LoginStep<'_, T>) -> Result<T, AuthError> {
        loop {
            step = match step {
                LoginStep::PutChallenge(step) => {
                    let it = step.request();
                    let stored = self.challenges.put(&it.id, &it.record).await;
                    step.answer(stored.map_err(AuthError::store)?)?
                }
                LoginStep::TakeChallenge(step) => {
                    let taken = self.challenges.take(&step.request().id).await;
                    step.answer(taken.map_err(AuthError::store)?)?
                }
                LoginStep::CountAttempt(step) => {
                    let it = step.request();
                    let admission = self.limiter.admit(&it.key, it.now).await;
                    step.answer(admission.map_err(AuthError::store)?)?
                }
                LoginStep::Bindings(step) => return self.bindings.run(step).await,
                LoginStep::Done(value) => return Ok(value),
            };
        }
    }
}
