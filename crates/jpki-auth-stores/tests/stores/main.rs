//! Every store, by both faces, against the contract of `jpki-auth`.
//!
//! Redis and PostgreSQL are those of `scripts/test-servers`. Without it their tests say that they are
//! skipped, and fail if `CI` is set.

mod awaited;
mod contract;
mod engines;
#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
mod processes;
