//! The facade against `test-vectors/`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod application;
mod configuration;
mod evidence;
mod flips;
mod pending;
mod reports;
mod responder;
mod stored;
mod time_stamps;
mod vectors;
mod wall;
mod world;
