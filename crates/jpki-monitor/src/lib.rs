#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod change;
mod code;
mod customer;
mod folder;
pub mod interpretation;
mod lists;
mod mark;
mod monitor;
mod private;
mod run;

pub use change::{Change, PriorState};
pub use customer::{Customer, CustomerReference, HeldCertificate, HeldSerial, RecordedConsent};
pub use lists::CustomerCrls;
pub use monitor::{Monitor, MonitorError, Progress, Summary, UnknownCertificates};
