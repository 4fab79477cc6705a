//! Runs public test suites against the JPKI verification crates and compares the results with those that
//! are committed.
//!
//! A suite is a file in one of the formats of the conformance data: `pkits`, `limbo`, `path`, `japan` and
//! `wycheproof`. Nothing here knows a case by its name except the file of exceptions.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::panic,
    reason = "a test tool reads trusted manifests, and must stop loudly where it does not understand one"
)]

mod exceptions;
mod input;
mod results;
mod suite;

pub use exceptions::{Exception, Exceptions};
pub use results::{CaseResult, Outcome, Results, Summary};
pub use suite::{Suite, run};
