use alloc::vec::Vec;

use jpki_core::message::Message;
use jpki_core::report::{Check, CheckId, Fact, FactKey, FactValue, Outcome, Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};

use super::certificate_id::IssuerDigests;
use super::verifier::is_beyond;
use super::{
    Answer, AnsweredStatus, Delegate, DelegateStatus, NonceMode, OcspRequest, OcspVerifier,
    Received, ResponseEvidence, VerifiedResponse,
};
use crate::status::{Evidence, Judgement, Revoked, Status, Target};

impl OcspVerifier {
    /// What came back for a request says of a certificate at a time. Whatever keeps it from being believed
    /// makes the answer unknown, never good and never revoked.
    ///
    /// `standing` is asked for the certificate of a delegated responder that lacks ocsp-nocheck, if the
    /// policy wants it known; lists can answer that. Without a request there is no nonce to compare: as for
    /// a response that was stapled or kept.
    pub fn hear(
        &self,
        target: &Target<'_>,
        request: Option<&OcspRequest>,
        received: Received<'_>,
        standing: &dyn Fn(&Target<'_>) -> Status,
        at: ValidationTime,
    ) -> Judgement {
        let verified = received
            .map_err(|fault| (CheckId::ResponseReceipt, fault.reason()))
            .and_then(|octets| {
                self.read(octets).map_err(|_| (CheckId::ResponseReceipt, Reason::ResponseMalformed))
            })
            .and_then(|response| {
                self.verify(&response, target.issuer()).map_err(|reason| (check_of(reason), reason))
            });
        match verified {
            Ok(response) => self.judge(target, request, &response, standing, at),
            Err((check, reason)) => Inquiry::new(self, target, at).unknown(check, reason),
        }
    }

    /// What a verified response says of a certificate at a time; the rest as [`Self::hear`].
    ///
    /// Of several answers about the certificate those count that are fresh, and of these the worst. Of a
    /// certificate that has expired nothing is known: J-LIS gives no information for it (guideline 001,
    /// 付録①(ア)b).
    pub fn judge(
        &self,
        target: &Target<'_>,
        request: Option<&OcspRequest>,
        response: &VerifiedResponse,
        standing: &dyn Fn(&Target<'_>) -> Status,
        at: ValidationTime,
    ) -> Judgement {
        let mut inquiry = Inquiry::new(self, target, at);
        match inquiry.ask(request, response, standing) {
            Ok(status) => inquiry.conclude(status),
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

/// One question being answered.
struct Inquiry<'q> {
    verifier: &'q OcspVerifier,
    target: &'q Target<'q>,
    at: ValidationTime,
    parts: Vec<Check>,
    evidence: Option<ResponseEvidence>,
}

impl<'q> Inquiry<'q> {
    const fn new(verifier: &'q OcspVerifier, target: &'q Target<'q>, at: ValidationTime) -> Self {
        Self { verifier, target, at, parts: Vec::new(), evidence: None }
    }

    fn ask(
        &mut self,
        request: Option<&OcspRequest>,
        response: &VerifiedResponse,
        standing: &dyn Fn(&Target<'_>) -> Status,
    ) -> Result<Status, Refusal> {
        if self.at.instant() > self.target.certificate().not_after() {
            return Err((CheckId::ResponseCertificate, Reason::NoInformationOnceExpired));
        }
        if !response.issuer().is_same(self.target.issuer()) {
            return Err((CheckId::ResponseAuthority, Reason::ResponderNotAuthorized));
        }
        self.record_signer(response);
        if let Some(delegate) = response.delegate() {
            self.check_delegate(delegate, standing)?;
        }
        let basic = response.response().basic();
        let basic = basic.ok_or((CheckId::ResponseReceipt, Reason::ResponseMalformed))?;
        self.check_nonce(request, basic.nonce())?;

        let answers: Vec<Answer<'_>> =
            basic.answers().filter(|answer| self.is_about_target(answer)).collect();
        let Some(first) = answers.first() else {
            return Err((CheckId::ResponseCertificate, Reason::ResponseOtherCertificate));
        };
        self.parts.push(Check::passed(CheckId::ResponseCertificate, Subject::OcspResponse));
        let produced_at = basic.produced_at();
        let (role, at) = (response.responder(), self.at);
        let evidence = |answer: &Answer<'_>| ResponseEvidence::of(answer, produced_at, role, at);
        self.evidence = Some(evidence(first));
        let answer = self.worst_fresh(&answers, produced_at)?;
        let evidence = evidence(&answer);
        let freshness = Check::passed(CheckId::ResponseFreshness, Subject::OcspResponse);
        self.parts.push(evidence.facts().fold(freshness, Check::with));
        self.evidence = Some(evidence);
        self.read_answer(&answer)
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

    fn check_delegate(
        &mut self,
        delegate: &Delegate,
        standing: &dyn Fn(&Target<'_>) -> Status,
    ) -> Result<(), Refusal> {
        if !delegate.is_within_validity(self.at) {
            return Err((CheckId::ResponderValidity, Reason::ResponderExpired));
        }
        let subject = Subject::OcspResponder;
        self.parts.push(
            Check::passed(CheckId::ResponderValidity, subject)
                .with(Fact::time(FactKey::NotAfter, delegate.not_after())),
        );
        // RFC 6960 §4.2.2.2.1
        let asked = match self.verifier.policy().delegate {
            DelegateStatus::Known => !delegate.needs_no_check(),
            DelegateStatus::NotAsked => false,
        };
        let outcome = if asked {
            let anchor = self.target.anchor();
            let target = Target::responder(delegate.certificate(), delegate.issuer(), anchor);
            match standing(&target) {
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
        self.parts.push(Check::new(CheckId::ResponderRevocation, subject, outcome));
        Ok(())
    }

    // RFC 9654 §2.1, RFC 6960 §4.4.1
    fn check_nonce(
        &mut self,
        request: Option<&OcspRequest>,
        received: Option<&[u8]>,
    ) -> Result<(), Refusal> {
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
        Ok(())
    }

    // RFC 6960 §3.2(1): issuer's name, issuer's key and serial number, not the last alone.
    fn is_about_target(&self, answer: &Answer<'_>) -> bool {
        let Some(id) = answer.certificate() else { return false };
        let target = self.target;
        id.serial_number().matches(target.certificate().serial_number())
            && IssuerDigests::of(target.issuer(), id.algorithm(), &*self.verifier.crypto)
                .is_some_and(|issuer| id.is_below(&issuer))
    }

    /// The answer that counts: of those that are fresh the worst, of these the first.
    fn worst_fresh<'a>(
        &self,
        answers: &[Answer<'a>],
        produced_at: Timestamp,
    ) -> Result<Answer<'a>, Refusal> {
        let freshness = self.verifier.policy().freshness;
        let mut refusal = Reason::ResponseStale;
        let mut worst: Option<Answer<'a>> = None;
        for answer in answers {
            match freshness.admit(answer, produced_at, self.at) {
                Err(reason) => refusal = reason,
                Ok(()) if worst.is_none_or(|known| badness(answer) > badness(&known)) => {
                    worst = Some(*answer);
                }
                Ok(()) => {}
            }
        }
        worst.ok_or((CheckId::ResponseFreshness, refusal))
    }

    fn read_answer(&mut self, answer: &Answer<'_>) -> Result<Status, Refusal> {
        if answer.extensions().any(|extension| is_beyond(&extension)) {
            return Err((CheckId::ResponseExtensions, Reason::ResponseUnknownCriticalExtension));
        }
        let check = CheckId::ResponseAnswer;
        match answer.status() {
            AnsweredStatus::Unknown => Err((check, Reason::CertificateUnknownToResponder)),
            AnsweredStatus::Good => {
                self.parts.push(Check::passed(check, Subject::OcspResponse));
                Ok(Status::Good)
            }
            AnsweredStatus::Revoked { at, reason } => {
                let revoked = Revoked { at, reason, invalidity_date: answer.invalidity_date() };
                self.parts.push(
                    Check::failed(check, Subject::OcspResponse, revoked.report_reason())
                        .with(Fact::time(FactKey::RevokedAt, revoked.at))
                        .with(Fact::code(FactKey::RevocationReason, revoked.reason.code())),
                );
                Ok(Status::Revoked(revoked))
            }
        }
    }

    fn unknown(mut self, check: CheckId, reason: Reason) -> Judgement {
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
        self.conclude(Status::Unknown(reason))
    }

    fn conclude(self, status: Status) -> Judgement {
        let evidence = self.evidence.map(Evidence::Response);
        Judgement::new(self.target, self.at, status, evidence).explained_by(self.parts)
    }
}

fn badness(answer: &Answer<'_>) -> u8 {
    match answer.status() {
        AnsweredStatus::Good => 0,
        AnsweredStatus::Unknown => 1,
        AnsweredStatus::Revoked { .. } => 2,
    }
}
