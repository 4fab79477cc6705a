use std::time::Duration;

use jpki_core::event::OperatorName;
use jpki_core::time::Timestamp;

use super::{OperatorRefused, Right};

/// Whom a right is granted to, and for how long. It belongs to the account that the right is for ([`Right::account`]).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct GrantTerms {
    /// The person.
    pub to: OperatorName,
    /// The right.
    pub right: Right,
    /// The first second.
    pub from: Timestamp,
    /// The second after the last.
    pub until: Timestamp,
}

impl GrantTerms {
    /// The longest grant: a review of who may do what at least once a year.
    pub const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

    pub(super) fn check(&self, now: Timestamp) -> Result<(), OperatorRefused> {
        let is_in_order = now <= self.from && self.from < self.until;
        if is_in_order && self.until.since(self.from) <= Self::LONGEST {
            Ok(())
        } else {
            Err(OperatorRefused::Period)
        }
    }
}

/// Names a request among others of the same record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct RequestNumber(pub u64);

/// A request for a grant (権限の申請) that waits for somebody's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GrantRequest {
    /// Its number.
    pub number: RequestNumber,
    /// What is requested.
    pub terms: GrantTerms,
    /// Who requested it.
    pub requested_by: OperatorName,
    /// When.
    pub requested_at: Timestamp,
}

impl GrantRequest {
    /// How long it can be approved.
    pub const LONGEST: Duration = Duration::from_secs(14 * 24 * 60 * 60);
}

/// A right that somebody has or had, with who requested and who approved it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Grant {
    /// To whom, which, and for how long.
    pub terms: GrantTerms,
    /// Who requested it.
    pub requested_by: OperatorName,
    /// Who approved it.
    pub approved_by: OperatorName,
    /// When.
    pub approved_at: Timestamp,
    /// When it was withdrawn, and by whom.
    pub withdrawn: Option<(Timestamp, OperatorName)>,
}

impl Grant {
    /// Returns whether it holds at this instant: not before it was approved.
    #[must_use]
    pub fn holds_at(&self, instant: Timestamp) -> bool {
        let is_withdrawn = self.withdrawn.as_ref().is_some_and(|(at, _)| *at <= instant);
        let begins = self.terms.from.max(self.approved_at);
        begins <= instant && instant < self.terms.until && !is_withdrawn
    }
}
