//! The operation log of `jpki-audit` in a database.

mod sqlite;

pub use sqlite::SqliteLogStore;
