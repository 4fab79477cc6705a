#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "async")]
mod asynchronous;
pub mod checkpoint;
pub mod entry;
mod error;
#[cfg(feature = "file")]
pub mod file;
pub mod intake;
mod log;
mod logged;
pub mod note;
pub mod place;
pub mod proof;
pub mod segment;
mod sink;
pub mod store;
pub mod token;
pub mod tree;

#[cfg(feature = "async")]
pub use asynchronous::AsyncLog;
pub use error::LogError;
pub use log::{Log, Receipt, Unconfirmed};
pub use logged::Logged;
pub use sink::{AsyncEventSink, EventSink};
