#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(any(
    all(feature = "login", feature = "redis"),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
mod blocking;
#[cfg(all(feature = "login", any(feature = "sqlite", feature = "redis", feature = "postgres")))]
mod row;
#[cfg(any(
    all(feature = "login", feature = "redis"),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
mod shared;
#[cfg(all(feature = "sqlite", any(feature = "audit", feature = "login")))]
mod sqlite_file;
#[cfg(any(
    all(feature = "login", any(feature = "sqlite", feature = "redis")),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
mod time_limit;
#[cfg(any(
    all(feature = "login", any(feature = "sqlite", feature = "redis")),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
mod unreadable;

#[cfg(all(feature = "audit", any(feature = "sqlite", feature = "postgres")))]
pub mod audit;
#[cfg(all(
    feature = "tls",
    any(
        all(feature = "login", feature = "redis"),
        all(any(feature = "login", feature = "audit"), feature = "postgres")
    )
))]
pub mod encryption;
#[cfg(all(any(feature = "login", feature = "audit"), feature = "postgres"))]
pub mod postgres;
#[cfg(all(feature = "login", feature = "redis"))]
pub mod redis;
#[cfg(all(feature = "login", feature = "sqlite"))]
pub mod sqlite;

#[cfg(any(
    all(feature = "login", feature = "redis"),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
pub use blocking::Blocking;
#[cfg(any(
    all(feature = "login", any(feature = "sqlite", feature = "redis")),
    all(any(feature = "login", feature = "audit"), feature = "postgres")
))]
pub use time_limit::TimedOut;
