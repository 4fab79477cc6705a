#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod accreditation;
pub mod fees;
pub mod operator;
mod random;
pub mod tenant;
pub mod vault;

pub use random::RandomnessUnavailable;
use random::random_bytes;

/// An error of an adapter.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;
