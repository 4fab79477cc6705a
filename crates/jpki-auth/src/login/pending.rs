use jpki_core::report::{Assessed, Check, CheckId, Reason, Subject};
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::conclusion::Ended;
use super::freshness::Freshness;
use super::local::LocalChecks;
use super::proof::Proof;
use super::renewal::bound_check;
use super::{
    LoginAttempt, LoginConclusion, LoginRules, RenewalCandidate, ValidCertificate, VerifiedLogin,
};
use crate::binding::{
    Binding, BindingMatch, BindingRecord, BindingRewrite, BindingScheme, CertificateReference,
    IssuedSerial,
};
use crate::challenge::ChallengeCheck;
use crate::identifiers::UserIdentifier;
use crate::rate_limit::Admission;

/// A login after everything that needs no further evidence.
#[derive(Debug)]
#[must_use]
#[expect(clippy::large_enum_variant, reason = "made once a call, and never kept")]
#[expect(clippy::exhaustive_enums, reason = "refused or pending")]
pub enum LocalLogin {
    /// Refused already: nobody need be asked about the certificate.
    Refused(LoginConclusion),
    /// The certificate is still to be judged.
    Pending(Box<PendingLogin>),
}

impl LocalLogin {
    pub(crate) fn judge(
        rules: &LoginRules,
        scheme: &BindingScheme,
        attempt: LoginAttempt,
        redemption: &ChallengeCheck,
        admission: Admission,
        bindings: Vec<BindingRecord>,
        now: Timestamp,
    ) -> Self {
        let ended = Ended { certificate: attempt.certificate.clone(), at: now };
        let serial = IssuedSerial::of(&attempt.certificate);
        let certificates = scheme.certificates(&serial);
        let binding = || binding_check(&scheme.compare(bindings, &certificates));
        let provider = scheme.provider();
        let judged =
            LocalChecks::judge(rules, provider, attempt, redemption, admission, binding, now);
        match judged {
            Ok(local) => Self::Pending(Box::new(PendingLogin { local, serial, certificates })),
            Err(report) => {
                let assessed = Assessed::new(report, None);
                Self::Refused(LoginConclusion { assessed, renewal: None, ended })
            }
        }
    }
}

/// A login whose certificate is still to be judged.
///
/// Also one whose account has no binding, or another: whether the certificate is asked about must not
/// tell, and a renewal starts here.
#[derive(Debug)]
#[must_use]
pub struct PendingLogin {
    local: LocalChecks,
    serial: IssuedSerial,
    certificates: Vec<CertificateReference>,
}

impl PendingLogin {
    /// Returns the certificate to ask the engine about, for the purpose
    /// [`CertificateKind::UserAuthentication`](jpki_x509::kind::CertificateKind::UserAuthentication).
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.local.attempt().certificate
    }

    /// Joins the engine's answer.
    pub(crate) fn prove<C: ValidCertificate>(
        self,
        answer: Assessed<C>,
        now: Timestamp,
    ) -> ProvenLogin {
        let Self { local, serial, certificates } = self;
        let LoginAttempt { certificate, user, .. } = local.attempt();
        let (ended, user) = (Ended { certificate: certificate.clone(), at: now }, user.clone());
        let freshness = local.freshness();
        let proof = local.prove(answer, &serial, now);
        ProvenLogin { ended, user, serial, certificates, freshness, proof }
    }
}

/// A login of which only the binding is still to be read: that of the very end counts, not that of the
/// beginning.
#[derive(Debug)]
pub(crate) struct ProvenLogin {
    ended: Ended,
    user: UserIdentifier,
    serial: IssuedSerial,
    certificates: Vec<CertificateReference>,
    freshness: Freshness,
    proof: Proof,
}

impl ProvenLogin {
    pub(crate) const fn user(&self) -> &UserIdentifier {
        &self.user
    }

    pub(crate) fn compare(
        &self,
        scheme: &BindingScheme,
        bindings: Vec<BindingRecord>,
    ) -> BindingMatch {
        scheme.compare(bindings, &self.certificates)
    }

    /// Returns how the binding is to be rewritten, if it is under a retired key or in an earlier form, and the login
    /// is good.
    pub(crate) fn rewrite(
        &self,
        scheme: &BindingScheme,
        matched: &BindingMatch,
    ) -> Option<BindingRewrite> {
        self.proof.possession()?;
        match matched {
            BindingMatch::Bound(old) if !scheme.is_current(old, &self.certificates) => {
                Some(scheme.rekeyed(old, &self.user, &self.serial))
            }
            _ => None,
        }
    }

    pub(crate) fn finish(self, matched: BindingMatch) -> LoginConclusion {
        let Self { ended, user, freshness, proof, .. } = self;
        let binding = binding_check(&matched);
        let (bound, renewal) = match matched {
            BindingMatch::Bound(record) => (Some(record), None),
            BindingMatch::OtherCertificate(bindings) => {
                let renewal = proof.possession().map(|possession| {
                    let provider = possession.provider.clone();
                    let proof = proof.clone();
                    Box::new(RenewalCandidate {
                        certificate: ended.certificate.clone(),
                        provider,
                        user,
                        freshness,
                        bindings,
                        proof,
                    })
                });
                (None, renewal)
            }
            BindingMatch::NotBound => (None, None),
        };
        let login =
            |possession| Some(VerifiedLogin { binding: Binding::of(bound.as_ref()?), possession });
        LoginConclusion { assessed: proof.finish(binding, login), renewal, ended }
    }
}

fn binding_check(matched: &BindingMatch) -> Check {
    let failed = |reason| Check::failed(CheckId::LoginBinding, Subject::Account, reason);
    match matched {
        BindingMatch::Bound(record) => bound_check(record),
        BindingMatch::OtherCertificate(_) => failed(Reason::CertificateNotBound),
        BindingMatch::NotBound => failed(Reason::AccountNotBound),
    }
}
