use alloc::sync::Arc;
use alloc::vec::Vec;

use jpki_cms::signer_info::SignerInfo;
use jpki_cms::time_stamp::{ProvenTime, TimeStampToken, VerifiedTimeStamp};
use jpki_core::limits::Limits;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::ValidationTime;
use jpki_revocation::{Judgement, Target};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, TrustAnchor, ValidPath};

use crate::verifier::Verifier;

/// Whose time-stamps are believed (時刻認証局).
pub(crate) struct TimeStamping {
    anchors: Vec<TrustAnchor>,
    standing: Standing,
}

/// What is known of a certificate at an instant.
type Standing = Arc<dyn Fn(&Target<'_>, ValidationTime) -> Judgement + Send + Sync>;

impl TimeStamping {
    pub(crate) fn new(
        anchors: impl IntoIterator<Item = TrustAnchor>,
        standing: impl Fn(&Target<'_>, ValidationTime) -> Judgement + Send + Sync + 'static,
    ) -> Self {
        Self { anchors: anchors.into_iter().collect(), standing: Arc::new(standing) }
    }

    // RFC 5280 §6.3: each certificate of the path.
    fn check_standing(&self, path: &ValidPath, at: ValidationTime) -> Vec<Check> {
        Target::links_of(path).map(|target| (self.standing)(&target, at).into_check()).collect()
    }
}

impl Verifier {
    /// The earliest instant for which a time-stamp proves that a signer's signature existed.
    pub(crate) fn prove_time(
        &self,
        subject: Subject,
        signer: &SignerInfo,
        given: &[Certificate],
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        let tokens = signer.time_stamp_octets(&Limits::DEFAULT).unwrap_or_default();
        let mut proven: Option<ProvenTime> = None;
        let mut parts = Vec::new();
        for (number, token) in (0..).zip(tokens) {
            let (check, time) =
                self.judge_token(Subject::TimeStamp(number), token, signer, given, at);
            parts.push(check);
            proven = [proven, time].into_iter().flatten().min();
        }
        let outcome = match proven {
            Some(_) => Outcome::Passed,
            None => Outcome::Failed(Reason::SigningTimeNotProven),
        };
        let check = Check::new(CheckId::TimeStamp, subject, outcome).explained_by(parts);
        let check = match proven {
            Some(proven) => {
                let instant = proven.validation_time().instant();
                check.with(Fact::time(FactKey::StampedAt, instant))
            }
            None => check,
        };
        (check, proven)
    }

    fn judge_token(
        &self,
        subject: Subject,
        token: &[u8],
        signer: &SignerInfo,
        given: &[Certificate],
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        let Ok(token) = TimeStampToken::from_ber(token, &Limits::DEFAULT) else {
            return (Check::failed(CheckId::TimeStamp, subject, Reason::TimeStampMalformed), None);
        };
        let (algorithms, crypto) = (self.algorithms(), self.crypto());
        let assessed = token.assess(subject, signer.signature(), given, algorithms, crypto);
        let (report, stamp) = assessed.into_parts();
        let mut parts = report.into_checks();
        let mut proven = None;
        if let (Some(stamp), Some(trusted)) = (stamp, self.time_stamping()) {
            let candidates: Vec<_> =
                given.iter().cloned().chain(token.unverified_certificates()).collect();
            let (checks, path) = self.path_of_authority(trusted, &stamp, &candidates, at);
            parts.extend(checks);
            proven = path.and_then(|path| stamp.proven_by(&path, crypto));
        }
        let check = match self.time_stamping() {
            Some(_) => Check::all(CheckId::TimeStamp, subject, parts),
            None => Check::failed(CheckId::TimeStamp, subject, Reason::NoTrustAnchor)
                .explained_by(parts),
        };
        let proven = proven.filter(|_| check.outcome() == Outcome::Passed);
        (check, proven)
    }

    /// The path of the authority's certificate and the standing of each certificate on it, for the first
    /// of its certificates that has one, or else for the likeliest.
    fn path_of_authority(
        &self,
        trusted: &TimeStamping,
        stamp: &VerifiedTimeStamp,
        candidates: &[Certificate],
        at: ValidationTime,
    ) -> (Vec<Check>, Option<ValidPath>) {
        let inputs = PathInputs::at(at);
        let mut first = None;
        for certificate in stamp.certificates() {
            let built = self.paths().build(certificate, candidates, &trusted.anchors, &inputs);
            let (report, path) = built.into_parts();
            let mut checks = report.into_checks();
            if let Some(path) = path {
                checks.extend(trusted.check_standing(&path, at));
                return (checks, Some(path));
            }
            first = first.or(Some(checks));
        }
        (first.unwrap_or_default(), None)
    }
}
