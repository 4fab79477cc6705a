use alloc::vec::Vec;

use jpki_cms::CmsError;
use jpki_cms::signer::GivenCertificates;
use jpki_cms::signer_info::SignerInfo;
use jpki_cms::time_stamp::{ProvenTime, TimeStampToken, VerifiedTimeStamp};
use jpki_core::der::DerErrorKind;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, ValidPath};

use crate::call::Call;
use crate::config::{Config, TimeStamping};

impl Config {
    /// The earliest instant for which a time-stamp proves that a signer's signature existed.
    pub(crate) fn prove_time(
        &self,
        subject: Subject,
        signer: &SignerInfo,
        call: &Call<'_>,
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        let mut proven: Option<ProvenTime> = None;
        let mut parts = Vec::new();
        match signer.time_stamp_octets(call.limits) {
            Err(error) => {
                parts.push(Check::failed(CheckId::TimeStampForm, subject, malformed(&error)));
            }
            Ok(tokens) => {
                for (number, token) in (0..).zip(tokens) {
                    let subject = Subject::TimeStamp(number);
                    let (check, time) = self.judge_token(subject, token, signer, call, at);
                    parts.push(check);
                    proven = [proven, time].into_iter().flatten().min();
                }
            }
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
        call: &Call<'_>,
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        let id = CheckId::TimeStamp;
        let token = match TimeStampToken::from_ber(token, call.limits) {
            Ok(token) => token,
            Err(error) => return (Check::failed(id, subject, malformed(&error)), None),
        };
        let (algorithms, crypto, budget) = (&self.algorithms, &*self.crypto, &call.budget);
        let (stamped, given) = (signer.signature(), &call.of_stamps);
        let assessed = token.assess_within(subject, stamped, given, algorithms, crypto, budget);
        let (report, stamp) = assessed.into_parts();
        let mut parts = report.into_checks();
        let Some(trusted) = &self.time_stamping else {
            return (Check::failed(id, subject, Reason::NoTrustAnchor).explained_by(parts), None);
        };
        let mut proven = None;
        if let Some(stamp) = stamp {
            let own = GivenCertificates::new(token.unverified_certificates());
            let candidates: Vec<_> =
                given.as_slice().iter().chain(own.as_slice()).cloned().collect();
            let (checks, time) =
                self.prove_by_path(trusted, subject, &stamp, &candidates, call, at);
            parts.extend(checks);
            proven = time;
        }
        let check = Check::all(id, subject, parts);
        let proven = proven.filter(|_| check.outcome() == Outcome::Passed);
        (check, proven)
    }

    /// What the first path proves of which everything holds: the time-stamp allows it and lies within it,
    /// and each of its certificates stands. Where there is none, what is wrong with the likeliest.
    fn prove_by_path(
        &self,
        trusted: &TimeStamping,
        subject: Subject,
        stamp: &VerifiedTimeStamp,
        candidates: &[Certificate],
        call: &Call<'_>,
        at: ValidationTime,
    ) -> (Vec<Check>, Option<ProvenTime>) {
        let inputs = PathInputs::at(at);
        let mut first = None;
        for certificate in stamp.certificates() {
            let mut proven = None;
            let mut judge = |path: &ValidPath| {
                let assessed = stamp.assess_path(subject, path, &*self.crypto, &call.budget);
                let (report, time) = assessed.into_parts();
                proven = time;
                let mut checks = report.into_checks();
                checks.extend(trusted.check_standing(path, at));
                checks
            };
            let (anchors, budget) = (&trusted.anchors, &call.budget);
            let built = self.paths.build_within(
                certificate,
                candidates,
                anchors,
                &inputs,
                budget,
                &mut judge,
            );
            let (report, path) = built.into_parts();
            if path.is_some() {
                return (report.into_checks(), proven);
            }
            first = first.or(Some(report.into_checks()));
        }
        (first.unwrap_or_default(), None)
    }
}

/// Why a token, or what holds it, cannot be read.
fn malformed(error: &CmsError) -> Reason {
    match error {
        CmsError::Malformed(error) if error.kind == DerErrorKind::TooLarge => Reason::LimitReached,
        CmsError::TooManySigners | CmsError::TooManyAttributes | CmsError::TooManyCertificates => {
            Reason::LimitReached
        }
        _ => Reason::TimeStampMalformed,
    }
}
