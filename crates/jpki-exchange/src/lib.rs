#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod answer;
pub mod challenge;
pub mod context;
mod error;
mod field;
mod form;
pub mod identifiers;
pub mod keys;
pub mod limits;
pub mod message;
mod random;
pub mod sealed;

pub use error::ExchangeError;
pub use random::{RandomnessUnavailable, random_bytes};
