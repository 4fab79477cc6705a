use jpki_core::policy_version::PolicyVersion;
use jpki_core::report::{Report, Verdict};

use super::protection::Protection;

/// The end of judging a bundle again.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct Judgement {
    report: Report,
    protection: Option<Protection>,
    recorded: Vec<Verdict>,
    then: Option<VerdictsByPolicy>,
    today: Option<VerdictsByPolicy>,
}

/// The verdicts by one policy, in the order of the bundle.
#[derive(Clone, Debug)]
pub struct VerdictsByPolicy {
    policy: PolicyVersion,
    reports: Vec<Report>,
}

impl Judgement {
    pub(super) const fn new(
        report: Report,
        protection: Option<Protection>,
        recorded: Vec<Verdict>,
        then: Option<VerdictsByPolicy>,
        today: Option<VerdictsByPolicy>,
    ) -> Self {
        Self { report, protection, recorded, then, today }
    }

    /// Returns the verdict by the policy of then: the worst of what is said of the bundle and of what it holds.
    /// Indeterminate if the bundle is not believed or its policy is not known, since then nothing in it is judged.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let then = self.then.as_ref().map_or(Verdict::Indeterminate, VerdictsByPolicy::verdict);
        self.report.verdict().max(then)
    }

    /// Returns what is said of the bundle itself: its protection, its policy, and whether the recorded verdicts came out
    /// again.
    #[must_use]
    pub const fn report(&self) -> &Report {
        &self.report
    }

    /// Returns what protects the bundle, since when; `None` if that is not believed.
    #[must_use]
    pub const fn protection(&self) -> Option<Protection> {
        self.protection
    }

    /// Returns the verdicts that the bundle records.
    #[must_use]
    pub fn recorded(&self) -> &[Verdict] {
        &self.recorded
    }

    /// Returns the verdicts by the policy of then; `None` if nothing was judged.
    #[must_use]
    pub const fn then(&self) -> Option<&VerdictsByPolicy> {
        self.then.as_ref()
    }

    /// Returns the verdicts by today's policy, if they are other ones. The older stand first: today's rules say nothing of
    /// what was right then.
    #[must_use]
    pub fn otherwise_today(&self) -> Option<&VerdictsByPolicy> {
        let (then, today) = (self.then.as_ref()?, self.today.as_ref()?);
        (!then.verdicts().eq(today.verdicts())).then_some(today)
    }
}

impl VerdictsByPolicy {
    pub(super) const fn new(policy: PolicyVersion, reports: Vec<Report>) -> Self {
        Self { policy, reports }
    }

    /// Returns the policy.
    #[must_use]
    pub const fn policy(&self) -> &PolicyVersion {
        &self.policy
    }

    /// Returns the report of each verdict.
    #[must_use]
    pub fn reports(&self) -> &[Report] {
        &self.reports
    }

    /// Returns each verdict.
    pub fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        self.reports.iter().map(Report::verdict)
    }

    /// Returns the worst of them; indeterminate if there is none.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdicts().max().unwrap_or(Verdict::Indeterminate)
    }
}
