//! Names that a challenge or a binding is tied to: relying party, purpose, session, provider, user, account.

use std::fmt;

use jpki_core::event::{self, Tenant};
use subtle::ConstantTimeEq;

pub use jpki_core::keys::KeyId;
pub use jpki_exchange::identifiers::{
    Label, LabelError, Purpose, RelyingParty, SessionId, UserIdentifier,
};

/// サービスプロバイダ事業者: whose accounts are bound, by the name that it has as a [`Tenant`].
///
/// Bindings, references and pairwise identifiers of two providers have nothing in common.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct ServiceProvider(Tenant);

impl ServiceProvider {
    /// Creates a provider.
    ///
    /// # Errors
    /// [`LabelError`] if it has another form.
    pub fn new(provider: &str) -> Result<Self, LabelError> {
        Tenant::new(provider).map(Self).map_err(|error| match error {
            event::LabelError::Length => {
                LabelError::Length { label: Label::ServiceProvider, least: 1, most: 64 }
            }
            _ => LabelError::Character(Label::ServiceProvider),
        })
    }

    /// Returns the text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.0.text()
    }
}

impl From<Tenant> for ServiceProvider {
    fn from(tenant: Tenant) -> Self {
        Self(tenant)
    }
}

/// A digest under a key, by which stores know what it was made of.
#[derive(Clone, Copy)]
pub(crate) struct KeyedDigest {
    pub(crate) key: KeyId,
    pub(crate) digest: [u8; 32],
}

impl KeyedDigest {
    /// Takes the same time either way.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.key == other.key && bool::from(self.digest.ct_eq(&other.digest))
    }
}

/// An account as one provider's bindings know it: a keyed digest of the user identifier.
#[derive(Clone, Copy)]
pub struct AccountReference(KeyedDigest);

impl AccountReference {
    /// Takes the key and digest that a store kept.
    #[must_use]
    pub const fn from_parts(key: KeyId, digest: [u8; 32]) -> Self {
        Self(KeyedDigest { key, digest })
    }

    /// Returns the key it was made with.
    #[must_use]
    pub const fn key(&self) -> KeyId {
        self.0.key
    }

    /// Returns the digest.
    #[must_use]
    pub const fn digest(&self) -> &[u8; 32] {
        &self.0.digest
    }

    /// Returns whether both are one reference. Takes the same time either way.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0)
    }
}

impl fmt::Debug for AccountReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountReference(key {})", self.0.key.0)
    }
}
