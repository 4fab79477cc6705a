use core::fmt;
use std::sync::Arc;

use aws_lc_rs::hkdf::{HKDF_SHA256, Prk};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use jpki_core::event::Tenant;
use jpki_core::keys::KeyId;
use jpki_core::keys::{KeyPurpose, KeyRing, SecretKey};
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::CertificateKind;
use zeroize::Zeroizing;

use super::seal::{self, KEY_BYTES};
use super::{CertificateIndex, KeyEncryption, VaultError};
use crate::random_bytes;

/// The keys of a vault: those of its index, and what wraps tenants' keys.
#[derive(Clone)]
pub struct VaultKeys {
    ring: KeyRing,
    pub(super) encryption: Arc<dyn KeyEncryption>,
}

impl VaultKeys {
    /// Takes both from a ring: [`KeyPurpose::VaultIndex`] and [`KeyPurpose::VaultKeyEncryption`].
    #[must_use]
    pub fn of_ring(ring: &KeyRing) -> Self {
        Self::new(ring, Arc::new(ring.clone()))
    }

    /// Takes the index's keys from a ring, and has a key management service wrap tenants' keys.
    #[must_use]
    pub fn new(ring: &KeyRing, encryption: Arc<dyn KeyEncryption>) -> Self {
        Self { ring: ring.clone(), encryption }
    }

    /// The index of a certificate by the key in use.
    pub(super) fn index(
        &self,
        tenant: &Tenant,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
        now: Timestamp,
    ) -> Result<CertificateIndex, VaultError> {
        let key = self.ring.current(KeyPurpose::VaultIndex, now).ok_or(VaultError::NoIndexKey)?;
        index(key, tenant, kind, serial_number)
    }

    pub(super) fn index_key(&self, now: Timestamp) -> Result<KeyId, VaultError> {
        let key = self.ring.current(KeyPurpose::VaultIndex, now);
        key.map(SecretKey::id).ok_or(VaultError::NoIndexKey)
    }

    /// Its index by each key, also by those whose time has not come yet: another process may be ahead.
    pub(super) fn indexes(
        &self,
        tenant: &Tenant,
        kind: CertificateKind,
        serial_number: SerialNumber<'_>,
    ) -> Result<Vec<CertificateIndex>, VaultError> {
        let keys = self.ring.of(KeyPurpose::VaultIndex);
        keys.map(|key| index(key, tenant, kind, serial_number)).collect()
    }
}

/// By a key of the tenant's own, so that the numbers of two tenants have nothing in common.
// Requirement: LINK-03
fn index(
    key: &SecretKey,
    tenant: &Tenant,
    kind: CertificateKind,
    serial_number: SerialNumber<'_>,
) -> Result<CertificateIndex, VaultError> {
    let failed = |_| VaultError::Cryptography;
    let info = seal::place("jpki-platform/vault/index-key/v1", &[tenant.text().as_bytes()]);
    let mut of_tenant = Zeroizing::new([0; KEY_BYTES]);
    // RFC 5869 §3.3: the secret is random and of full length, so that nothing is to be extracted.
    Prk::new_less_safe(HKDF_SHA256, key.expose_secret())
        .expand(&[&info], HKDF_SHA256)
        .and_then(|output| output.fill(&mut *of_tenant))
        .map_err(failed)?;
    let fields = [kind.code().as_bytes(), serial_number.expose_protected()];
    let named = Zeroizing::new(seal::place("jpki-platform/vault/index/v1", &fields));
    let digest = sign(&Key::new(HMAC_SHA256, &*of_tenant), &named);
    let digest = digest.as_ref().try_into().map_err(|_| VaultError::Cryptography)?;
    Ok(CertificateIndex::new(key.id(), digest))
}

impl fmt::Debug for VaultKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKeys(secret)")
    }
}

/// The keys of one tenant, unwrapped. Wiped when dropped.
#[derive(Clone)]
pub struct TenantKeys {
    pub(super) tenant: Tenant,
    /// In ascending order.
    pub(super) keys: Vec<(KeyId, Zeroizing<[u8; KEY_BYTES]>)>,
}

impl TenantKeys {
    /// Returns the number of the key in use, the greatest, if there is one.
    #[must_use]
    pub fn current(&self) -> Option<KeyId> {
        self.keys.last().map(|(number, _)| *number)
    }

    pub(super) fn key(&self, number: KeyId) -> Result<&[u8; KEY_BYTES], VaultError> {
        let found = self.keys.iter().find(|(known, _)| *known == number);
        found.map(|(_, key)| &**key).ok_or(VaultError::TenantKeyMissing(number))
    }
}

impl fmt::Debug for TenantKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TenantKeys({}, {} keys)", self.tenant.text(), self.keys.len())
    }
}

/// The key of one user. Wiped when dropped.
pub(super) struct UserKey {
    /// Drawn with the key.
    pub(super) id: [u8; 16],
    pub(super) secret: Zeroizing<[u8; KEY_BYTES]>,
}

impl UserKey {
    pub(super) fn draw() -> Result<Self, VaultError> {
        Ok(Self { id: random_bytes()?, secret: Zeroizing::new(random_bytes()?) })
    }

    pub(super) fn unwrapped(
        id: [u8; 16],
        opened: Result<Zeroizing<Vec<u8>>, VaultError>,
    ) -> Result<Self, VaultError> {
        let secret = opened?.as_slice().try_into().map_err(|_| VaultError::RowRefused)?;
        Ok(Self { id, secret: Zeroizing::new(secret) })
    }
}
