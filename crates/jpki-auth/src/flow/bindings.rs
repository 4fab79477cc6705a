use std::sync::{Arc, OnceLock};

use jpki_core::time::Timestamp;
use jpki_x509::kind::CertificateKind;

use super::request::{
    CheckKey, EraseBindings, FindBindings, FindCounterpart, FindPredecessor, InsertBinding,
    ReplaceBinding,
};
use super::step::{Awaiting, BindingStep, InquiryStep};
use crate::binding::{
    AccountReference, AuthenticatedSigner, Binding, BindingOrigin, BindingOutcome, BindingRecord,
    BindingScheme, Counterpart, Erasure, ErasureReport, ErasureScope, Insertion, IssuedSerial,
    KeyCheck, KeyStanding, OperatorName, Predecessor, RenewalConsent, Replacement,
};
use crate::error::AuthError;
use crate::identifiers::{ServiceProvider, UserIdentifier};
use crate::login::{Freshness, Renewal, RenewalCandidate, VerifiedPossession};

/// The flows of one provider's bindings in one store.
///
/// Before the first binding is read or written, the store is asked whether it knows the keys of the scheme by their
/// names: [`AuthError::KeyReused`]. Clones share the knowledge that it does; another store needs a value of its own.
#[derive(Clone, Debug)]
pub struct BindingFlows {
    scheme: BindingScheme,
    keys_known: Arc<OnceLock<()>>,
}

impl BindingFlows {
    /// Creates the flows of this scheme.
    #[must_use]
    pub fn new(scheme: BindingScheme) -> Self {
        Self { scheme, keys_known: Arc::default() }
    }

    /// Returns the scheme.
    #[must_use]
    pub const fn scheme(&self) -> &BindingScheme {
        &self.scheme
    }

