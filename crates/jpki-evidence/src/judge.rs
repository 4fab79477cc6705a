//! Judging a bundle again: offline, as of the time of the verdict, by the policy of then.
//!
//! **Nothing that is believed comes from the bundle.** Trust anchors, retired generations included, policies, keys of logs
//! and time-stamping authorities are the judge's own; a bundle only names them.

mod error;
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
use jpki_core::report::{Check, CheckId, Reason, Report, Subject, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::{RevocationAssessment, RevocationTarget};
use jpki_x509::path::TrustAnchor;

use crate::bundle::Bundle;

pub use error::JudgeError;
pub use judgement::{Judgement, VerdictsByPolicy};
pub use lists::RecordedLists;
pub use policy::KnownPolicy;
pub use protection::Protection;

use protection::ProtectionPolicy;

/// Judges bundles of evidence again.
pub struct Judge {
    crypto: Arc<dyn CryptoBackend>,
    policies: Vec<(PolicyVersion, KnownPolicy)>,
    today: Option<PolicyVersion>,
    protection: ProtectionPolicy,
}

impl Judge {
    /// Creates a judge that knows no policy, log or time-stamping authority yet: all is indeterminate.
    #[must_use]
    pub fn new(crypto: Arc<dyn CryptoBackend>) -> Self {
        let protection = ProtectionPolicy::new(crypto.clone());
        Self { crypto, policies: Vec::new(), today: None, protection }
    }

    /// Adds a policy (検証ポリシー) under its name and version, as it was then. Keep retired ones as long as their evidence.
    #[must_use]
    pub fn with_policy(mut self, version: PolicyVersion, policy: KnownPolicy) -> Self {
        self.policies.retain(|(known, _)| *known != version);
        self.policies.push((version, policy));
        self
    }

    /// Adds a policy as today's, by which each bundle is judged too.
    #[must_use]
    pub fn with_todays_policy(self, version: PolicyVersion, policy: KnownPolicy) -> Self {
        Self { today: Some(version.clone()), ..self.with_policy(version, policy) }
    }

    /// Adds the keys of an operation log whose proofs are believed, retired keys with their periods included.
    #[must_use]
    pub fn with_log(self, keys: CheckpointKeys) -> Self {
        Self { protection: self.protection.with_log(keys), ..self }
    }

    /// Sets the anchors of trusted time-stamping authorities (時刻認証局), and the status of the certificates below them
    /// today.
    #[must_use]
    pub fn with_time_stamping(
        self,
        anchors: impl IntoIterator<Item = TrustAnchor>,
        status: impl Fn(&RevocationTarget<'_>, ValidationTime) -> RevocationAssessment
        + Send
        + Sync
        + 'static,
    ) -> Self {
        let anchors = anchors.into_iter().collect();
        let protection = self.protection.with_time_stamping(anchors, Box::new(status));
        Self { protection, ..self }
    }

    /// Judges bundles that nothing protects, too: their judgement says so.
    #[must_use]
    pub fn accept_unprotected(self) -> Self {
        Self { protection: self.protection.accept_unprotected(), ..self }
    }

    /// Sets how long after the verdict a bundle may have been protected; a day unless set. The longer, the longer could
    /// somebody with a key that was broken since have made it.
    #[must_use]
    pub fn with_longest_delay(self, longest_delay: Duration) -> Self {
        Self { protection: self.protection.with_longest_delay(longest_delay), ..self }
    }

    /// Judges the bundle again, as of the time of its verdict: the same verdict also after the certificate expired or was
    /// revoked since.
    ///
    /// What is not proven: that the verdict was acted upon, or more than the verification proved then.
    ///
    /// # Errors
    /// [`JudgeError`] if what the bundle says of itself cannot be read, or the verifier of its policy cannot be built:
    /// nothing is judged.
    // Requirement: H06-09, CERT-14
    pub fn judge_again(
        &self,
        bundle: &Bundle<'_>,
        now: Timestamp,
    ) -> Result<Judgement, JudgeError> {
        let statement = bundle.statement();
        let (time, recorded) = (statement.time()?, statement.policy()?);
        let verdicts = statement.verdicts.iter().map(|judged| judged.verdict());
        let verdicts: Vec<Verdict> = verdicts.collect::<Result<_, _>>()?;
        let (check, protection) = self.protection.check(bundle, time, now);
        let known =
            |version: &PolicyVersion| self.policies.iter().find(|(known, _)| known == version);
        let policy = recorded.as_ref().and_then(known);
        let is_known = policy.map(|_| ()).ok_or(Reason::EvidencePolicyUnknown);
        let is_known = Check::of(CheckId::EvidencePolicy, Subject::Evidence, is_known);
        let mut report = Report::new(vec![check, is_known]);
        let is_believed = report.verdict() == Verdict::Valid;
        let judge = |(version, policy): &(PolicyVersion, KnownPolicy)| {
            let reports = policy.judge(bundle, time, &self.crypto)?;
            Ok::<_, JudgeError>(VerdictsByPolicy::new(version.clone(), reports))
        };
        let then = policy.filter(|_| is_believed).map(judge).transpose()?;
        let today = self.today.as_ref().filter(|_| then.is_some()).and_then(known);
        let today = today.map(judge).transpose()?;
        if let Some(then) = &then {
            let is_same = then.verdicts().eq(verdicts.iter().copied());
            let is_same = if is_same { Ok(()) } else { Err(Reason::EvidenceVerdictDiffers) };
            report.push(Check::of(CheckId::EvidenceVerdict, Subject::Evidence, is_same));
        }
        Ok(Judgement::new(report, protection, verdicts, then, today))
    }
}

impl fmt::Debug for Judge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policies = self.policies.iter().map(|(version, _)| version);
        f.debug_list().entries(policies).finish()
    }
}
