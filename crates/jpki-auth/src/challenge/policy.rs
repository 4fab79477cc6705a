use core::time::Duration;

use super::SignedForm;

/// How challenges are issued and accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChallengePolicy {
    content: SignedForm,
    lifetime: Duration,
    skew: Duration,
}

impl ChallengePolicy {
    /// The lifetime unless another is set: five minutes.
    pub(crate) const LIFETIME: Duration = Duration::from_secs(300);
    /// The longest lifetime: an hour. A person whose card is ready needs less.
    pub const LONGEST_LIFETIME: Duration = Duration::from_secs(3600);
    /// The largest difference between the clocks of two servers: a minute.
    pub const LARGEST_SKEW: Duration = Duration::from_secs(60);

    /// Allows five minutes, for clients that sign the given content. Clocks of servers may differ by five
    /// seconds: they are all one's own, so that the allowance for the clocks of others does not count here,
    /// and a clock that jumped back makes no expired challenge live.
    #[must_use]
    pub const fn new(content: SignedForm) -> Self {
        Self { content, lifetime: Self::LIFETIME, skew: Duration::from_secs(5) }
    }

    /// Sets the lifetime, at most [`Self::LONGEST_LIFETIME`].
    #[must_use]
    pub fn with_lifetime(self, lifetime: Duration) -> Self {
        Self { lifetime: lifetime.min(Self::LONGEST_LIFETIME), ..self }
    }

    /// Sets how far a challenge may seem to come from the future, at most [`Self::LARGEST_SKEW`].
    #[must_use]
    pub fn with_skew(self, skew: Duration) -> Self {
        Self { skew: skew.min(Self::LARGEST_SKEW), ..self }
    }

    /// Returns what the client signs. Decided here and kept with the challenge; a client cannot choose.
    #[must_use]
    pub const fn content(&self) -> SignedForm {
        self.content
    }

    /// Returns how long a challenge is accepted.
    #[must_use]
    pub const fn lifetime(&self) -> Duration {
        self.lifetime
    }

    /// Returns how far a challenge may seem to come from the future.
    #[must_use]
    pub const fn skew(&self) -> Duration {
        self.skew
    }
}
