use jpki_core::time::Timestamp;
use jpki_x509::kind::CertificateKind;

use super::{BindingStore, SerialLinkage};
use crate::binding::{
    BindingBook, BindingOrigin, BindingOutcome, BindingRecord, Counterpart, ErasureReport,
    ErasureScope, IssuedSerial, Operator, Predecessor, Renewal, RenewalConsent, Replacement,
    SerialInquiry, VerifiedSigner,
};
use crate::error::AuthError;
use crate::label::{ServiceProvider, UserIdentifier};
use crate::login::{Rekeyed, RenewalCandidate, VerifiedPossession};

/// One provider's bindings in a store.
#[derive(Clone, Debug)]
pub struct AccountBindings<B> {
    book: BindingBook,
    store: B,
}

impl<B: BindingStore> AccountBindings<B> {
    /// The bindings of this book, kept in this store.
    #[must_use]
    pub const fn new(book: BindingBook, store: B) -> Self {
        Self { book, store }
    }

    /// The book.
    #[must_use]
    pub const fn book(&self) -> &BindingBook {
        &self.book
    }

    /// Binds the authentication certificate of a verified signer, which J-LIS names.
    ///
    /// # Errors
    /// [`AuthError`] if the inquiry or the store fails.
    pub async fn bind_signer(
        &self,
        signer: &impl VerifiedSigner,
        user: &UserIdentifier,
        linkage: &impl SerialLinkage,
        now: Timestamp,
    ) -> Result<BindingOutcome, AuthError> {
        let inquiry = match (signer.kind(), signer.certificate()) {
            (kind @ CertificateKind::Signature, Some(certificate)) => {
                SerialInquiry::new(certificate, kind)
            }
            _ => return Ok(BindingOutcome::WrongKind),
        };
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
        let certificates = self.book.certificates(&IssuedSerial::of(candidate.certificate()));
        let replaced = self
            .store
            .replace(&succession.old.certificate, &succession.new, &certificates)
            .await
            .map_err(AuthError::store)?;
        let accounts = self.book.accounts(candidate.user());
        Ok(candidate.settle(replaced, &succession.new, &accounts))
    }

    /// Erases bindings; to be used when a user leaves, a provider leaves, or the accreditation ends.
    ///
    /// # Errors
    /// [`AuthError`] if the store fails; some may be erased then.
    pub async fn erase(
        &self,
        scope: &ErasureScope,
        operator: Operator,
        now: Timestamp,
    ) -> Result<ErasureReport, AuthError> {
        let bindings = self.store.erase(scope).await.map_err(AuthError::store)?;
        Ok(ErasureReport::new(scope, bindings, now, operator))
    }

    pub(super) async fn of_account(
        &self,
        user: &UserIdentifier,
    ) -> Result<Vec<BindingRecord>, AuthError> {
        self.store.of_account(&self.book.accounts(user)).await.map_err(AuthError::store)
    }

    /// A binding that changed meanwhile stays as it is.
    pub(super) async fn rekey(&self, rekeyed: &Rekeyed) -> Result<Replacement, AuthError> {
        self.store
            .replace(&rekeyed.old, &rekeyed.new, &[rekeyed.new.certificate])
            .await
            .map_err(AuthError::store)
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
        let draft = self.book.draft(user, serial, origin, now)?;
        let accounts = self.book.accounts(user);
        let certificates = self.book.certificates(serial);
        let insertion =
            self.store.insert(&draft, &accounts, &certificates).await.map_err(AuthError::store)?;
        Ok(BindingOutcome::of(insertion, &accounts))
    }
}
