use std::io;

use jpki_core::keys::KeyId;
use jpki_core::localized::{Locale, Localized};
use jpki_core::time::Timestamp;
use zeroize::Zeroizing;

/// A key-encryption key that wraps tenants' keys: that of a [`KeyRing`](jpki_core::keys::KeyRing), or of a key management service (KMS) or hardware
/// module which never gives it out.
///
/// A tenant's key is unwrapped once in each process, and then held in its memory.
pub trait KeyEncryption: Send + Sync {
    /// Returns the key that wraps at this instant.
    fn current(&self, now: Timestamp) -> Option<KeyId>;

    /// Wraps a key for this context, which must be given again to unwrap it (`EncryptionContext`, associated data).
    ///
    /// # Errors
    /// [`KeyEncryptionError`].
    fn wrap(
        &self,
        under: KeyId,
        context: &[u8],
        key: &[u8; 32],
    ) -> Result<Vec<u8>, KeyEncryptionError>;

    /// Unwraps a key.
    ///
    /// # Errors
    /// [`KeyEncryptionError`], also if it was wrapped for another context.
    fn unwrap(
        &self,
        under: KeyId,
        context: &[u8],
        wrapped: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>, KeyEncryptionError>;
}

/// Reason why a key cannot be wrapped or unwrapped.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyEncryptionError {
    /// No key wraps at this instant.
    #[error("no key-encryption key is in use at this time")]
    NoneInUse,
    /// There is no key of this name.
    #[error("there is no key-encryption key {}", .0.0)]
    Missing(KeyId),
    /// It was wrapped by another key, for another context, or was changed since.
    #[error("a wrapped key is refused: it was not wrapped for where it lies")]
    Refused,
    /// The key management service failed.
    #[error("the key management service: {0}")]
    Service(#[from] io::Error),
}

impl Localized for KeyEncryptionError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoneInUse => "vault.no-key-encryption-key",
            Self::Missing(_) => "vault.key-encryption-key-missing",
            Self::Refused => "vault.wrapped-key-refused",
            Self::Service(_) => "vault.key-service",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::NoneInUse, Locale::Ja) => "この時点で使用できる鍵暗号化鍵がありません",
            (Self::NoneInUse, Locale::En) => "no key-encryption key is in use at this time",
            (Self::Missing(_), Locale::Ja) => "鍵暗号化鍵がありません",
            (Self::Missing(_), Locale::En) => "the key-encryption key is not there",
            (Self::Refused, Locale::Ja) => {
                "保管された鍵が、その場所のために暗号化されたものではありません"
            }
            (Self::Refused, Locale::En) => "a wrapped key was not wrapped for where it lies",
            (Self::Service(_), Locale::Ja) => "鍵管理サービスで障害が発生しました",
            (Self::Service(_), Locale::En) => "the key management service failed",
        }
    }
}
