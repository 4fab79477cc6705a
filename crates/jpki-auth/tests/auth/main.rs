//! Challenges, logins and bindings, with certificates of the synthetic JPKI and the whole verifier.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod bindings;
mod challenges;
mod events;
mod faults;
mod flows;
mod limits;
mod logins;
mod secrets;
mod support;
mod times;
