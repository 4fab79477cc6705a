use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::slice;

use jpki_core::algorithm::{AlgorithmPolicy, SignatureScheme};
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{Assessed, Check, CheckId, Outcome, Reason, Report, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::{Judgement, StatusSource, Target};
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateClass, CertificateKind, Medium, PolicyTable};
use jpki_x509::path::{AnchorValidity, PathInputs, PathValidator, ValidPath};
use jpki_x509::profile::Profile;
use jpki_x509::trust::{PinnedAnchor, TrustStore};

use crate::application::Application;
use crate::builder::{AuthorityListPolicy, VerifierBuilder};
use crate::document::SignedDocument;
use crate::pending::Pending;
use crate::responder::Responder;
use crate::time_stamping::TimeStamping;
use crate::verified::{VerifiedCertificate, VerifiedSignature, VerifiedSigner};

/// Runs the steps of a verification in their order: profile, path, standing of the anchor, signature,
/// and last the revocation of the certificate, which is asked only if all before it holds.
///
/// Looks at no clock and calls no network. One verifier serves any number of threads.
#[derive(Clone)]
pub struct Verifier {
    parts: Arc<Parts>,
    responder: Option<Arc<Responder>>,
    paths: PathValidator,
}

/// A certificate that the local checks found nothing against that would end them, and, of a
/// 署名用電子証明書, its attributes. Its report says whether they all hold.
#[derive(Clone)]
pub(crate) struct Judged {
    certificate: VerifiedCertificate,
    basic_four_info: Option<BasicFourInfo>,
}

/// Room for the checks of one signature, so that a report is not moved while it grows.
const CHECKS: usize = 12;

pub(crate) struct Parts {
    pub(crate) trust: TrustStore,
    pub(crate) status: Arc<dyn StatusSource>,
    pub(crate) crypto: Arc<dyn CryptoBackend>,
    pub(crate) algorithms: AlgorithmPolicy,
    pub(crate) policies: PolicyTable,
    pub(crate) attributes: AttributeArc,
    pub(crate) media: Vec<Medium>,
    pub(crate) authority_lists: AuthorityListPolicy,
    pub(crate) time_stamping: Option<TimeStamping>,
}

impl Verifier {
    /// A verifier to be configured.
    #[must_use]
    pub fn builder() -> VerifierBuilder {
        VerifierBuilder::default()
    }

    pub(crate) fn new(parts: Parts, responder: Option<Responder>) -> Self {
        let paths = PathValidator::new(parts.crypto.clone()).with_algorithms(parts.algorithms);
        Self { parts: Arc::new(parts), responder: responder.map(Arc::new), paths }
    }

