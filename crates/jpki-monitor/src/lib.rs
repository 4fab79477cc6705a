#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod change;
mod code;
mod customer;
mod error;
mod folder;
pub mod interpretation;
mod lists;
mod mark;
mod monitor;
mod private;
mod run;
mod summary;

pub use change::{Change, PriorState};
pub use customer::{Customer, CustomerReference, HeldCertificate, HeldSerial, RecordedConsent};
pub use error::MonitorError;
pub use lists::CustomerCrls;
pub use monitor::Monitor;
pub use summary::{Progress, Summary, UnknownCertificates};
