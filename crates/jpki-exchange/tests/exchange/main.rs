//! What service provider and platform say to each other.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod answers;
mod clients;
mod hostile;
mod identifiers;
mod messages;
mod sealed;
mod support;
