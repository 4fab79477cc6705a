//! Every store, by both faces, against the contract of `jpki-auth`.
//!
//! Redis and PostgreSQL are those of `scripts/test-servers`. Without it their tests say that they are
//! skipped, and fail if `CI` is set.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod awaited;
mod contract;
#[cfg(all(feature = "tls", feature = "redis", feature = "postgres"))]
mod encrypted;
mod engines;
#[cfg(feature = "redis")]
mod failover;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod formats;
#[cfg(feature = "postgres")]
mod isolation;
#[cfg(feature = "sqlite")]
mod one_file;
#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
mod processes;
