#![doc = include_str!("../README.md")]

#[cfg(feature = "async")]
pub mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
mod endpoint;
mod settings;
#[cfg(any(feature = "async", feature = "blocking"))]
mod tls;

pub use endpoint::{Endpoint, EndpointError, Method};
pub use settings::{HttpSettings, Identity, Retries, SettingsError, TlsSettings};
