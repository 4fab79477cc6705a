//! PostgreSQL: one primary for several machines.

mod error;
mod message;
#[cfg(feature = "login")]
mod schema;
mod server;
#[cfg(feature = "login")]
mod statements;
#[cfg(feature = "login")]
mod store;

pub use error::{PostgresError, ServerError};
#[cfg(feature = "login")]
pub use schema::SCHEMA;
pub use server::PostgresServer;
#[cfg(feature = "login")]
pub use store::{AsyncPostgresStore, PostgresStore};
