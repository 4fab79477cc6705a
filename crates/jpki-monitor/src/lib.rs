#![doc = include_str!("../README.md")]

mod change;
mod code;
mod customer;
mod folder;
mod lists;
mod monitor;
mod run;

pub use change::Change;
pub use customer::{Customer, CustomerReference, HeldCertificate, HeldSerial, RecordedConsent};
pub use lists::CustomerLists;
pub use monitor::{Monitor, MonitorError, Progress, Summary};
