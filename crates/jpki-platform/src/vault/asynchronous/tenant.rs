use core::fmt;
use std::sync::Arc;

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_monitor::CustomerReference;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::CertificateKind;

use super::{Vault, VaultStore};
use crate::vault::{
    Put, Rewrapped, StoredUser, TenantKeys, VaultErased, VaultErasure, VaultError, VaultUser,
    user_number,
};

/// How often a change is tried while others change the same user.
const ATTEMPTS: u32 = 16;

impl<S: VaultStore> Vault<S> {
    /// Returns the part of one tenant, which reaches no other tenant's.
    #[must_use]
    pub fn of<'v>(&'v self, tenant: &Tenant) -> TenantVault<'v, S> {
        TenantVault { vault: self, tenant: tenant.clone() }
    }
}

/// One tenant's part of the vault.
#[derive(Clone)]
pub struct TenantVault<'v, S> {
    vault: &'v Vault<S>,
    tenant: Tenant,
}

impl<S: VaultStore> TenantVault<'_, S> {
    /// Returns the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        &self.tenant
    }

    /// Reads a user.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn user(&self, user: &PairwiseIdentifier) -> Result<Option<VaultUser>, VaultError> {
        let stored = self.vault.store.user(&self.tenant, user).await.map_err(VaultError::store)?;
        self.open_found(stored).await
    }

    /// Reads the user who has this certificate.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn find(
        &self,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
    ) -> Result<Option<VaultUser>, VaultError> {
        let indexes = self.vault.scheme.indexes(&self.tenant, kind, serial_number)?;
        let found = self.vault.store.find(&self.tenant, &indexes).await;
        self.open_found(found.map_err(VaultError::store)?).await
    }

    /// Reads the user whom the monitor knows by this reference.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn customer(
        &self,
        reference: CustomerReference,
    ) -> Result<Option<VaultUser>, VaultError> {
        let number = user_number(reference);
        let Some(before) = number.checked_sub(1) else { return Ok(None) };
        let found = self.page(before, 1).await?.into_iter().next();
        Ok(found.filter(|user| user.number() == number))
    }

    /// Reads the users in the order of their numbers, those after this number, this many at most.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn page(&self, after: u64, most: u32) -> Result<Vec<VaultUser>, VaultError> {
        let page = self.vault.store.page(&self.tenant, after, most).await;
        let mut users = Vec::new();
        for stored in page.map_err(VaultError::store)? {
            users.push(self.open(&stored).await?);
        }
        Ok(users)
    }

    /// Reads a user, a new one if there is none, changes it, and keeps it, a new one only with a certificate. Tried again if
    /// another changed the user at the same time.
    ///
    /// # Errors
    /// [`VaultError::CertificateHeld`] if another user of the tenant has one of the certificates, and others.
    pub async fn update<T>(
        &self,
        user: &PairwiseIdentifier,
        now: Timestamp,
        mut change: impl FnMut(&mut VaultUser) -> T,
    ) -> Result<T, VaultError> {
        for _ in 0..ATTEMPTS {
            let mut changed = match self.user(user).await? {
                Some(there) => there,
                None => self.vault.scheme.new_user(&self.tenant, user)?,
            };
            let outcome = change(&mut changed);
            if changed.revision == 0 && changed.entries.is_empty() {
                return Ok(outcome);
            }
            match self.put(&changed, now).await? {
                Put::Stored => return Ok(outcome),
                Put::Outdated => {}
                Put::KeyGone => drop(self.vault.read_keys(&self.tenant).await?),
                Put::CertificateHeld => return Err(VaultError::CertificateHeld),
            }
        }
        Err(VaultError::Contended)
    }

    /// Draws a new key for the tenant, which is used from now on. Users lie under the old one until they are rewrapped.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn change_key(&self, now: Timestamp) -> Result<KeyId, VaultError> {
        let keys = self.vault.read_keys(&self.tenant).await?;
        let before = keys.current().map_or(0, |number| number.0);
        let number = KeyId(before.checked_add(1).ok_or(VaultError::Contended)?);
        let keys = self.vault.draw_key(&self.tenant, number, now).await?;
        keys.current().ok_or(VaultError::TenantKeyMissing(number))
    }

    /// Brings users under the keys in use, tenant's and index's: of those after this number, this many at most are looked at.
    /// Others go on reading and writing. To be repeated from where it ended, and after a crash from there or from 0.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn rewrap(
        &self,
        after: u64,
        most: u32,
        now: Timestamp,
    ) -> Result<Rewrapped, VaultError> {
        let keys = self.keys_in_use(now).await?;
        let page = self.vault.store.page(&self.tenant, after, most).await;
        let page = page.map_err(VaultError::store)?;
        let mut done =
            Rewrapped { next: page.last().map(|user| user.number), rewrapped: 0, missed: 0 };
        for stored in page {
            if self.vault.scheme.is_current(&keys, &stored, now)? {
                continue;
            }
            let user = self.open(&stored).await?;
            match self.put(&user, now).await? {
                Put::Stored => done.rewrapped = done.rewrapped.saturating_add(1),
                // Changed or erased by another at the same time.
                _ => done.missed = done.missed.saturating_add(1),
            }
        }
        Ok(done)
    }

    /// Destroys a key of the tenant under which no user lies.
    ///
    /// # Errors
    /// [`VaultError::KeyInUse`] for the one in use, [`VaultError::KeyStillUsed`] with the number of users, and others.
    pub async fn drop_key(&self, number: KeyId) -> Result<(), VaultError> {
        let keys = self.vault.read_keys(&self.tenant).await?;
        if keys.current() == Some(number) {
            return Err(VaultError::KeyInUse);
        }
        let rows = self.vault.store.drop_tenant_key(&self.tenant, number).await;
        match rows.map_err(VaultError::store)? {
            0 => self.vault.read_keys(&self.tenant).await.map(drop),
            rows => Err(VaultError::KeyStillUsed { rows }),
        }
    }

    /// Erases one user, with the user's key.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub async fn erase_user(
        &self,
        user: &PairwiseIdentifier,
        now: Timestamp,
    ) -> Result<VaultErased, VaultError> {
        self.vault.erase(VaultErasure::User(self.tenant.clone(), *user), now).await
    }

    /// Erases all users of the tenant, with all keys.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub async fn erase(&self, now: Timestamp) -> Result<VaultErased, VaultError> {
        self.vault.erase(VaultErasure::Tenant(self.tenant.clone()), now).await
    }

    async fn put(&self, user: &VaultUser, now: Timestamp) -> Result<Put, VaultError> {
        let keys = self.keys_in_use(now).await?;
        let sealed = self.vault.scheme.seal(&keys, user, now)?;
        let claims = self.vault.scheme.claims(user)?;
        self.vault.store.put_user(&sealed, &claims).await.map_err(VaultError::store)
    }

    async fn keys_in_use(&self, now: Timestamp) -> Result<Arc<TenantKeys>, VaultError> {
        let keys = self.vault.keys(&self.tenant).await?;
        match keys.current() {
            Some(_) => Ok(keys),
            None => self.vault.draw_key(&self.tenant, KeyId(1), now).await,
        }
    }

    async fn open_found(&self, found: Option<StoredUser>) -> Result<Option<VaultUser>, VaultError> {
        match found {
            Some(stored) => self.open(&stored).await.map(Some),
            None => Ok(None),
        }
    }

    async fn open(&self, stored: &StoredUser) -> Result<VaultUser, VaultError> {
        let keys = self.vault.keys(&self.tenant).await?;
        match self.vault.scheme.open(&keys, stored) {
            // Made by another process since.
            Err(VaultError::TenantKeyMissing(_)) => {
                let keys = self.vault.read_keys(&self.tenant).await?;
                self.vault.scheme.open(&keys, stored)
            }
            opened => opened,
        }
    }
}

impl<S> fmt::Debug for TenantVault<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TenantVault({})", self.tenant.text())
    }
}
