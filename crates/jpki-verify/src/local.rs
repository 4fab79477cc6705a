use alloc::vec::Vec;
use core::slice;

use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::limits::Budget;
use jpki_core::report::{Check, CheckId, Outcome, Reason, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::{RevocationTarget, RevocationValues};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;
use jpki_x509::path::{AnchorValidity, PathInputs, ValidPath};
use jpki_x509::profile::Profile;
use jpki_x509::trust::{CertificateClass, PinnedAnchor};

use crate::config::{ArlPolicy, Config};
use crate::verified::VerifiedCertificate;

/// A certificate with a class and a path, and the attributes of a 署名用電子証明書. Its report says whether all local
/// checks passed.
#[derive(Clone)]
pub(crate) struct LocallyVerified {
    pub(crate) certificate: VerifiedCertificate,
    pub(crate) basic_four_info: Option<BasicFourInfo>,
}

impl LocallyVerified {
    pub(crate) const fn path(&self) -> &ValidPath {
        self.certificate.path()
    }
}

/// Initial capacity of a report: one signature makes about this many checks.
const REPORT_CAPACITY: usize = 12;

impl Config {
    /// Runs the local checks of a certificate: profile, kind, path and the status of its anchor.
    // Requirement: CERT-05
    pub(crate) fn verify_locally(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
        budget: &Budget,
    ) -> (Report, Option<LocallyVerified>) {
        let mut report = Report::new(Vec::with_capacity(REPORT_CAPACITY));
        let (kind, candidates) = self.candidates(certificate, purpose, budget);
        let profile = Profile::of(kind, self.attributes);
        let (fits, basic_four_info) = profile.check_and_read(certificate, Subject::EndEntity);
        report.push(fits);

        let best = candidates.map(|them| self.best_path(certificate, them, at, budget));
        let (anchor, path_check, path) = match best {
            Ok(Some(best)) => best,
            Ok(None) => return (without_path(report, Reason::NoTrustAnchor), None),
            Err(reason) => return (without_path(report, reason), None),
        };
        let class = CertificateClass::of(certificate, anchor, &self.policies);
        report.push(match class {
            Ok(class) if !self.media.contains(&class.medium()) => {
                Check::failed(CheckId::Purpose, Subject::EndEntity, Reason::MediumNotAccepted)
            }
            Ok(class) => class.check(purpose),
            Err(reason) => Check::failed(CheckId::Purpose, Subject::EndEntity, reason),
        });
        let key_identifier = path_check.find(CheckId::PathKeyIdentifier).map(Check::outcome);
        report.push(path_check);
        // jpki-profile §13.1: generations share one name, so identifiers that disagree are no accident.
        if let Some(Outcome::Warned(reason)) = key_identifier {
            report.push(Check::failed(CheckId::PathKeyIdentifier, Subject::EndEntity, reason));
        }
        let (anchor_check, arl) = self.check_anchor(anchor, at);
        report.push(anchor_check);
        let verified = class.ok().zip(path).map(|(class, path)| LocallyVerified {
            certificate: VerifiedCertificate { class, path, arl, status_as_of: None },
            basic_four_info,
        });
        (report, verified)
    }

    /// Returns the anchors that may have issued the certificate, and the kind that they issue: those for the purpose, or,
    /// if there are none, those for the other, so that a certificate of the wrong kind is reported as such.
    // Requirement: PATH-04
    fn candidates<'a>(
        &'a self,
        certificate: &Certificate,
        purpose: CertificateKind,
        budget: &Budget,
    ) -> (CertificateKind, Result<Vec<&'a PinnedAnchor>, Reason>) {
        let other = match purpose {
            CertificateKind::Signature => CertificateKind::UserAuthentication,
            CertificateKind::UserAuthentication => CertificateKind::Signature,
        };
        let of = |kind| self.trust.candidates_within(kind, certificate, budget);
        match of(purpose) {
            Ok(fitting) if fitting.is_empty() => match of(other) {
                Ok(others) if others.is_empty() => (purpose, Ok(others)),
                others => (other, others),
            },
            fitting => (purpose, fitting),
        }
    }

    /// Returns the valid path to one of the candidates, or the failed one to the first.
    fn best_path<'a>(
        &self,
        certificate: &Certificate,
        candidates: Vec<&'a PinnedAnchor>,
        at: ValidationTime,
        budget: &Budget,
    ) -> Option<(&'a PinnedAnchor, Check, Option<ValidPath>)> {
        let inputs = PathInputs::at(at).with_anchor_validity(AnchorValidity::Enforced);
        let mut first = None;
        for anchor in candidates {
            let path = slice::from_ref(certificate);
            let assessed = self.paths.validate_within(path, anchor.as_anchor(), &inputs, budget);
            let (report, path) = assessed.into_parts();
            let Some(check) = report.into_checks().into_iter().next() else { continue };
            if path.is_some() {
                return Some((anchor, check, path));
            }
            if budget.is_exhausted() {
                return Some((anchor, check, None));
            }
            first = first.or(Some((anchor, check, None)));
        }
        first
    }

    // guideline 001, 付録①(ア)a: the authority's own certificate is checked against the ARL.
    // Requirement: PATH-03
    fn check_anchor(&self, anchor: &PinnedAnchor, at: ValidationTime) -> (Check, RevocationValues) {
        let target = RevocationTarget::trust_anchor(anchor.certificate(), anchor.authority());
        let judgement = self.status.anchor_status(&target, at).for_question(&target, at);
        let is_accepted =
            self.arl_policy == ArlPolicy::IfAvailable && !judgement.is_listed_in_stale();
        let (check, values) = judgement.into_check_and_values();
        let check = match check.outcome() {
            Outcome::Failed(reason @ (Reason::CrlMissing | Reason::CrlStale)) if is_accepted => {
                check.with_outcome(Outcome::Warned(reason))
            }
            _ => check,
        };
        (check, values)
    }
}

/// Completes the report of a certificate without a path to an anchor.
fn without_path(mut report: Report, reason: Reason) -> Report {
    let skipped = |id, subject| Check::skipped(id, subject, CheckId::Path);
    report.push(skipped(CheckId::Purpose, Subject::EndEntity));
    report.push(Check::failed(CheckId::Path, Subject::EndEntity, reason));
    report.push(skipped(CheckId::AnchorRevocation, Subject::TrustAnchor));
    report
}
