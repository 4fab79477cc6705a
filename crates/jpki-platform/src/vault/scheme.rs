use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::PairwiseIdentifier;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation};
use zeroize::Zeroizing;

use super::keys::UserKey;
use super::{
    CertificateIndex, Place, StoredEntry, StoredTenantKey, StoredUser, TenantKeys, VaultEntry,
    VaultError, VaultKeys, VaultUser, form, seal,
};
use crate::random_bytes;

/// How users are sealed and opened: all of the vault but its store.
///
/// Each row is sealed for where it lies: the associated data name form, tenant, user, place, generation, keys and index, each
/// after its length. A row that lies elsewhere, was cut or changed is refused by [`VaultError::RowRefused`].
#[derive(Clone, Debug)]
pub struct VaultScheme {
    keys: VaultKeys,
}

impl VaultScheme {
    /// Creates a scheme with these keys.
    #[must_use]
    pub const fn new(keys: VaultKeys) -> Self {
        Self { keys }
    }

    /// Draws a new key for a tenant.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn draw_tenant_key(
        &self,
        tenant: &Tenant,
        number: KeyId,
        now: Timestamp,
    ) -> Result<StoredTenantKey, VaultError> {
        let key = Zeroizing::new(random_bytes()?);
        self.wrap(tenant, number, &key, now)
    }

    /// Wraps a tenant's key under the key-encryption key in use.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn rewrap_tenant_key(
        &self,
        stored: &StoredTenantKey,
        now: Timestamp,
    ) -> Result<StoredTenantKey, VaultError> {
        self.wrap(&stored.tenant, stored.number, &*self.unwrap(stored)?, now)
    }

    /// Returns the key-encryption key in use.
    ///
    /// # Errors
    /// [`VaultError`] if there is none.
    pub fn key_encryption_key(&self, now: Timestamp) -> Result<KeyId, VaultError> {
        let current = self.keys.encryption.current(now);
        Ok(current.ok_or(super::KeyEncryptionError::NoneInUse)?)
    }

    fn wrap(
        &self,
        tenant: &Tenant,
        number: KeyId,
        key: &[u8; seal::KEY_BYTES],
        now: Timestamp,
    ) -> Result<StoredTenantKey, VaultError> {
        let under = self.key_encryption_key(now)?;
        let wrapped = self.keys.encryption.wrap(under, &key_place(tenant, number, under), key)?;
        Ok(StoredTenantKey { tenant: tenant.clone(), number, under, wrapped })
    }

    fn unwrap(
        &self,
        stored: &StoredTenantKey,
    ) -> Result<Zeroizing<[u8; seal::KEY_BYTES]>, VaultError> {
        let StoredTenantKey { tenant, number, under, wrapped } = stored;
        let place = key_place(tenant, *number, *under);
        Ok(self.keys.encryption.unwrap(*under, &place, wrapped)?)
    }

    /// Unwraps the keys of one tenant; those of others are refused.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn open_tenant_keys(
        &self,
        tenant: &Tenant,
        stored: &[StoredTenantKey],
    ) -> Result<TenantKeys, VaultError> {
        let mut keys = Vec::with_capacity(stored.len());
        for stored in stored {
            if stored.tenant != *tenant {
                return Err(VaultError::RowRefused);
            }
            keys.push((stored.number, self.unwrap(stored)?));
        }
        keys.sort_by_key(|(number, _)| *number);
        Ok(TenantKeys { tenant: tenant.clone(), keys })
    }

    /// Creates a user who has no certificate yet, and draws the user's key.
    ///
    /// # Errors
    /// [`VaultError::Randomness`].
    pub fn new_user(
        &self,
        tenant: &Tenant,
        user: &PairwiseIdentifier,
    ) -> Result<VaultUser, VaultError> {
        let key = UserKey::draw()?;
        let (tenant, user) = (tenant.clone(), *user);
        Ok(VaultUser { tenant, user, number: 0, revision: 0, key, entries: Vec::new() })
    }

    /// Opens a user.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn open(&self, keys: &TenantKeys, stored: &StoredUser) -> Result<VaultUser, VaultError> {
        if stored.tenant != keys.tenant || stored.entries.len() > Place::MOST {
            return Err(VaultError::RowRefused);
        }
        let place = user_key_place(stored);
        let opened = seal::open(keys.key(stored.tenant_key)?, &place, &stored.wrapped);
        let key = UserKey::unwrapped(stored.key_id, opened)?;
        let mut entries: Vec<VaultEntry> = Vec::with_capacity(stored.entries.len());
        for entry in &stored.entries {
            let StoredEntry { index, place, generation, sealed } = entry;
            let lies = entry_place(&stored.tenant, &stored.user, &key, index, *place, *generation);
            let text = seal::open(&key.secret, &lies, sealed)?;
            let entry = form::read(*place, *generation, &text).ok_or(VaultError::RowRefused)?;
            if entries.last().is_some_and(|last| last.certificate.place() >= *place) {
                return Err(VaultError::RowRefused);
            }
            entries.push(entry);
        }
        let StoredUser { tenant, user, number, revision, .. } = stored.clone();
        Ok(VaultUser { tenant, user, number, revision, key, entries })
    }

    /// Seals a user under the keys in use.
    ///
    /// # Errors
    /// [`VaultError`].
    pub fn seal(
        &self,
        keys: &TenantKeys,
        user: &VaultUser,
        now: Timestamp,
    ) -> Result<StoredUser, VaultError> {
        if user.tenant != keys.tenant {
            return Err(VaultError::RowRefused);
        }
        let tenant_key = keys.current().ok_or(VaultError::TenantKeyMissing(KeyId(1)))?;
        let mut stored = StoredUser {
            tenant: user.tenant.clone(),
            user: user.user,
            number: user.number,
            revision: user.revision,
            key_id: user.key.id,
            tenant_key,
            wrapped: Vec::new(),
            entries: Vec::with_capacity(user.entries.len()),
        };
        let place = user_key_place(&stored);
        stored.wrapped = seal::seal(keys.key(tenant_key)?, &place, &*user.key.secret)?;
        for entry in &user.entries {
            let (place, generation) = (entry.certificate.place(), entry.certificate.generation());
            let serial_number = entry.certificate.serial_number();
            let index = self.keys.index(&user.tenant, place.kind(), serial_number, now)?;
            let lies = entry_place(&user.tenant, &user.user, &user.key, &index, place, generation);
            let sealed = seal::seal(&user.key.secret, &lies, &form::write(entry))?;
            stored.entries.push(StoredEntry { index, place, generation, sealed });
        }
        Ok(stored)
    }

    /// Returns whether a user is sealed under the keys in use.
    ///
    /// # Errors
    /// [`VaultError::NoIndexKey`].
    pub fn is_current(
        &self,
        keys: &TenantKeys,
        stored: &StoredUser,
        now: Timestamp,
    ) -> Result<bool, VaultError> {
        let index_key = self.keys.index_key(now)?;
        let is_found = stored.entries.iter().all(|entry| entry.index.key() == index_key);
        Ok(is_found && keys.current() == Some(stored.tenant_key))
    }

    /// Returns by what a certificate is found at a tenant: an index for each key of the ring, also for those whose time has
    /// not come yet.
    ///
    /// # Errors
    /// [`VaultError::Cryptography`].
    pub fn indexes(
        &self,
        tenant: &Tenant,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
    ) -> Result<Vec<CertificateIndex>, VaultError> {
        self.keys.indexes(tenant, kind, serial_number)
    }

    /// Returns by what each of a user's certificates is found, so that no other user has one of them.
    ///
    /// # Errors
    /// [`VaultError::Cryptography`].
    pub fn claims(&self, user: &VaultUser) -> Result<Vec<CertificateIndex>, VaultError> {
        let mut claims = Vec::new();
        for VaultEntry { certificate, .. } in &user.entries {
            let kind = certificate.place().kind();
            claims.extend(self.indexes(&user.tenant, kind, certificate.serial_number())?);
        }
        Ok(claims)
    }
}

