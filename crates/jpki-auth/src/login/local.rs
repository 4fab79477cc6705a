use core::fmt;

use jpki_core::report::{Assessed, Check, CheckId, Fact, FactKey, Reason, Report, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;
use jpki_x509::kind::CertificateKind;

use super::freshness::Freshness;
use super::proof::{Proof, holds, report};
use super::verified::Possession;
use super::{FaceApproval, LoginAttempt, LoginDomain, LoginRules, ValidCertificate};
use crate::binding::IssuedSerial;
use crate::challenge::{ChallengeCheck, SignedMessage};
use crate::identifiers::{RelyingParty, ServiceProvider};
use crate::rate_limit::Admission;

/// An attempt that is good as far as it can be judged without evidence about the certificate.
pub(super) struct LocalChecks {
    attempt: LoginAttempt,
    provider: ServiceProvider,
    relying_party: RelyingParty,
    face: FaceApproval,
    domain: LoginDomain,
    attempts: Check,
    authenticity: Check,
    freshness: Freshness,
}

impl LocalChecks {
    /// Judges limit, challenge, kind, signature and method; `binding` is only reported.
    pub(super) fn judge(
        rules: &LoginRules,
        provider: &ServiceProvider,
        attempt: LoginAttempt,
        redemption: &ChallengeCheck,
        admission: Admission,
        binding: impl FnOnce() -> Check,
        now: Timestamp,
    ) -> Result<Self, Report> {
        let gate = Gate::new(redemption, admission);
        let kind = kind_check(&attempt.certificate);
        let attempts = gate.attempts_check();
        let signature = gate.signature_checks(rules, &attempt, kind.is_some());
        let parts = [redemption.checks(), &signature].concat();
        let authenticity = Check::all(CheckId::LoginAuthenticity, Subject::Challenge, parts);
        let verification = attempt.verification.check(rules.face(), None);
        let failed = [&authenticity, &verification].into_iter().find(|check| !holds(check));
        match gate.closed_by().or(failed.map(Check::id)) {
            None => Ok(Self {
                attempt,
                provider: provider.clone(),
                relying_party: rules.relying_party().clone(),
                face: rules.face(),
                domain: rules.domain(),
                attempts,
                authenticity,
                freshness: Freshness::new(now, rules.challenge_policy()),
            }),
            Some(because) => {
                let binding = gate.check(CheckId::LoginBinding, Subject::Account, binding);
                let (id, subject) = (CheckId::LoginCertificate, Subject::EndEntity);
                let certificate = match kind {
                    Some(kind) => Check::all(id, subject, vec![kind]),
                    None => Check::skipped(id, subject, because),
                };
                Err(report(attempts, binding, certificate, authenticity, verification))
            }
        }
    }

    pub(super) const fn attempt(&self) -> &LoginAttempt {
        &self.attempt
    }

    pub(super) const fn freshness(&self) -> Freshness {
        self.freshness
    }

    /// Joins the engine's answer about the attempt's certificate.
    // Requirement: AUTH-03
    pub(super) fn prove<C: ValidCertificate>(
        self,
        answer: Assessed<C>,
        serial: &IssuedSerial,
        now: Timestamp,
    ) -> Proof {
        let (engine, value) = answer.into_parts();
        let mut parts = engine.into_checks();
        let mut medium = None;
        if let Some(valid) = &value {
            medium = Some(valid.medium());
            parts.extend(substitution_check(valid, &self.attempt.certificate));
            parts.push(self.domain.check(valid.domain()));
            parts.push(self.time_check(valid.judged_at(), now));
        }
        let verification = self.attempt.verification.check(self.face, medium);
        let possession = medium.map(|medium| Possession {
            serial: serial.clone(),
            provider: self.provider,
            relying_party: self.relying_party,
            purpose: self.attempt.purpose,
            user: self.attempt.user,
            verification: self.attempt.verification,
            medium,
            at: self.freshness.proven_at(),
        });
        Proof {
            attempts: self.attempts,
            certificate: Check::all(CheckId::LoginCertificate, Subject::EndEntity, parts),
            authenticity: self.authenticity,
            verification,
            possession,
        }
    }

    /// The certificate was in force when its key signed, and the login is ended while its challenge lives.
    fn time_check(&self, judged_at: Timestamp, now: Timestamp) -> Check {
        let result = if !self.freshness.holds_at(now) {
            Err(Reason::LoginTooLate)
        } else if !self.freshness.is_met_by(judged_at, now) {
            Err(Reason::JudgedAtAnotherTime)
        } else {
            Ok(())
        };
        Check::of(CheckId::LoginTime, Subject::EndEntity, result)
            .with(Fact::time(FactKey::ValidationTime, judged_at))
    }
}

impl fmt::Debug for LocalChecks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocalChecks({:?})", self.attempt)
    }
}

