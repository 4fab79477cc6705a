use core::time::Duration;

use jpki_core::time::{ClockAllowance, Timestamp};

use crate::challenge::ChallengePolicy;

/// Until when something that was proven may be built on: as long as a challenge lives, for the certificate
/// was valid then, not for ever after.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Freshness {
    proven_at: Timestamp,
    lifetime: Duration,
    clocks: ClockAllowance,
}

impl Freshness {
    pub(super) const fn new(proven_at: Timestamp, policy: &ChallengePolicy) -> Self {
        let clocks = ClockAllowance::new(policy.skew());
        Self { proven_at, lifetime: policy.lifetime(), clocks }
    }

    /// Of a verdict that an engine gave, for which there is no challenge.
    pub(crate) const fn of_verdict(judged_at: Timestamp) -> Self {
        let (lifetime, clocks) = (ChallengePolicy::LIFETIME, ClockAllowance::DEFAULT);
        Self { proven_at: judged_at, lifetime, clocks }
    }

    pub(super) const fn proven_at(&self) -> Timestamp {
        self.proven_at
    }

    /// Neither over nor, for a clock that jumped back, still to come.
    pub(crate) fn holds_at(&self, now: Timestamp) -> bool {
        now <= self.proven_at.after(self.lifetime) && self.clocks.admits(self.proven_at, now)
    }

    /// Whether a certificate that was judged at this instant was in force when something was proven with
    /// its key: not long before, and not to come.
    pub(super) fn is_met_by(&self, judged_at: Timestamp, now: Timestamp) -> bool {
        let clocks = ClockAllowance::DEFAULT;
        clocks.admits(self.proven_at, judged_at) && clocks.admits(judged_at, now)
    }
}
