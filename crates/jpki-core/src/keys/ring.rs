use alloc::vec::Vec;

use subtle::ConstantTimeEq;

use super::{KeyId, KeyPurpose, SecretKey};
use crate::time::Timestamp;

/// All keys of a program: of each purpose the one in use, and older ones by which old records are still read.
///
/// ```
/// use jpki_core::keys::{KeyId, KeyPurpose, KeyRing};
/// use jpki_core::time::Timestamp;
///
/// let text = "\
/// jpki-keys 1
/// ## purpose, name, from, until, secret
/// audit-token 1 2026-04-01T00:00:00+09:00 2027-04-01T00:00:00+09:00 \
/// 404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f
/// ";
/// let keys = KeyRing::from_text(text)?;
/// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
/// let current = keys.current(KeyPurpose::AuditToken, now).expect("a key in use");
/// assert_eq!(current.id(), KeyId(1));
/// assert!(keys.current(KeyPurpose::LogSigning, now).is_none());
/// # Ok::<(), jpki_core::keys::KeyTextError>(())
/// ```
#[derive(Clone, Debug)]
pub struct KeyRing {
    keys: Vec<SecretKey>,
}

/// Reason why keys do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyRingError {
    /// Two keys of one purpose have one name.
    #[error("two keys of one purpose have one name")]
    NameRepeated,
    /// One secret under two names or for two purposes.
    #[error("one secret serves two keys")]
    SecretRepeated,
    /// More keys than [`KeyRing::MOST`].
    #[error("too many keys")]
    TooMany,
}

impl KeyRing {
    /// The most keys at a time.
    pub const MOST: usize = 64;

    /// Joins keys.
    ///
    /// # Errors
    /// [`KeyRingError`].
    pub fn new(keys: impl IntoIterator<Item = SecretKey>) -> Result<Self, KeyRingError> {
        let mut ring = Self { keys: Vec::new() };
        for key in keys {
            if ring.keys.len() == Self::MOST {
                return Err(KeyRingError::TooMany);
            }
            if ring.key(key.purpose(), key.id()).is_some() {
                return Err(KeyRingError::NameRepeated);
            }
            let is_same = |other: &SecretKey| -> bool {
                other.expose_secret().ct_eq(key.expose_secret()).into()
            };
            if ring.keys.iter().any(is_same) {
                return Err(KeyRingError::SecretRepeated);
            }
            ring.keys.push(key);
        }
        Ok(ring)
    }

    /// Returns the key that is used at this instant; of several the one that began last.
    #[must_use]
    pub fn current(&self, purpose: KeyPurpose, at: Timestamp) -> Option<&SecretKey> {
        let in_use = self.of(purpose).filter(|key| key.period().contains(at));
        in_use.max_by_key(|key| (key.period().from(), key.id()))
    }

    /// Returns the key of this name.
    #[must_use]
    pub fn key(&self, purpose: KeyPurpose, id: KeyId) -> Option<&SecretKey> {
        self.of(purpose).find(|key| key.id() == id)
    }

    /// Returns all keys of this purpose.
    pub fn of(&self, purpose: KeyPurpose) -> impl Iterator<Item = &SecretKey> {
        self.keys.iter().filter(move |key| key.purpose() == purpose)
    }
}
