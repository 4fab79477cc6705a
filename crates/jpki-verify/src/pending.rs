use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::report::{Assessed, Check, CheckId, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::ocsp::{Nonce, OcspRequest, TransportError};
use jpki_revocation::policy::StatusResolver;
use jpki_revocation::{RevocationAssessment, StatusSource, Target};

use crate::config::Responder;
use crate::verified::Certified;

/// A verification whose local checks are done: what is left is whether the certificate is revoked.
///
/// The question may cost money and a network call, so it is asked last, and only if everything before
/// holds. Of a certificate that has expired there is no information (guideline 001, 付録①(ア)b), and no
/// question.
#[must_use = "nothing is decided until it is settled"]
pub struct Pending<T> {
    status: Arc<dyn StatusSource>,
    responder: Option<Arc<Responder>>,
    at: ValidationTime,
    report: Report,
    value: Option<T>,
}

impl<T: Certified> Pending<T> {
    pub(crate) const fn new(
        status: Arc<dyn StatusSource>,
        responder: Option<Arc<Responder>>,
        at: ValidationTime,
        report: Report,
        value: Option<T>,
    ) -> Self {
        Self { status, responder, at, report, value }
    }

    /// What was found so far.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// The certificate whose standing is to be asked; none if the verdict is clear without it.
    #[must_use]
    pub fn question(&self) -> Option<Target<'_>> {
        match self.report.first_obstacle() {
            Some(_) => None,
            None => Some(self.value.as_ref()?.certified().target()),
        }
    }

    /// The time as of which it is to be asked.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.at
    }

    /// Ends the verification with what the verifier has at hand. Where its method wants the answer of a
    /// responder, the verdict is indeterminate, or invalid by what is at hand.
    pub fn finish(self) -> Assessed<T> {
        let lists = |target: &Target<'_>| self.status.certificate_status(target, self.at);
        let answer = self.question().map(|target| match &self.responder {
            None => lists(&target),
            Some(responder) => self.inquiry(responder, target).finish_with_crls(&lists),
        });
        self.conclude(answer)
    }

    /// Ends the verification by the verifier's method: with what it has at hand, and with the answer of the
    /// responder. `send` is called at most once, and not at all where the verdict is clear without it; it
    /// brings the request to the responder, and back what that answers.
    ///
    /// The nonce is drawn from the system's generator. Where that fails, and for a verifier without a responder,
    /// it settles as [`Self::finish`] does.
    #[cfg(feature = "std")]
    pub fn finish_with_ocsp(
        self,
        send: impl FnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Assessed<T> {
        match Nonce::draw() {
            Ok(nonce) => self.finish_with_ocsp_and_nonce(&nonce, send),
            Err(_) => self.finish(),
        }
    }

    /// As [`Self::finish_with_ocsp`], where the answer takes its time.
    #[cfg(feature = "std")]
    pub async fn finish_with_ocsp_async(
        self,
        send: impl AsyncFnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Assessed<T> {
        match Nonce::draw() {
            Ok(nonce) => self.finish_with_ocsp_and_nonce_async(&nonce, send).await,
            Err(_) => self.finish(),
        }
    }

    /// As settling by the verifier's method does (`finish_with_ocsp`), with a nonce of the caller's: for tests, and
    /// where there is no generator of the system's. A nonce that is used again lets answers be replayed.
    pub fn finish_with_ocsp_and_nonce(
        self,
        nonce: &Nonce,
        send: impl FnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Assessed<T> {
        let Some(responder) = &self.responder else { return self.finish() };
        let lists = |target: &Target<'_>| self.status.certificate_status(target, self.at);
        let answer = self.question().map(|target| {
            self.inquiry(responder, target).resolve(&lists, &responder.verifier, nonce, send)
        });
        self.conclude(answer)
    }

    /// As [`Self::finish_with_ocsp_and_nonce`], where the answer takes its time.
    pub async fn finish_with_ocsp_and_nonce_async(
        self,
        nonce: &Nonce,
        send: impl AsyncFnOnce(&OcspRequest) -> Result<Vec<u8>, TransportError>,
    ) -> Assessed<T> {
        let Some(responder) = &self.responder else { return self.finish() };
        let lists = |target: &Target<'_>| self.status.certificate_status(target, self.at);
        let answer = match self.question() {
            None => None,
            Some(target) => {
                let inquiry = self.inquiry(responder, target);
                Some(inquiry.resolve_async(&lists, &responder.verifier, nonce, send).await)
            }
        };
        self.conclude(answer)
    }

    /// Ends the verification with an answer found in another way, if there is a question. An answer about
    /// another certificate, issuer or [time](Self::time) than is asked settles nothing: the verdict is then
    /// indeterminate ([`Reason::StatusOfOtherQuestion`](jpki_core::report::Reason::StatusOfOtherQuestion)).
    pub fn finish_with(self, ask: impl FnOnce(&Target<'_>) -> RevocationAssessment) -> Assessed<T> {
        let answer = self.question().map(|target| ask(&target));
        self.conclude(answer)
    }

    /// As [`Self::finish_with`], where the answer takes its time.
    pub async fn finish_with_async(
        self,
        ask: impl AsyncFnOnce(&Target<'_>) -> RevocationAssessment,
    ) -> Assessed<T> {
        let answer = match self.question() {
            Some(target) => Some(ask(&target).await),
            None => None,
        };
        self.conclude(answer)
    }

    fn inquiry<'t>(&self, responder: &Responder, target: Target<'t>) -> StatusResolver<'t> {
        StatusResolver::begin(&responder.policy, target, self.at)
    }

    fn conclude(self, answer: Option<RevocationAssessment>) -> Assessed<T> {
        let answer = answer
            .zip(self.question())
            .map(|(answer, question)| answer.for_question(&question, self.at));
        let Self { mut report, value, .. } = self;
        let because = report.first_obstacle().unwrap_or(CheckId::Path);
        report.push(match answer {
            Some(judgement) => judgement.into_check(),
            None => Check::skipped(CheckId::Revocation, Subject::EndEntity, because),
        });
        Assessed::new(report, value)
    }
}

impl<T: fmt::Debug> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending").field("value", &self.value).finish_non_exhaustive()
    }
}
