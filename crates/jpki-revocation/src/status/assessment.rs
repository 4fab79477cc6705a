use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::report::{Check, CheckId, Fact, FactKey, InquiryMethod, Outcome, Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;

use super::evidence::{Basis, CrlEvidence, ResponseEvidence, StatusBasis};
use super::revoked::Status;
use super::target::RevocationTarget;
use crate::crl::CrlError;
use crate::values::RevocationValues;

/// An answer with its evidence, bound to the question that it answers.
///
/// It holds the certificate asked about: protected data, for as long as it is kept.
#[must_use]
#[derive(Clone)]
pub struct RevocationAssessment {
    question: Question,
    status: Status,
    evidence: Option<Basis>,
    values: RevocationValues,
    as_of: Option<Timestamp>,
    check: Check,
}

impl RevocationAssessment {
    /// The answer to the question about a certificate as of a time. The outcome is that of the status, unless
    /// it is accepted otherwise.
    // Requirement: CERT-14
    pub(crate) fn new(
        target: &RevocationTarget<'_>,
        at: ValidationTime,
        status: Status,
        evidence: Option<Basis>,
    ) -> Self {
        let outcome = match status {
            Status::Good => Outcome::Passed,
            Status::Revoked(revoked) => Outcome::Failed(revoked.report_reason()),
            Status::Unknown(reason) => Outcome::Failed(reason),
        };
        let check = Check::new(target.check, target.subject, outcome)
            .with(Fact::time(FactKey::ValidationTime, at.instant()));
        let as_of = match (status, &evidence) {
            (Status::Good, Some(Basis::List(list))) => Some(list.this_update),
            (Status::Good, Some(Basis::Response(response))) => Some(response.this_update),
            _ => None,
        };
        let values = RevocationValues::default();
        Self { question: Question::of(target, at), status, evidence, values, as_of, check }
    }

    pub(crate) fn with_values(self, values: RevocationValues) -> Self {
        Self { values, ..self }
    }

    pub(crate) fn also_resting_on(mut self, values: RevocationValues) -> Self {
        self.values.add(values);
        self
    }

    /// The same, where what is good was known as of an earlier instant than the evidence says that stands for all.
    pub(crate) fn known_since(mut self, oldest: Option<Timestamp>) -> Self {
        self.as_of = self.as_of.map(|as_of| oldest.map_or(as_of, |oldest| as_of.min(oldest)));
        self
    }

    pub(crate) fn with(self, fact: Fact) -> Self {
        Self { check: self.check.with(fact), ..self }
    }

    pub(crate) fn with_outcome(self, outcome: Outcome) -> Self {
        Self { check: self.check.with_outcome(outcome), ..self }
    }

    pub(crate) fn with_parts(self, parts: Vec<Check>) -> Self {
        Self { check: self.check.with_parts(parts), ..self }
    }

    /// Returns whether this answers the question about this certificate, below this issuer's key and this anchor, as of
    /// exactly this time.
    #[must_use]
    pub fn answers(&self, target: &RevocationTarget<'_>, at: ValidationTime) -> bool {
        let question = &self.question;
        question.at == at
            && question.certificate.as_der() == target.certificate.as_der()
            && question.issuer.is_same(target.issuer)
            && question.anchor.is_same(target.anchor)
            && (self.check.id(), self.check.subject()) == (target.check, target.subject)
    }

    /// This answer, if it [answers](Self::answers) the question; else that nothing is known
    /// ([`Reason::StatusOfOtherQuestion`]). Whoever takes an answer from elsewhere (a cache, a batch, a source
    /// written by others) takes it through here.
    pub fn for_question(self, target: &RevocationTarget<'_>, at: ValidationTime) -> Self {
        if self.answers(target, at) {
            return self;
        }
        Self::new(target, at, Status::Unknown(Reason::StatusOfOtherQuestion), None)
    }

    /// Returns the time as of which it answers.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.question.at
    }

    /// Returns the answer.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// Returns the list that decided; of several, the one looked at last. When unknown, the list that came nearest, if
    /// there was one.
    #[must_use]
    pub const fn evidence(&self) -> Option<&CrlEvidence> {
        match &self.evidence {
            Some(Basis::List(list)) => Some(list),
            _ => None,
        }
    }

    /// Returns the response of a responder that decided. When unknown, the response that was not believed, if there was
    /// one.
    #[must_use]
    pub const fn response(&self) -> Option<&ResponseEvidence> {
        match &self.evidence {
            Some(Basis::Response(response)) => Some(response),
            _ => None,
        }
    }

    /// Returns the CRLs and responses that it rests on, those of a responder's delegate among them.
    #[must_use]
    pub const fn values(&self) -> &RevocationValues {
        &self.values
    }

    /// Returns the instant as of which the certificate is known not to be revoked: `thisUpdate` of the CRL or response
    /// that says so; of several that say so together, the earliest. `None` unless the status is [`Status::Good`].
    #[must_use]
    pub const fn as_of(&self) -> Option<Timestamp> {
        self.as_of
    }

    /// Returns by which method the status was found, and as of when it was known; `None` if there is no CRL or response
    /// that it rests on.
    #[must_use]
    // Requirement: OCSP-05
    pub fn status_basis(&self) -> Option<StatusBasis> {
        let (method, this_update) = match self.basis()? {
            Basis::List(list) => (InquiryMethod::Lists, list.this_update),
            Basis::Response(response) => (InquiryMethod::Responder, response.this_update),
        };
        let revoked = match self.status {
            Status::Revoked(revoked) => Some(revoked),
            Status::Good | Status::Unknown(_) => None,
        };
        Some(StatusBasis { method, as_of: self.as_of.unwrap_or(this_update), revoked })
    }

    /// Returns the answer as a check of a report, its parts saying what was done with each list used.
    #[must_use]
    pub const fn check(&self) -> &Check {
        &self.check
    }

    /// The same, unknown because the list that might have told was refused.
    pub(crate) fn because_of(self, error: CrlError) -> Self {
        let reason = error.reason();
        let part = match error {
            CrlError::Signature(_) | CrlError::AlgorithmMismatch => CheckId::CrlSignature,
            CrlError::UnknownCriticalExtension => CheckId::CrlCriticalExtensions,
            _ => CheckId::CrlSelection,
        };
        let refused = Check::failed(part, Subject::Crl, reason);
        Self { status: Status::Unknown(reason), as_of: None, ..self }
            .with_outcome(Outcome::Failed(reason))
            .with_parts(vec![refused])
    }

    /// Returns whether a list that is out of date lists the certificate: then the status is unknown, but nothing should
    /// be accepted on the strength of knowing nothing.
    #[must_use]
    pub fn is_listed_in_stale(&self) -> bool {
        let listed = Outcome::Failed(Reason::ListedInStaleCrl);
        self.check.parts().iter().any(|part| part.outcome() == listed)
    }

    pub(crate) const fn basis(&self) -> Option<&Basis> {
        self.evidence.as_ref()
    }

    /// Returns the check itself, to go into a larger report.
    #[must_use]
    pub fn into_check(self) -> Check {
        self.check
    }

    /// Returns the check, to go into a larger report, and the CRLs and responses, to be kept.
    #[must_use]
    pub fn into_check_and_values(self) -> (Check, RevocationValues) {
        (self.check, self.values)
    }
}

impl fmt::Debug for RevocationAssessment {
    /// The answer, never about whom.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationAssessment({:?} as of {})", self.status, self.time().instant())
    }
}

/// Which certificate, below which keys, as of when.
#[derive(Clone)]
struct Question {
    certificate: Certificate,
    issuer: Authority,
    anchor: Authority,
    at: ValidationTime,
}

impl Question {
    fn of(target: &RevocationTarget<'_>, at: ValidationTime) -> Self {
        Self {
            certificate: target.certificate.clone(),
            issuer: target.issuer.clone(),
            anchor: target.anchor.clone(),
            at,
        }
    }
}
