//! Raw signatures, messages with their signers, time-stamps, and what they may cost.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod advisories;
mod bouncy_castle_makes;
mod budget;
mod countersignatures;
#[cfg(feature = "cms")]
mod doors;
mod openssl_makes;
mod path_restrictions;
mod raw;
mod shell;
mod signers;
mod support;
mod time_stamps;
