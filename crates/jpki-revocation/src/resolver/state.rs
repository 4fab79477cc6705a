use alloc::vec::Vec;

use jpki_core::localized::Localized;
use jpki_core::report::{Fact, FactKey, Outcome, Reason};
use jpki_core::time::ValidationTime;

use super::policy::{StatusMethod, StatusPolicy, WhenUnknown};
use super::step::NextStep;
use crate::status::{Basis, RevocationAssessment, RevocationTarget, Status};
use crate::values::RevocationValues;

/// Finds out the status of one certificate without I/O: says what it needs next, processes the answers, and finishes.
///
/// ```text
/// begin ─► next_step() ─► Some(Crl | Ocsp) ─► process_answer(answer) ─┐
///             ▲                                                       │
///             └───────────────────────────────────────────────────────┘
///             None ─► finish() ─► RevocationAssessment
/// ```
///
/// ```
/// use jpki_core::time::{Timestamp, ValidationTime};
/// use jpki_crypto::RustCrypto;
/// use jpki_revocation::resolver::{NextStep, StatusMethod, StatusPolicy, StatusResolver};
/// use jpki_revocation::{CrlPool, RevocationPolicy, RevocationTarget, Status};
/// # use jpki_testkit::jpki::{Person, SyntheticJpki};
/// # use jpki_x509::certificate::Certificate;
/// # let jpki = SyntheticJpki::of_vectors();
/// # let hanako = jpki.sign_certificate(&Person::hanako()).issue();
/// # let certificate = Certificate::from_der(hanako.certificate())?;
/// # let root = Certificate::from_der(&hanako.authority().certificate())?;
/// # let anchor = jpki_x509::path::TrustAnchor::from_certificate(root, &RustCrypto)?;
/// # let anchor = anchor.authority();
/// # let at = ValidationTime::at(Timestamp::from_unix_seconds(jpki.instant().unix_timestamp()));
/// # let (pool, policy) = (CrlPool::default(), RevocationPolicy::daily());
///
/// let target = RevocationTarget::end_entity(&certificate, anchor, anchor);
/// let method = StatusPolicy::by(StatusMethod::Crl);
/// let mut resolver = StatusResolver::begin(&method, target.clone(), at);
/// while let Some(step) = resolver.next_step() {
///     match step {
///         NextStep::Crl => resolver.process_answer(pool.judge(&policy, &target, at)),
///         _ => break, // a step that is not answered leaves the status unknown
///     }
/// }
/// // There is no CRL in the pool.
/// assert!(matches!(resolver.finish().status(), Status::Unknown(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// An inquiry about an expired certificate needs nothing from the start: J-LIS gives no information for it
/// (guideline 001, 付録①(ア)b), so no question may leave. As of an instant before it expired, lists may tell
/// of it still, a responder may not. One that is finished early knows nothing.
#[must_use = "a resolver that is not finished protects nobody"]
#[derive(Clone, Debug)]
pub struct StatusResolver<'t> {
    target: RevocationTarget<'t>,
    at: ValidationTime,
    method: StatusMethod,
    when_unknown: WhenUnknown,
    pending: &'static [NextStep],
    answers: Vec<(NextStep, RevocationAssessment)>,
}

impl<'t> StatusResolver<'t> {
    /// Begins to ask about a certificate that has a valid path, as of a time.
    pub fn begin(policy: &StatusPolicy, target: RevocationTarget<'t>, at: ValidationTime) -> Self {
        let method = policy.method_for(&target);
        let pending = match Expiry::of(&target, at) {
            Expiry::BeforeInstant => &[],
            Expiry::Since => method.needs_without_responder(),
            Expiry::NotYet => method.needs(),
        };
        let when_unknown = policy.when_unknown;
        Self { target, at, method, when_unknown, pending, answers: Vec::new() }
    }

