#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
// An engine without a role keeps nothing.
#![cfg_attr(
    not(any(feature = "audit", feature = "login", feature = "platform")),
    allow(dead_code, unused_imports)
)]

#[cfg(any(feature = "postgres", all(feature = "login", feature = "redis")))]
mod blocking;
#[cfg(all(feature = "login", any(feature = "sqlite", feature = "redis", feature = "postgres")))]
mod row;
#[cfg(any(feature = "postgres", all(feature = "login", feature = "redis")))]
mod shared;
#[cfg(feature = "sqlite")]
mod sqlite_file;
#[cfg(any(
    feature = "postgres",
    all(feature = "login", any(feature = "redis", feature = "sqlite")),
    all(feature = "platform", feature = "sqlite")
))]
mod time_limit;
#[cfg(any(
    feature = "postgres",
    all(feature = "login", any(feature = "redis", feature = "sqlite")),
    all(feature = "platform", feature = "sqlite")
))]
mod unreadable;

#[cfg(all(feature = "audit", any(feature = "sqlite", feature = "postgres")))]
pub mod audit;
#[cfg(all(feature = "tls", any(feature = "postgres", all(feature = "login", feature = "redis"))))]
pub mod encryption;
#[cfg(all(feature = "platform", any(feature = "sqlite", feature = "postgres")))]
pub mod fees;
#[cfg(feature = "postgres")]
pub mod postgres;
#[cfg(all(feature = "login", feature = "redis"))]
pub mod redis;
#[cfg(all(feature = "sqlite", any(feature = "login", feature = "platform")))]
pub mod sqlite;
#[cfg(all(feature = "platform", any(feature = "sqlite", feature = "postgres")))]
pub mod vault;

#[cfg(any(feature = "postgres", all(feature = "login", feature = "redis")))]
pub use blocking::Blocking;
#[cfg(any(
    feature = "postgres",
    all(feature = "login", any(feature = "redis", feature = "sqlite")),
    all(feature = "platform", feature = "sqlite")
))]
pub use time_limit::TimedOut;
