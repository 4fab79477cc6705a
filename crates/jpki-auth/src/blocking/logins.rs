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
///
/// ```
/// use jpki_auth::blocking::{AccountBindings, LoginService};
/// use jpki_auth::login::{ClientAnswer, LocalLogin};
/// # use std::sync::Arc;
/// # use jpki_auth::binding::{BindingScheme, KeyId, LinkageKey, LinkageKeys};
/// # use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
/// # use jpki_auth::login::LoginRules;
/// # use jpki_auth::memory::{MemoryAttempts, MemoryBindings, MemoryChallenges};
/// # use jpki_auth_examples::{Card, World, now};
/// # use jpki_crypto::RustCrypto;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let world = World::with_revoked(Arc::new(RustCrypto), &[])?;
/// # let card = Card::for_login(&jpki_testkit::jpki::Person::hanako());
/// # let keys = LinkageKeys::new(LinkageKey::new(KeyId(1), [7; 32]), [])?;
/// # let scheme = BindingScheme::new(ServiceProvider::new("synth-bank")?, keys);
/// # let rules = LoginRules::new(RelyingParty::new("https://bank.example")?, Arc::new(RustCrypto));
/// # let session = SessionId::new(b"what nobody else can guess")?;
/// # let user = UserIdentifier::new(b"member-0001")?;
/// # let bindings = AccountBindings::new(scheme, MemoryBindings::new());
/// # let (challenges, limiter) = (MemoryChallenges::with_capacity(100_000), MemoryAttempts::default());
/// let logins = LoginService::new(rules, challenges, bindings.clone(), limiter);
/// # let purpose = Purpose::registration();
/// # let challenge = logins.challenge(&session, &purpose, now())?;
/// # let attempt = card.answer(&challenge, &user, &session, &purpose)?;
/// # if let jpki_auth::login::LocalRegistration::Pending(pending) = logins.begin_registration(attempt, now())? {
/// #     let answer = world.judge(pending.certificate());
/// #     bindings.bind_first_use(&pending.finish(answer, now()).into_assessed().into_result()?, now())?;
/// # }
/// let challenge = logins.challenge(&session, &Purpose::login(), now())?;
/// // … the client sends back certificate and signature …
/// # let attempt = card.answer(&challenge, &user, &session, &Purpose::login())?;
/// let assessed = match logins.begin(attempt, now())? {
///     LocalLogin::Refused(conclusion) => conclusion.into_parts().0,
///     LocalLogin::Pending(pending) => {
///         let answer = world.judge(pending.certificate()); // path, validity, revocation
///         logins.finish(*pending, answer, now())?.into_parts().0
///     }
/// };
/// assert_eq!(ClientAnswer::to(&assessed), ClientAnswer::Accepted);
/// println!("{}", assessed.into_result()?.binding().identifier());
/// # Ok(())
/// # }
/// ```
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
    pub fn challenge(
        &self,
        session: &SessionId,
        purpose: &Purpose,
        now: Timestamp,
    ) -> Result<Challenge, AuthError> {
        self.run(self.flows().challenge(session, purpose, now))
    }

    /// Spends the challenge, and judges everything that needs no evidence about the certificate, as
    /// [`LoginFlows::begin`].
    ///
    /// # Errors
    /// [`AuthError`] if a store fails; the client asks for a new challenge then.
    pub fn begin(&self, attempt: LoginAttempt, now: Timestamp) -> Result<LocalLogin, AuthError> {
        self.run(self.flows().begin(attempt, now))
    }

    /// Begins as [`Self::begin`] for a first use, in a session whose user the provider has identified itself, as
    /// [`LoginFlows::begin_registration`].
    ///
    /// # Errors
    /// [`AuthError`] if a store fails.
    pub fn begin_registration(
        &self,
        attempt: LoginAttempt,
        now: Timestamp,
    ) -> Result<LocalRegistration, AuthError> {
        self.run(self.flows().begin_registration(attempt, now))
    }

    /// Ends a login with the engine's answer about [`PendingLogin::certificate`], given as of now, as
    /// [`LoginFlows::finish`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub fn finish<V: ValidCertificate>(
        &self,
        pending: PendingLogin,
        answer: Assessed<V>,
        now: Timestamp,
    ) -> Result<LoginConclusion, AuthError> {
        self.bindings.run(self.flows().finish(pending, answer, now))
    }

    const fn flows(&self) -> LoginFlows<'_> {
        LoginFlows::new(&self.rules, self.bindings.flows())
    }

    fn run<T>(&self, mut step: LoginStep<'_, T>) -> Result<T, AuthError> {
        loop {
            step = match step {
                LoginStep::PutChallenge(step) => {
                    let it = step.request();
                    let stored = self.challenges.put(&it.id, &it.record);
                    step.answer(stored.map_err(AuthError::store)?)?
                }
                LoginStep::TakeChallenge(step) => {
                    let taken = self.challenges.take(&step.request().id);
                    step.answer(taken.map_err(AuthError::store)?)?
                }
                LoginStep::CountAttempt(step) => {
                    let it = step.request();
                    let admission = self.limiter.admit(&it.key, it.now);
                    step.answer(admission.map_err(AuthError::store)?)?
                }
                LoginStep::Bindings(step) => return self.bindings.run(step),
                LoginStep::Done(value) => return Ok(value),
            };
        }
    }
}
