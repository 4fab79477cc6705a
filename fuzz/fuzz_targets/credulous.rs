//! A backend that finds every signature good, so that what lies behind the signature is fuzzed too.

use std::sync::Arc;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::name::Name;
use jpki_revocation::CrlIssuer;
use jpki_testkit::key::Key;
use jpki_x509::authority::Authority;

#[derive(Debug)]
pub struct Credulous;

#[derive(Debug)]
struct CredulousKey;

impl PreparedKey for CredulousKey {
    fn verify(&self, _: SignatureScheme, _: SignedInput<'_>, _: &[u8]) -> Result<(), CryptoError> {
        Ok(())
    }
}

impl CryptoBackend for Credulous {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        let digest = jpki_testkit::digest::HashAlgorithm::Sha256.digest(bytes);
        Digest::new(algorithm, &digest).expect("the targets ask for SHA-256")
    }

    fn hasher(&self, _: DigestAlgorithm) -> Box<dyn Hasher> {
        unreachable!("lists are not streamed")
    }

    fn prepare(&self, _: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(CredulousKey))
    }
}

/// Whoever has this name, with a key that signed everything.
pub fn issuer(name: Name<'_>) -> CrlIssuer {
    let key = Key::rsa_2048(0).subject_public_key_info();
    CrlIssuer::anchor(Authority::new(name, key, &Credulous).expect("a good key"))
}