/// How far an attempt is let in.
enum Gate<'a> {
    /// Its challenge is refused. Without a live one nobody makes us count, look up or verify anything.
    Unredeemed,
    /// Its account has had too many attempts.
    TooMany,
    /// This must have been signed.
    Open(&'a SignedMessage),
}

impl<'a> Gate<'a> {
    const fn new(redemption: &'a ChallengeCheck, admission: Admission) -> Self {
        match (redemption.message(), admission) {
            (None, _) => Self::Unredeemed,
            (Some(_), Admission::Refused) => Self::TooMany,
            (Some(message), Admission::Admitted) => Self::Open(message),
        }
    }

    const fn closed_by(&self) -> Option<CheckId> {
        match self {
            Self::Unredeemed => Some(CheckId::LoginAuthenticity),
            Self::TooMany => Some(CheckId::LoginAttempts),
            Self::Open(_) => None,
        }
    }

    /// Makes a check that only an open gate leads to.
    fn check(&self, id: CheckId, subject: Subject, check: impl FnOnce() -> Check) -> Check {
        match self.closed_by() {
            Some(because) => Check::skipped(id, subject, because),
            None => check(),
        }
    }

    fn attempts_check(&self) -> Check {
        let (id, subject) = (CheckId::LoginAttempts, Subject::Account);
        match self {
            Self::TooMany => Check::failed(id, subject, Reason::TooManyAttempts),
            Self::Unredeemed | Self::Open(_) => {
                self.check(id, subject, || Check::passed(id, subject))
            }
        }
    }

    fn signature_checks(
        &self,
        rules: &LoginRules,
        attempt: &LoginAttempt,
        is_wrong_kind: bool,
    ) -> Vec<Check> {
        let skipped =
            |because| vec![Check::skipped(CheckId::LoginSignature, Subject::Challenge, because)];
        match self {
            Self::Unredeemed => skipped(CheckId::ChallengeRedemption),
            Self::TooMany => skipped(CheckId::LoginAttempts),
            Self::Open(_) if is_wrong_kind => skipped(CheckId::Purpose),
            Self::Open(message) => {
                rules.signature_checks(&attempt.certificate, message, &attempt.signature).into()
            }
        }
    }
}

/// Refuses a 署名用電子証明書 before anything is asked of it: nobody signs random bytes with it
/// (guideline 001 ch. 6 (1)). That another certificate is for authentication is for the engine to prove.
// Requirement: CERT-01, WYS-04
fn kind_check(certificate: &Certificate) -> Option<Check> {
    let usage = certificate.key_usage().ok().flatten()?;
    usage
        .contains(KeyUsage::NON_REPUDIATION)
        .then(|| Check::failed(CheckId::Purpose, Subject::EndEntity, Reason::WrongKindForPurpose))
}

// Requirement: AUTH-03, CERT-01
fn substitution_check(valid: &impl ValidCertificate, presented: &Certificate) -> Option<Check> {
    let failed = |id, reason| Some(Check::failed(id, Subject::EndEntity, reason));
    if valid.certificate().as_der() != presented.as_der() {
        return failed(CheckId::LoginCertificate, Reason::CertificateSubstituted);
    }
    if valid.kind() != CertificateKind::UserAuthentication {
        return failed(CheckId::Purpose, Reason::WrongKindForPurpose);
    }
    None
}
