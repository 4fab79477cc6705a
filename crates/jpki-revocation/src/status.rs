//! What verified lists say of a certificate (RFC 5280 §6.3).

mod evidence;
mod judge;
mod lookup;
mod point;
mod target;
mod view;

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::localized::Localized;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;

use crate::crl::{CrlEntry, CrlError, Entry, InvalidityDate, RevocationReason};
use crate::freshness::{FreshnessPolicy, is_hindsight};
use crate::ocsp::ResponseEvidence;

pub use evidence::CrlEvidence;
pub use lookup::SerialLookup;
pub use target::Target;

/// Which lists may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevocationPolicy {
    /// How old a list may be.
    pub freshness: FreshnessPolicy,
    /// Whether a list may be signed by another key of the authority than issued the certificate. Such a
    /// list tells where those of the certificate's own key leave a gap, and adds revocations.
    pub keys_of_crls: CrlKeyPolicy,
    /// Whether a partition may count that no distribution point of the certificate names, in the same way.
    pub partitions: CrlPartitionPolicy,
}

impl RevocationPolicy {
    /// For J-LIS: daily lists, signed by the key that issued the certificate, and partitions only if
    /// the certificate names them. The authority's own name is the distribution point of its ARL.
    #[must_use]
    pub const fn daily() -> Self {
        Self {
            freshness: FreshnessPolicy::daily(),
            keys_of_crls: CrlKeyPolicy::SameKey,
            partitions: CrlPartitionPolicy::Refused,
        }
    }

    /// RFC 5280 and nothing more.
    #[must_use]
    pub const fn rfc_5280() -> Self {
        Self {
            freshness: FreshnessPolicy::rfc_5280(),
            keys_of_crls: CrlKeyPolicy::SameAnchor,
            partitions: CrlPartitionPolicy::OfIssuersName,
        }
    }
}

/// Which lists with a distribution point of their own count for a certificate that does not name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrlPartitionPolicy {
    /// None. A list without a distribution point is complete, and counts.
    Refused,
    /// One whose distribution point is the certificate issuer's own name (RFC 5280 §6.3.3, last
    /// paragraph).
    OfIssuersName,
}

/// Which keys, besides the one that issued the certificate, may sign a list in the issuer's name.
///
/// This is about one name with several keys. Another name that the certificate itself gives as the
/// issuer of its list (cRLIssuer) needs a path to the same trust anchor, whatever is chosen here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrlKeyPolicy {
    /// None.
    SameKey,
    /// Those that have a path to the same trust anchor (RFC 5280 §6.3.3(f)).
    SameAnchor,
    /// Also, where the certificate was issued by a trust anchor, other trust anchors of the same name:
    /// the generations of a JPKI authority, which no certificate links. Whether J-LIS signs the list of
    /// an older generation with a newer key is not public.
    SiblingGeneration,
}

/// What is known of a certificate.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Lists that cover it for every reason do not list it.
    Good,
    /// A list that covers it lists it.
    Revoked(Revoked),
    /// It cannot be known, because of this.
    Unknown(Reason),
}

/// That a certificate is revoked (失効). Its date and reason are protected data (失効情報).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// Since when.
    pub at: Timestamp,
    /// Why. A certificate on hold (一時保留) is revoked now and may recover: do not remember it as
    /// revoked for good.
    pub reason: RevocationReason,
    /// Since when it should not have been relied on, if the list says so.
    pub invalidity_date: Option<Timestamp>,
}

impl Question {
    fn of(target: &Target<'_>, at: ValidationTime) -> Self {
        Self {
            certificate: target.certificate.clone(),
            issuer: target.issuer.clone(),
            anchor: target.anchor.clone(),
            at,
        }
    }
}

impl fmt::Debug for Revoked {
    /// Neither since when nor why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.may_recover() { "on hold" } else { "for good" })
    }
}

impl fmt::Debug for RevocationAssessment {
    /// The answer, never about whom.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RevocationAssessment({:?} as of {})", self.status, self.time().instant())
    }
}

impl From<CrlEntry> for Revoked {
    fn from(entry: CrlEntry) -> Self {
        Self { at: entry.revoked_at, reason: entry.reason, invalidity_date: entry.invalidity_date }
    }
}

impl Revoked {
    /// Whether it may be lifted.
    #[must_use]
    pub const fn may_recover(&self) -> bool {
        matches!(self.reason, RevocationReason::CertificateHold)
    }

    pub(crate) const fn report_reason(&self) -> Reason {
        if self.may_recover() { Reason::OnHold } else { Reason::Revoked }
    }

    pub(crate) fn facts(self) -> impl Iterator<Item = Fact> {
        [
            Fact::time(FactKey::RevokedAt, self.at),
            Fact::code(FactKey::RevocationReason, self.reason.code()),
        ]
        .into_iter()
    }
}

