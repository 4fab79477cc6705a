//! Every store of a platform, by both faces, against the contract of `jpki-platform`.
//!
//! PostgreSQL is that of `scripts/test-servers`. Without it its tests say that they are skipped, and fail if `CI` is set.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

#[cfg(feature = "postgres")]
mod database;
mod fees;
mod vault;
