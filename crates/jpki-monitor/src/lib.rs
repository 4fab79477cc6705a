#![doc = include_str!("../README.md")]

mod change;
mod code;
mod customer;
mod files;
mod monitor;
#[cfg(feature = "terminal")]
mod terminal;

pub use change::Change;
pub use customer::{Customer, CustomerReference, RecordedConsent};
pub use files::MonitorError;
pub use monitor::{Monitor, Progress, Summary};
#[cfg(feature = "terminal")]
pub use terminal::ProgressBar;
