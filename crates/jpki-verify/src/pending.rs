use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::{Assessed, Check, CheckId, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::ocsp::{Nonce, OcspRequest, TransportError};
use jpki_revocation::resolver::StatusResolver;
use jpki_revocation::{
    Evidence, RevocationAssessment, RevocationTarget, RevocationValues, Settled, StatusSource,
};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::config::Responder;
use crate::verified::Certified;

/// A verification whose local checks are done: whether the certificate is revoked is still open.
///
/// The question may cost money and a network call, so it comes last, and only if all checks before it passed. For an
/// expired certificate J-LIS gives no revocation information (guideline 001, 付録①(ア)b), so there is no question.
#[must_use = "nothing is decided until it is finished"]
pub struct Pending<T> {
    pub(crate) status: Arc<dyn StatusSource>,
    pub(crate) responder: Option<Arc<Responder>>,
    pub(crate) at: ValidationTime,
    pub(crate) report: Report,
    pub(crate) value: Option<T>,
    pub(crate) certificate: Option<Certificate>,
    pub(crate) policy: Option<PolicyVersion>,
    pub(crate) time_stamp_values: RevocationValues,
    pub(crate) purpose: CertificateKind,
}

impl<T: Certified> Pending<T> {
    /// Returns the report of the local checks.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Returns the certificate whose status is to be asked for; `None` if the verdict does not depend on it.
    #[must_use]
    // Requirement: VAL-01
    pub fn question(&self) -> Option<RevocationTarget<'_>> {
        match self.report.first_obstacle() {
            Some(_) => None,
            None => Some(self.value.as_ref()?.certified().target()),
        }
    }

    /// Returns the time as of which the status is to be asked for.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.at
    }

    /// Finishes with the verifier's own source of status. Where its method needs the response of a responder, the verdict
    /// is indeterminate, or invalid by that source.
    pub fn finish(self) -> Settled<T> {
        let lists = |target: &RevocationTarget<'_>| self.status.certificate_status(target, self.at);
        let answer = self.question().map(|target| match &self.responder {
            None => lists(&target),
            Some(responder) => self.inquiry(responder, target).finish_with_crls(&lists),
        });
        self.finish_with_answer(answer)
    }

    /// Finishes by the verifier's method: with its own source of status and the response of its responder. Calls `send`
    /// at most once, and not at all where the verdict does not depend on the response; `send` carries the request to the
    /// responder and returns the bytes of its response.
    ///
    /// Draws the nonce from the system's generator. Where that fails, and for a verifier without a responder, finishes
    /// as [`Self::finish`] does.
    ///
    /// ```
    /// use jpki_verify::SignedDocument;
    /// use jpki_verify::revocation::ocsp::TransportError;
    ///
    /// # let (verifier, certificate, case) = jpki_examples::valid_signature()?;
    /// let document = SignedDocument::raw(&certificate, &case.signature, &case.content);
    /// let pending = verifier.begin_signature(&document, case.at);
    /// // A transport of `jpki-transport` brings the request to the responder; this one reaches none.
    /// let settled = pending.finish_with_ocsp(|_request| Err(TransportError::Unreachable));
    /// assert_eq!(settled.evidence().values().crls().len(), 1);
    /// assert!(settled.into_assessed().into_result().is_ok()); // by the CRL: this verifier has no responder
    /// # Ok::<_, Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "std")]
    pub fn finish_with_ocsp(
        self,
        send: impl FnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Settled<T> {
        match Nonce::draw() {
            Ok(nonce) => self.finish_with_ocsp_and_nonce(&nonce, send),
            Err(_) => self.finish(),
        }
    }

    /// Does what [`Self::finish_with_ocsp`] does, without blocking.
    #[cfg(feature = "std")]
    pub async fn finish_with_ocsp_async(
        self,
        send: impl AsyncFnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Settled<T> {
        match Nonce::draw() {
            Ok(nonce) => self.finish_with_ocsp_and_nonce_async(&nonce, send).await,
            Err(_) => self.finish(),
        }
    }

    /// Does what `finish_with_ocsp` does, with the caller's nonce: for tests, and for systems without a generator. A nonce
    /// that is used twice allows replays.
    pub fn finish_with_ocsp_and_nonce(
        self,
        nonce: &Nonce,
        send: impl FnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Settled<T> {
        let Some(responder) = &self.responder else { return self.finish() };
        let lists = |target: &RevocationTarget<'_>| self.status.certificate_status(target, self.at);
        let answer = self.question().map(|target| {
            self.inquiry(responder, target).resolve(&lists, &responder.verifier, nonce, send)
        });
        self.finish_with_answer(answer)
    }

    /// Does what [`Self::finish_with_ocsp_and_nonce`] does, without blocking.
    pub async fn finish_with_ocsp_and_nonce_async(
        self,
        nonce: &Nonce,
        send: impl AsyncFnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Settled<T> {
        let Some(responder) = &self.responder else { return self.finish() };
        let lists = |target: &RevocationTarget<'_>| self.status.certificate_status(target, self.at);
        let answer = match self.question() {
            None => None,
            Some(target) => {
                let inquiry = self.inquiry(responder, target);
                Some(inquiry.resolve_async(&lists, &responder.verifier, nonce, send).await)
            }
        };
        self.finish_with_answer(answer)
    }

    /// Finishes with the caller's own answer, if there is a question. An answer about another certificate, issuer or
    /// [time](Self::time) decides nothing: the verdict is then indeterminate ([`Reason::StatusOfOtherQuestion`](jpki_core::report::Reason::StatusOfOtherQuestion)).
    pub fn finish_with(
        self,
        ask: impl FnOnce(&RevocationTarget<'_>) -> RevocationAssessment,
    ) -> Settled<T> {
        let answer = self.question().map(|target| ask(&target));
        self.finish_with_answer(answer)
    }

    /// Does what [`Self::finish_with`] does, without blocking.
    pub async fn finish_with_async(
        self,
        ask: impl AsyncFnOnce(&RevocationTarget<'_>) -> RevocationAssessment,
    ) -> Settled<T> {
        let answer = match self.question() {
            Some(target) => Some(ask(&target).await),
            None => None,
        };
        self.finish_with_answer(answer)
    }

    fn inquiry<'t>(
        &self,
        responder: &Responder,
        target: RevocationTarget<'t>,
    ) -> StatusResolver<'t> {
        StatusResolver::begin(&responder.policy, target, self.at)
    }

    // Requirement: SIG-01, CERT-14, H06-08
    fn finish_with_answer(self, answer: Option<RevocationAssessment>) -> Settled<T> {
        let answer = answer
            .zip(self.question())
            .map(|(answer, question)| answer.for_question(&question, self.at));
        let Self {
            mut report, mut value, certificate, policy, time_stamp_values, purpose, at, ..
        } = self;
        let mut evidence = Evidence::new(at, purpose, policy)
            .with_certificate(certificate)
            .with_time_stamp_values(time_stamp_values);
        if let Some(value) = &value {
            let certified = value.certified();
            let (path, generation) = (certified.path().clone(), certified.class().generation());
            evidence = evidence
                .with_path(path, generation, certified.arl().clone())
                .with_content_digest(value.digest());
        }
        let because = report.first_obstacle().unwrap_or(CheckId::Path);
        report.push(match answer {
            Some(answer) => {
                value = value.map(|value| value.known_as_of(answer.as_of()));
                evidence = evidence.with_basis(answer.status_basis());
                let (check, values) = answer.into_check_and_values();
                evidence = evidence.with_values(values);
                check
            }
            None => Check::skipped(CheckId::Revocation, Subject::EndEntity, because),
        });
        Settled::new(Assessed::new(report, value), evidence, T::ACTION)
    }
}

impl<T: fmt::Debug> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("value", &self.value).finish_non_exhaustive()
    }
}
