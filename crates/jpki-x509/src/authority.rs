//! A certification authority as validation knows it: a name and a key that something vouches for.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::{AlgorithmError, AlgorithmIdentifier, AlgorithmPolicy, KeyKind};
use jpki_core::algorithm::{PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Hasher, PreparedKey, SignedInput};
use jpki_core::name::Name;
use jpki_core::report::Reason;

/// The name and key of an authority, the key made ready for many verifications.
///
/// Vouched for by a trust anchor or by a valid path; having one proves nothing by itself, who made it
/// does. All JPKI generations share one name, so only its key tells an authority from another.
#[derive(Clone)]
pub struct Authority {
    inner: Arc<Inner>,
}

struct Inner {
    name: Vec<u8>,
    public_key: Vec<u8>,
    kind: KeyKind,
    prepared: Arc<dyn PreparedKey>,
}

/// Reason why a key cannot serve as an authority's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthorityError {
    /// The `SubjectPublicKeyInfo` is malformed or of an unknown kind.
    #[error("public key: {0}")]
    PublicKey(#[from] AlgorithmError),
    /// The backend does not take the key.
    #[error("public key: {0}")]
    Crypto(#[from] CryptoError),
}

impl Authority {
    /// Creates an authority with this name and `SubjectPublicKeyInfo`.
    ///
    /// # Errors
    /// [`AuthorityError`] if the key cannot be used.
    pub fn new(
        name: Name<'_>,
        public_key: &[u8],
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, AuthorityError> {
        let info = PublicKeyInfo::from_der(public_key)?;
        let prepared = crypto.prepare(&info)?;
        let inner = Inner {
            name: name.as_bytes().to_vec(),
            public_key: public_key.to_vec(),
            kind: info.kind(),
            prepared,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Returns its name.
    #[must_use]
    pub fn name(&self) -> Name<'_> {
        Name::from_checked(&self.inner.name)
    }

    /// Returns the bytes of its `SubjectPublicKeyInfo`: what tells it from others of the same name.
    #[must_use]
    pub fn public_key_bytes(&self) -> &[u8] {
        &self.inner.public_key
    }

    /// Kind and size of its key.
    #[must_use]
    pub fn key_kind(&self) -> KeyKind {
        self.inner.kind
    }

    /// Returns whether both have the same name and key.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.inner, &other.inner)
            || (self.inner.public_key == other.inner.public_key
                && self.name().matches(&other.name()))
    }

    /// Returns its key with the scheme that `algorithm` states.
    ///
    /// # Errors
    /// If the scheme is unknown, or the policy does not admit it with this key.
    pub fn admit(
        &self,
        algorithm: &AlgorithmIdentifier<'_>,
        policy: &AlgorithmPolicy,
    ) -> Result<AdmittedKey<'_>, Reason> {
        let scheme = SignatureScheme::from_identifier(algorithm)
            .map_err(|_| Reason::AlgorithmUnsupported)?;
        policy.admit(scheme, self.inner.kind)?;
        Ok(AdmittedKey { prepared: &*self.inner.prepared, scheme })
    }

    /// Returns whether it signed `signed` with the scheme that `algorithm` states, which the policy must admit.
    ///
    /// # Errors
    /// The reason why not.
    pub fn verify(
        &self,
        algorithm: &AlgorithmIdentifier<'_>,
        policy: &AlgorithmPolicy,
        signed: &[u8],
        signature: &[u8],
    ) -> Result<SignatureScheme, Reason> {
        self.admit(algorithm, policy)?.verify(SignedInput::Bytes(signed), signature)
    }
}

/// An authority's key with a signature scheme that the policy admits.
#[derive(Clone, Copy, Debug)]
pub struct AdmittedKey<'a> {
    prepared: &'a dyn PreparedKey,
    scheme: SignatureScheme,
}

impl AdmittedKey<'_> {
    /// Returns a hasher for what is signed by the scheme and arrives in pieces; `None` if the key needs the whole.
    #[must_use]
    pub fn hasher(&self) -> Option<Box<dyn Hasher>> {
        self.prepared.hasher(self.scheme)
    }

    /// Returns the scheme if the key signed `signed` with it.
    ///
    /// # Errors
    /// The reason why not.
    pub fn verify(
        &self,
        signed: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<SignatureScheme, Reason> {
        self.prepared.verify(self.scheme, signed, signature)?;
        Ok(self.scheme)
    }
}

impl fmt::Debug for Authority {
    /// The kind of key only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authority({:?})", self.inner.kind)
    }
}
