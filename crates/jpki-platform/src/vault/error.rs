use jpki_core::keys::KeyId;
use jpki_core::localized::{Locale, Localized};

use super::KeyEncryptionError;
use crate::{BoxedError, RandomnessUnavailable};

/// Reason why the vault could not do what was asked. Holds no number, no key and no identifier.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// A row was not sealed for where it lies: it was changed, cut, or copied from another user, tenant or place.
    #[error("a row of the vault is refused: it was not sealed for where it lies")]
    RowRefused,
    /// A row is of a form that only a later version reads.
    #[error("a row of the vault is of form {0}, which only a later version reads")]
    NewerForm(u8),
    /// The ring has no key for the index whose period holds this instant.
    #[error("no key of the vault's index is in use at this time")]
    NoIndexKey,
    /// A row lies under a key of the tenant that is not there.
    #[error("the tenant has no key {}", .0.0)]
    TenantKeyMissing(KeyId),
    /// The key-encryption key did not serve.
    #[error(transparent)]
    KeyEncryption(#[from] KeyEncryptionError),
    /// No random bytes.
    #[error(transparent)]
    Randomness(#[from] RandomnessUnavailable),
    /// A store did not answer, or answered something else than was asked.
    #[error("store: {0}")]
    Store(#[source] BoxedError),
    /// Another user of the tenant has one of the certificates.
    #[error("another user of the tenant has this certificate")]
    CertificateHeld,
    /// Others changed the same user again and again; nothing was changed.
    #[error("others changed the same user at the same time")]
    Contended,
    /// The key in use is not dropped.
    #[error("the key is in use")]
    KeyInUse,
    /// The key is not dropped: rows lie under it.
    #[error("{rows} rows lie under the key")]
    KeyStillUsed {
        /// How many.
        rows: u64,
    },
    /// The cryptographic library refused to work.
    #[error("the cryptographic library failed")]
    Cryptography,
}

impl VaultError {
    pub(super) fn store(error: impl Into<BoxedError>) -> Self {
        Self::Store(error.into())
    }
}

impl Localized for VaultError {
    fn code(&self) -> &'static str {
        match self {
            Self::RowRefused => "vault.row-refused",
            Self::NewerForm(_) => "vault.newer-form",
            Self::NoIndexKey => "vault.no-index-key",
            Self::TenantKeyMissing(_) => "vault.tenant-key-missing",
            Self::KeyEncryption(error) => error.code(),
            Self::Randomness(_) => "vault.no-randomness",
            Self::Store(_) => "vault.store",
            Self::CertificateHeld => "vault.certificate-held",
            Self::Contended => "vault.contended",
            Self::KeyInUse => "vault.key-in-use",
            Self::KeyStillUsed { .. } => "vault.key-still-used",
            Self::Cryptography => "vault.cryptography",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::RowRefused, Locale::Ja) => {
                "保管された行が、その場所のために暗号化されたものではありません"
            }
            (Self::RowRefused, Locale::En) => "a row was not sealed for where it lies",
            (Self::NewerForm(_), Locale::Ja) => "保管された行はより新しい形式です",
            (Self::NewerForm(_), Locale::En) => "a row has a newer form",
            (Self::NoIndexKey, Locale::Ja) => "この時点で使用できる索引の鍵がありません",
            (Self::NoIndexKey, Locale::En) => "no key of the index is in use at this time",
            (Self::TenantKeyMissing(_), Locale::Ja) => "事業者の鍵がありません",
            (Self::TenantKeyMissing(_), Locale::En) => "the tenant's key is not there",
            (Self::KeyEncryption(error), locale) => error.text(locale),
            (Self::Randomness(_), Locale::Ja) => "OSの乱数を取得できません",
            (Self::Randomness(_), Locale::En) => "the operating system gave no random bytes",
            (Self::Store(_), Locale::Ja) => "保管先で障害が発生しました",
            (Self::Store(_), Locale::En) => "the store failed",
            (Self::CertificateHeld, Locale::Ja) => {
                "この電子証明書は同じ事業者の別の利用者に登録されています"
            }
            (Self::CertificateHeld, Locale::En) => {
                "another user of the tenant has this certificate"
            }
            (Self::Contended, Locale::Ja) => "同じ利用者が同時に何度も変更されました",
            (Self::Contended, Locale::En) => "others changed the same user at the same time",
            (Self::KeyInUse, Locale::Ja) => "使用中の鍵は廃棄できません",
            (Self::KeyInUse, Locale::En) => "the key is in use",
            (Self::KeyStillUsed { .. }, Locale::Ja) => "この鍵による行が残っています",
            (Self::KeyStillUsed { .. }, Locale::En) => "rows still lie under the key",
            (Self::Cryptography, Locale::Ja) => "暗号ライブラリで障害が発生しました",
            (Self::Cryptography, Locale::En) => "the cryptographic library failed",
        }
    }
}
