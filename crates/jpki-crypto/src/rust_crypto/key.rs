use core::fmt;

use jpki_core::algorithm::{DigestAlgorithm, EllipticCurve, KeyKind, SignatureScheme};
use jpki_core::crypto::{CryptoError, Digest, PreparedKey, SignedInput};
use signature::hazmat::PrehashVerifier;

use super::digest::digest;
use super::{ed25519, rsa};
use crate::key::AcceptedKey;

/// A prepared key.
pub(crate) struct Key {
    kind: KeyKind,
    numbers: Numbers,
}

enum Numbers {
    Rsa(::rsa::PublicKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl Key {
    /// From the kind and the content of the BIT STRING of a `SubjectPublicKeyInfo`.
    pub(crate) fn new(kind: KeyKind, key: &[u8]) -> Result<Self, CryptoError> {
        let numbers = Numbers::new(&AcceptedKey::new(kind, key)?)?;
        Ok(Self { kind, numbers })
    }
}

impl Numbers {
    fn new(key: &AcceptedKey<'_>) -> Result<Self, CryptoError> {
        match key {
            AcceptedKey::Rsa(key) => rsa::public_key(key).map(Self::Rsa),
            AcceptedKey::Ec(EllipticCurve::P256, point) => {
                p256::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P256)
            }
            AcceptedKey::Ec(EllipticCurve::P384, point) => {
                p384::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P384)
            }
            AcceptedKey::Ec(EllipticCurve::P521, point) => {
                p521::ecdsa::VerifyingKey::from_sec1_bytes(point).ok().map(Self::P521)
            }
            AcceptedKey::Ed25519(key) => Some(Self::Ed25519(*key)),
        }
        .ok_or(CryptoError::KeyRejected)
    }
}

impl PreparedKey for Key {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        use SignatureScheme::{Ecdsa, Ed25519, RsaPkcs1, RsaPkcs1BareDigest, RsaPss};
        if !self.kind.fits(scheme) {
            return Err(CryptoError::UnsupportedAlgorithm);
        }
        match (&self.numbers, scheme) {
            (
                Numbers::Rsa(key),
                RsaPkcs1(digest) | RsaPkcs1BareDigest(digest) | RsaPss { digest, .. },
            ) => rsa::verify(key, scheme, &digest_of(message, digest)?, signature),
            (Numbers::P256(key), Ecdsa(digest)) => {
                let digest = digest_of(message, digest)?;
                p256::ecdsa::Signature::from_der(signature)
                    .and_then(|signature| key.verify_prehash(digest.as_bytes(), &signature))
                    .map_err(|_| CryptoError::Invalid)
            }
            (Numbers::P384(key), Ecdsa(digest)) => {
                let digest = digest_of(message, digest)?;
                p384::ecdsa::Signature::from_der(signature)
                    .and_then(|signature| key.verify_prehash(digest.as_bytes(), &signature))
                    .map_err(|_| CryptoError::Invalid)
            }
            (Numbers::P521(key), Ecdsa(digest)) => {
                let digest = digest_of(message, digest)?;
                p521::ecdsa::Signature::from_der(signature)
                    .and_then(|signature| key.verify_prehash(digest.as_bytes(), &signature))
                    .map_err(|_| CryptoError::Invalid)
            }
            (Numbers::Ed25519(key), Ed25519) => {
                let SignedInput::Bytes(message) = message else {
                    return Err(CryptoError::UnsupportedAlgorithm);
                };
                ed25519::verify(key, message, signature)
            }
            _ => Err(CryptoError::UnsupportedAlgorithm),
        }
    }
}

impl fmt::Debug for Key {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.kind)
    }
}

fn digest_of(message: SignedInput<'_>, algorithm: DigestAlgorithm) -> Result<Digest, CryptoError> {
    match message {
        SignedInput::Bytes(bytes) => Ok(digest(algorithm, bytes)),
        SignedInput::Digest(digest) if digest.algorithm() == algorithm => Ok(*digest),
        SignedInput::Digest(_) => Err(CryptoError::UnsupportedAlgorithm),
    }
}
