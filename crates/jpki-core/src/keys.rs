//! Secret keys, each for one purpose, with a name and a period (鍵の管理).
//!
//! They come from a text; with the feature `std` that of a file, of an environment, or of what a key management service
//! opens. What each key protects, and what to do when it is changed, lost or stolen: `docs/keys.md`. What this does not prove: that a secret was drawn at random, or that nobody else has it.

mod reader;
mod ring;
#[cfg(feature = "std")]
mod source;

use core::fmt;

use zeroize::Zeroizing;

use crate::localized::messages;
use crate::time::Timestamp;

pub use reader::KeyTextError;
pub use ring::{KeyRing, KeyRingError};
#[cfg(feature = "std")]
pub use source::{KeyService, KeySourceError};

/// Names a key in stored records, so that keys can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "a number with a name")]
pub struct KeyId(pub u32);

messages! {
    /// What a key is for. No secret serves two.
    #[non_exhaustive]
    KeyPurpose {
        BindingReference => "binding-reference", ja "紐付けの参照値", en "references of account bindings";
        AuditToken => "audit-token", ja "操作ログの対象者の仮名化", en "tokens for the subjects of an operation log";
        LogSigning => "log-signing", ja "操作ログのチェックポイントへの署名", en "signatures of an operation log's checkpoints";
        VaultIndex => "vault-index", ja "発行番号の保管の索引", en "index of the vault of serial numbers";
        VaultKeyEncryption => "vault-key-encryption", ja "発行番号の保管の鍵暗号化", en "encryption of the keys of the vault of serial numbers";
        Receipt => "receipt", ja "結果と受領証への署名", en "signatures of results and receipts";
    }
}

/// From when until when a key is used, the end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPeriod {
    from: Timestamp,
    until: Timestamp,
}

impl KeyPeriod {
    /// Creates a period, if its end is after its beginning.
    #[must_use]
    pub fn new(from: Timestamp, until: Timestamp) -> Option<Self> {
        (from < until).then_some(Self { from, until })
    }

    /// Returns the first second.
    #[must_use]
    pub const fn from(self) -> Timestamp {
        self.from
    }

    /// Returns the second after the last.
    #[must_use]
    pub const fn until(self) -> Timestamp {
        self.until
    }

    /// Returns whether the key is used at this instant.
    ///
    /// ```
    /// use jpki_core::keys::KeyPeriod;
    /// use jpki_core::time::Timestamp;
    ///
    /// let second = Timestamp::from_unix_seconds;
    /// let period = KeyPeriod::new(second(10), second(20)).expect("in order");
    /// assert!(period.contains(second(10)) && period.contains(second(19)));
    /// assert!(!period.contains(second(9)) && !period.contains(second(20)));
    /// ```
    #[must_use]
    pub fn contains(self, instant: Timestamp) -> bool {
        self.from <= instant && instant < self.until
    }
}

/// One secret of 256 random bits with its purpose, name and period. Wiped when dropped.
#[derive(Clone)]
pub struct SecretKey {
    purpose: KeyPurpose,
    id: KeyId,
    period: KeyPeriod,
    secret: Zeroizing<[u8; 32]>,
}

impl SecretKey {
    /// Takes a secret.
    #[must_use]
    pub fn new(purpose: KeyPurpose, id: KeyId, period: KeyPeriod, secret: [u8; 32]) -> Self {
        Self { purpose, id, period, secret: Zeroizing::new(secret) }
    }

    /// Returns what it is for.
    #[must_use]
    pub const fn purpose(&self) -> KeyPurpose {
        self.purpose
    }

    /// Returns its name.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    /// Returns its period.
    #[must_use]
    pub const fn period(&self) -> KeyPeriod {
        self.period
    }

    /// Returns the secret.
    #[must_use]
    pub fn expose_secret(&self) -> &[u8; 32] {
        &self.secret
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SecretKey({:?}, {}, secret)", self.purpose, self.id.0)
    }
}
