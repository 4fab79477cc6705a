use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_platform::vault::asynchronous;
use jpki_platform::vault::blocking::VaultStore;
use jpki_platform::vault::{
    CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure,
};

use super::Blocking;

impl<S: asynchronous::VaultStore> VaultStore for Blocking<S> {
    type Error = S::Error;

    fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, S::Error> {
        self.driver.wait(self.store.tenant_keys(tenant))
    }

    fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, S::Error> {
        self.driver.wait(self.store.tenant_keys_beside(under, most))
    }

    fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, S::Error> {
        self.driver.wait(self.store.put_tenant_key(key, replaces))
    }

    fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, S::Error> {
        self.driver.wait(self.store.drop_tenant_key(tenant, number))
    }

    fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, S::Error> {
        self.driver.wait(self.store.user(tenant, user))
    }

    fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, S::Error> {
        self.driver.wait(self.store.find(tenant, indexes))
    }

    fn page(&self, tenant: &Tenant, after: u64, most: u32) -> Result<Vec<StoredUser>, S::Error> {
        self.driver.wait(self.store.page(tenant, after, most))
    }

    fn put_user(&self, user: &StoredUser, claims: &[CertificateIndex]) -> Result<Put, S::Error> {
        self.driver.wait(self.store.put_user(user, claims))
    }

    fn count(&self, under: &Under) -> Result<u64, S::Error> {
        self.driver.wait(self.store.count(under))
    }

    fn erase(&self, erasure: &VaultErasure) -> Result<u64, S::Error> {
        self.driver.wait(self.store.erase(erasure))
    }
}
