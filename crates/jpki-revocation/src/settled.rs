use jpki_core::event::{Action, Operation};
use jpki_core::report::Assessed;

use crate::evidence::Evidence;

/// The end of a verification: the verdict with its report and value, and the [`Evidence`] that they rest on.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct Settled<T> {
    assessed: Assessed<T>,
    evidence: Evidence,
    action: Action,
}

impl<T> Settled<T> {
    /// Joins both, and which verification it was. Whoever does so answers for it that they belong together.
    pub const fn new(assessed: Assessed<T>, evidence: Evidence, action: Action) -> Self {
        Self { assessed, evidence, action }
    }

    /// Returns what an operation log (操作ログ) is to be told before the verdict leaves (guideline 001 fig. 4-14): which
    /// verification, of which certificate, at which present, with which verdict.
    // Requirement: ACC-4
    pub fn operation(&self) -> Operation {
        let (result, at) = (self.assessed.verdict().into(), self.evidence.time().present());
        let operation = Operation::new(self.action, result, at);
        match self.evidence.certificate() {
            Some(certificate) => operation.about(certificate.as_event_subject()),
            None => operation,
        }
    }

    /// Returns which verification it was.
    pub(crate) const fn action(&self) -> Action {
        self.action
    }

    /// Returns the verdict with its report and value.
    pub const fn assessed(&self) -> &Assessed<T> {
        &self.assessed
    }

    /// Returns what they rest on.
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    /// Returns the verdict with its report and value, for a caller that keeps no evidence.
    pub fn into_assessed(self) -> Assessed<T> {
        self.assessed
    }

    /// Returns both.
    pub fn into_parts(self) -> (Assessed<T>, Evidence) {
        (self.assessed, self.evidence)
    }
}
