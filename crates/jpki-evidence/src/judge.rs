//! Judging a bundle again: offline, as of the time of the verdict, by the policy of then.
//!
//! **Nothing that is believed comes from the bundle.** Trust anchors, retired generations included, policies, keys of logs
//! and time-stamping authorities are the judge's own; a bundle only names them.

mod judgement;
mod lists;
mod policy;
mod protection;
mod verdicts;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jpki_audit::checkpoint::CheckpointKeys;
use jpki_core::crypto::CryptoBackend;
use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::{Assessed, Check, CheckId, Reason, Report, Subject, Verdict};
use jpki_core::time::Timestamp;
use jpki_revocation::{RevocationAssessment, RevocationTarget};
use jpki_x509::path::TrustAnchor;

use crate::bundle::{Bundle, BundleError};

pub use judgement::{Judgement, VerdictsByPolicy};
pub use lists::RecordedLists;
pub use policy::KnownPolicy;
pub use protection::Protection;

use protection::TimeStamping;

/// Judges bundles of evidence again.
pub struct Judge {
    crypto: Arc<dyn CryptoBackend>,
    policies: Vec<(PolicyVersion, KnownPolicy)>,
    today: Option<PolicyVersion>,
    logs: Vec<CheckpointKeys>,
    time_stamping: Option<TimeStamping>,
    unprotected: Unprotected,
    longest_delay: Duration,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unprotected {
    Refused,
    Accepted,
}

/// A day, as a daily CRL is valid.
const LONGEST_DELAY: Duration = Duration::from_secs(86_400);

impl Judge {
    /// Creates a judge that knows no policy, log or time-stamping authority yet: all is indeterminate.
    #[must_use]
    pub fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        Self {
            crypto,
            policies: Vec::new(),
            today: None,
            logs: Vec::new(),
            time_stamping: None,
            unprotected: Unprotected::Refused,
            longest_delay: LONGEST_DELAY,
        }
    }

    /// Adds a policy (検証ポリシー) under its name and version, as it was then. Keep retired ones as long as their evidence.
    #[must_use]
    pub fn with_policy(mut self, version: PolicyVersion, policy: KnownPolicy) -> Self {
        self.policies.retain(|(known, _)| *known != version);
        self.policies.push((version, policy));
        self
    }

    /// Judges by this policy too, as today's rules. It must be among the known ones.
    #[must_use]
    pub fn with_todays_policy(self, version: PolicyVersion) -> Self {
        Self { today: Some(version), ..self }
    }

    /// Adds the keys of an operation log whose proofs are believed, retired keys with their periods included.
    #[must_use]
    pub fn with_log(mut self, keys: CheckpointKeys) -> Self {
        self.logs.push(keys);
        self
    }

    /// Sets the anchors of trusted time-stamping authorities (時刻認証局), and the status of the certificates below them
    /// today.
    #[must_use]
    pub fn with_time_stamping(
        self,
        anchors: impl IntoIterator<Item = TrustAnchor>,
        status: impl Fn(&RevocationTarget<'_>, jpki_core::time::ValidationTime) -> RevocationAssessment
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let anchors = anchors.into_iter().collect();
        Self { time_stamping: Some(TimeStamping::new(anchors, Box::new(status))), ..self }
    }

    /// Judges bundles that nothing protects, too: their judgement says so.
    #[must_use]
    pub fn accept_unprotected(self) -> Self {
        Self { unprotected: Unprotected::Accepted, ..self }
    }

    /// Sets how long after the verdict a bundle may have been protected; a day unless set. The longer, the longer could
    /// somebody with a key that was broken since have made it.
    #[must_use]
    pub fn with_longest_delay(self, longest_delay: Duration) -> Self {
        Self { longest_delay, ..self }
    }

    /// Judges the bundle again, as of the time of its verdict: the same verdict also after the certificate expired or was
    /// revoked since.
    ///
    /// What is not proven: that the verdict was acted upon, or more than the verification proved then.
    ///
    /// # Errors
    /// [`BundleError`] if what the bundle says of itself cannot be read: nothing is judged.
    // Requirement: H06-09, CERT-14
    pub fn judge_again(
        &self,
        bundle: &Bundle<'_>,
        now: Timestamp,
    ) -> Result<Judgement, BundleError> {
        let statement = bundle.statement();
        let (time, recorded) = (statement.time()?, statement.policy()?);
        let verdicts = statement.verdicts.iter().map(|judged| judged.verdict());
        let verdicts: Vec<Verdict> = verdicts.collect::<Result<_, _>>()?;
        let (check, protection) = self.check_protection(bundle, time, now)?;
        let known =
            |version: &PolicyVersion| self.policies.iter().find(|(known, _)| known == version);
        let policy = recorded.as_ref().and_then(known);
        let is_known = policy.map(|_| ()).ok_or(Reason::EvidencePolicyUnknown);
        let is_known = Check::of(CheckId::EvidencePolicy, Subject::Evidence, is_known);
        let mut report = Report::new(vec![check, is_known]);
        let is_believed = report.verdict() == Verdict::Valid;
        let judge = |(version, policy): &(PolicyVersion, KnownPolicy)| {
            let reports = policy.judge(bundle, time, &self.crypto)?;
            Ok::<_, BundleError>(VerdictsByPolicy::new(version.clone(), reports))
        };
        let then = policy.filter(|_| is_believed).map(judge).transpose()?;
        let today = self.today.as_ref().filter(|_| then.is_some());
        let today = match today {
            None => None,
            Some(today) => match known(today) {
                Some(policy) => Some(judge(policy)?),
                None => {
                    let unknown = Reason::EvidencePolicyUnknown;
                    report.push(Check::failed(CheckId::EvidencePolicy, Subject::Evidence, unknown));
                    None
                }
            },
        };
        if let Some(then) = &then {
            let is_same = then.verdicts().eq(verdicts.iter().copied());
            let is_same = if is_same { Ok(()) } else { Err(Reason::EvidenceVerdictDiffers) };
            report.push(Check::of(CheckId::EvidenceVerdict, Subject::Evidence, is_same));
        }
        Ok(Judgement::new(report, protection, verdicts, then, today))
    }
}

/// What a judgement concludes from, where one part of it is a report of its own.
fn worst(report: &Report, others: impl IntoIterator<Item = Verdict>) -> Verdict {
    others.into_iter().fold(report.verdict(), Verdict::max)
}

/// A judgement's report without its value.
fn report_of<T>(assessed: Assessed<T>) -> Report {
    assessed.into_parts().0
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policies = self.policies.iter().map(|(version, _)| version);
        f.debug_list().entries(policies).finish()
    }
}
