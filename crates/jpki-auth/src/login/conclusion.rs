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
    /// Returns verdict and report.
    pub const fn assessed(&self) -> &Assessed<VerifiedLogin> {
        &self.assessed
    }

    /// Returns verdict and report, and the candidate for a renewal, if nothing but the binding fails and the account
    /// has one.
    pub fn into_parts(self) -> (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>) {
        (self.assessed, self.renewal)
    }
}
