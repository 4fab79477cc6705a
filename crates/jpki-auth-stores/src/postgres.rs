//! PostgreSQL: one primary for several machines.

mod asynchronous;
mod blocking;
mod confined;
mod statements;

use crate::row::Unreadable;

pub use asynchronous::AsyncPostgresStore;
pub use blocking::PostgresStore;
pub use statements::SCHEMA;

/// What PostgreSQL says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PostgresError {
    /// The engine, or the connection to it, failed.
    #[error("PostgreSQL: {0}")]
    Engine(#[from] tokio_postgres::Error),
    /// The connection would leave the machine unencrypted.
    #[error("an unencrypted connection must stay on the machine")]
    NotEncrypted,
    /// What stands there was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
}
