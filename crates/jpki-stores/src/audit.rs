//! The operation log of `jpki-audit` in a database.

#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "postgres")]
pub use postgres::{
    AsyncPostgresAppender, Durable, LOG_SCHEMA, PostgresAppender, PostgresLogStore,
};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteLogStore;
