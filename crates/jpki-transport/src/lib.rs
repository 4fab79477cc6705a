#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "async")]
pub mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
mod endpoint;
#[cfg(any(feature = "async", feature = "blocking"))]
mod refresh;
mod settings;
#[cfg(any(feature = "async", feature = "blocking"))]
mod tls;

pub use endpoint::{Endpoint, EndpointError, HttpMethod};
#[cfg(any(feature = "async", feature = "blocking"))]
pub use refresh::{RefreshError, RefreshStep};
pub use settings::{HttpSettings, Identity, Retries, SettingsError, TlsSettings};
