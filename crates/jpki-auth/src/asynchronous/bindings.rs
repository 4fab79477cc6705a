use std::sync::{Arc, OnceLock};

use jpki_core::time::Timestamp;
use jpki_x509::kind::CertificateKind;

use super::{BindingStore, SerialLinkage};
use crate::binding::{
    AuthenticatedSigner, BindingOrigin, BindingOutcome, BindingRecord, BindingScheme, Counterpart,
    Erasure, ErasureReport, ErasureScope, IssuedSerial, KeyStanding, Operator, Predecessor,
    RenewalConsent, Replacement, SerialInquiry,
};
use crate::error::AuthError;
use crate::identifiers::{ServiceProvider, UserIdentifier};
use crate::login::{Freshness, Rekeyed, Renewal, RenewalCandidate, VerifiedPossession};

/// Erases all bindings of all providers of a store, when the accreditation ends (guideline 001 ch. 5 ③). For
/// its operator: no provider's handle can do this.
///
/// # Errors
/// [`AuthError`] as [`AccountBindings::erase`].
pub async fn erase_whole_store(
    store: &impl BindingStore,
    operator: Operator,
    now: Timestamp,
) -> Result<ErasureReport, AuthError> {
    erase(store, &ErasureScope::Everything, operator, now).await
}

async fn erase(
    store: &impl BindingStore,
    scope: &ErasureScope,
    operator: Operator,
    now: Timestamp,
) -> Result<ErasureReport, AuthError> {
    let bindings = store.erase(scope).await.map_err(AuthError::store)?;
    Ok(ErasureReport::new(scope, bindings, now, operator))
}

/// One provider's bindings in a store.
///
/// Before the first of them is read or written, the store is asked whether it knows the keys of the book by
/// their names: [`AuthError::KeyReused`].
#[derive(Clone, Debug)]
pub struct AccountBindings<B> {
    book: BindingScheme,
    store: B,
    keys_checked: Arc<OnceLock<()>>,
}

impl<B: BindingStore> AccountBindings<B> {
    /// The bindings of this book, kept in this store.
    #[must_use]
    pub fn new(book: BindingScheme, store: B) -> Self {
        Self { book, store, keys_checked: Arc::default() }
    }

    /// Returns the book.
    #[must_use]
    pub const fn book(&self) -> &BindingScheme {
        &self.book
    }

    /// Binds the authentication certificate of a verified signer, which J-LIS names.
    ///
    /// Any document that a person ever signed would do: before the call, the caller compares the content digest
    /// of the verified signature (`content_digest()` of `jpki-verify`'s `VerifiedSignature`) with that of the
    /// application which it made for this user, and refuses another.
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
        if !Freshness::of_verdict(signer.judged_at()).holds_at(now) {
            return Ok(BindingOutcome::TooLate);
        }
        let kind = signer.kind();
        if kind != CertificateKind::Signature {
            return Ok(BindingOutcome::WrongKind);
        }
        let inquiry = SerialInquiry::new(signer.certificate(), kind);
        match linkage.counterpart(&inquiry).await.map_err(AuthError::linkage)? {
            Counterpart::Linked(linked) => {
                self.bind(user, linked.serial(), BindingOrigin::SignatureAndInquiry, now).await
            }
            Counterpart::NoCounterpart => Ok(BindingOutcome::NoCounterpart),
        }
    }

    /// Binds the certificate of a verified first use to the user of its session.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails.
    pub async fn bind_first_use(
        &self,
        possession: &VerifiedPossession,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        self.own(possession.provider())?;
        if !possession.is_fresh_at(now) {
            return Ok(BindingOutcome::TooLate);
        }
        let origin = BindingOrigin::FirstUse;
        self.bind(possession.user(), possession.serial(), origin, possession.at()).await
    }

    /// Binds the new certificate in place of the one before, if J-LIS says that it follows the bound one.
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails.
    pub async fn renew(
        &self,
        candidate: RenewalCandidate,
        consent: &RenewalConsent,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<Renewal, AuthError> {
        self.own(candidate.provider())?;
        if !candidate.is_fresh_at(now) {
            return Ok(Renewal::TooLate);
        }
        let kind = CertificateKind::UserAuthentication;
        let inquiry = SerialInquiry::new(candidate.certificate(), kind);
        let predecessor =
            match linkage.predecessor(&inquiry, consent).await.map_err(AuthError::linkage)? {
                Predecessor::Linked(linked) => linked,
                Predecessor::NoPredecessor => return Ok(Renewal::ReRegistrationRequired),
            };
        let Some(succession) = candidate.succession(&self.book, &predecessor, now) else {
            return Ok(Renewal::ReRegistrationRequired);
        };
        self.check_keys().await?;
        let certificates = self.book.certificates(&IssuedSerial::of(candidate.certificate()));
        let replaced = self
            .store
            .replace(&succession.old.certificate, &succession.new, &certificates)
            .await
            .map_err(AuthError::store)?;
        let accounts = self.book.accounts(candidate.user());
        Ok(candidate.finish(replaced, &succession.new, &accounts))
    }

    /// Erases bindings of this provider, when a user or the provider itself leaves.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails, also if what was erased still stands in its journal: some or all
    /// may be erased then, and the same call is made again. Its report counts what it found itself.
    pub async fn erase(
        &self,
        erasure: Erasure<'_>,
        operator: Operator,
        now: Timestamp,
    ) -> Result<ErasureReport, AuthError> {
        erase(&self.store, &erasure.scope(&self.book), operator, now).await
    }

    pub(super) async fn of_account(
        &self,
        user: &UserIdentifier,
    ) -> Result<Vec<BindingRecord>, AuthError> {
        self.check_keys().await?;
        self.store.of_account(&self.book.accounts(user)).await.map_err(AuthError::store)
    }

    /// A binding that changed meanwhile stays as it is.
    pub(super) async fn rekey(&self, rekeyed: &Rekeyed) -> Result<Replacement, AuthError> {
        self.store
            .replace(&rekeyed.old, &rekeyed.new, &[rekeyed.new.certificate])
            .await
            .map_err(AuthError::store)
    }

    async fn check_keys(&self) -> Result<(), AuthError> {
        if self.keys_checked.get().is_some() {
            return Ok(());
        }
        for check in self.book.key_checks() {
            match self.store.check_key(&check).await.map_err(AuthError::store)? {
                KeyStanding::Same => {}
                KeyStanding::Other => return Err(AuthError::KeyReused(check.key())),
            }
        }
        self.keys_checked.get_or_init(|| ());
        Ok(())
    }

    fn own(&self, provider: &ServiceProvider) -> Result<(), AuthError> {
        if provider == self.book.provider() { Ok(()) } else { Err(AuthError::OtherProvider) }
    }

    async fn bind(
        &self,
        user: &UserIdentifier,
        serial: &IssuedSerial,
        origin: BindingOrigin,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        self.check_keys().await?;
        let draft = self.book.draft(user, serial, origin, now)?;
        let accounts = self.book.accounts(user);
        let certificates = self.book.certificates(serial);
        let insertion =
            self.store.insert(&draft, &accounts, &certificates).await.map_err(AuthError::store)?;
        Ok(BindingOutcome::of(insertion, &accounts))
    }
}
