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
pub async fn erase_whole_store(
    store: &impl BindingStore,
    operator: OperatorName,
    now: Timestamp,
) -> Result<ErasureReport, AuthError> {
    run(store, flow::erase_whole_store(operator, now)).await
}

/// Runs the flows of one provider's bindings, [`BindingFlows`], over a store.
/// Used as [`blocking::AccountBindings`](crate::blocking::AccountBindings), and awaited.
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
    pub async fn bind_signer(
        &self,
        signer: &impl AuthenticatedSigner,
        user: &UserIdentifier,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        match self.flows.bind_signer(signer, user, now) {
            InquiryStep::Inquire(step) => {
                let counterpart = linkage.counterpart(&step.request().inquiry()).await;
                self.run(step.answer(counterpart.map_err(AuthError::linkage)?)?).await
            }
            InquiryStep::Done(outcome) => Ok(outcome),
        }
    }

    /// Binds the certificate of a verified first use, as [`BindingFlows::bind_first_use`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails, or if the first use was of another provider.
    pub async fn bind_first_use(
        &self,
        possession: &VerifiedPossession,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        self.run(self.flows.bind_first_use(possession, now)?).await
    }

    /// Binds the new certificate in place of the one before, as [`BindingFlows::renew`].
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails, or if the login was of another provider.
    pub async fn renew(
        &self,
        candidate: RenewalCandidate,
        consent: &RenewalConsent,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<Renewal, AuthError> {
        match self.flows.renew(candidate, consent, now)? {
            InquiryStep::Inquire(step) => {
                let find = step.request();
                let predecessor = linkage.predecessor(&find.inquiry(), &find.consent).await;
                self.run(step.answer(predecessor.map_err(AuthError::linkage)?)?).await
            }
            InquiryStep::Done(renewal) => Ok(renewal),
        }
    }

    /// Erases bindings of this provider, as [`BindingFlows::erase`].
    ///
    /// # Errors
    /// [`AuthError`] if the store fails; [`EraseBindings`](flow::EraseBindings) says what may be erased then.
    pub async fn erase(
        &self,
        erasure: Erasure<'_>,
        operator: OperatorName,
        now: Timestamp,
    ) -> Result<ErasureReport, AuthError> {
        self.run(self.flows.erase(erasure, operator, now)).await
    }

    pub(super) const fn flows(&self) -> &BindingFlows {
        &self.flows
    }

    pub(super) async fn run<T>(&self, step: BindingStep<'_, T>) -> Result<T, AuthError> {
        run(&self.store, step).await
    }
}

async fn run<T>(store: &impl BindingStore, mut step: BindingStep<'_, T>) -> Result<T, AuthError> {
    loop {
        step = match step {
            BindingStep::CheckKey(step) => {
                let standing = store.check_key(&step.request().check).await;
                step.answer(standing.map_err(AuthError::store)?)?
            }
            BindingStep::Find(step) => {
                let records = store.of_account(&step.request().accounts).await;
                step.answer(records.map_err(AuthError::store)?)?
            }
            BindingStep::Insert(step) => {
                let it = step.request();
                let insertion = store.insert(&it.record, &it.accounts, &it.certificates).await;
                step.answer(insertion.map_err(AuthError::store)?)?
            }
            BindingStep::Replace(step) => {
                let it = step.request();
                let replacement = store.replace(&it.old, &it.record, &it.certificates).await;
                step.answer(replacement.map_err(AuthError::store)?)?
            }
            BindingStep::Erase(step) => {
                let count = store.erase(&step.request().scope).await;
                step.answer(count.map_err(AuthError::store)?)?
            }
            BindingStep::Done(value) => return Ok(value),
        };
    }
}
