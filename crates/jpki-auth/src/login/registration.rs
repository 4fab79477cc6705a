use jpki_core::report::{Assessed, Check, CheckId, Outcome, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::conclusion::Ended;
use super::local::LocalChecks;
use super::{
    LoginAttempt, LoginRules, RegistrationConclusion, ValidCertificate, VerifiedPossession,
};
use crate::binding::IssuedSerial;
use crate::challenge::ChallengeCheck;
use crate::identifiers::ServiceProvider;
use crate::rate_limit::Admission;

/// A first use, which nothing is bound to yet, after everything that needs no further evidence.
#[derive(Debug)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "made once a call, and never kept")]
#[expect(clippy::exhaustive_enums, reason = "refused or pending")]
pub enum LocalRegistration {
    /// Refused already.
    Refused(RegistrationConclusion),
    /// The certificate is still to be judged.
    Pending(Box<PendingRegistration>),
}

impl LocalRegistration {
    pub(crate) fn judge(
        rules: &LoginRules,
        provider: &ServiceProvider,
        attempt: LoginAttempt,
        redemption: &ChallengeCheck,
        admission: Admission,
        now: Timestamp,
    ) -> Self {
        let ended = Ended { certificate: attempt.certificate.clone(), at: now };
        let judged = LocalChecks::judge(
            rules,
            provider,
            attempt,
            redemption,
            admission,
            nothing_bound_yet,
            now,
        );
        match judged {
            Ok(local) => Self::Pending(Box::new(PendingRegistration { local })),
            Err(report) => {
                let assessed = Assessed::new(report, None);
                Self::Refused(RegistrationConclusion { assessed, ended })
            }
        }
    }
}

/// A first use whose certificate is still to be judged.
#[derive(Debug)]
#[must_use]
pub struct PendingRegistration {
    local: LocalChecks,
}

impl PendingRegistration {
    /// Returns the certificate to ask the engine about, for the purpose
    /// [`CertificateKind::UserAuthentication`](jpki_x509::kind::CertificateKind::UserAuthentication).
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.local.attempt().certificate
    }

    /// Returns the end, with the engine's answer about [`Self::certificate`], which it gave as of now.
    pub fn finish<C: ValidCertificate>(
        self,
        answer: Assessed<C>,
        now: Timestamp,
    ) -> RegistrationConclusion {
        let ended = Ended { certificate: self.certificate().clone(), at: now };
        let freshness = self.local.freshness();
        let serial = IssuedSerial::of(self.certificate());
        let proof = self.local.prove(answer, &serial, now);
        let assessed = proof.finish(nothing_bound_yet(), |possession| {
            Some(VerifiedPossession { possession, freshness })
        });
        RegistrationConclusion { assessed, ended }
    }
}

fn nothing_bound_yet() -> Check {
    Check::new(CheckId::LoginBinding, Subject::Account, Outcome::NotApplicable)
}
