use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;

use crate::BoxedError;
use crate::vault::{CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure};

/// Keeps what the vault seals.
pub trait VaultStore: Send + Sync {
    /// The engine's error. Holds no secret.
    type Error: Into<BoxedError>;

    /// Reads all keys of a tenant.
    fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, Self::Error>;

    /// Reads tenants' keys that lie under another key-encryption key than this one, this many at most.
    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, Self::Error>;

    /// Keeps a tenant's key.
    ///
    /// Contract: one atomic step. Without `replaces` nothing is kept if the tenant has a key of this number; with it, unless what
    /// is there is just that: [`Put::Outdated`].
    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, Self::Error>;

    /// Destroys a tenant's key if no user lies under it, and returns how many do.
    ///
    /// Contract: one atomic step, after which no user can be put under it: [`Put::KeyGone`].
    fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, Self::Error>;

    /// Reads a user, as of one instant.
    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, Self::Error>;

    /// Reads the tenant's user who has the certificate that is found by any of these, as of one instant.
    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, Self::Error>;

    /// Reads the tenant's users in the order of their numbers, those after this number, this many at most, each as of one
    /// instant.
    fn page(&self, tenant: &Tenant, after: u64, most: u32) -> Result<Vec<StoredUser>, Self::Error>;

    /// Keeps a user.
    ///
    /// Contract: one atomic step. The user's revision must be what is there, 0 for one who is not there ([`Put::Outdated`]), and is
    /// kept as one more. A user who is new gets the store's next number, which no user had before. No other user of the tenant may
    /// have a certificate that is found by any of `claims` ([`Put::CertificateHeld`]), also where two put at once. Entries that are
    /// not given are removed. What was put is durable.
    ///
    /// After a failure it may be kept.
    fn put_user(&self, user: &StoredUser, claims: &[CertificateIndex]) -> Result<Put, Self::Error>;

    /// Counts the rows that lie under a key.
    fn count(&self, under: &Under) -> Result<u64, Self::Error>;

    /// Erases users with their keys for good, and counts the users.
    ///
    /// Contract: fails also if something of what was erased is still in a journal of the store. After a failure some or all may be
    /// erased: erase again.
    fn erase(&self, erasure: &VaultErasure) -> Result<u64, Self::Error>;
}

/// Shared by threads.
impl<S: VaultStore> VaultStore for std::sync::Arc<S> {
    type Error = S::Error;

    fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, S::Error> {
        S::tenant_keys(self, tenant)
    }

    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, S::Error> {
        S::tenant_keys_beside(self, under, most)
    }

    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, S::Error> {
        S::put_tenant_key(self, key, replaces)
    }

    fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, S::Error> {
        S::drop_tenant_key(self, tenant, number)
    }

    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, S::Error> {
        S::user(self, tenant, user)
    }

    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, S::Error> {
        S::find(self, tenant, indexes)
    }

    fn page(&self, tenant: &Tenant, after: u64, most: u32) -> Result<Vec<StoredUser>, S::Error> {
        S::page(self, tenant, after, most)
    }

    fn put_user(&self, user: &StoredUser, claims: &[CertificateIndex]) -> Result<Put, S::Error> {
        S::put_user(self, user, claims)
    }

    fn count(&self, under: &Under) -> Result<u64, S::Error> {
        S::count(self, under)
    }

    fn erase(&self, erasure: &VaultErasure) -> Result<u64, S::Error> {
        S::erase(self, erasure)
    }
}
