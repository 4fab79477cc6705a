//! A store that waits on its own thread, for what is written for tasks.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_exchange::identifiers::PairwiseIdentifier;

use super::VaultStore;
use crate::vault::{
    CertificateIndex, Put, StoredTenantKey, StoredUser, Under, VaultErasure, asynchronous,
};

/// Answers at once: each of its futures is ready when it is first looked at.
#[derive(Debug)]
pub(super) struct Ready<S>(pub(super) S);

/// Runs what waits for nothing but [`Ready`] stores.
pub(super) fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

impl<S: VaultStore> asynchronous::VaultStore for Ready<S> {
    type Error = S::Error;

    async fn tenant_keys(&self, tenant: &Tenant) -> Result<Vec<StoredTenantKey>, S::Error> {
        self.0.tenant_keys(tenant)
    }

    async fn tenant_keys_beside(
        &self,
        under: KeyId,
        most: u32,
    ) -> Result<Vec<StoredTenantKey>, S::Error> {
        self.0.tenant_keys_beside(under, most)
    }

    async fn put_tenant_key(
        &self,
        key: &StoredTenantKey,
        replaces: Option<&StoredTenantKey>,
    ) -> Result<Put, S::Error> {
        self.0.put_tenant_key(key, replaces)
    }

    async fn drop_tenant_key(&self, tenant: &Tenant, number: KeyId) -> Result<u64, S::Error> {
        self.0.drop_tenant_key(tenant, number)
    }

    async fn user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<Option<StoredUser>, S::Error> {
        self.0.user(tenant, user)
    }

    async fn find(
        &self,
        tenant: &Tenant,
        indexes: &[CertificateIndex],
    ) -> Result<Option<StoredUser>, S::Error> {
        self.0.find(tenant, indexes)
    }

    async fn page(
        &self,
        tenant: &Tenant,
        after: u64,
        most: u32,
    ) -> Result<Vec<StoredUser>, S::Error> {
        self.0.page(tenant, after, most)
    }

    async fn put_user(
        &self,
        user: &StoredUser,
        claims: &[CertificateIndex],
    ) -> Result<Put, S::Error> {
        self.0.put_user(user, claims)
    }

    async fn count(&self, under: &Under) -> Result<u64, S::Error> {
        self.0.count(under)
    }

    async fn erase(&self, erasure: &VaultErasure) -> Result<u64, S::Error> {
        self.0.erase(erasure)
    }
}
