//! Redis: one primary for several machines.

mod asynchronous;
mod blocking;
mod commands;
mod connection;

use crate::row::Unreadable;

pub use asynchronous::AsyncRedisStore;
pub use blocking::RedisStore;

/// What Redis says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedisError {
    /// The engine, or the connection to it, failed.
    #[error("Redis: {0}")]
    Engine(#[from] redis::RedisError),
    /// The connection would leave the machine unencrypted.
    #[error("an unencrypted connection must stay on the machine")]
    NotEncrypted,
    /// The server does not say which run of it this is.
    #[error("the server does not tell its run")]
    RunUnknown,
    /// A challenge with this id is kept already.
    #[error("kept before")]
    Repeated,
    /// What stands there was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}
