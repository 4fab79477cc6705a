use jpki_core::report::Assessed;

use super::{RenewalCandidate, VerifiedLogin};

/// How a login ended.
#[derive(Debug)]
#[must_use]
pub struct LoginConclusion {
    pub(super) assessed: Assessed<VerifiedLogin>,
    pub(super) renewal: Option<Box<RenewalCandidate>>,
}

impl LoginConclusion {
    /// Verdict and report.
    pub const fn assessed(&self) -> &Assessed<VerifiedLogin> {
        &self.assessed
    }

    /// Verdict and report, and what a renewal can be asked for with: there only if nothing but the
    /// binding fails, and the account has one.
    pub fn into_parts(self) -> (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>) {
        (self.assessed, self.renewal)
    }
}
