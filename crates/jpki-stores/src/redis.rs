//! Redis: one primary for several machines.

mod commands;
mod error;
mod message;
mod server;
mod store;

pub use error::RedisError;
pub use server::RedisServer;
pub use store::{AsyncRedisStore, RedisStore};
