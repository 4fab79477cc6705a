//! What checks cost, of `jpki-platform`: in SQLite and in PostgreSQL.

#[cfg(feature = "postgres")]
mod postgres;
mod row;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "postgres")]
pub use postgres::{AsyncPostgresFeeStore, FEE_SCHEMA, PostgresFeeStore};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteFeeStore;
