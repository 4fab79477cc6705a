use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::event::{Action, ActionResult, EventSubject, Operation, SubjectKind};
use jpki_core::localized::{errors, messages};
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_revocation::ocsp::{Nonce, OcspError, OcspRequest};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::TrustStore;

use super::{InquiryConsent, PeriodicCheckConsent, VaultCertificate, VaultEntry};

messages! {
    /// Why a question about a certificate is not asked.
    #[non_exhaustive]
    QuestionRefused {
        NoConsent => "vault.no-consent", ja "利用者の同意が記録されていません", en "no consent of the user is recorded";
        Expired => "vault.expired", ja "有効期間が終了しています", en "the certificate has expired";
        NoEntry => "vault.no-entry", ja "この種別の電子証明書は登録されていません", en "the user has no certificate of this kind";
        NoAuthority => "vault.no-authority", ja "発行した認証局の鍵がトラストストアにありません", en "the trust store has no authority that issued it";
    }
}

errors!(QuestionRefused);

impl VaultEntry {
    /// Returns the question whether the certificate is revoked, which its user consented to.
    ///
    /// # Errors
    /// [`QuestionRefused`] without a recorded consent, and for an expired certificate, of which J-LIS tells nothing.
    // Requirement: REV-01
    pub fn periodic_check(&self, now: Timestamp) -> Result<PeriodicCheck<'_>, QuestionRefused> {
        let consent = self.consents.periodic_check.ok_or(QuestionRefused::NoConsent)?;
        // guideline 001, 付録①(ア)b
        if now > self.certificate.not_after() {
            return Err(QuestionRefused::Expired);
        }
        Ok(PeriodicCheck { entry: self, consent })
    }
}

/// The question whether one certificate is revoked. Only an entry makes one, if its user consented to it.
#[derive(Clone, Copy)]
pub struct PeriodicCheck<'e> {
    entry: &'e VaultEntry,
    consent: PeriodicCheckConsent,
}

impl<'e> PeriodicCheck<'e> {
    /// Returns the consent that it rests on.
    #[must_use]
    pub const fn consent(&self) -> PeriodicCheckConsent {
        self.consent
    }

    /// Returns what the certificate is for.
    #[must_use]
    pub const fn kind(&self) -> CertificateKind {
        self.entry.certificate.place().kind()
    }

    /// Returns the generation of the authority's key, in whose lists the certificate is looked up.
    #[must_use]
    pub const fn generation(&self) -> Generation {
        self.entry.certificate.generation()
    }

    /// Returns the number (発行番号), to look it up in lists: protected data.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'e> {
        self.entry.certificate.serial_number()
    }

    /// Returns the authority of this store whose key issued the certificate.
    ///
    /// # Errors
    /// [`QuestionRefused::NoAuthority`].
    pub fn issuer<'t>(&self, trust: &'t TrustStore) -> Result<&'t Authority, QuestionRefused> {
        trust
            .anchors(self.kind())
            .find(|anchor| anchor.generation() == self.generation())
            .map(|anchor| anchor.authority())
            .ok_or(QuestionRefused::NoAuthority)
    }

    /// Returns the question to a responder (OCSP), about a certificate of this authority, which [`Self::issuer`] gives.
    ///
    /// # Errors
    /// [`OcspError`].
    pub fn ocsp_request(
        &self,
        issuer: &Authority,
        algorithm: DigestAlgorithm,
        nonce: Option<&Nonce>,
        crypto: &dyn CryptoBackend,
    ) -> Result<OcspRequest, OcspError> {
        OcspRequest::for_serial_numbers([(self.serial_number(), issuer)], algorithm, nonce, crypto)
    }
}

impl fmt::Debug for PeriodicCheck<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PeriodicCheck({:?})", self.kind())
    }
}

/// The question to J-LIS for the certificate one generation before a new one, of either kind. Only a user of the vault makes
/// one, if the consent to it is recorded.
pub struct PredecessorQuestion {
    pub(super) user: PairwiseIdentifier,
    pub(super) new: VaultCertificate,
    pub(super) consent: InquiryConsent,
}

impl PredecessorQuestion {
    /// Returns the consent that it rests on.
    #[must_use]
    pub const fn consent(&self) -> InquiryConsent {
        self.consent
    }

    /// Returns the kind of both certificates.
    #[must_use]
    pub const fn kind(&self) -> CertificateKind {
        self.new.place().kind()
    }

    /// Returns the number (発行番号) of the new certificate: protected data.
    #[must_use]
    pub fn serial_number(&self) -> SerialNumber<'_> {
        self.new.serial_number()
    }

    /// Returns what an operation log is to be told of this inquiry: whoever asks J-LIS knows when, and how it ended.
    // Requirement: ACC-4
    pub fn operation(&self, result: ActionResult, now: Timestamp) -> Operation {
        let subject = EventSubject::new(SubjectKind::Account, self.user.as_bytes());
        Operation::new(Action::SerialInquiry, result, now).about(subject)
    }
}

impl fmt::Debug for PredecessorQuestion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PredecessorQuestion({:?})", self.kind())
    }
}
