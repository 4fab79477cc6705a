use std::fmt;
use std::time::Duration;

use jpki_core::event::OperatorName;
use jpki_core::time::Timestamp;

use super::{ManualOperation, OperatorRefused, TwoPersons};

/// What an operation of two persons is about, by a digest of whatever names it: both must mean the same.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Target([u8; 32]);

impl Target {
    /// Takes a digest.
    #[must_use]
    pub const fn from_digest(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// Returns the digest, to be stored.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Target")
    }
}

/// What one person means to do, for another to confirm. Keep it where both can reach it.
#[derive(Debug)]
#[must_use = "another person has to confirm it"]
pub struct Proposal<O: TwoPersons> {
    operation: O,
    target: Target,
    proposed_by: OperatorName,
    proposed_at: Timestamp,
}

impl<O: TwoPersons> Proposal<O> {
    /// How long it can be confirmed.
    pub const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

    /// Takes what a store kept of a proposal that [`Grants::propose`](super::Grants::propose) made. That its maker had the
    /// right is looked at again when it is confirmed.
    pub const fn from_parts(
        operation: O,
        target: Target,
        proposed_by: OperatorName,
        proposed_at: Timestamp,
    ) -> Self {
        Self { operation, target, proposed_by, proposed_at }
    }

    /// Returns the operation.
    pub const fn operation(&self) -> O {
        self.operation
    }

    /// Returns what it is about.
    #[must_use]
    pub const fn target(&self) -> &Target {
        &self.target
    }

    /// Returns who proposed it.
    #[must_use]
    pub const fn proposed_by(&self) -> &OperatorName {
        &self.proposed_by
    }

    /// Returns when.
    #[must_use]
    pub const fn proposed_at(&self) -> Timestamp {
        self.proposed_at
    }

    /// Whether this person may confirm this at this instant, as far as the proposal knows.
    pub(super) fn fits(
        &self,
        second: &OperatorName,
        target: &Target,
        now: Timestamp,
    ) -> Result<(), OperatorRefused> {
        if *second == self.proposed_by {
            return Err(OperatorRefused::SamePerson);
        }
        if *target != self.target {
            return Err(OperatorRefused::OtherTarget);
        }
        if now < self.proposed_at || now.since(self.proposed_at) > Self::LONGEST {
            return Err(OperatorRefused::RequestExpired);
        }
        Ok(())
    }
}

impl<O: TwoPersons> Proposal<O> {
    pub(super) const RIGHT: super::Right = <O as ManualOperation>::RIGHT;
}
