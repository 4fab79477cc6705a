//! PostgreSQL: one primary for several machines.

mod error;
mod message;
mod schema;
mod server;
mod statements;
mod store;

pub use error::{PostgresError, ServerError};
pub use schema::SCHEMA;
pub use server::PostgresServer;
pub use store::{AsyncPostgresStore, PostgresStore};
