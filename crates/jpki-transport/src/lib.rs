#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "async")]
pub mod asynchronous;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(any(feature = "async", feature = "blocking"))]
mod exchange;
mod method;
#[cfg(any(feature = "async", feature = "blocking"))]
mod refresh;
mod settings;

pub use jpki_http::{ClientSettings, Endpoint, EndpointError, Identity, Retries, TlsSettings};
pub use method::HttpMethod;
#[cfg(any(feature = "async", feature = "blocking"))]
pub use refresh::{RefreshError, RefreshStep};
pub use settings::{HttpSettings, SettingsError};
