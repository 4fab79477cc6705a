use std::io;

use jpki_core::keys::KeyId;
use jpki_core::keys::{KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use zeroize::Zeroizing;

use super::seal::{self, KEY_BYTES};
use super::{KeyEncryption, KeyEncryptionError, VaultError};

/// By the keys of [`KeyPurpose::VaultKeyEncryption`], AES-256-GCM.
impl KeyEncryption for KeyRing {
    fn current(&self, now: Timestamp) -> Option<KeyId> {
        Self::current(self, KeyPurpose::VaultKeyEncryption, now).map(SecretKey::id)
    }

    fn wrap(
        &self,
        under: KeyId,
        context: &[u8],
        key: &[u8; KEY_BYTES],
    ) -> Result<Vec<u8>, KeyEncryptionError> {
        let failed = |error: VaultError| KeyEncryptionError::Service(io::Error::other(error));
        seal::seal(of_ring(self, under)?, context, key).map_err(failed)
    }

    fn unwrap(
        &self,
        under: KeyId,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeyEncryptionError> {
        let key = seal::open(of_ring(self, under)?, context, wrapped);
        unwrapped(key).ok_or(KeyEncryptionError::Refused)
    }
}

fn of_ring(ring: &KeyRing, id: KeyId) -> Result<&[u8; KEY_BYTES], KeyEncryptionError> {
    let key = ring.key(KeyPurpose::VaultKeyEncryption, id);
    key.map(SecretKey::expose_secret).ok_or(KeyEncryptionError::Missing(id))
}

fn unwrapped(opened: Result<Zeroizing<Vec<u8>>, VaultError>) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    opened.ok()?.as_slice().try_into().ok().map(Zeroizing::new)
}