fn key_place(tenant: &Tenant, number: KeyId, under: KeyId) -> Vec<u8> {
    let fields: [&[u8]; 3] =
        [tenant.text().as_bytes(), &number.0.to_be_bytes(), &under.0.to_be_bytes()];
    seal::place("jpki-platform/vault/tenant-key/v1", &fields)
}

fn user_key_place(user: &StoredUser) -> Vec<u8> {
    let StoredUser { tenant, user, key_id, tenant_key, .. } = user;
    let fields: [&[u8]; 4] =
        [tenant.text().as_bytes(), user.as_bytes(), key_id, &tenant_key.0.to_be_bytes()];
    seal::place("jpki-platform/vault/user-key/v1", &fields)
}

// Requirement: LINK-03
fn entry_place(
    tenant: &Tenant,
    user: &PairwiseIdentifier,
    key: &UserKey,
    index: &CertificateIndex,
    place: Place,
    generation: Generation,
) -> Vec<u8> {
    let fields: [&[u8]; 7] = [
        tenant.text().as_bytes(),
        user.as_bytes(),
        place.kind().code().as_bytes(),
        place.medium().code().as_bytes(),
        &[generation.number()],
        &key.id,
        &index.to_bytes(),
    ];
    seal::place("jpki-platform/vault/entry/v1", &fields)
}
