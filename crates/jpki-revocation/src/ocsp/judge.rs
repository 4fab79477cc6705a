use alloc::vec::Vec;

use jpki_core::localized::Localized;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Outcome, Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};

use super::verifier::is_beyond;
use super::{
    Answer, AnsweredStatus, Delegate, DelegateStatus, NonceMode, OcspRequest, OcspResponse,
    OcspVerifier, Received, TransportError, VerifiedResponse,
};
use crate::freshness::is_hindsight;
use crate::status::{
    Basis, ResponderRole, ResponseEvidence, RevocationAssessment, RevocationTarget, Revoked,
    Statement, Status,
};
use crate::values::{OcspValue, RevocationValues};

impl OcspVerifier {
    /// Returns what the response to a request says of a certificate at a time. Whatever keeps it from being believed
    /// makes the answer unknown, never good and never revoked.
    ///
    /// `standing` is asked for the certificate of a delegated responder that lacks ocsp-nocheck, if the
    /// policy wants it known; lists can answer that. Without a request there is no nonce to compare: as for
    /// a response that was stapled or kept.
    // Requirement: OCSP-04
    pub fn process_response(
        &self,
        target: &RevocationTarget<'_>,
        request: Option<&OcspRequest>,
        received: Received<'_>,
        standing: &dyn Fn(&RevocationTarget<'_>) -> Status,
        at: ValidationTime,
    ) -> RevocationAssessment {
        let mut inquiry = Inquiry::new(self, target, at);
        let read = received
            .map_err(TransportError::reason)
            .and_then(|bytes| self.read(bytes).map_err(|_| Reason::ResponseMalformed));
        let response = match read {
            Ok(response) => response,
            Err(reason) => return inquiry.unknown(CheckId::ResponseReceipt, reason),
        };
        match self.verify(&response, target.issuer()) {
            Ok(response) => self.judge(target, request, &response, standing, at),
            Err(reason) => {
                inquiry.note(&response, request);
                inquiry.unknown(check_of(reason), reason)
            }
        }
    }

    /// Returns what a verified response says of a certificate at a time; the rest as [`Self::process_response`].
    ///
    /// Of several answers about the certificate those count that are fresh, and of these the worst. Of a
    /// certificate that has expired nothing is known: J-LIS gives no information for it (guideline 001,
    /// 付録①(ア)b). Of several certificates of the responder's key one in force is enough.
    ///
    /// Where the time [looks back](ValidationTime::looking_back_to), an answer of that instant counts, and so does
    /// a later one by its dates, as [a list's](crate::RevocationPolicy::judge).
    pub fn judge(
        &self,
        target: &RevocationTarget<'_>,
        request: Option<&OcspRequest>,
        response: &VerifiedResponse,
        standing: &dyn Fn(&RevocationTarget<'_>) -> Status,
        at: ValidationTime,
    ) -> RevocationAssessment {
        let mut inquiry = Inquiry::new(self, target, at);
        inquiry.note(response.response(), request);
        match inquiry.ask(request, response, standing) {
            Ok(status) => inquiry.finish(status),
            Err((check, reason)) => inquiry.unknown(check, reason),
        }
    }
}

/// Which check a response fails that was not verified.
const fn check_of(reason: Reason) -> CheckId {
    match reason {
        Reason::ResponseSignatureMismatch | Reason::ResponseAlgorithmNotAllowed => {
            CheckId::ResponseSignature
        }
        Reason::ResponderNotAuthorized | Reason::ResponderCertificateUnfit => {
            CheckId::ResponseAuthority
        }
        Reason::ResponseUnknownCriticalExtension => CheckId::ResponseExtensions,
        _ => CheckId::ResponseReceipt,
    }
}

type Refusal = (CheckId, Reason);

fn evidence_of(
    answer: &Answer<'_>,
    produced_at: Timestamp,
    responder: ResponderRole,
    at: ValidationTime,
) -> ResponseEvidence {
    ResponseEvidence {
        responder,
        produced_at,
        this_update: answer.this_update(),
        next_update: answer.next_update(),
        age: at.instant().since(answer.this_update()),
    }
}

/// One question being answered.
struct Inquiry<'q> {
    verifier: &'q OcspVerifier,
    target: &'q RevocationTarget<'q>,
    at: ValidationTime,
    parts: Vec<Check>,
    evidence: Option<ResponseEvidence>,
    values: RevocationValues,
    /// Why what is good should not pass without a word.
    warning: Option<Reason>,
}

impl<'q> Inquiry<'q> {
    fn new(
        verifier: &'q OcspVerifier,
        target: &'q RevocationTarget<'q>,
        at: ValidationTime,
    ) -> Self {
        Self {
            verifier,
            target,
            at,
            parts: Vec::new(),
            evidence: None,
            values: RevocationValues::default(),
            warning: None,
        }
    }

