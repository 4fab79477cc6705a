#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod asynchronous;
pub mod binding;
pub mod blocking;
pub mod challenge;
pub mod error;
pub mod flow;
mod hmac;
pub mod identifiers;
pub mod login;
pub mod memory;
pub mod rate_limit;
#[doc(hidden)]
pub mod vouched;

pub use jpki_exchange::RandomnessUnavailable;
