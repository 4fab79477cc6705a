use std::io;

use crate::TimedOut;
use crate::unreadable::Unreadable;

/// What Redis says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RedisError {
    /// The engine, or the connection to it, failed.
    #[error("Redis: {0}")]
    Engine(redis::RedisError),
    /// The engine did not answer in time.
    #[error("Redis: {0}")]
    TimedOut(#[from] TimedOut),
    /// The connection would leave the machine unencrypted.
    #[error("an unencrypted connection must stay on the machine")]
    NotEncrypted,
    /// The server does not say which run of it this is, or whose data it holds.
    #[error("the server does not tell its run and replication id")]
    RunUnknown,
    /// The server is a replica: what it has may be old.
    #[error("Redis: the server is a replica")]
    NotPrimary,
    /// The server is older than 6.2.
    #[error("Redis: the server is older than 6.2")]
    TooOld,
    /// Bindings would not outlive the server: it has no `appendonly yes`.
    #[error("Redis: bindings need appendonly yes")]
    NotPersistent,
    /// Bindings would be evicted to make room: `maxmemory-policy` is `allkeys-…`.
    #[error("Redis: bindings need a maxmemory-policy that evicts no keys without expiry")]
    Evicting,
    /// The bindings were written in a later format than this crate knows.
    #[error("Redis: the bindings are of a format that is newer than this program")]
    FormatNewer,
    /// A challenge with this id is kept already.
    #[error("kept before")]
    Repeated,
    /// The thread that serves blocking callers cannot be started.
    #[error("Redis: no thread for the connection: {0}")]
    Thread(#[from] io::Error),
    /// The content was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}

impl From<redis::RedisError> for RedisError {
    /// What the scripts say has codes of its own.
    fn from(error: redis::RedisError) -> Self {
        match error.code() {
            Some("JPKIRUN") => Self::RunUnknown,
            Some("JPKIREPLICA") => Self::NotPrimary,
            Some("JPKIOLD") => Self::TooOld,
            Some("JPKIPERSIST") => Self::NotPersistent,
            Some("JPKIEVICT") => Self::Evicting,
            Some("JPKIFORMAT") => Self::FormatNewer,
            _ if error.is_timeout() => Self::TimedOut(TimedOut),
            _ => Self::Engine(error),
        }
    }
}
