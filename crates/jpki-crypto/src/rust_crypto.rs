mod digest;
mod ed25519;
mod key;
mod rsa;

use alloc::boxed::Box;
use alloc::sync::Arc;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey};

pub(crate) use key::Key;

/// Digests and verification by the crates of RustCrypto: Rust alone, for every target.
///
/// The documentation of the crate says what is accepted, and what is not proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RustCrypto;

impl CryptoBackend for RustCrypto {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        digest::digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        digest::hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(Key::new(key.kind(), key.key())?))
    }
}
