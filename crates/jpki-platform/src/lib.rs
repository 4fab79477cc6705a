#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod accreditation;
pub mod fees;
pub mod operator;
pub mod tenant;
pub mod vault;
mod versioned_text;

pub use jpki_exchange::RandomnessUnavailable;
use jpki_exchange::random_bytes;

/// An error of an adapter.
pub type BoxedError = Box<dyn std::error::Error + Send + Sync>;