    /// Judges a certificate alone, for a purpose and as of an instant: all of a verification but the
    /// signature. Proves nothing about who presents the certificate.
    pub fn verify_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
    ) -> Assessed<VerifiedCertificate> {
        self.begin_certificate(certificate, purpose, at).settle()
    }

    /// The local checks of [`Self::verify_certificate`], for who asks about revocation elsewhere.
    pub fn begin_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
    ) -> Pending<VerifiedCertificate> {
        let budget = Budget::new(&Limits::DEFAULT);
        let (report, verified) = self.judge_certificate(certificate, purpose, at, &budget);
        Pending::new(self.clone(), at, report, verified.map(|verified| verified.certificate))
    }

    /// Judges a signed document as of an instant (guideline 001, 付録①).
    pub fn verify_signature(
        &self,
        document: &SignedDocument<'_>,
        at: ValidationTime,
    ) -> Assessed<VerifiedSignature> {
        self.begin_signature(document, at).settle()
    }

    /// The local checks of [`Self::verify_signature`], for who asks about revocation elsewhere.
    pub fn begin_signature(
        &self,
        document: &SignedDocument<'_>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let signature = document.signature();
        let certificate = signature.certificate();
        let budget = Budget::new(&Limits::DEFAULT);
        let (mut report, verified) =
            self.judge_certificate(certificate, CertificateKind::Signature, at, &budget);
        let application = document.application();
        let (checks, digest) = signature.check_and_digest(&self.parts.algorithms, self.crypto());
        checks
            .into_iter()
            .chain(application.check_raw_content(signature.content(), self.crypto()))
            .for_each(|check| report.push(check));
        let made = (signature.scheme(), digest);
        self.begin_application(application, report, verified.zip(Some(made)), at)
    }

    /// The last of the local checks: what the form says of the signer.
    pub(crate) fn begin_application(
        &self,
        application: &Application<'_>,
        mut report: Report,
        verified: Option<(Judged, (SignatureScheme, Digest))>,
        at: ValidationTime,
    ) -> Pending<VerifiedSignature> {
        let signature = verified.and_then(|(verified, (scheme, content_digest))| {
            let signer = VerifiedSigner::new(verified.certificate, verified.basic_four_info?);
            Some(VerifiedSignature::new(signer, scheme, content_digest))
        });
        let certified = signature.as_ref().map(|signature| signature.signer().basic_four_info());
        let because = report.first_obstacle().unwrap_or(CheckId::Path);
        application
            .check_applicant(certified, because)
            .into_iter()
            .for_each(|check| report.push(check));
        Pending::new(self.clone(), at, report, signature)
    }

    pub(crate) fn certificate_status(&self, target: &Target<'_>, at: ValidationTime) -> Judgement {
        self.parts.status.certificate_status(target, at)
    }

    pub(crate) fn crypto(&self) -> &dyn CryptoBackend {
        &*self.parts.crypto
    }

    pub(crate) fn algorithms(&self) -> &AlgorithmPolicy {
        &self.parts.algorithms
    }

    pub(crate) const fn paths(&self) -> &PathValidator {
        &self.paths
    }

    pub(crate) fn time_stamping(&self) -> Option<&TimeStamping> {
        self.parts.time_stamping.as_ref()
    }

    pub(crate) fn responder(&self) -> Option<&Responder> {
        self.responder.as_deref()
    }

    /// The same verifier, which asks nobody.
    pub(crate) fn without_responder(&self) -> Self {
        Self { responder: None, ..self.clone() }
    }

    /// The local checks of a certificate: profile, kind, path and the standing of its anchor.
    pub(crate) fn judge_certificate(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
        budget: &Budget,
    ) -> (Report, Option<Judged>) {
        let mut report = Report::new(Vec::with_capacity(CHECKS));
        let judged = self.judge_certificate_into(certificate, purpose, at, budget, &mut report);
        (report, judged)
    }

    fn judge_certificate_into(
        &self,
        certificate: &Certificate,
        purpose: CertificateKind,
        at: ValidationTime,
        budget: &Budget,
        report: &mut Report,
    ) -> Option<Judged> {
        let (kind, candidates) = self.candidates(certificate, purpose, budget);
        let profile = Profile::of(kind, self.parts.attributes);
        let (fits, basic_four_info) = profile.check_and_read(certificate, Subject::EndEntity);
        report.push(fits);

        let best = candidates.map(|them| self.best_path(certificate, them, at, budget));
        let (anchor, path_check, path) = if let Ok(Some(best)) = best {
            best
        } else {
            let because = CheckId::Path;
            let reason = best.err().unwrap_or(Reason::NoTrustAnchor);
            let skipped = |id, subject| Check::skipped(id, subject, because);
            report.push(skipped(CheckId::Purpose, Subject::EndEntity));
            report.push(Check::failed(because, Subject::EndEntity, reason));
            report.push(skipped(CheckId::AnchorRevocation, Subject::TrustAnchor));
            return None;
        };
        let class = CertificateClass::of(certificate, anchor, &self.parts.policies);
        report.push(match class {
            Ok(class) if !self.parts.media.contains(&class.medium()) => {
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
        report.push(self.judge_anchor(anchor, at));
        let certificate = VerifiedCertificate::new(class.ok()?, path?);
        Some(Judged { certificate, basic_four_info })
    }

    /// The anchors that may have issued the certificate, and the kind that they issue: those for the
    /// purpose, or, if there are none, those for the other, so that a certificate of the wrong kind is
    /// called so.
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
        let of = |kind| self.parts.trust.candidates_within(kind, certificate, budget);
        match of(purpose) {
            Ok(fitting) if fitting.is_empty() => match of(other) {
                Ok(others) if others.is_empty() => (purpose, Ok(others)),
                others => (other, others),
            },
            fitting => (purpose, fitting),
        }
    }

    /// The valid path to one of the candidates, or the failed one to the first.
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
    fn judge_anchor(&self, anchor: &PinnedAnchor, at: ValidationTime) -> Check {
        let target = Target::trust_anchor(anchor.certificate(), anchor.authority());
        let judgement = self.parts.status.anchor_status(&target, at).for_question(&target, at);
        let is_accepted = self.parts.authority_lists == AuthorityListPolicy::IfAtHand
            && !judgement.is_listed_in_stale();
        let check = judgement.into_check();
        match check.outcome() {
            Outcome::Failed(reason @ (Reason::ListMissing | Reason::ListStale)) if is_accepted => {
                check.with_outcome(Outcome::Warned(reason))
            }
            _ => check,
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Verifier({:?}, {:?})", self.parts.trust.domain(), self.parts.crypto)
    }
}
