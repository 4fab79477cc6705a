use core::fmt;

use jpki_core::report::{
    Assessed, Check, CheckId, Fact, FactKey, Reason, Report, Subject, Verdict,
};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::KeyUsage;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::TrustDomain;

use super::freshness::Freshness;
use super::verified::Possession;
use super::{FaceApproval, LoginAttempt, LoginDomain, LoginRules};
use crate::binding::IssuedSerial;
use crate::challenge::ChallengeCheck;
use crate::identifiers::{RelyingParty, ServiceProvider};
use crate::rate_limit::Admission;
use crate::vouched::Vouched;

/// A certificate that an engine found valid: path to an anchor of its purpose, validity, revocation.
///
/// Implemented by the verifier's own value alone: the trait is sealed.
pub trait ValidCertificate: Vouched {
    /// The certificate.
    fn certificate(&self) -> &Certificate;

    /// Its kind, as the path to its CA proved it.
    fn kind(&self) -> CertificateKind;

    /// Where its key lives.
    fn medium(&self) -> Medium;

    /// The world of the anchor that its path leads to.
    fn domain(&self) -> TrustDomain;

    /// The instant as of which all of this was found.
    fn judged_at(&self) -> Timestamp;
}

/// An attempt that is good as far as it can be judged without evidence about the certificate.
pub(super) struct LocallyGood {
    attempt: LoginAttempt,
    provider: ServiceProvider,
    relying_party: RelyingParty,
    face: FaceApproval,
    domain: LoginDomain,
    attempts: Check,
    authenticity: Check,
    freshness: Freshness,
}

/// What an attempt proved, apart from the binding.
#[derive(Clone)]
pub(super) struct Proof {
    attempts: Check,
    certificate: Check,
    authenticity: Check,
    verification: Check,
    possession: Option<Possession>,
}

impl LocallyGood {
    /// Judges limit, challenge, kind, signature and method; `binding` is only reported.
    ///
    /// A refused challenge ends it: without a live one, nobody makes us verify a signature.
    pub(super) fn judge(
        rules: &LoginRules,
        provider: &ServiceProvider,
        attempt: LoginAttempt,
        redemption: &ChallengeCheck,
        admission: Admission,
        binding: impl FnOnce() -> Check,
        now: Timestamp,
    ) -> Result<Self, Report> {
        let kind = kind_check(&attempt.certificate);
        let skipped =
            |because| vec![Check::skipped(CheckId::LoginSignature, Subject::Challenge, because)];
        let signature = match (redemption.message(), admission, &kind) {
            (None, _, _) => skipped(CheckId::ChallengeRedemption),
            (Some(_), Admission::Refused, _) => skipped(CheckId::LoginAttempts),
            (Some(_), Admission::Admitted, Some(_)) => skipped(CheckId::Purpose),
            (Some(message), Admission::Admitted, None) => {
                rules.signature_checks(&attempt.certificate, message, &attempt.signature).into()
            }
        };
        let attempts = match (redemption.message(), admission) {
            (None, _) => {
                Check::skipped(CheckId::LoginAttempts, Subject::Account, CheckId::LoginAuthenticity)
            }
            (Some(_), Admission::Refused) => {
                Check::failed(CheckId::LoginAttempts, Subject::Account, Reason::TooManyAttempts)
            }
            (Some(_), Admission::Admitted) => {
                Check::passed(CheckId::LoginAttempts, Subject::Account)
            }
        };
        let parts = [redemption.checks(), &signature].concat();
        let authenticity = Check::all(CheckId::LoginAuthenticity, Subject::Challenge, parts);
        let verification = attempt.verification.check(rules.face(), None);
        let because = if redemption.message().is_none() {
            Some(CheckId::LoginAuthenticity)
        } else if admission == Admission::Refused {
            Some(CheckId::LoginAttempts)
        } else if !holds(&authenticity) {
            Some(CheckId::LoginAuthenticity)
        } else if !holds(&verification) {
            Some(CheckId::LoginUserVerification)
        } else {
            None
        };
        match because {
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
                let binding = match because {
                    CheckId::LoginAttempts => {
                        Check::skipped(CheckId::LoginBinding, Subject::Account, because)
                    }
                    _ if redemption.message().is_none() => {
                        Check::skipped(CheckId::LoginBinding, Subject::Account, because)
                    }
                    _ => binding(),
                };
                let certificate = match kind {
                    Some(kind) => {
                        Check::all(CheckId::LoginCertificate, Subject::EndEntity, vec![kind])
                    }
                    None => Check::skipped(CheckId::LoginCertificate, Subject::EndEntity, because),
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
}

impl LocallyGood {
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

impl Proof {
    /// What was proven, if everything but the binding holds.
    pub(super) fn possession(&self) -> Option<&Possession> {
        let checks = [&self.attempts, &self.certificate, &self.authenticity, &self.verification];
        self.possession.as_ref().filter(|_| checks.into_iter().all(holds))
    }

    /// The end, with this check of the binding; `value` is kept only if all holds.
    pub(super) fn conclude<T>(
        self,
        binding: Check,
        value: impl FnOnce(Possession) -> Option<T>,
    ) -> Assessed<T> {
        let report =
            report(self.attempts, binding, self.certificate, self.authenticity, self.verification);
        Assessed::new(report, self.possession.and_then(value))
    }
}

impl fmt::Debug for LocallyGood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LocallyGood({:?})", self.attempt)
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proof({:?})", self.possession)
    }
}

// guideline 001 App.②: (ア), (イ), (ウ), between the limit before and the method after them.
fn report(
    attempts: Check,
    binding: Check,
    certificate: Check,
    authenticity: Check,
    verification: Check,
) -> Report {
    Report::new(vec![attempts, binding, certificate, authenticity, verification])
}

fn holds(check: &Check) -> bool {
    check.outcome().verdict() == Verdict::Valid
}

/// Refuses a 署名用電子証明書 before anything is asked of it: nobody signs random bytes with it
/// (guideline 001 ch. 6 (1)). That another certificate is for authentication is for the engine to prove.
fn kind_check(certificate: &Certificate) -> Option<Check> {
    let usage = certificate.key_usage().ok().flatten()?;
    usage
        .contains(KeyUsage::NON_REPUDIATION)
        .then(|| Check::failed(CheckId::Purpose, Subject::EndEntity, Reason::WrongKindForPurpose))
}

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
