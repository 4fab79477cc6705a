//! The vault for tasks.

mod tenant;
mod traits;
mod vault;

pub use tenant::TenantVault;
pub use traits::VaultStore;
pub use vault::Vault;
