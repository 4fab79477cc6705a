//! What an operation log (操作ログ) is told: who asked, what for, which action, about whom, when, with what result
//! (guideline 001 fig. 4-14).
//!
//! These are values. What judges or stores returns an [`Operation`] with its outcome and knows no log; whoever knows
//! the caller makes an [`Event`] of it and writes it (crate `jpki-audit`) before the outcome leaves.
//!
//! ```
//! use jpki_core::event::{Action, ActionResult, Operation, PurposeOfUse, Requester, Tenant};
//! use jpki_core::time::Timestamp;
//!
//! let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
//! let operation = Operation::new(Action::SignatureVerification, ActionResult::Valid, now);
//!
//! let requester = Requester::service(Tenant::new("bank-1")?);
//! let event = operation.requested_by(requester, PurposeOfUse::new("account-opening")?);
//! assert_eq!(event.requester().tenant().text(), "bank-1");
//! # Ok::<(), jpki_core::event::LabelError>(())
//! ```

mod action;
mod labels;
mod subject;

use crate::time::Timestamp;

pub use action::{Action, ActionResult};
pub use labels::{LabelError, OperatorName, PurposeOfUse, Requester, Tenant};
pub use subject::{EventSubject, SubjectKind};

/// What was done, as the one who did it knows it: not yet who asked for it.
#[derive(Clone, Debug)]
#[must_use = "an operation that is not logged cannot be accounted for"]
pub struct Operation {
    action: Action,
    result: ActionResult,
    time: Timestamp,
    subject: Option<EventSubject>,
}

impl Operation {
    /// Creates an operation about nobody in particular.
    pub const fn new(action: Action, result: ActionResult, time: Timestamp) -> Self {
        Self { action, result, time, subject: None }
    }

    /// Names whom or what it was about.
    pub fn about(self, subject: EventSubject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Adds who asked for it, and what for.
    // Requirement: ROLE-09
    pub const fn requested_by(self, requester: Requester, purpose: PurposeOfUse) -> Event {
        Event { requester, purpose, operation: self }
    }

    /// Returns the action.
    #[must_use]
    pub const fn action(&self) -> Action {
        self.action
    }

    /// Returns how it ended.
    #[must_use]
    pub const fn result(&self) -> ActionResult {
        self.result
    }

    /// Returns when it was done.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.time
    }

    /// Returns whom or what it was about.
    #[must_use]
    pub const fn subject(&self) -> Option<&EventSubject> {
        self.subject.as_ref()
    }
}

/// An operation and who asked for it: what an operation log is told.
#[derive(Clone, Debug)]
#[must_use = "an event has to be written to the log"]
pub struct Event {
    requester: Requester,
    purpose: PurposeOfUse,
    operation: Operation,
}

impl Event {
    /// Returns who asked.
    #[must_use]
    pub const fn requester(&self) -> &Requester {
        &self.requester
    }

    /// Returns what for.
    #[must_use]
    pub const fn purpose(&self) -> &PurposeOfUse {
        &self.purpose
    }

    /// Returns what was done.
    pub const fn operation(&self) -> &Operation {
        &self.operation
    }
}