    /// Binds the authentication certificate that J-LIS names for a verified signer.
    ///
    /// Any document that a person ever signed would do: before the call, the caller compares the content digest
    /// of the verified signature (`content_digest()` of `jpki-verify`'s `VerifiedSignature`) with that of the
    /// application which it made for this user, and refuses another.
    // Requirement: LINK-02, AUTH-06, CERT-10
    pub fn bind_signer<'a>(
        &'a self,
        signer: &impl AuthenticatedSigner,
        user: &UserIdentifier,
        now: Timestamp,
    ) -> InquiryStep<'a, FindCounterpart, Counterpart, BindingOutcome> {
        if !Freshness::of_verdict(signer.judged_at()).holds_at(now) {
            return InquiryStep::Done(BindingOutcome::TooLate);
        }
        if signer.kind() != CertificateKind::Signature {
            return InquiryStep::Done(BindingOutcome::WrongKind);
        }
        let user = user.clone();
        let find = FindCounterpart { certificate: signer.certificate().clone() };
        InquiryStep::Inquire(Awaiting::new(find, move |_, counterpart| match counterpart {
            Counterpart::Linked(linked) => {
                self.bind(&user, linked.serial(), BindingOrigin::SignatureAndInquiry, now)
            }
            Counterpart::NoCounterpart => Ok(BindingStep::Done(BindingOutcome::NoCounterpart)),
        }))
    }

    /// Binds the certificate of a verified first use to the user of its session.
    ///
    /// # Errors
    /// [`AuthError::OtherProvider`], [`AuthError::Randomness`].
    pub fn bind_first_use<'a>(
        &'a self,
        possession: &VerifiedPossession,
        now: Timestamp,
    ) -> Result<BindingStep<'a, BindingOutcome>, AuthError> {
        self.own(possession.provider())?;
        if !possession.is_fresh_at(now) {
            return Ok(BindingStep::Done(BindingOutcome::TooLate));
        }
        let origin = BindingOrigin::FirstUse;
        self.bind(possession.user(), possession.serial(), origin, possession.at())
    }

    /// Binds the new certificate in place of the one before, if J-LIS says that it follows the bound one.
    ///
    /// # Errors
    /// [`AuthError::OtherProvider`].
    pub fn renew<'a>(
        &'a self,
        candidate: RenewalCandidate,
        consent: &RenewalConsent,
        now: Timestamp,
    ) -> Result<InquiryStep<'a, FindPredecessor, Predecessor, Renewal>, AuthError> {
        self.own(candidate.provider())?;
        if !candidate.is_fresh_at(now) {
            return Ok(InquiryStep::Done(Renewal::TooLate));
        }
        let certificate = candidate.certificate().clone();
        let find = FindPredecessor { certificate, consent: *consent };
        Ok(InquiryStep::Inquire(Awaiting::new(find, move |_, predecessor| {
            Ok(self.succeed(candidate, &predecessor, now))
        })))
    }

    /// Erases bindings of this provider, when a user or the provider itself leaves.
    pub fn erase<'a>(
        &self,
        erasure: Erasure<'_>,
        operator: OperatorName,
        now: Timestamp,
    ) -> BindingStep<'a, ErasureReport> {
        erase(erasure.scope(&self.scheme), operator, now)
    }

    /// Reads the bindings of an account. Records of other accounts are ignored.
    pub(super) fn find<'a, T: 'a>(
        &'a self,
        accounts: Vec<AccountReference>,
        next: impl FnOnce(FindBindings, Vec<BindingRecord>) -> Result<BindingStep<'a, T>, AuthError>
        + Send
        + 'a,
    ) -> BindingStep<'a, T> {
        let find = FindBindings { accounts };
        self.with_known_keys(move || {
            BindingStep::Find(Awaiting::new(find, move |find, mut records: Vec<BindingRecord>| {
                records.retain(|record| record.is_of(&find.accounts));
                next(find, records)
            }))
        })
    }

    // Requirement: LINK-01
    fn bind<'a>(
        &'a self,
        user: &UserIdentifier,
        serial: &IssuedSerial,
        origin: BindingOrigin,
        now: Timestamp,
    ) -> Result<BindingStep<'a, BindingOutcome>, AuthError> {
        let insert = InsertBinding {
            record: self.scheme.draft(user, serial, origin, now)?,
            accounts: self.scheme.accounts(user),
            certificates: self.scheme.certificates(serial),
        };
        let resume = move |insert: InsertBinding, insertion| {
            let binds = |record| self.scheme.binds(record, &insert.accounts, &insert.certificates);
            Ok(BindingStep::Done(match insertion {
                Insertion::Inserted(record) if binds(&record) => {
                    BindingOutcome::Bound(Binding::of(&record))
                }
                Insertion::Inserted(_) => return Err(AuthError::store("another binding inserted")),
                Insertion::CertificateBound(record) if binds(&record) => {
                    BindingOutcome::AlreadyBound(Binding::of(&record))
                }
                Insertion::CertificateBound(_) => BindingOutcome::BoundElsewhere,
                Insertion::AccountFull => BindingOutcome::AccountFull,
            }))
        };
        Ok(self.with_known_keys(move || BindingStep::Insert(Awaiting::new(insert, resume))))
    }

    fn succeed<'a>(
        &'a self,
        candidate: RenewalCandidate,
        predecessor: &Predecessor,
        now: Timestamp,
    ) -> BindingStep<'a, Renewal> {
        let rewrite = match predecessor {
            Predecessor::Linked(linked) => candidate.rewrite(&self.scheme, linked, now),
            Predecessor::NoPredecessor => None,
        };
        let Some(rewrite) = rewrite else {
            return BindingStep::Done(Renewal::ReRegistrationRequired);
        };
        let certificates = self.scheme.certificates(&IssuedSerial::of(candidate.certificate()));
        let replace = ReplaceBinding { old: rewrite.old, record: rewrite.new, certificates };
        let accounts = self.scheme.accounts(candidate.user());
        let resume = move |replace: ReplaceBinding, replacement| {
            let binds = |record| self.scheme.binds(record, &accounts, &replace.certificates);
            Ok(BindingStep::Done(match replacement {
                Replacement::Replaced => candidate.finish(&replace.record),
                // Somebody who renews in two windows at once is renewed in both.
                Replacement::CertificateBound(record) if binds(&record) => {
                    candidate.finish(&record)
                }
                Replacement::CertificateBound(_) => Renewal::BoundElsewhere,
                Replacement::Gone => Renewal::ReRegistrationRequired,
            }))
        };
        self.with_known_keys(move || BindingStep::Replace(Awaiting::new(replace, resume)))
    }

    fn with_known_keys<'a, T: 'a>(
        &'a self,
        next: impl FnOnce() -> BindingStep<'a, T> + Send + 'a,
    ) -> BindingStep<'a, T> {
        if self.keys_known.get().is_some() {
            return next();
        }
        let checks: Vec<_> = self.scheme.key_checks().collect();
        self.check_keys(checks.into_iter(), next)
    }

    fn check_keys<'a, T: 'a>(
        &'a self,
        mut checks: std::vec::IntoIter<KeyCheck>,
        next: impl FnOnce() -> BindingStep<'a, T> + Send + 'a,
    ) -> BindingStep<'a, T> {
        let Some(check) = checks.next() else {
            self.keys_known.get_or_init(|| ());
            return next();
        };
        BindingStep::CheckKey(Awaiting::new(CheckKey { check }, move |asked, standing| {
            match standing {
                KeyStanding::Same => Ok(self.check_keys(checks, next)),
                KeyStanding::Other => Err(AuthError::KeyReused(asked.check.key())),
            }
        }))
    }

    fn own(&self, provider: &ServiceProvider) -> Result<(), AuthError> {
        if provider == self.scheme.provider() { Ok(()) } else { Err(AuthError::OtherProvider) }
    }
}

/// Erases all bindings of all providers of a store, when the accreditation ends (guideline 001 ch. 5 ③). For
/// its operator: no provider's handle can do this.
// Requirement: LINK-07, PROC-06
pub fn erase_whole_store(
    operator: OperatorName,
    now: Timestamp,
) -> BindingStep<'static, ErasureReport> {
    erase(ErasureScope::Everything, operator, now)
}

fn erase<'a>(
    scope: ErasureScope,
    operator: OperatorName,
    now: Timestamp,
) -> BindingStep<'a, ErasureReport> {
    BindingStep::Erase(Awaiting::new(EraseBindings { scope }, move |erase, bindings| {
        Ok(BindingStep::Done(ErasureReport::new(&erase.scope, bindings, now, operator)))
    }))
}
