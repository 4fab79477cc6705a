use core::fmt;

use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_monitor::CustomerReference;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::CertificateKind;

use super::VaultStore;
use super::ready::{Ready, run};
use crate::vault::{Rewrapped, Under, VaultErased, VaultError, VaultKeys, VaultUser, asynchronous};

/// The vault in a store.
///
/// Tenants' keys are unwrapped once and held; one that another process made is read when it is first met.
pub struct Vault<S> {
    vault: asynchronous::Vault<Ready<S>>,
}

impl<S: VaultStore> Vault<S> {
    /// Creates a vault.
    #[must_use]
    pub fn new(store: S, keys: VaultKeys) -> Self {
        Self { vault: asynchronous::Vault::new(Ready(store), keys) }
    }

    /// Returns the part of one tenant, which reaches no other tenant's.
    #[must_use]
    pub fn of<'v>(&'v self, tenant: &Tenant) -> TenantVault<'v, S> {
        TenantVault { vault: self.vault.of(tenant) }
    }

    /// Wraps tenants' keys that lie under another key-encryption key anew under the one in use, this many at most, and
    /// returns how many it was. 0: none is left. To be repeated, also after a crash.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn rewrap_tenant_keys(&self, most: u32, now: Timestamp) -> Result<u64, VaultError> {
        run(self.vault.rewrap_tenant_keys(most, now))
    }

    /// Returns whether a key of the ring may be taken away: no row lies under it.
    ///
    /// # Errors
    /// [`VaultError::KeyStillUsed`] with the number of rows, and others.
    pub fn check_unused(&self, under: &Under) -> Result<(), VaultError> {
        run(self.vault.check_unused(under))
    }

    /// Erases all of all tenants, when the accreditation ends.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub fn erase_everything(&self, now: Timestamp) -> Result<VaultErased, VaultError> {
        run(self.vault.erase_everything(now))
    }
}

impl<S: fmt::Debug> fmt::Debug for Vault<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.vault.fmt(f)
    }
}

/// One tenant's part of the vault.
pub struct TenantVault<'v, S> {
    vault: asynchronous::TenantVault<'v, Ready<S>>,
}

impl<S: VaultStore> TenantVault<'_, S> {
    /// Returns the tenant.
    #[must_use]
    pub const fn tenant(&self) -> &Tenant {
        self.vault.tenant()
    }

    /// Reads a user.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn user(&self, user: &PairwiseIdentifier) -> Result<Option<VaultUser>, VaultError> {
        run(self.vault.user(user))
    }

    /// Reads the user who has this certificate.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn find(
        &self,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
    ) -> Result<Option<VaultUser>, VaultError> {
        run(self.vault.find(kind, serial_number))
    }

    /// Reads the user whom the monitor knows by this reference.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn customer(&self, reference: CustomerReference) -> Result<Option<VaultUser>, VaultError> {
        run(self.vault.customer(reference))
    }

    /// Reads the users in the order of their numbers, those after this number, this many at most.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn page(&self, after: u64, most: u32) -> Result<Vec<VaultUser>, VaultError> {
        run(self.vault.page(after, most))
    }

    /// Reads a user, a new one if there is none, changes it, and keeps it, a new one only with a certificate. Tried again if
    /// another changed the user at the same time.
    ///
    /// # Errors
    /// [`VaultError::CertificateHeld`] if another user of the tenant has one of the certificates, and others.
    pub fn update<T>(
        &self,
        user: &PairwiseIdentifier,
        now: Timestamp,
        change: impl FnMut(&mut VaultUser) -> T,
    ) -> Result<T, VaultError> {
        run(self.vault.update(user, now, change))
    }

    /// Draws a new key for the tenant, which is used from now on. Users lie under the old one until they are rewrapped.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn change_key(&self, now: Timestamp) -> Result<KeyId, VaultError> {
        run(self.vault.change_key(now))
    }

    /// Brings users under the keys in use, tenant's and index's: of those after this number, this many at most are looked at.
    /// Others go on reading and writing. To be repeated from where it ended, and after a crash from there or from 0.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn rewrap(&self, after: u64, most: u32, now: Timestamp) -> Result<Rewrapped, VaultError> {
        run(self.vault.rewrap(after, most, now))
    }

    /// Destroys a key of the tenant under which no user lies.
    ///
    /// # Errors
    /// [`VaultError::KeyInUse`] for the one in use, [`VaultError::KeyStillUsed`] with the number of users, and others.
    pub fn drop_key(&self, number: KeyId) -> Result<(), VaultError> {
        run(self.vault.drop_key(number))
    }

    /// Erases one user, with the user's key.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub fn erase_user(
        &self,
        user: &PairwiseIdentifier,
        now: Timestamp,
    ) -> Result<VaultErased, VaultError> {
        run(self.vault.erase_user(user, now))
    }

    /// Erases all users of the tenant, with all keys.
    ///
    /// # Errors
    /// [`VaultError::Store`]: erase again.
    // Requirement: LINK-07
    pub fn erase(&self, now: Timestamp) -> Result<VaultErased, VaultError> {
        run(self.vault.erase(now))
    }
}

impl<S> fmt::Debug for TenantVault<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.vault.fmt(f)
    }
}
