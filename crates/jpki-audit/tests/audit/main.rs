//! The tree, notes and checkpoints, segments, the log and its file.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

mod checkpoints;
mod crashes;
mod entries;
mod entry_proofs;
mod examiner;
mod faults;
mod leaks;
mod log;
mod notes;
mod support;
mod tampering;
mod tree;
