use std::fmt::Debug;

use jpki_core::report::InquiryMethod;

use super::{Check, CheckOutcome};

/// A check whose question was sent, as a counting rule sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a record that is given whole")]
pub struct SentCheck {
    /// Kind and method.
    pub check: Check,
    /// How it ended.
    pub outcome: CheckOutcome,
    /// Whether the tenant checked this certificate by this method for the first time in the month; true also where the
    /// certificate is not told.
    pub is_first_of_month: bool,
}

/// Which checks are billed (数え方).
///
/// The guideline bills checks, whatever the method (001 ch. 4 (3) イ, note ※3), and says no more: how repetitions,
/// revoked certificates and lost answers count is J-LIS's to say. State what your agreement says.
// Requirement: FEE-05
pub trait CountingRule: Debug + Send + Sync {
    /// Returns whether this check is billed.
    fn counts(&self, sent: &SentCheck) -> bool;
}

/// Bills each check whose question was sent, whatever came back: never less than J-LIS can bill.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "a rule without settings")]
pub struct EachCheck;

// Requirement: FEE-02
impl CountingRule for EachCheck {
    fn counts(&self, _: &SentCheck) -> bool {
        true
    }
}

/// Bills each check that was answered with good or revoked.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "a rule without settings")]
pub struct EachAnsweredCheck;

impl CountingRule for EachAnsweredCheck {
    fn counts(&self, sent: &SentCheck) -> bool {
        matches!(sent.outcome, CheckOutcome::Good | CheckOutcome::Revoked)
    }
}

/// Bills answered checks: by OCSP each, by lists a certificate once a month, as a platform publishes it for its tenants.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::exhaustive_structs, reason = "a rule without settings")]
pub struct ListChecksOnceAMonth;

// Requirement: FEE-05
impl CountingRule for ListChecksOnceAMonth {
    fn counts(&self, sent: &SentCheck) -> bool {
        EachAnsweredCheck.counts(sent)
            && (sent.check.method == InquiryMethod::Responder || sent.is_first_of_month)
    }
}
