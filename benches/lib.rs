//! Shared parts of the benches.

pub mod setting;
pub mod turns;
