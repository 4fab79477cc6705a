mod algorithm;
mod digest;
mod key;

use alloc::boxed::Box;
use alloc::sync::Arc;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey};

use key::Key;

/// Digests and verification by AWS-LC, the fastest; needs a C compiler to build.
///
/// Gives the verdicts of [`RustCrypto`](crate::RustCrypto), to which it leaves the few schemes that
/// AWS-LC does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AwsLc;

impl CryptoBackend for AwsLc {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        digest::digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        digest::hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(Key::new(key)?))
    }
}
