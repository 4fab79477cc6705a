//! What is measured, by more than one bench.

pub mod login;
pub mod path;
pub mod signature;
