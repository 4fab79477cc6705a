#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod random;
pub mod vault;

pub use random::RandomnessUnavailable;
use random::random_bytes;
