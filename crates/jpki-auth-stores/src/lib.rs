#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(feature = "redis", feature = "postgres"))]
mod blocking;
#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
mod row;
#[cfg(any(feature = "redis", feature = "postgres"))]
mod shared;
#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
mod time_limit;

#[cfg(all(feature = "tls", any(feature = "redis", feature = "postgres")))]
pub mod encryption;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "redis")]
pub mod redis;
#[cfg(feature = "sqlite")]
pub mod sqlite;

#[cfg(any(feature = "redis", feature = "postgres"))]
pub use blocking::Blocking;
#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
pub use time_limit::TimedOut;
