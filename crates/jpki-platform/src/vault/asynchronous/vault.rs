use core::fmt;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::time::Timestamp;

use super::VaultStore;
use crate::vault::{
    Put, StoredTenantKey, TenantKeys, Under, VaultErased, VaultErasure, VaultError, VaultKeys,
    VaultScheme,
};

/// The vault in a store.
///
/// Tenants' keys are unwrapped once and held; one that another process made is read when it is first met.
pub struct Vault<S> {
    pub(super) store: S,
    pub(super) scheme: VaultScheme,
    known: Mutex<BTreeMap<Tenant, Arc<TenantKeys>>>,
}

impl<S: VaultStore> Vault<S> {
    /// Creates a vault.
    #[must_use]
    pub fn new(store: S, keys: VaultKeys) -> Self {
        Self { store, scheme: VaultScheme::new(keys), known: Mutex::default() }
    }

    /// Wraps tenants' keys that lie under another key-encryption key anew under the one in use, this many at most, and
    /// returns how many it was. 0: none is left. To be repeated, also after a crash.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn rewrap_tenant_keys(&self, most: u32, now: Timestamp) -> Result<u64, VaultError> {
        let under = self.scheme.key_encryption_key(now)?;
        let others = self.store.tenant_keys_beside(under, most).await.map_err(VaultError::store)?;
        let mut rewrapped: u64 = 0;
        for old in &others {
            let new = self.scheme.rewrap_tenant_key(old, now)?;
            // Whoever was quicker did the same, or destroyed it.
            let _: Put =
                self.store.put_tenant_key(&new, Some(old)).await.map_err(VaultError::store)?;
            rewrapped = rewrapped.saturating_add(1);
        }
        Ok(rewrapped)
    }

    /// Returns whether a key of the ring may be taken away: no row lies under it.
    ///
    /// # Errors
    /// [`VaultError::KeyStillUsed`] with the number of rows, and others.
    pub async fn check_unused(&self, under: &Under) -> Result<(), VaultError> {
        match self.store.count(under).await.map_err(VaultError::store)? {
            0 => Ok(()),
            rows => Err(VaultError::KeyStillUsed { rows }),
        }
    }

    /// Erases all of all tenants, when the accreditation ends.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub async fn erase_everything(&self, now: Timestamp) -> Result<VaultErased, VaultError> {
        self.erase(VaultErasure::Everything, now).await
    }

    pub(super) async fn erase(
        &self,
        erasure: VaultErasure,
        now: Timestamp,
    ) -> Result<VaultErased, VaultError> {
        match &erasure {
            VaultErasure::User(..) => {}
            VaultErasure::Tenant(tenant) => drop(self.known().remove(tenant)),
            VaultErasure::Everything => self.known().clear(),
        }
        let users = self.store.erase(&erasure).await.map_err(VaultError::store)?;
        Ok(VaultErased::new(&erasure, users, now))
    }

    /// The keys of a tenant, as they were last read.
    pub(super) async fn keys(&self, tenant: &Tenant) -> Result<Arc<TenantKeys>, VaultError> {
        let known = self.known().get(tenant).cloned();
        match known {
            Some(known) => Ok(known),
            None => self.read_keys(tenant).await,
        }
    }

    pub(super) async fn read_keys(&self, tenant: &Tenant) -> Result<Arc<TenantKeys>, VaultError> {
        let stored = self.store.tenant_keys(tenant).await.map_err(VaultError::store)?;
        let keys = Arc::new(self.scheme.open_tenant_keys(tenant, &stored)?);
        self.known().insert(tenant.clone(), Arc::clone(&keys));
        Ok(keys)
    }

    /// Draws the key of this number for a tenant; whoever was quicker drew it.
    pub(super) async fn draw_key(
        &self,
        tenant: &Tenant,
        number: KeyId,
        now: Timestamp,
    ) -> Result<Arc<TenantKeys>, VaultError> {
        let key: StoredTenantKey = self.scheme.draw_tenant_key(tenant, number, now)?;
        let _: Put = self.store.put_tenant_key(&key, None).await.map_err(VaultError::store)?;
        self.read_keys(tenant).await
    }

    fn known(&self) -> std::sync::MutexGuard<'_, BTreeMap<Tenant, Arc<TenantKeys>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<S: fmt::Debug> fmt::Debug for Vault<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Vault({:?})", self.store)
    }
}
