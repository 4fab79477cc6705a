#![doc = include_str!("../README.md")]

#[cfg(any(feature = "sqlite", feature = "redis", feature = "postgres"))]
mod row;

#[cfg(all(feature = "tls", any(feature = "redis", feature = "postgres")))]
pub mod encryption;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(feature = "redis")]
pub mod redis;
#[cfg(feature = "sqlite")]
pub mod sqlite;
