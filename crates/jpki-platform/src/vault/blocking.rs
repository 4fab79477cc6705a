//! The vault for threads that wait.

mod customers;
mod ready;
mod traits;
mod vault;

pub use customers::Customers;
pub use traits::VaultStore;
pub use vault::{TenantVault, Vault};
