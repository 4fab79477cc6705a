use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::DerErrorKind;
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};

use super::{ProvenTime, TimeStampToken, VerifiedTimeStamp};
use crate::error::CmsError;
use crate::signer::GivenCertificates;
use crate::signer_info::SignerInfo;

/// Whose time-stamps are believed (時刻認証局), and what is asked of the path to them.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_structs, reason = "an argument list that is given whole")]
pub struct TimeStampTrust<'a> {
    /// The anchors, which are believed as they are. Without any, no time is proven.
    pub anchors: &'a [TrustAnchor],
    /// Builds the paths to them.
    pub paths: &'a PathValidator,
    /// Whether each certificate of a path stands (RFC 5280 §6.3): one check for each.
    pub status: &'a dyn Fn(&ValidPath) -> Vec<Check>,
    /// The algorithms that tokens may be signed with.
    pub algorithms: &'a AlgorithmPolicy,
    /// Verifies their signatures.
    pub crypto: &'a dyn CryptoBackend,
}

/// What one call is about: the certificates that came with the message, what it may spend, and the present.
#[derive(Clone, Copy)]
struct Call<'a> {
    trust: &'a TimeStampTrust<'a>,
    given: &'a GivenCertificates,
    limits: &'a Limits,
    budget: &'a Budget,
    at: ValidationTime,
}

impl SignerInfo {
    /// Finds the earliest instant for which a time-stamp over this signer's signature proves that it existed: the
    /// token's own signature, and a path to one of the anchors in which each certificate stands. Goes through all
    /// tokens, within the budget of a larger answer; `at` is the present.
    ///
    /// Proves nothing about the signature itself.
    #[must_use]
    pub fn prove_time_within(
        &self,
        subject: Subject,
        trust: &TimeStampTrust<'_>,
        given: &GivenCertificates,
        limits: &Limits,
        budget: &Budget,
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        Call { trust, given, limits, budget, at }.prove_time(subject, self)
    }
}

impl TimeStampToken {
    /// Finds the instant for which this token proves that these bytes existed: its signature, and a path to one of the
    /// anchors in which each certificate stands at `at`, the present.
    #[must_use]
    pub fn prove_time(
        &self,
        subject: Subject,
        stamped: &[u8],
        trust: &TimeStampTrust<'_>,
        budget: &Budget,
        at: ValidationTime,
    ) -> (Check, Option<ProvenTime>) {
        let (given, limits) = (&GivenCertificates::new([]), self.signed_data.limits());
        Call { trust, given, limits, budget, at }.prove_by_token(subject, self, stamped)
    }
}

impl Call<'_> {
    fn prove_time(&self, subject: Subject, signer: &SignerInfo) -> (Check, Option<ProvenTime>) {
        let mut proven: Option<ProvenTime> = None;
        let mut parts = Vec::new();
        match signer.time_stamp_bytes(self.limits) {
            Err(error) => {
                parts.push(Check::failed(CheckId::TimeStampForm, subject, malformed(&error)));
            }
            Ok(tokens) => {
                for (number, token) in (0..).zip(tokens) {
                    let subject = Subject::TimeStamp(number);
                    let (check, time) = self.judge_token(subject, token, signer);
                    parts.push(check);
                    proven = [proven, time].into_iter().flatten().min();
                }
            }
        }
        let outcome = match proven {
            Some(_) => Outcome::Passed,
            None => Outcome::Failed(Reason::SigningTimeNotProven),
        };
        let check = Check::new(CheckId::TimeStamp, subject, outcome).with_parts(parts);
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
    ) -> (Check, Option<ProvenTime>) {
        match TimeStampToken::from_ber_with(token, self.limits) {
            Ok(token) => self.prove_by_token(subject, &token, signer.signature()),
            Err(error) => (Check::failed(CheckId::TimeStamp, subject, malformed(&error)), None),
        }
    }

    fn prove_by_token(
        &self,
        subject: Subject,
        token: &TimeStampToken,
        stamped: &[u8],
    ) -> (Check, Option<ProvenTime>) {
        let id = CheckId::TimeStamp;
        let (trust, given) = (self.trust, self.given);
        let assessed = token.assess_within(
            subject,
            stamped,
            given,
            trust.algorithms,
            trust.crypto,
            self.budget,
        );
        let (report, stamp) = assessed.into_parts();
        let mut parts = report.into_checks();
        if trust.anchors.is_empty() {
            return (Check::failed(id, subject, Reason::NoTrustAnchor).with_parts(parts), None);
        }
        let mut proven = None;
        if let Some(stamp) = stamp {
            let own = GivenCertificates::new(token.unverified_certificates());
            let candidates: Vec<_> =
                given.as_slice().iter().chain(own.as_slice()).cloned().collect();
            let (checks, time) = self.prove_by_path(subject, &stamp, &candidates);
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
        subject: Subject,
        stamp: &VerifiedTimeStamp,
        candidates: &[Certificate],
    ) -> (Vec<Check>, Option<ProvenTime>) {
        let (trust, inputs) = (self.trust, PathInputs::at(self.at));
        let mut first = None;
        for certificate in stamp.certificates() {
            let mut proven = None;
            let mut judge = |path: &ValidPath| {
                let assessed = stamp.assess_path(subject, path, trust.crypto, self.budget);
                let (report, time) = assessed.into_parts();
                proven = time;
                let mut checks = report.into_checks();
                checks.extend((trust.status)(path));
                checks
            };
            let built = trust.paths.build_within(
                certificate,
                candidates,
                trust.anchors,
                &inputs,
                self.budget,
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
