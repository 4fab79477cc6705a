use jpki_core::report::Assessed;
use jpki_core::time::Timestamp;

use super::{AccountBindings, AttemptLimiter, BindingStore, ChallengeStore};
use crate::binding::{BindingMatch, Replacement};
use crate::challenge::{Challenge, ChallengeCheck, ChallengeId};
use crate::error::AuthError;
use crate::identifiers::{Purpose, SessionId};
use crate::login::{
    LocalLogin, LocalRegistration, LoginAttempt, LoginConclusion, LoginRules, PendingLogin,
    ValidCertificate,
};
use crate::rate_limit::{Admission, AttemptKey};

/// The logins of one relying party: challenges out, answers in.
#[derive(Clone, Debug)]
pub struct LoginService<C, B, L> {
    rules: LoginRules,
    challenges: C,
    bindings: AccountBindings<B>,
    limiter: L,
}

impl<C: ChallengeStore, B: BindingStore, L: AttemptLimiter> LoginService<C, B, L> {
    /// LoginService by these rules, over these stores.
    #[must_use]
    pub const fn new(
        rules: LoginRules,
        challenges: C,
        bindings: AccountBindings<B>,
        limiter: L,
    ) -> Self {
        Self { rules, challenges, bindings, limiter }
    }

    /// Returns a new challenge for this session and purpose.
    ///
    /// # Errors
    /// [`AuthError`], also if the session asks for too many.
    pub async fn challenge(
        &self,
        session: &SessionId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<Challenge, AuthError> {
        let key = AttemptKey::of_session(session);
        if self.limiter.admit(&key, now).await.map_err(AuthError::store)? == Admission::Refused {
            return Err(AuthError::TooManyChallenges);
        }
        let (challenge, record) = self.rules.issue(session, purpose, now)?;
        let id = ChallengeId::of(challenge.nonce());
        self.challenges.put(&id, &record).await.map_err(AuthError::store)?;
        Ok(challenge)
    }

    /// Spends the challenge, and judges everything that needs no evidence about the certificate.
    ///
    /// # Errors
    /// [`AuthError`] if a store fails; the client asks for a new challenge then.
    pub async fn begin(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalLogin, AuthError> {
        let book = self.bindings.book();
        let redemption = self.redeem(&attempt, now).await?;
        let mut admission = Admission::Admitted;
        let mut bindings = Vec::new();
        if redemption.message().is_some() {
            admission = self.admit(&attempt, now).await?;
            if admission == Admission::Admitted {
                bindings = self.bindings.of_account(&attempt.user).await?;
            }
        }
        Ok(LocalLogin::judge(&self.rules, book, attempt, &redemption, admission, bindings, now))
    }

    /// Returns the end of a login, with the engine's answer about [`PendingLogin::certificate`], which it gave as of
    /// now. The account's bindings are read again: one that was erased meanwhile lets nobody in. A binding under a
    /// retired key is rewritten.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub async fn conclude<V: ValidCertificate>(
        &self,
        pending: PendingLogin,
        answer: Assessed<V>,
        now: Timestamp,
    ) -> Result<LoginConclusion, AuthError> {
        let book = self.bindings.book();
        let login = pending.prove(answer, now);
        let mut matched = login.compare(book, self.bindings.of_account(login.user()).await?);
        if let Some(rekeyed) = login.rekeyed(book, &matched) {
            matched = match self.bindings.rekey(&rekeyed).await? {
                Replacement::Replaced => matched,
                Replacement::CertificateBound(other)
                    if !other.is_of(&book.accounts(login.user())) =>
                {
                    BindingMatch::NotBound
                }
                // Erased meanwhile, or rewritten by another login: what stands now counts.
                Replacement::Gone | Replacement::CertificateBound(_) => {
                    login.compare(book, self.bindings.of_account(login.user()).await?)
                }
            };
        }
        Ok(login.conclude(matched))
    }

    /// As [`Self::begin`] for a first use, in a session whose user the provider has identified itself.
    /// Nothing is looked up.
    ///
    /// # Errors
    /// [`AuthError`] if a store fails.
    pub async fn begin_registration(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalRegistration, AuthError> {
        let provider = self.bindings.book().provider();
        let redemption = self.redeem(&attempt, now).await?;
        let admission = match redemption.message() {
            Some(_) => self.admit(&attempt, now).await?,
            None => Admission::Admitted,
        };
        let rules = &self.rules;
        Ok(LocalRegistration::judge(rules, provider, attempt, &redemption, admission, now))
    }

    // guideline 001 App.②(ウ): the code is spent before anything is made of the signature.
    async fn redeem(
        &self,
        attempt: &LoginAttempt,
        now: Timestamp,
    ) -> Result<ChallengeCheck, AuthError> {
        let id = ChallengeId::of(&attempt.nonce);
        let taken = self.challenges.take(&id).await.map_err(AuthError::store)?;
        Ok(self.rules.redeem(attempt, &taken, now))
    }

    async fn admit(&self, attempt: &LoginAttempt, now: Timestamp) -> Result<Admission, AuthError> {
        let key = self.bindings.book().attempt_key(&attempt.user);
        self.limiter.admit(&key, now).await.map_err(AuthError::store)
    }
}
