use jpki_core::time::Timestamp;

use super::adapter::{Adapter, finish};
use super::{BindingStore, SerialLinkage};
use crate::asynchronous;
use crate::binding::{
    AuthenticatedSigner, BindingOutcome, BindingScheme, Erasure, ErasureReport, ErasureScope,
    Operator, RenewalConsent,
};
use crate::error::AuthError;
use crate::identifiers::UserIdentifier;
use crate::login::{Renewal, RenewalCandidate, VerifiedPossession};

/// Erases all bindings of all providers of a store, when the accreditation ends (guideline 001 ch. 5 ③). For
/// its operator: no provider's handle can do this.
///
/// # Errors
/// [`AuthError`] as [`AccountBindings::erase`].
pub fn erase_whole_store(
    store: &impl BindingStore,
    operator: Operator,
    now: Timestamp,
) -> Result<ErasureReport, AuthError> {
    let scope = ErasureScope::Everything;
    let bindings = store.erase(&scope).map_err(AuthError::store)?;
    Ok(ErasureReport::new(&scope, bindings, now, operator))
}

/// One provider's bindings in a store.
#[derive(Clone, Debug)]
pub struct AccountBindings<B>(asynchronous::AccountBindings<Adapter<B>>);

impl<B: BindingStore> AccountBindings<B> {
    /// The bindings of this book, kept in this store.
    #[must_use]
    pub fn new(book: BindingScheme, store: B) -> Self {
        Self(asynchronous::AccountBindings::new(book, Adapter(store)))
    }

    /// Returns the book.
    #[must_use]
    pub const fn book(&self) -> &BindingScheme {
        self.0.book()
    }

    /// Binds the authentication certificate of a verified signer, which J-LIS names.
    ///
    /// Any document that a person ever signed would do: before the call, the caller compares the content digest
    /// of the verified signature (`content_digest()` of `jpki-verify`'s `VerifiedSignature`) with that of the
    /// application which it made for this user, and refuses another.
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
        finish(self.0.bind_signer(signer, user, &Adapter(linkage), now))
    }

    /// Binds the certificate of a verified first use to the user of its session.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub fn bind_first_use(
        &self,
        possession: &VerifiedPossession,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        finish(self.0.bind_first_use(possession, now))
    }

    /// Binds the new certificate in place of the one before, if J-LIS says that it follows the bound one.
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails.
    pub fn renew(
        &self,
        candidate: RenewalCandidate,
        consent: &RenewalConsent,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<Renewal, AuthError> {
        finish(self.0.renew(candidate, consent, &Adapter(linkage), now))
    }

    /// Erases bindings of this provider, when a user or the provider itself leaves.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails, also if what was erased still stands in its journal: some or all
    /// may be erased then, and the same call is made again. Its report counts what it found itself.
    pub fn erase(
        &self,
        erasure: Erasure<'_>,
        operator: Operator,
        now: Timestamp,
    ) -> Result<ErasureReport, AuthError> {
        finish(self.0.erase(erasure, operator, now))
    }

    pub(super) fn into_face(self) -> asynchronous::AccountBindings<Adapter<B>> {
        self.0
    }
}
