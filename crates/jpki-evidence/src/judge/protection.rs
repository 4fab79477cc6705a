use std::sync::Arc;
use std::time::Duration;

use jpki_audit::checkpoint::CheckpointKeys;
use jpki_audit::proof::EntryProof;
use jpki_cms::time_stamp::{TimeStampToken, TimeStampTrust};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::crypto::CryptoBackend;
use jpki_core::event::Action;
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{Check, CheckId, Fact, FactKey, Outcome, Reason, Subject};
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use jpki_revocation::{RevocationAssessment, RevocationTarget};
use jpki_x509::path::{PathValidator, TrustAnchor, ValidPath};

use crate::bundle::{Bundle, Proof};

/// What protects a bundle, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Protection {
    /// A time-stamp (タイムスタンプ) of a trusted authority: the latest instant that it can mean.
    TimeStamp(Timestamp),
    /// A checkpoint of a known operation log (操作ログ), and its time as the log says.
    Log(Timestamp),
    /// Nothing.
    Unprotected,
}

/// What is believed to prove when a bundle existed.
pub(super) struct ProtectionPolicy {
    crypto: Arc<dyn CryptoBackend>,
    logs: Vec<CheckpointKeys>,
    time_stamping: Option<TimeStamping>,
    unprotected: Unprotected,
    longest_delay: Duration,
}

/// Whether a bundle that nothing protects is judged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unprotected {
    Refused,
    Accepted,
}

/// A day, as a daily CRL is valid.
const LONGEST_DELAY: Duration = Duration::from_secs(86_400);

struct TimeStamping {
    anchors: Vec<TrustAnchor>,
    status: Box<StatusAt>,
}

pub(super) type StatusAt =
    dyn Fn(&RevocationTarget<'_>, ValidationTime) -> RevocationAssessment + Send + Sync;

const ID: CheckId = CheckId::EvidenceProtection;
const SUBJECT: Subject = Subject::Evidence;

impl ProtectionPolicy {
    pub(super) const fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        Self {
            crypto,
            logs: Vec::new(),
            time_stamping: None,
            unprotected: Unprotected::Refused,
            longest_delay: LONGEST_DELAY,
        }
    }

    pub(super) fn with_log(mut self, keys: CheckpointKeys) -> Self {
        self.logs.push(keys);
        self
    }

    pub(super) fn with_time_stamping(
        self,
        anchors: Vec<TrustAnchor>,
        status: Box<StatusAt>,
    ) -> Self {
        Self { time_stamping: Some(TimeStamping { anchors, status }), ..self }
    }

    pub(super) fn accept_unprotected(self) -> Self {
        Self { unprotected: Unprotected::Accepted, ..self }
    }

    pub(super) fn with_longest_delay(self, longest_delay: Duration) -> Self {
        Self { longest_delay, ..self }
    }

    /// Whether the bundle existed soon after the verdict that it holds.
    // Requirement: H06-09
    pub(super) fn check(
        &self,
        bundle: &Bundle<'_>,
        verified: ValidationTime,
        now: Timestamp,
    ) -> (Check, Option<Protection>) {
        let (parts, protection) = match bundle.proof() {
            Proof::TimeStamp(token) => {
                let (check, protection) = self.by_time_stamp(token, bundle.manifest(), now);
                (vec![check], protection)
            }
            Proof::Log(proof) => (Vec::new(), self.by_log(proof, now)),
            Proof::None => {
                let outcome = match self.unprotected {
                    Unprotected::Refused => Outcome::Failed(Reason::EvidenceUnprotected),
                    Unprotected::Accepted => Outcome::Warned(Reason::EvidenceUnprotected),
                };
                let accepted =
                    (self.unprotected == Unprotected::Accepted).then_some(Protection::Unprotected);
                return (Check::new(ID, SUBJECT, outcome), accepted);
            }
        };
        let Some((protection, time)) = protection else {
            let reason = Reason::EvidenceProofNotBelieved;
            return (Check::failed(ID, SUBJECT, reason).with_parts(parts), None);
        };
        let in_time = self.is_in_time(time, verified.present());
        let check = Check::of(ID, SUBJECT, in_time).with_parts(parts);
        let check = check.with(Fact::time(FactKey::StampedAt, time));
        (check, in_time.is_ok().then_some(protection))
    }

    /// A bundle cannot have existed before the verdict; one that was protected long after may have been made by whoever
    /// broke a key since.
    // Requirement: H06-09
    fn is_in_time(&self, proven: Timestamp, verified: Timestamp) -> Result<(), Reason> {
        if !ClockAllowance::DEFAULT.admits(verified, proven) {
            Err(Reason::EvidenceProofBefore)
        } else if proven > verified.after(self.longest_delay) {
            Err(Reason::EvidenceProofLate)
        } else {
            Ok(())
        }
    }

    fn by_time_stamp(
        &self,
        token: &TimeStampToken,
        manifest: &[u8],
        now: Timestamp,
    ) -> (Check, Option<(Protection, Timestamp)>) {
        let algorithms = AlgorithmPolicy::current();
        let paths = PathValidator::new(self.crypto.clone());
        let at = ValidationTime::at(now);
        let trusted = self.time_stamping.as_ref();
        // RFC 5280 §6.3: each certificate of the path.
        let status = |path: &ValidPath| -> Vec<Check> {
            let ask = |target: RevocationTarget<'_>| {
                let status = &trusted?.status;
                Some(status(&target, at).for_question(&target, at).into_check())
            };
            RevocationTarget::links_of(path).filter_map(ask).collect()
        };
        let trust = TimeStampTrust {
            anchors: trusted.map_or(&[], |trusted| &trusted.anchors),
            paths: &paths,
            status: &status,
            algorithms: &algorithms,
            crypto: &*self.crypto,
        };
        let budget = Budget::new(&Limits::DEFAULT);
        let (check, proven) =
            token.prove_time(Subject::TimeStamp(0), manifest, &trust, &budget, at);
        let time = proven.map(|proven| proven.validation_time().instant());
        (check, time.map(|time| (Protection::TimeStamp(time), time)))
    }

    fn by_log(&self, proof: &EntryProof, now: Timestamp) -> Option<(Protection, Timestamp)> {
        let proven = self.logs.iter().find_map(|keys| proof.verify(keys).ok())?;
        let time = proven.checkpoint().time();
        let is_of_past = ClockAllowance::DEFAULT.admits(time, now);
        let is_export = proven.entry().action() == Action::EvidenceExport;
        (is_of_past && is_export).then_some((Protection::Log(time), time))
    }
}
