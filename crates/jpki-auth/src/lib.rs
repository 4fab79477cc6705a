#![doc = include_str!("../README.md")]

pub mod asynchronous;
pub mod binding;
pub mod blocking;
pub mod challenge;
pub mod error;
mod keyed;
pub mod label;
pub mod limit;
pub mod login;
pub mod memory;
mod random;
#[doc(hidden)]
pub mod vouched;

pub use random::RandomnessUnavailable;
