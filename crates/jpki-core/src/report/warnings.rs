use alloc::vec::Vec;

use super::check::PreOrder;
use super::{AdviceCode, Attention, CheckId, Outcome, Reason, Report, Subject, Verdict};

/// The warnings of a verification that must be looked at before its value is used.
#[must_use = "these stand between a verdict and its value"]
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Warnings {
    warnings: Vec<Warning>,
}

/// One warning: which check, of what, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Warning {
    check: CheckId,
    subject: Subject,
    reason: Reason,
}

impl Warning {
    /// Returns which check.
    #[must_use]
    pub const fn check(&self) -> CheckId {
        self.check
    }

    /// Returns what it was applied to.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        self.subject
    }

    /// Why.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        self.reason
    }

    /// Returns what to do about it.
    #[must_use]
    pub const fn advice(&self) -> AdviceCode {
        self.reason.advice()
    }
}

impl Warnings {
    /// Returns whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.warnings.is_empty()
    }

    /// Returns the warnings in the order of the report.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Warning> + '_ {
        self.warnings.iter().copied()
    }

    /// Their reasons, each once, in the order of the report.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> + '_ {
        self.warnings.iter().enumerate().filter_map(|(number, warning)| {
            let mut earlier = self.warnings.iter().take(number);
            earlier.all(|other| other.reason != warning.reason).then_some(warning.reason)
        })
    }
}

impl Report {
    /// Returns the warnings that must be looked at before a value is used, at any level: those whose reason asks for
    /// [review](Reason::attention). What a failed check consists of is passed over: it was not relied on.
    pub fn warnings(&self) -> Warnings {
        let mut warnings = Vec::new();
        let mut checks = PreOrder::of(self.checks());
        while let Some((_, check)) = checks.next() {
            if check.outcome().verdict() != Verdict::Valid {
                checks.skip_parts_of(check);
            } else if let Outcome::Warned(reason) = check.outcome()
                && reason.attention() == Attention::Review
            {
                warnings.push(Warning { check: check.id(), subject: check.subject(), reason });
            }
        }
        Warnings { warnings }
    }
}
