use jpki_core::event::{Action, Operation};
use jpki_core::report::Assessed;
use jpki_core::time::Timestamp;
use jpki_x509::certificate::Certificate;

use super::{RenewalCandidate, VerifiedLogin, VerifiedPossession};

/// How a login ended.
#[derive(Debug)]
#[must_use]
pub struct LoginConclusion {
    pub(super) assessed: Assessed<VerifiedLogin>,
    pub(super) renewal: Option<Box<RenewalCandidate>>,
    pub(super) ended: Ended,
}

impl LoginConclusion {
    /// Returns verdict and report.
    pub const fn assessed(&self) -> &Assessed<VerifiedLogin> {
        &self.assessed
    }

    /// Returns what an operation log is to be told before the answer leaves (guideline 001 fig. 4-14).
    // Requirement: ACC-4
    pub fn operation(&self) -> Operation {
        self.ended.operation(&self.assessed)
    }

    /// Returns verdict and report, and the candidate for a renewal, if nothing but the binding fails and the account
    /// has one.
    pub fn into_parts(self) -> (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>) {
        (self.assessed, self.renewal)
    }
}

/// How a first use ended.
#[derive(Debug)]
#[must_use]
pub struct RegistrationConclusion {
    pub(super) assessed: Assessed<VerifiedPossession>,
    pub(super) ended: Ended,
}

impl RegistrationConclusion {
    /// Returns verdict and report.
    pub const fn assessed(&self) -> &Assessed<VerifiedPossession> {
        &self.assessed
    }

    /// Returns what an operation log is to be told before the answer leaves, as of a login.
    // Requirement: ACC-4
    pub fn operation(&self) -> Operation {
        self.ended.operation(&self.assessed)
    }

    /// Returns verdict and report.
    pub fn into_assessed(self) -> Assessed<VerifiedPossession> {
        self.assessed
    }
}

/// Which certificate was presented, and when it was decided about.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    pub(super) certificate: Certificate,
    pub(super) at: Timestamp,
}

impl Ended {
    // Requirement: ACC-4
    fn operation<T>(&self, assessed: &Assessed<T>) -> Operation {
        Operation::new(Action::LoginVerification, assessed.verdict().into(), self.at)
            .about(self.certificate.as_event_subject())
    }
}
