mod schema;
mod store;

pub use schema::VAULT_SCHEMA;
pub use store::{AsyncPostgresVault, PostgresVault};
