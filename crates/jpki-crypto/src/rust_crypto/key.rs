use core::fmt;

use ecdsa::signature::Verifier;
use ecdsa::signature::hazmat::PrehashVerifier;
use jpki_core::algorithm::{DigestAlgorithm, EllipticCurve, SignatureScheme};
use jpki_core::crypto::{CryptoError, Digest, Message, PreparedKey};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss, RsaPublicKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::digest::digest;
use crate::key::{AcceptedKey, Ed25519Signature, RsaKey};

/// A prepared key.
pub(crate) enum Key {
    Rsa(RsaPublicKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl Key {
    pub(crate) fn new(key: &AcceptedKey<'_>) -> Result<Self, CryptoError> {
        match key {
            AcceptedKey::Rsa(key) => rsa_public_key(key).map(Self::Rsa),
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
        message: Message<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        use SignatureScheme::{Ecdsa, Ed25519, RsaPkcs1, RsaPkcs1BareDigest, RsaPss};
        match (self, scheme) {
            (Self::Rsa(key), RsaPkcs1(algorithm)) => {
                let digest = digest_of(message, algorithm)?;
                let padding = match algorithm {
                    DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                    DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                    DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                    DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
                };
                valid(key.verify(padding, digest.octets(), signature))
            }
            (Self::Rsa(key), RsaPkcs1BareDigest(algorithm)) => {
                let digest = digest_of(message, algorithm)?;
                valid(key.verify(Pkcs1v15Sign::new_unprefixed(), digest.octets(), signature))
            }
            (Self::Rsa(key), RsaPss { digest: algorithm, salt }) => {
                let digest = digest_of(message, algorithm)?;
                let (digest, salt) = (digest.octets(), usize::from(salt));
                valid(match algorithm {
                    DigestAlgorithm::Sha1 => {
                        key.verify(Pss::<Sha1>::new_with_salt(salt), digest, signature)
                    }
                    DigestAlgorithm::Sha256 => {
                        key.verify(Pss::<Sha256>::new_with_salt(salt), digest, signature)
                    }
                    DigestAlgorithm::Sha384 => {
                        key.verify(Pss::<Sha384>::new_with_salt(salt), digest, signature)
                    }
                    DigestAlgorithm::Sha512 => {
                        key.verify(Pss::<Sha512>::new_with_salt(salt), digest, signature)
                    }
                })
            }
            (Self::P256(key), Ecdsa(algorithm)) => {
                let digest = digest_of(message, algorithm)?;
                valid(
                    p256::ecdsa::Signature::from_der(signature)
                        .and_then(|signature| key.verify_prehash(digest.octets(), &signature)),
                )
            }
            (Self::P384(key), Ecdsa(algorithm)) => {
                let digest = digest_of(message, algorithm)?;
                valid(
                    p384::ecdsa::Signature::from_der(signature)
                        .and_then(|signature| key.verify_prehash(digest.octets(), &signature)),
                )
            }
            (Self::P521(key), Ecdsa(algorithm)) => {
                let digest = digest_of(message, algorithm)?;
                valid(
                    p521::ecdsa::Signature::from_der(signature)
                        .and_then(|signature| key.verify_prehash(digest.octets(), &signature)),
                )
            }
            (Self::Ed25519(key), Ed25519) => {
                let Message::Octets(message) = message else {
                    return Err(CryptoError::UnsupportedAlgorithm);
                };
                let signature = Ed25519Signature::new(signature).ok_or(CryptoError::Invalid)?;
                valid(key.verify(message, signature.inner()))
            }
            _ => Err(CryptoError::UnsupportedAlgorithm),
        }
    }
}

impl fmt::Debug for Key {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rsa(_) => "Key(RSA)",
            Self::P256(_) => "Key(P-256)",
            Self::P384(_) => "Key(P-384)",
            Self::P521(_) => "Key(P-521)",
            Self::Ed25519(_) => "Key(Ed25519)",
        })
    }
}

fn rsa_public_key(key: &RsaKey<'_>) -> Option<RsaPublicKey> {
    let modulus = BoxedUint::from_be_slice_vartime(key.modulus);
    RsaPublicKey::new(modulus, BoxedUint::from(key.exponent)).ok()
}

fn digest_of(message: Message<'_>, algorithm: DigestAlgorithm) -> Result<Digest, CryptoError> {
    match message {
        Message::Octets(octets) => Ok(digest(algorithm, octets)),
        Message::Digest(digest) if digest.algorithm() == algorithm => Ok(*digest),
        Message::Digest(_) => Err(CryptoError::UnsupportedAlgorithm),
    }
}

fn valid<E>(outcome: Result<(), E>) -> Result<(), CryptoError> {
    outcome.map_err(|_| CryptoError::Invalid)
}
