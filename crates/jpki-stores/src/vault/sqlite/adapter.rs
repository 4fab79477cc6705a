//! The store for tasks.

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::asynchronous::VaultStore;
use jpki_platform::vault::blocking;
use jpki_platform::vault::{
    CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure,
};

use super::SqliteVault;
use crate::sqlite::SqliteError;

impl VaultStore for SqliteVault {
    type Error = SqliteError;

    async fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, SqliteError> {
        let tenant = tenant.clone();
        self.on_worker(move |store| blocking::VaultStore::tenant_keys(store, &tenant)).await
    }

    async fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, SqliteError> {
        self.on_worker(move |store| blocking::VaultStore::tenant_keys_beside(store, under, most))
            .await
    }

    async fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, SqliteError> {
        let key = key.clone();
        let replaces = replaces.cloned();
        self.on_worker(move |store| {
            blocking::VaultStore::put_tenant_key(store, &key, replaces.as_ref())
        })
        .await
    }

    async fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, SqliteError> {
        let tenant = tenant.clone();
        self.on_worker(move |store| blocking::VaultStore::drop_tenant_key(store, &tenant, number))
            .await
    }

    async fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, SqliteError> {
        let tenant = tenant.clone();
        let user = *user;
        self.on_worker(move |store| blocking::VaultStore::user(store, &tenant, &user)).await
    }

    async fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, SqliteError> {
        let tenant = tenant.clone();
        let indexes = indexes.to_vec();
        self.on_worker(move |store| blocking::VaultStore::find(store, &tenant, &indexes)).await
    }

    async fn page(
        &self,
        tenant: &Tenant,
        after: u64,
        most: u32,
    ) -> Result<Vec<StoredUser>, SqliteError> {
        let tenant = tenant.clone();
        self.on_worker(move |store| blocking::VaultStore::page(store, &tenant, after, most)).await
    }

    async fn put_user(
        &self,
        user: &StoredUser,
        claims: &[CertificateIndex],
    ) -> Result<Put, SqliteError> {
        let user = user.clone();
        let claims = claims.to_vec();
        self.on_worker(move |store| blocking::VaultStore::put_user(store, &user, &claims)).await
    }

    async fn count(&self, under: &Under) -> Result<u64, SqliteError> {
        let under = under.clone();
        self.on_worker(move |store| blocking::VaultStore::count(store, &under)).await
    }

    async fn erase(&self, erasure: &VaultErasure) -> Result<u64, SqliteError> {
        let erasure = erasure.clone();
        self.on_worker(move |store| blocking::VaultStore::erase(store, &erasure)).await
    }
}
