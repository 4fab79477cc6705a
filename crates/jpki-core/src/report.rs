//! Verdicts with their reasons: what was checked, by which rule, with which outcome.
//!
//! A judged input gives an [`Assessed`]: a [`Verdict`], a [`Report`], and, only when valid, a value. The
//! verdict follows from the outcomes in the report and from nothing else.
//!
//! A report holds codes, times, counts and object identifiers: no serial number, certificate, key or
//! personal attribute, so that it may be kept and sent on.

mod assessed;
mod assessed_signers;
mod attention;
mod check;
mod check_id;
mod fact;
mod json;
mod reason;
mod render;
mod rule;
mod subject;
mod verdict;
mod warnings;

pub use assessed::{Assessed, Rejection};
pub use assessed_signers::AssessedSigners;
pub use attention::Attention;
pub use check::{Check, Outcome, Report};
pub use check_id::CheckId;
pub use fact::{Fact, FactKey, FactValue};
pub use reason::Reason;
pub use rule::{Rule, RuleSource};
pub use subject::Subject;
pub use verdict::Verdict;
pub use warnings::{Warning, Warnings};
