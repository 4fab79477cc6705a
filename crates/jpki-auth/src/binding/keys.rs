use core::fmt;

use jpki_core::keys::{KeyPurpose, KeyRing, SecretKey};
use jpki_core::time::Timestamp;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::hmac::HmacKey;
use crate::identifiers::{AccountReference, KeyId, ServiceProvider, UserIdentifier};

/// One secret key of bindings: 256 random bits, kept apart from the store (a vault, an HSM, a sealed
/// file). Whoever has key and store can find out whose serial number is whose.
#[derive(Clone)]
pub struct LinkageKey {
    id: KeyId,
    secret: HmacKey,
}

impl LinkageKey {
    /// Takes a key by its identifier and secret.
    #[must_use]
    pub fn new(id: KeyId, secret: [u8; 32]) -> Self {
        Self { id, secret: HmacKey::new(&Zeroizing::new(secret)) }
    }

    fn of(key: &SecretKey) -> Self {
        Self { id: key.id(), secret: HmacKey::new(key.expose_secret()) }
    }

    /// Returns its name.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(super) const fn secret(&self) -> &HmacKey {
        &self.secret
    }

    /// Returns the reference of an account: HMAC-SHA-256 of provider and user identifier.
    #[must_use]
    pub fn account(&self, provider: &ServiceProvider, user: &UserIdentifier) -> AccountReference {
        let label = "jpki-auth/binding/account/v1";
        let fields = [provider.text().as_bytes(), user.expose_protected()];
        AccountReference::from_parts(self.id, self.secret.digest(label, &fields))
    }

    pub(crate) fn check(&self, provider: &ServiceProvider) -> KeyCheck {
        let label = "jpki-auth/binding/key-check/v1";
        let value = self.secret.digest(label, &[provider.text().as_bytes()]);
        KeyCheck { provider: provider.clone(), key: self.id, value }
    }
}

/// What a store keeps of a provider's key: a keyed digest, by which the name of a key that was given to
/// another secret is noticed. The key cannot be got from it.
#[derive(Clone, Debug)]
pub struct KeyCheck {
    provider: ServiceProvider,
    key: KeyId,
    value: [u8; 32],
}

impl KeyCheck {
    /// Returns the provider whose key it is.
    #[must_use]
    pub const fn provider(&self) -> &ServiceProvider {
        &self.provider
    }

    /// Returns the key's name.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.key
    }

    /// Returns the digest.
    #[must_use]
    pub const fn value(&self) -> &[u8; 32] {
        &self.value
    }

    /// Returns what a value that was kept under this name says of the key.
    #[must_use]
    pub fn against(&self, kept: &[u8]) -> KeyStanding {
        if self.value.as_slice().ct_eq(kept).into() {
            KeyStanding::Same
        } else {
            KeyStanding::Other
        }
    }
}

/// Whether a key is the one that a store knows by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the contract with a store")]
pub enum KeyStanding {
    /// It is, or the store knew none by this name until now.
    Same,
    /// The name was another secret's.
    Other,
}

impl fmt::Debug for LinkageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LinkageKey({}, secret)", self.id.0)
    }
}

/// The key under which bindings are written, and those under which older ones may still be stored.
///
/// A login under a retired key rewrites its binding under the current one. A binding whose key is dropped
/// from here cannot be found any more: its user registers anew.
#[derive(Clone, Debug)]
pub struct LinkageKeys {
    current: LinkageKey,
    retired: Vec<LinkageKey>,
}

/// Reason why keys do not go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LinkageKeysError {
    /// Two keys of one name.
    #[error("two keys have one name")]
    Repeated,
    /// More keys than [`LinkageKeys::MOST`].
    #[error("too many keys")]
    TooMany,
    /// The ring has no key for bindings whose period holds this instant.
    #[error("no key of bindings is in use at this time")]
    NoneInUse,
}

impl LinkageKeys {
    /// The most keys at a time: each costs two digests a login.
    pub const MOST: usize = 4;

    /// Joins the current key and the retired ones.
    ///
    /// # Errors
    /// [`LinkageKeysError`].
    pub fn new(
        current: LinkageKey,
        retired: impl IntoIterator<Item = LinkageKey>,
    ) -> Result<Self, LinkageKeysError> {
        let mut keys = Self { current, retired: Vec::new() };
        for key in retired {
            if keys.current_first().count() == Self::MOST {
                return Err(LinkageKeysError::TooMany);
            }
            if keys.current_first().any(|earlier| earlier.id == key.id) {
                return Err(LinkageKeysError::Repeated);
            }
            keys.retired.push(key);
        }
        Ok(keys)
    }

    /// Takes the keys for bindings from a ring. The one in use at this instant is current until keys are taken again; all
    /// others are searched, also one whose period is to come, which another server may use already.
    ///
    /// ```
    /// use jpki_auth::binding::LinkageKeys;
    /// use jpki_core::keys::KeyRing;
    /// use jpki_core::time::Timestamp;
    ///
    /// // From a file of mode 0600: `KeyRing::from_file`.
    /// let ring = KeyRing::from_text("jpki-keys 1
    /// binding-reference 1 2026-04-01T00:00:00+09:00 2027-04-01T00:00:00+09:00 \
    /// 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
    /// ")?;
    /// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
    /// let keys = LinkageKeys::of_ring(&ring, now)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`LinkageKeysError`].
    pub fn of_ring(ring: &KeyRing, at: Timestamp) -> Result<Self, LinkageKeysError> {
        let purpose = KeyPurpose::BindingReference;
        let current = ring.current(purpose, at).ok_or(LinkageKeysError::NoneInUse)?;
        let others = ring.of(purpose).filter(|key| key.id() != current.id());
        Self::new(LinkageKey::of(current), others.map(LinkageKey::of))
    }

    pub(super) const fn current(&self) -> &LinkageKey {
        &self.current
    }

    pub(super) fn current_first(&self) -> impl Iterator<Item = &LinkageKey> {
        core::iter::once(&self.current).chain(&self.retired)
    }
}
