//! Runs public test suites against the JPKI verification crates and compares the results with those that
//! are committed.
//!
//! A suite is a reader of one of the formats of the conformance data. Nothing here knows a case by its name
//! except the file of exceptions.

#![allow(clippy::exhaustive_enums, clippy::exhaustive_structs, reason = "not published")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    reason = "a test tool: what is odd about a case is the result of that case, also a panic"
)]

mod exceptions;
mod input;
mod peer_name;
mod results;
mod suite;

pub use results::{CaseResult, Outcome, Results, Summary};
pub use suite::{Suite, run};
