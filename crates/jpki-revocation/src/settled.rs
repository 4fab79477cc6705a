use jpki_core::report::Assessed;

use crate::evidence::Evidence;

/// The end of a verification: the verdict with its report and value, and the [`Evidence`] that they rest on.
#[must_use = "a verdict that nobody reads protects nobody"]
#[derive(Clone, Debug)]
pub struct Settled<T> {
    assessed: Assessed<T>,
    evidence: Evidence,
}

impl<T> Settled<T> {
    /// Joins both. Whoever does so answers for it that they belong together.
    pub const fn new(assessed: Assessed<T>, evidence: Evidence) -> Self {
        Self { assessed, evidence }
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
