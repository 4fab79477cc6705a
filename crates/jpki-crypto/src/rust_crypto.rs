use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use ed25519_dalek::Verifier;
use jpki_core::algorithm::{
    DigestAlgorithm, EllipticCurve, KeyKind, PublicKeyInfo, SignatureScheme,
};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use signature::hazmat::PrehashVerifier;

use crate::key::{AcceptedKey, RsaKey};

/// Digests and verification by the crates of RustCrypto: Rust alone, for every target.
///
/// The documentation of the crate says what is accepted, and what is not proven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a backend without settings")]
pub struct RustCrypto;

impl CryptoBackend for RustCrypto {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        match algorithm {
            DigestAlgorithm::Sha1 => Running::<Sha1>::over(algorithm, bytes),
            DigestAlgorithm::Sha256 => Running::<Sha256>::over(algorithm, bytes),
            DigestAlgorithm::Sha384 => Running::<Sha384>::over(algorithm, bytes),
            DigestAlgorithm::Sha512 => Running::<Sha512>::over(algorithm, bytes),
        }
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        match algorithm {
            DigestAlgorithm::Sha1 => Box::new(Running::<Sha1>::new(algorithm)),
            DigestAlgorithm::Sha256 => Box::new(Running::<Sha256>::new(algorithm)),
            DigestAlgorithm::Sha384 => Box::new(Running::<Sha384>::new(algorithm)),
            DigestAlgorithm::Sha512 => Box::new(Running::<Sha512>::new(algorithm)),
        }
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(Key::new(key.kind(), key.key())?))
    }
}

struct Running<D> {
    algorithm: DigestAlgorithm,
    state: D,
}

impl<D: sha2::Digest> Running<D> {
    fn new(algorithm: DigestAlgorithm) -> Self {
        Self { algorithm, state: D::new() }
    }

    fn over(algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        Digest::written_by(algorithm, |to| to.copy_from_slice(&D::digest(bytes)))
    }
}

impl<D: sha2::Digest + Send> Hasher for Running<D> {
    fn update(&mut self, piece: &[u8]) {
        self.state.update(piece);
    }

    fn finish(self: Box<Self>) -> Digest {
        let Self { algorithm, state } = *self;
        Digest::written_by(algorithm, |to| to.copy_from_slice(&state.finalize()))
    }
}

/// A prepared key.
pub(crate) struct Key {
    kind: KeyKind,
    numbers: Numbers,
}

impl Key {
    /// From the kind and the content of the BIT STRING of a `SubjectPublicKeyInfo`.
    pub(crate) fn new(kind: KeyKind, key: &[u8]) -> Result<Self, CryptoError> {
        let numbers =
            Numbers::new(&AcceptedKey::new(kind, key)?).ok_or(CryptoError::KeyRejected)?;
        Ok(Self { kind, numbers })
    }
}

enum Numbers {
    Rsa(rsa::PublicKey),
    P256(p256::ecdsa::VerifyingKey),
    P384(p384::ecdsa::VerifyingKey),
    P521(p521::ecdsa::VerifyingKey),
    Ed25519(ed25519_dalek::VerifyingKey),
}

impl Numbers {
    fn new(key: &AcceptedKey<'_>) -> Option<Self> {
        match key {
            AcceptedKey::Rsa(key) => rsa_key(key).map(Self::Rsa),
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
    }
}

impl PreparedKey for Key {
    fn hasher(&self, scheme: SignatureScheme) -> Option<Box<dyn Hasher>> {
        scheme.digest().map(|digest| RustCrypto.hasher(digest))
    }

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
            ) => verify_rsa(key, scheme, &digest_of(message, digest)?, signature),
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
                verify_ed25519(key, message, signature)
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
        SignedInput::Bytes(bytes) => Ok(RustCrypto.digest(algorithm, bytes)),
        SignedInput::Digest(digest) if digest.algorithm() == algorithm => Ok(*digest),
        SignedInput::Digest(_) => Err(CryptoError::UnsupportedAlgorithm),
    }
}

/// The key with the constants of Montgomery's multiplication.
fn rsa_key(key: &RsaKey<'_>) -> Option<rsa::PublicKey> {
    let modulus = BoxedUint::from_be_slice_vartime(key.modulus);
    rsa::PublicKey::new(modulus, BoxedUint::from(key.exponent)).ok()
}

/// Whether the signature holds the one encoding that the scheme has for this digest.
fn verify_rsa(
    key: &rsa::PublicKey,
    scheme: SignatureScheme,
    digest: &Digest,
    signature: &[u8],
) -> Result<(), CryptoError> {
    let value = digest.as_bytes();
    match scheme {
        // RFC 8017 §8.2.2: the encoded message is compared whole, DigestInfo with NULL.
        SignatureScheme::RsaPkcs1(algorithm) => {
            let encoding = match algorithm {
                DigestAlgorithm::Sha1 => Pkcs1v15Sign::new::<Sha1>(),
                DigestAlgorithm::Sha256 => Pkcs1v15Sign::new::<Sha256>(),
                DigestAlgorithm::Sha384 => Pkcs1v15Sign::new::<Sha384>(),
                DigestAlgorithm::Sha512 => Pkcs1v15Sign::new::<Sha512>(),
            };
            key.verify(encoding, value, signature)
        }
        SignatureScheme::RsaPkcs1BareDigest(_) => {
            key.verify(Pkcs1v15Sign::new_unprefixed(), value, signature)
        }
        // RFC 8017 §8.1.2
        SignatureScheme::RsaPss { digest: algorithm, salt } => {
            let salt = usize::from(salt);
            match algorithm {
                DigestAlgorithm::Sha1 => {
                    key.verify(Pss::<Sha1>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha256 => {
                    key.verify(Pss::<Sha256>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha384 => {
                    key.verify(Pss::<Sha384>::new_with_salt(salt), value, signature)
                }
                DigestAlgorithm::Sha512 => {
                    key.verify(Pss::<Sha512>::new_with_salt(salt), value, signature)
                }
            }
        }
        _ => return Err(CryptoError::UnsupportedAlgorithm),
    }
    .map_err(|_| CryptoError::Invalid)
}

/// RFC 8032 §5.1.7, without the cofactor, R compared byte by byte.
fn verify_ed25519(
    key: &ed25519_dalek::VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), CryptoError> {
    let signature =
        ed25519_dalek::Signature::from_slice(signature).map_err(|_| CryptoError::Invalid)?;
    // Step 1, S < L. Checked here because a feature of the library, which any crate of a build can
    // switch on, makes it take more than one S for the same message.
    if signature.s_bytes().iter().rev().ge(GROUP_ORDER.iter().rev()) {
        return Err(CryptoError::Invalid);
    }
    key.verify(message, &signature).map_err(|_| CryptoError::Invalid)
}

/// L = 2²⁵² + 27742317777372353535851937790883648493 (RFC 8032 §5.1), least byte first.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