/// What an entry of a list or an answer of a responder says of a certificate.
#[derive(Clone, Copy)]
pub(crate) struct Statement {
    pub(crate) revoked: Revoked,
    invalidity: InvalidityDate,
}

impl Statement {
    pub(crate) const fn new(
        at: Timestamp,
        reason: RevocationReason,
        invalidity: InvalidityDate,
    ) -> Self {
        let invalidity_date = invalidity.date();
        Self { revoked: Revoked { at, reason, invalidity_date }, invalidity }
    }

    /// Whether this, said at `issued`, tells that the certificate was revoked at the instant.
    ///
    /// What was said by then counts whatever its date is. So does a later word whose date cannot be read, and one on
    /// a key that signs for others and may have been in wrong hands: what such a key signed may have been made
    /// since, and bear any date.
    pub(crate) fn tells_of(
        &self,
        target: &Target<'_>,
        issued: Timestamp,
        at: ValidationTime,
    ) -> bool {
        let Revoked { at: since, reason, invalidity_date } = self.revoked;
        let dates = [Some(since), invalidity_date];
        !is_hindsight(issued, at)
            || self.invalidity == InvalidityDate::Unreadable
            || dates.into_iter().flatten().any(|date| date <= at.instant())
            || (target.signs_for_others() && !reason.leaves_key_in_right_hands())
    }
}

impl From<Entry<'_>> for Statement {
    fn from(entry: Entry<'_>) -> Self {
        Self::new(entry.revoked_at, entry.reason, entry.invalidity)
    }
}

/// An answer with its evidence, bound to the question that it answers.
///
/// It holds the certificate asked about: protected data, for as long as it is kept.
#[must_use]
#[derive(Clone)]
pub struct RevocationAssessment {
    question: Question,
    status: Status,
    evidence: Option<Evidence>,
    check: Check,
}

/// Which certificate, below which keys, as of when.
#[derive(Clone)]
struct Question {
    certificate: Certificate,
    issuer: Authority,
    anchor: Authority,
    at: ValidationTime,
}

/// What an answer rests on.
#[derive(Clone, Debug)]
pub(crate) enum Evidence {
    List(CrlEvidence),
    Response(ResponseEvidence),
}

impl RevocationAssessment {
    /// The answer to the question about a certificate as of a time. The outcome is that of the status, unless
    /// it is accepted otherwise.
    pub(crate) fn new(
        target: &Target<'_>,
        at: ValidationTime,
        status: Status,
        evidence: Option<Evidence>,
    ) -> Self {
        let outcome = match status {
            Status::Good => Outcome::Passed,
            Status::Revoked(revoked) => Outcome::Failed(revoked.report_reason()),
            Status::Unknown(reason) => Outcome::Failed(reason),
        };
        let check = Check::new(target.check, target.subject, outcome)
            .with(Fact::time(FactKey::ValidationTime, at.instant()));
        Self { question: Question::of(target, at), status, evidence, check }
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

    /// Whether this answers the question about this certificate, below this issuer's key and this anchor, as
    /// of exactly this time.
    #[must_use]
    pub fn answers(&self, target: &Target<'_>, at: ValidationTime) -> bool {
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
    pub fn for_question(self, target: &Target<'_>, at: ValidationTime) -> Self {
        if self.answers(target, at) {
            return self;
        }
        Self::new(target, at, Status::Unknown(Reason::StatusOfOtherQuestion), None)
    }

    /// The time as of which it answers.
    #[must_use]
    pub const fn time(&self) -> ValidationTime {
        self.question.at
    }

    /// The answer.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// The list that decided; of several, the one looked at last. When unknown, the list that came
    /// nearest, if there was one.
    #[must_use]
    pub const fn evidence(&self) -> Option<&CrlEvidence> {
        match &self.evidence {
            Some(Evidence::List(list)) => Some(list),
            _ => None,
        }
    }

    /// The response of a responder that decided. When unknown, the response that was not believed, if
    /// there was one.
    #[must_use]
    pub const fn response(&self) -> Option<&ResponseEvidence> {
        match &self.evidence {
            Some(Evidence::Response(response)) => Some(response),
            _ => None,
        }
    }

    /// The answer as a check of a report, its parts saying what was done with each list used.
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
        Self { status: Status::Unknown(reason), ..self }
            .with_outcome(Outcome::Failed(reason))
            .with_parts(vec![refused])
    }

    /// Whether a list that is out of date lists the certificate: then the status is unknown, but nothing should
    /// be accepted on the strength of knowing nothing.
    #[must_use]
    pub fn is_listed_in_stale(&self) -> bool {
        let listed = Outcome::Failed(Reason::ListedInStaleCrl);
        self.check.parts().iter().any(|part| part.outcome() == listed)
    }

    pub(crate) const fn basis(&self) -> Option<&Evidence> {
        self.evidence.as_ref()
    }

    /// The check itself, to go into a larger report.
    #[must_use]
    pub fn into_check(self) -> Check {
        self.check
    }
}
