use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use jpki_core::algorithm::{
    DigestAlgorithm, EllipticCurve, KeyKind, PublicKeyInfo, SignatureScheme,
};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use rustls_pki_types::{AlgorithmIdentifier, SignatureVerificationAlgorithm, alg_id};

type Algorithm = &'static dyn SignatureVerificationAlgorithm;

/// Verification by any set of algorithms made for rustls and webpki; digests by another backend.
///
/// Takes only what such a set can express: whole messages ([`SignedInput::Bytes`]) signed by RSA PKCS#1
/// v1.5, RSASSA-PSS with a salt as long as the digest, or ECDSA, each with SHA-256, SHA-384 or SHA-512,
/// or by Ed25519. Everything else, and what the set lacks, is [`CryptoError::UnsupportedAlgorithm`].
/// Such algorithms do not tell a bad key from a bad signature: both are [`CryptoError::Invalid`], and
/// which keys and signatures are taken is for the set to say.
#[derive(Clone, Copy)]
pub struct PkiTypesBackend<D> {
    algorithms: &'static [Algorithm],
    digests: D,
}

impl<D: CryptoBackend> PkiTypesBackend<D> {
    /// Of a set of algorithms, and a backend that is asked for digests only.
    pub const fn new(
        algorithms: &'static [&'static dyn SignatureVerificationAlgorithm],
        digests: D,
    ) -> Self {
        Self { algorithms, digests }
    }
}

impl<D: CryptoBackend> CryptoBackend for PkiTypesBackend<D> {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        self.digests.digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        self.digests.hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        let identifier = key_identifier(key.kind()).ok_or(CryptoError::UnsupportedAlgorithm)?;
        let kind = key.kind();
        Ok(Arc::new(Key { algorithms: self.algorithms, kind, identifier, key: key.key().into() }))
    }
}

impl<D> fmt::Debug for PkiTypesBackend<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PkiTypesBackend")
            .field("algorithms", &self.algorithms)
            .finish_non_exhaustive()
    }
}

struct Key {
    algorithms: &'static [Algorithm],
    kind: KeyKind,
    identifier: AlgorithmIdentifier,
    key: Box<[u8]>,
}

impl PreparedKey for Key {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        let (SignedInput::Bytes(message), Some(identifier)) = (message, scheme_identifier(scheme))
        else {
            return Err(CryptoError::UnsupportedAlgorithm);
        };
        if !self.kind.fits(scheme) {
            return Err(CryptoError::UnsupportedAlgorithm);
        }
        // A set may have several algorithms of one name for different sizes of keys.
        let mut answer = Err(CryptoError::UnsupportedAlgorithm);
        for algorithm in self.algorithms.iter().filter(|algorithm| {
            algorithm.public_key_alg_id() == self.identifier
                && algorithm.signature_alg_id() == identifier
        }) {
            match algorithm.verify_signature(&self.key, message, signature) {
                Ok(()) => return Ok(()),
                Err(_) => answer = Err(CryptoError::Invalid),
            }
        }
        answer
    }
}

impl fmt::Debug for Key {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.kind)
    }
}

const fn key_identifier(kind: KeyKind) -> Option<AlgorithmIdentifier> {
    match kind {
        // Of a key for RSASSA-PSS the set sees the numbers only, which are those of any RSA key.
        KeyKind::Rsa { .. } | KeyKind::RsaPss { .. } => Some(alg_id::RSA_ENCRYPTION),
        KeyKind::Ec(EllipticCurve::P256) => Some(alg_id::ECDSA_P256),
        KeyKind::Ec(EllipticCurve::P384) => Some(alg_id::ECDSA_P384),
        KeyKind::Ec(EllipticCurve::P521) => Some(alg_id::ECDSA_P521),
        KeyKind::Ed25519 => Some(alg_id::ED25519),
        _ => None,
    }
}

fn scheme_identifier(scheme: SignatureScheme) -> Option<AlgorithmIdentifier> {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    match scheme {
        SignatureScheme::RsaPkcs1(Sha256) => Some(alg_id::RSA_PKCS1_SHA256),
        SignatureScheme::RsaPkcs1(Sha384) => Some(alg_id::RSA_PKCS1_SHA384),
        SignatureScheme::RsaPkcs1(Sha512) => Some(alg_id::RSA_PKCS1_SHA512),
        SignatureScheme::RsaPss { digest: Sha256, salt: 32 } => Some(alg_id::RSA_PSS_SHA256),
        SignatureScheme::RsaPss { digest: Sha384, salt: 48 } => Some(alg_id::RSA_PSS_SHA384),
        SignatureScheme::RsaPss { digest: Sha512, salt: 64 } => Some(alg_id::RSA_PSS_SHA512),
        SignatureScheme::Ecdsa(Sha256) => Some(alg_id::ECDSA_SHA256),
        SignatureScheme::Ecdsa(Sha384) => Some(alg_id::ECDSA_SHA384),
        SignatureScheme::Ecdsa(Sha512) => Some(alg_id::ECDSA_SHA512),
        SignatureScheme::Ed25519 => Some(alg_id::ED25519),
        _ => None,
    }
}