    /// Returns the certificate asked about.
    #[must_use]
    pub const fn target(&self) -> &RevocationTarget<'t> {
        &self.target
    }

    /// Returns the time as of which it is asked.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.at
    }

    /// Returns what is needed next; `None` if it is time to finish.
    #[must_use]
    pub fn next_step(&self) -> Option<NextStep> {
        self.pending.first().copied()
    }

    /// Processes the answer to [`Self::next_step`]; one that nobody needed changes nothing.
    ///
    /// An answer to another question is held for none at all ([`Reason::StatusOfOtherQuestion`]), and good is
    /// believed from the kind of source only that was asked ([`Reason::StatusOfOtherSource`]), so that no list
    /// stands in for a responder.
    pub fn process_answer(&mut self, judgement: RevocationAssessment) {
        let Some((need, rest)) = self.pending.split_first() else { return };
        let judgement = self.held_to(*need, judgement);
        self.pending = match (judgement.status(), self.method) {
            (Status::Revoked(_), _) => &[],
            (Status::Unknown(_), _) | (Status::Good, StatusMethod::Both) => rest,
            (Status::Good, _) => &[],
        };
        self.answers.push((*need, judgement));
    }

    fn held_to(&self, need: NextStep, judgement: RevocationAssessment) -> RevocationAssessment {
        let judgement = judgement.for_question(&self.target, self.at);
        let source = match judgement.basis() {
            Some(Basis::List(_)) => Some(NextStep::Crl),
            Some(Basis::Response(_)) => Some(NextStep::Ocsp),
            None => None,
        };
        match judgement.status() {
            Status::Good if source != Some(need) => {
                let unknown = Status::Unknown(Reason::StatusOfOtherSource);
                RevocationAssessment::new(&self.target, self.at, unknown, None)
            }
            _ => judgement,
        }
    }

    /// Returns what the answers amount to.
    pub fn finish(self) -> RevocationAssessment {
        let expiry = Expiry::of(&self.target, self.at);
        if expiry == Expiry::BeforeInstant {
            return self.unsupported(Reason::NoInformationOnceExpired);
        }
        let unanswered = match self.pending.first() {
            Some(NextStep::Crl) => Some(Reason::CrlMissing),
            Some(NextStep::Ocsp) => Some(Reason::ResponseMissing),
            None => (expiry == Expiry::Since && self.method.demands_response())
                .then_some(Reason::NoInformationOnceExpired),
        };
        match (self.deciding(), unanswered) {
            (Some((_, Status::Revoked(_))), _) | (Some(_), None) => self.decided(),
            (_, Some(reason)) => self.unsupported(reason),
            (None, None) => self.unsupported(Reason::NothingChecked),
        }
    }

    /// The answer that decides: a revocation; where both are asked, what is unknown; else the last, since good
    /// ends an inquiry and the ones before did not tell.
    // Requirement: REVM-01
    fn deciding(&self) -> Option<(usize, Status)> {
        let statuses = || self.answers.iter().map(|(_, answer)| answer.status()).enumerate();
        statuses()
            .find(|(_, status)| matches!(status, Status::Revoked(_)))
            .or_else(|| match self.method {
                StatusMethod::Both => {
                    statuses().find(|(_, status)| matches!(status, Status::Unknown(_)))
                }
                _ => None,
            })
            .or_else(|| statuses().next_back())
    }

    fn decided(self) -> RevocationAssessment {
        let Some((index, status)) = self.deciding() else {
            return self.unsupported(Reason::NothingChecked);
        };
        let decisive = self.answers.get(index).map(|(_, answer)| answer);
        let (evidence, as_of) = (
            decisive.and_then(|answer| answer.basis().cloned()),
            decisive.and_then(RevocationAssessment::as_of),
        );
        let is_accepted = matches!(status, Status::Unknown(_)) && self.accepts_what_is_unknown();
        let judgement = self.explained(status, evidence).known_since(as_of);
        if is_accepted {
            return judgement.with_outcome(Outcome::Warned(Reason::StatusNotKnown));
        }
        judgement
    }

    fn accepts_what_is_unknown(&self) -> bool {
        let is_absence = |(_, answer): &(NextStep, RevocationAssessment)| match answer.status() {
            Status::Unknown(reason) => is_absence(reason) && !answer.is_listed_in_stale(),
            Status::Good | Status::Revoked(_) => true,
        };
        self.when_unknown == WhenUnknown::AbsenceAcceptedWithWarning
            && self.answers.iter().all(is_absence)
    }

    fn unsupported(self, reason: Reason) -> RevocationAssessment {
        self.explained(Status::Unknown(reason), None)
    }

    fn explained(self, status: Status, evidence: Option<Basis>) -> RevocationAssessment {
        let mut values = RevocationValues::default();
        let mut parts = Vec::with_capacity(self.answers.len());
        for (need, answer) in self.answers {
            let (check, of_answer) = answer.into_check_and_values();
            parts.push(check.with(Fact::code(FactKey::Method, need.code())));
            values.add(of_answer);
        }
        RevocationAssessment::new(&self.target, self.at, status, evidence)
            .with(Fact::code(FactKey::Method, self.method.code()))
            .with_parts(parts)
            .with_values(values)
    }
}

/// When the certificate expired.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expiry {
    BeforeInstant,
    /// After the instant that is judged, and before the present.
    Since,
    NotYet,
}

impl Expiry {
    fn of(target: &RevocationTarget<'_>, at: ValidationTime) -> Self {
        let not_after = target.certificate().not_after();
        match (at.instant() > not_after, at.present() > not_after) {
            (true, _) => Self::BeforeInstant,
            (false, true) => Self::Since,
            (false, false) => Self::NotYet,
        }
    }
}

/// Whether a source had no answer, which it may have in a while. All else is an answer that was had and not
/// believed, or a certificate that it does not know: whoever is in the way could make either at will.
const fn is_absence(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::CrlMissing
            | Reason::CrlStale
            | Reason::ResponderUnreachable
            | Reason::ResponderTimedOut
            | Reason::ResponderTryLater
            | Reason::ResponderInternalError
    )
}
