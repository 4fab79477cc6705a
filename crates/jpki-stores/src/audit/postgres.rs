mod appender;
mod error;
mod schema;
mod store;

pub use appender::{AsyncPostgresAppender, Durable, PostgresAppender};
pub use schema::LOG_SCHEMA;
pub use store::PostgresLogStore;
