use jpki_core::time::Timestamp;

use super::{BindingStore, SerialLinkage};
use crate::binding::{
    AuthenticatedSigner, BindingOutcome, BindingScheme, Erasure, ErasureReport, OperatorName,
    RenewalConsent,
};
use crate::error::AuthError;
use crate::flow::{self, BindingFlows, BindingStep, InquiryStep};
use crate::identifiers::UserIdentifier;
use crate::login::{Renewal, RenewalCandidate, VerifiedPossession};

/// Runs [`flow::erase_whole_store`] over a store.
///
/// # Errors
/// [`AuthError`] as [`AccountBindings::erase`].
pub fn erase_whole_store(
    store: &impl BindingStore,
    operator: OperatorName,
    now: Timestamp,
) -> Result<ErasureReport, AuthError> {
    run(store, flow::erase_whole_store(operator, now))
}

/// Runs the flows of one provider's bindings, [`BindingFlows`], over a store.
///
/// ```
/// use jpki_auth::binding::{BindingOutcome, Erasure};
/// use jpki_auth::blocking::{AccountBindings, LoginService};
/// use jpki_auth::login::LocalRegistration;
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
/// # let operator = jpki_auth::binding::OperatorName::new("operator")?;
/// # let challenges = MemoryChallenges::with_capacity(100_000);
/// let bindings = AccountBindings::new(scheme, MemoryBindings::new());
/// # let logins = LoginService::new(rules, challenges, bindings.clone(), MemoryAttempts::default());
/// # let purpose = Purpose::registration();
/// # let challenge = logins.challenge(&session, &purpose, now())?;
/// # let attempt = card.answer(&challenge, &user, &session, &purpose)?;
/// // The first use, in a session whose user the provider has identified itself.
/// if let LocalRegistration::Pending(pending) = logins.begin_registration(attempt, now())? {
///     let answer = world.judge(pending.certificate()); // path, validity, revocation
///     let possession = pending.finish(answer, now()).into_assessed().into_result()?;
///     let outcome = bindings.bind_first_use(&possession, now())?;
///     assert!(matches!(outcome, BindingOutcome::Bound(_)));
/// }
/// // The user leaves.
/// let report = bindings.erase(Erasure::Account(&user), operator, now())?;
/// assert_eq!(report.bindings(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AccountBindings<B> {
    flows: BindingFlows,
    store: B,
}

impl<B: BindingStore> AccountBindings<B> {
    /// Keeps the bindings of this scheme in this store.
    #[must_use]
    pub fn new(book: BindingScheme, store: B) -> Self {
        Self { flows: BindingFlows::new(book), store }
    }

    /// Returns the scheme.
    #[must_use]
    pub const fn book(&self) -> &BindingScheme {
        self.flows.scheme()
    }

    /// Binds the authentication certificate that J-LIS names for a verified signer, as
    /// [`BindingFlows::bind_signer`], which says what the caller must have compared before.
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails.
    pub fn bind_signer(
        &self,
        signer: &impl AuthenticatedSigner,
        user: &UserIdentifier,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        match self.flows.bind_signer(signer, user, now) {
            InquiryStep::Inquire(step) => {
                let counterpart = linkage.counterpart(&step.request().inquiry());
                self.run(step.answer(counterpart.map_err(AuthError::linkage)?)?)
            }
            InquiryStep::Done(outcome) => Ok(outcome),
        }
    }

    /// Binds the certificate of a verified first use, as [`BindingFlows::bind_first_use`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails, or if the first use was of another provider.
    pub fn bind_first_use(
        &self,
        possession: &VerifiedPossession,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        self.run(self.flows.bind_first_use(possession, now)?)
    }

    /// Binds the new certificate in place of the one before, as [`BindingFlows::renew`].
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails, or if the login was of another provider.
    pub fn renew(
        &self,
        candidate: RenewalCandidate,
        consent: &RenewalConsent,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<Renewal, AuthError> {
        match self.flows.renew(candidate, consent, now)? {
            InquiryStep::Inquire(step) => {
                let find = step.request();
                let predecessor = linkage.predecessor(&find.inquiry(), &find.consent);
                self.run(step.answer(predecessor.map_err(AuthError::linkage)?)?)
            }
            InquiryStep::Done(renewal) => Ok(renewal),
        }
    }

    /// Erases bindings of this provider, as [`BindingFlows::erase`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails; [`EraseBindings`](flow::EraseBindings) says what may be erased then.
    pub fn erase(
        &self,
        erasure: Erasure<'_>,
        operator: OperatorName,
        now: Timestamp,
    ) -> Result<ErasureReport, AuthError> {
        self.run(self.flows.erase(erasure, operator, now))
    }

    pub(super) const fn flows(&self) -> &BindingFlows {
        &self.flows
    }

    pub(super) fn run<T>(&self, step: BindingStep<'_, T>) -> Result<T, AuthError> {
        run(&self.store, step)
    }
}

fn run<T>(store: &impl BindingStore, mut step: BindingStep<'_, T>) -> Result<T, AuthError> {
    loop {
        step = match step {
            BindingStep::CheckKey(step) => {
                let standing = store.check_key(&step.request().check);
                step.answer(standing.map_err(AuthError::store)?)?
            }
            BindingStep::Find(step) => {
                let records = store.of_account(&step.request().accounts);
                step.answer(records.map_err(AuthError::store)?)?
            }
            BindingStep::Insert(step) => {
                let it = step.request();
                let insertion = store.insert(&it.record, &it.accounts, &it.certificates);
                step.answer(insertion.map_err(AuthError::store)?)?
            }
            BindingStep::Replace(step) => {
                let it = step.request();
                let replacement = store.replace(&it.old, &it.record, &it.certificates);
                step.answer(replacement.map_err(AuthError::store)?)?
            }
            BindingStep::Erase(step) => {
                let count = store.erase(&step.request().scope);
                step.answer(count.map_err(AuthError::store)?)?
            }
            BindingStep::Done(value) => return Ok(value),
        };
    }
}
