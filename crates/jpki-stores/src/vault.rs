//! The vault of serial numbers of `jpki-platform`: in SQLite and in PostgreSQL.

#[cfg(feature = "postgres")]
mod postgres;
mod row;
#[cfg(feature = "sqlite")]
mod sqlite;

#[cfg(feature = "postgres")]
pub use postgres::{AsyncPostgresVault, PostgresVault, VAULT_SCHEMA};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteVault;
