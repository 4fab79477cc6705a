//! What the tests of this workspace share. Depends on none of its crates, so that each of them can use it.
//!
//! A test that lacks a tool or data says so on standard error and ends; under `CI` it fails.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

pub mod conformance;
pub mod der;
pub mod needle;
pub mod openssl;

/// Says that the test is skipped for lack of something.
///
/// # Panics
///
/// Panics if `CI` is set: there nothing may be skipped.
#[track_caller]
pub fn skip(lacking: &str) {
    assert!(std::env::var_os("CI").is_none(), "this test needs {lacking}");
    eprintln!("skipped: this test needs {lacking}");
}

/// Returns the value with a change: for types that only their own crate can spell out.
#[must_use]
pub fn with<T>(mut value: T, change: impl FnOnce(&mut T)) -> T {
    change(&mut value);
    value
}
