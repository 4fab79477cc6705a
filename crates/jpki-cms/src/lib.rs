#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

mod attribute;
pub mod content;
mod error;
mod matching;
pub mod oid;
pub mod raw;
mod shell;
pub mod signed_data;
pub mod signer;
pub mod signer_info;
pub mod time_stamp;

pub use error::CmsError;
