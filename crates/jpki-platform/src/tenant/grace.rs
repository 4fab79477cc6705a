use std::time::Duration;

use jpki_core::event::{
    Action, ActionResult, EventSubject, Operation, OperatorName, SubjectKind, Tenant,
};
use jpki_core::time::Timestamp;

use super::TenantRefused;
use crate::operator::{IntentGraceDecision, Permit};

/// A period in which a tenant's submissions are taken although they do not say what the user was shown: an operator's
/// decision with an end, for a tenant that has been told to mend its screens (指導, guideline 001 ch. 6 (1)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntentGrace {
    pub(super) from: Timestamp,
    pub(super) until: Timestamp,
    pub(super) decided_by: OperatorName,
    pub(super) decided_at: Timestamp,
}

/// What a submission says of what the user was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "each case is handled where a submission is judged")]
pub enum Intended<'a, I> {
    /// This.
    Stated(&'a I),
    /// Nothing, and the tenant's grace lasts.
    UnderGrace,
}

impl IntentGrace {
    /// The longest period: a rule of this house.
    pub const LONGEST: Duration = Duration::from_secs(180 * 24 * 60 * 60);

    /// Decides on a period for a tenant, and returns it with what the operation log is to be told.
    ///
    /// # Errors
    /// [`TenantRefused::GracePeriod`].
    // Requirement: WYS-03
    pub fn decide(
        permit: Permit<IntentGraceDecision>,
        tenant: &Tenant,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(Self, Operation), TenantRefused> {
        let decided_at = permit.at();
        let decided_by = permit.operators().next().cloned();
        let decided_by = decided_by.filter(|_| decided_at <= from);
        let grace = decided_by.map(|decided_by| Self { from, until, decided_by, decided_at });
        let grace = grace.filter(Self::is_plausible).ok_or(TenantRefused::GracePeriod)?;
        let subject = ["intent-grace", tenant.text()].join(" ");
        let operation = Operation::new(Action::ConfigurationChange, ActionResult::Done, decided_at)
            .about(EventSubject::new(SubjectKind::Setting, subject.as_bytes()));
        Ok((grace, operation))
    }

    pub(super) fn is_plausible(&self) -> bool {
        self.decided_at <= self.from
            && self.from < self.until
            && self.until.since(self.from) <= Self::LONGEST
    }

    /// Returns whether it lasts at this instant.
    #[must_use]
    pub fn lasts_at(&self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.until
    }

    /// Returns the first second.
    #[must_use]
    pub const fn from(&self) -> Timestamp {
        self.from
    }

    /// Returns the second after the last.
    #[must_use]
    pub const fn until(&self) -> Timestamp {
        self.until
    }

    /// Returns who decided it.
    #[must_use]
    pub const fn decided_by(&self) -> &OperatorName {
        &self.decided_by
    }

    /// Returns when it was decided.
    #[must_use]
    pub const fn decided_at(&self) -> Timestamp {
        self.decided_at
    }
}
