use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;

use crate::BoxedError;
use crate::vault::{CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure};

/// Keeps what the vault seals. The contract is that of [`blocking::VaultStore`](crate::vault::blocking::VaultStore).
pub trait VaultStore: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Reads all keys of a tenant.
    fn tenant_keys(
        &self,
        tenant: &Tenant,
    ) -> impl Future<Output = Result<Vec<StoredTenantKey>, Self::Error>> + Send;

    /// Reads tenants' keys that lie under another key-encryption key than this one, this many at most.
    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> impl Future<Output = Result<Vec<StoredTenantKey>, Self::Error>> + Send;

    /// Keeps a tenant's key.
    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> impl Future<Output = Result<Put, Self::Error>> + Send;

    /// Destroys a tenant's key if no user lies under it, and returns how many do.
    fn drop_tenant_key(
        &self,
        tenant: &Tenant,
        number: KeyId,
    ) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// Reads a user, as of one instant.
    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> impl Future<Output = Result<Option<StoredUser>, Self::Error>> + Send;

    /// Reads the tenant's user who has the certificate that is found by any of these, as of one instant.
    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> impl Future<Output = Result<Option<StoredUser>, Self::Error>> + Send;

    /// Reads the tenant's users in the order of their numbers, those after this number, this many at most, each as of one
    /// instant.
    fn page(
        &self,
        tenant: &Tenant,
        after: u64,
        most: u32,
    ) -> impl Future<Output = Result<Vec<StoredUser>, Self::Error>> + Send;

    /// Keeps a user.
    fn put_user(
        &self,
        user: &StoredUser,
        claims: &[CertificateIndex],
    ) -> impl Future<Output = Result<Put, Self::Error>> + Send;

    /// Counts the rows that lie under a key.
    fn count(&self, under: &Under) -> impl Future<Output = Result<u64, Self::Error>> + Send;

    /// Erases users with their keys for good, and counts the users.
    fn erase(
        &self,
        erasure: &VaultErasure,
    ) -> impl Future<Output = Result<u64, Self::Error>> + Send;
}
