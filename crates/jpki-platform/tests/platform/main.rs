//! The platform's side.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod fees;
mod operators;
mod tenants;
mod vault;

use jpki_core::time::Timestamp;

fn instant(text: &str) -> Timestamp {
    Timestamp::from_rfc3339(text).unwrap()
}
