use core::time::Duration;

use jpki_core::time::Timestamp;

use crate::challenge::ChallengePolicy;

/// Until when something that was proven may be built on: as long as a challenge lives, for the certificate
/// was valid then, not for ever after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Freshness {
    proven_at: Timestamp,
    lifetime: Duration,
    skew: Duration,
}

impl Freshness {
    pub(super) const fn new(proven_at: Timestamp, policy: &ChallengePolicy) -> Self {
        Self { proven_at, lifetime: policy.lifetime(), skew: policy.skew() }
    }

    pub(super) const fn proven_at(&self) -> Timestamp {
        self.proven_at
    }

    /// Neither over nor, for a clock that jumped back, still to come.
    pub(super) fn holds_at(&self, now: Timestamp) -> bool {
        now <= self.proven_at.after(self.lifetime) && now.after(self.skew) >= self.proven_at
    }
}
