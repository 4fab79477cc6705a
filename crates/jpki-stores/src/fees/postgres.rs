mod schema;
mod store;

pub use schema::FEE_SCHEMA;
pub use store::{AsyncPostgresFeeStore, PostgresFeeStore};
