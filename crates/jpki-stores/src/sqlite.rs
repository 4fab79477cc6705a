//! SQLite: a file on one machine, for any number of its processes.

#[cfg(feature = "login")]
mod adapter;
#[cfg(feature = "login")]
mod bindings;
#[cfg(feature = "login")]
mod challenges;
mod connection;
mod error;
mod message;
mod pragmas;
#[cfg(feature = "login")]
mod schema;
#[cfg(feature = "login")]
mod store;
mod turn;

#[cfg(feature = "platform")]
pub(crate) use connection::SharedConnection;
pub use error::SqliteError;
pub(crate) use pragmas::write_ahead_and_overwrite;
#[cfg(feature = "login")]
pub use store::SqliteStore;