    fn note(&mut self, response: &OcspResponse, request: Option<&OcspRequest>) {
        let nonce = request.and_then(OcspRequest::nonce);
        self.values.add_response(OcspValue::new(response.bytes().clone(), nonce));
    }

    fn ask(
        &mut self,
        request: Option<&OcspRequest>,
        response: &VerifiedResponse,
        standing: &dyn Fn(&RevocationTarget<'_>) -> Status,
    ) -> Result<Status, Refusal> {
        if self.at.instant() > self.target.certificate().not_after() {
            return Err((CheckId::ResponseCertificate, Reason::NoInformationOnceExpired));
        }
        if !response.issuer().is_same(self.target.issuer()) {
            return Err((CheckId::ResponseAuthority, Reason::ResponderNotAuthorized));
        }
        self.record_signer(response);
        let basic = response.response().basic();
        let basic = basic.ok_or((CheckId::ResponseReceipt, Reason::ResponseMalformed))?;
        self.check_delegates(response.delegates(), basic.produced_at(), standing)?;
        let is_ours = self.check_nonce(request, basic.nonce())?;

        let answers: Vec<Answer<'_>> =
            basic.answers().filter(|answer| self.is_about_target(answer)).collect();
        let Some(first) = answers.first() else {
            return Err((CheckId::ResponseCertificate, Reason::ResponseOtherCertificate));
        };
        self.parts.push(Check::passed(CheckId::ResponseCertificate, Subject::OcspResponse));
        let produced_at = basic.produced_at();
        let (role, at) = (response.responder(), self.at);
        let evidence = |answer: &Answer<'_>| evidence_of(answer, produced_at, role, at);
        self.evidence = Some(evidence(first));
        let (answer, reading) = self.worst_fresh(&answers, produced_at)?;
        let evidence = evidence(&answer);
        let is_bounded = is_ours || self.verifier.policy().freshness.bounds(&answer);
        let outcome = if is_bounded {
            Outcome::Passed
        } else {
            self.warning = Some(Reason::ResponseAgeUnbounded);
            Outcome::Warned(Reason::ResponseAgeUnbounded)
        };
        let freshness = Check::new(CheckId::ResponseFreshness, Subject::OcspResponse, outcome);
        self.parts.push(evidence.facts().fold(freshness, Check::with));
        self.evidence = Some(evidence);
        self.note_answer(reading)
    }

    fn record_signer(&mut self, response: &VerifiedResponse) {
        let scheme = FactValue::Scheme(response.scheme());
        self.parts.push(
            Check::passed(CheckId::ResponseAuthority, Subject::OcspResponder)
                .with(Fact::code(FactKey::Responder, response.responder().code())),
        );
        self.parts.push(
            Check::passed(CheckId::ResponseSignature, Subject::OcspResponse)
                .with(Fact { key: FactKey::Scheme, value: scheme }),
        );
    }

    /// Whether the responder's key is that of a delegate in force, by any of its certificates.
    fn check_delegates(
        &mut self,
        delegates: &[Delegate],
        produced_at: Timestamp,
        standing: &dyn Fn(&RevocationTarget<'_>) -> Status,
    ) -> Result<(), Refusal> {
        let mut refusal = None;
        for delegate in delegates {
            match self.check_delegate(delegate, produced_at, standing) {
                Ok(checks) => {
                    self.parts.extend(checks);
                    return Ok(());
                }
                Err(found) => refusal = refusal.or(Some(found)),
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    fn check_delegate(
        &self,
        delegate: &Delegate,
        produced_at: Timestamp,
        standing: &dyn Fn(&RevocationTarget<'_>) -> Status,
    ) -> Result<[Check; 2], Refusal> {
        // What was signed after the instant was signed by one who must be in force at the present.
        let answers_later = is_hindsight(produced_at, self.at);
        let at = if answers_later { self.at.present() } else { self.at.instant() };
        if !delegate.is_within_validity(at) {
            return Err((CheckId::ResponderValidity, Reason::ResponderExpired));
        }
        let subject = Subject::OcspResponder;
        let validity = Check::passed(CheckId::ResponderValidity, subject)
            .with(Fact::time(FactKey::NotAfter, delegate.not_after()));
        // RFC 6960 §4.2.2.2.1
        let is_asked = match self.verifier.policy().delegate {
            DelegateStatus::Known => !delegate.needs_no_check(),
            DelegateStatus::NotAsked => false,
            DelegateStatus::Refused => {
                return Err((CheckId::ResponseAuthority, Reason::ResponderNotAuthorized));
            }
        };
        let outcome = if is_asked {
            let anchor = self.target.anchor();
            let target =
                RevocationTarget::responder(delegate.certificate(), delegate.issuer(), anchor);
            match standing(&if answers_later { target.at_present() } else { target }) {
                Status::Good => Outcome::Passed,
                Status::Revoked(_) => {
                    return Err((CheckId::ResponderRevocation, Reason::ResponderRevoked));
                }
                Status::Unknown(_) => {
                    return Err((CheckId::ResponderRevocation, Reason::ResponderStatusUnknown));
                }
            }
        } else {
            Outcome::NotApplicable
        };
        Ok([validity, Check::new(CheckId::ResponderRevocation, subject, outcome)])
    }

    /// Whether the response repeats the nonce of the request.
    // RFC 9654 §2.1, RFC 6960 §4.4.1
    // Requirement: OCSP-06
    fn check_nonce(
        &mut self,
        request: Option<&OcspRequest>,
        received: Option<&[u8]>,
    ) -> Result<bool, Refusal> {
        let sent = request.and_then(OcspRequest::nonce);
        let outcome = match (sent, received, self.verifier.policy().nonce) {
            (Some(sent), Some(received), _) if sent == received => Outcome::Passed,
            (Some(_), Some(_), _) => {
                return Err((CheckId::ResponseNonce, Reason::ResponseNonceMismatch));
            }
            (Some(_), None, NonceMode::AbsenceAccepted) => {
                Outcome::Warned(Reason::ResponseNonceMissing)
            }
            (None, _, NonceMode::AbsenceAccepted) | (_, _, NonceMode::Off) => {
                Outcome::NotApplicable
            }
            (_, _, NonceMode::Required) => {
                return Err((CheckId::ResponseNonce, Reason::ResponseNonceMissing));
            }
        };
        self.parts.push(Check::new(CheckId::ResponseNonce, Subject::OcspResponse, outcome));
        Ok(outcome == Outcome::Passed)
    }

    // RFC 6960 §3.2(1): issuer's name, issuer's key and serial number, not the last alone. The name as it stands
    // in the certificate, or in the authority's own bytes, if both are one.
    // Requirement: OCSP-06
    fn is_about_target(&self, answer: &Answer<'_>) -> bool {
        let Some(id) = answer.certificate() else { return false };
        let (certificate, issuer) = (self.target.certificate(), self.target.issuer());
        certificate.issuer().matches(&issuer.name())
            && id.serial_number().matches(certificate.serial_number())
            && [certificate.issuer(), issuer.name()]
                .into_iter()
                .any(|name| id.is_below(name, issuer, &*self.verifier.crypto))
    }

    /// The answer that counts: of those that are fresh the worst, of these the first.
    fn worst_fresh<'a>(
        &self,
        answers: &[Answer<'a>],
        produced_at: Timestamp,
    ) -> Result<(Answer<'a>, Reading), Refusal> {
        let freshness = self.verifier.policy().freshness;
        let mut refusal = Reason::ResponseStale;
        let mut worst: Option<(Answer<'a>, Reading)> = None;
        // When the newest answer was made that says revoked and is out of date.
        let mut revoked_in_stale: Option<Timestamp> = None;
        for answer in answers {
            if let Err(reason) = freshness.admit(answer, produced_at, self.at) {
                refusal = reason;
                if matches!(answer.status(), AnsweredStatus::Revoked { .. }) {
                    revoked_in_stale = revoked_in_stale.max(Some(answer.this_update()));
                }
                continue;
            }
            let reading = self.read_answer(answer);
            if worst.is_none_or(|(_, known)| badness(&reading) > badness(&known)) {
                worst = Some((*answer, reading));
            }
        }
        // What was known last is not overruled by what is older.
        worst
            .filter(|(answer, reading)| {
                *reading != Ok(None) || Some(answer.this_update()) > revoked_in_stale
            })
            .ok_or((CheckId::ResponseFreshness, refusal))
    }

    /// What an answer tells of the instant.
    fn read_answer(&self, answer: &Answer<'_>) -> Reading {
        if answer.extensions().any(|extension| is_beyond(&extension)) {
            return Err((CheckId::ResponseExtensions, Reason::ResponseUnknownCriticalExtension));
        }
        let issued = answer.this_update();
        match answer.status() {
            AnsweredStatus::Unknown => {
                Err((CheckId::ResponseAnswer, Reason::CertificateUnknownToResponder))
            }
            AnsweredStatus::Good if issued > self.target.certificate().not_after() => {
                Err((CheckId::ResponseAnswer, Reason::NoInformationOnceExpired))
            }
            AnsweredStatus::Good => Ok(None),
            AnsweredStatus::Revoked { at, reason } => {
                let statement = Statement::new(at, reason, answer.invalidity());
                let tells = statement.tells_of(self.target, issued, self.at);
                Ok(tells.then_some(statement.revoked))
            }
        }
    }

    fn note_answer(&mut self, reading: Reading) -> Result<Status, Refusal> {
        let revoked = reading?;
        let (check, subject) = (CheckId::ResponseAnswer, Subject::OcspResponse);
        self.parts.push(match revoked {
            None => Check::passed(check, subject),
            Some(revoked) => revoked
                .facts()
                .fold(Check::failed(check, subject, revoked.report_reason()), Check::with),
        });
        Ok(revoked.map_or(Status::Good, Status::Revoked))
    }

    fn unknown(mut self, check: CheckId, reason: Reason) -> RevocationAssessment {
        let subject = match check {
            CheckId::ResponseAuthority
            | CheckId::ResponderValidity
            | CheckId::ResponderRevocation => Subject::OcspResponder,
            _ => Subject::OcspResponse,
        };
        let part = Check::failed(check, subject, reason);
        let facts = match check {
            CheckId::ResponseFreshness => self.evidence,
            _ => None,
        };
        self.parts.push(facts.iter().flat_map(ResponseEvidence::facts).fold(part, Check::with));
        self.finish(Status::Unknown(reason))
    }

    fn finish(self, status: Status) -> RevocationAssessment {
        let evidence = self.evidence.map(Basis::Response);
        let judgement = RevocationAssessment::new(self.target, self.at, status, evidence);
        let judgement = match (status, self.warning) {
            (Status::Good, Some(reason)) => judgement.with_outcome(Outcome::Warned(reason)),
            _ => judgement,
        };
        judgement.with_parts(self.parts).with_values(self.values)
    }
}

/// Revoked or good at the instant, or why the answer does not tell.
type Reading = Result<Option<Revoked>, Refusal>;

const fn badness(reading: &Reading) -> u8 {
    match reading {
        Ok(None) => 0,
        Err(_) => 1,
        Ok(Some(_)) => 2,
    }
}
