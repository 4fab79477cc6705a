//! What the verifiers ask of cryptography: digests and public-key verification, nothing secret.
//!
//! A backend is a value that the caller passes in. Compiling in another backend changes speed, never
//! a verdict: the same three refusals mean the same in each, and never merge.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use crate::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};

/// Reason why a signature was not found good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CryptoError {
    /// This backend does not know the algorithm, or the key is of another kind than the algorithm.
    #[error("algorithm not supported by this backend")]
    UnsupportedAlgorithm,
    /// The key is malformed or outside the sizes that the backend takes.
    #[error("key rejected")]
    KeyRejected,
    /// The signature does not belong to this message and key.
    #[error("signature does not match")]
    Invalid,
}

/// A digest value, at most 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest {
    algorithm: DigestAlgorithm,
    bytes: [u8; 64],
}

impl Digest {
    /// Takes a value that was computed elsewhere; `None` if its length is not the algorithm's.
    #[must_use]
    pub fn new(algorithm: DigestAlgorithm, value: &[u8]) -> Option<Self> {
        if value.len() != algorithm.output_bytes() {
            return None;
        }
        let mut bytes = [0; 64];
        bytes.iter_mut().zip(value).for_each(|(to, from)| *to = *from);
        Some(Self { algorithm, bytes })
    }

    /// Creates a value that `write` puts into a buffer of exactly the algorithm's length.
    #[must_use]
    pub fn written_by(algorithm: DigestAlgorithm, write: impl FnOnce(&mut [u8])) -> Self {
        let mut bytes = [0; 64];
        write(bytes.get_mut(..algorithm.output_bytes()).unwrap_or_default());
        Self { algorithm, bytes }
    }

    /// Returns the algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> DigestAlgorithm {
        self.algorithm
    }

    /// Returns the value.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.algorithm.output_bytes()).unwrap_or_default()
    }
}

impl fmt::Debug for Digest {
    /// Names the algorithm only: a digest of personal data is personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({:?})", self.algorithm)
    }
}

/// What was signed: the bytes, or their digest where they were streamed.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "a backend verifies both forms")]
pub enum SignedInput<'a> {
    /// The bytes themselves.
    Bytes(&'a [u8]),
    /// Their digest, which must be by the scheme's own digest algorithm.
    Digest(&'a Digest),
}

/// Digest of content that arrives in pieces.
pub trait Hasher: Send {
    /// Takes the next piece.
    fn update(&mut self, piece: &[u8]);
    /// The digest of all pieces.
    fn finish(self: Box<Self>) -> Digest;
}

/// A public key made ready once, for any number of verifications.
pub trait PreparedKey: Send + Sync + fmt::Debug {
    /// Returns a hasher for messages that arrive in pieces and are signed by this scheme: [`Self::verify`] takes the
    /// digest. `None` if the whole message is needed, which is the case unless the backend says otherwise.
    fn hasher(&self, scheme: SignatureScheme) -> Option<Box<dyn Hasher>> {
        let _ = scheme;
        None
    }

    /// Whether `signature` is this key's signature over `message`.
    ///
    /// # Errors
    /// [`CryptoError::UnsupportedAlgorithm`] if the scheme does not fit the key or the digest not the
    /// scheme, [`CryptoError::Invalid`] if the signature is another's or malformed.
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError>;
}

/// One implementation of digests and signature verification.
pub trait CryptoBackend: Send + Sync + fmt::Debug {
    /// Computes the digest of bytes in memory.
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest;

    /// Digest of bytes that arrive in pieces.
    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher>;

    /// Makes a key ready.
    ///
    /// # Errors
    /// [`CryptoError::UnsupportedAlgorithm`] or [`CryptoError::KeyRejected`].
    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError>;

    /// Verifies once with a key that is not used again.
    ///
    /// # Errors
    /// As [`Self::prepare`] and [`PreparedKey::verify`].
    fn verify(
        &self,
        key: &PublicKeyInfo<'_>,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.prepare(key)?.verify(scheme, message, signature)
    }
}
