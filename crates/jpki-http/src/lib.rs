#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "async")]
pub mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
mod endpoint;
mod exchange;
mod settings;
#[cfg(any(feature = "async", feature = "blocking"))]
mod tls;

pub use endpoint::{Endpoint, EndpointError};
pub use exchange::{Body, HttpError, Request};
pub use settings::{ClientSettings, Identity, Retries, SettingsError, TlsSettings};
