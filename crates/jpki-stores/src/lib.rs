#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(all(feature = "login", any(feature = "redis", feature = "postgres")))]
mod blocking;
#[cfg(all(feature = "login", any(feature = "sqlite", feature = "redis", feature = "postgres")))]
mod row;
#[cfg(all(feature = "login", any(feature = "redis", feature = "postgres")))]
mod shared;
#[cfg(all(feature = "sqlite", any(feature = "audit", feature = "login")))]
mod sqlite_file;
#[cfg(all(feature = "login", any(feature = "sqlite", feature = "redis", feature = "postgres")))]
mod time_limit;

#[cfg(all(feature = "audit", feature = "sqlite"))]
pub mod audit;
#[cfg(all(feature = "login", feature = "tls", any(feature = "redis", feature = "postgres")))]
pub mod encryption;
#[cfg(all(feature = "login", feature = "postgres"))]
pub mod postgres;
#[cfg(all(feature = "login", feature = "redis"))]
pub mod redis;
#[cfg(all(feature = "login", feature = "sqlite"))]
pub mod sqlite;

#[cfg(all(feature = "login", any(feature = "redis", feature = "postgres")))]
pub use blocking::Blocking;
#[cfg(all(
    feature = "login",
    any(feature = "sqlite", feature = "redis", feature = "postgres")
))]
pub use time_limit::TimedOut;
