use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;

use aws_lc_rs::digest::{self, Context, Digest as AwsLcDigest};
use aws_lc_rs::signature::{self, ParsedPublicKey, VerificationAlgorithm};
use jpki_core::algorithm::{
    DigestAlgorithm, EllipticCurve, KeyKind, PublicKeyInfo, SignatureScheme,
};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};

use crate::key::AcceptedKey;
use crate::rust_crypto;

/// Digests and verification by AWS-LC, the fastest; needs a C compiler to build.
///
/// Gives the verdicts of [`RustCrypto`](crate::RustCrypto), to which it leaves the few schemes that
/// AWS-LC does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a backend without settings")]
pub struct AwsLc;

impl CryptoBackend for AwsLc {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        named(algorithm, digest::digest(digest_algorithm(algorithm), bytes))
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        Box::new(Running { algorithm, state: Context::new(digest_algorithm(algorithm)) })
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(Key::new(key)?))
    }
}

struct Running {
    algorithm: DigestAlgorithm,
    state: Context,
}

impl Hasher for Running {
    fn update(&mut self, piece: &[u8]) {
        self.state.update(piece);
    }

    fn finish(self: Box<Self>) -> Digest {
        named(self.algorithm, self.state.finish())
    }
}

fn named(algorithm: DigestAlgorithm, value: AwsLcDigest) -> Digest {
    Digest::written_by(algorithm, |to| to.copy_from_slice(value.as_ref()))
}

fn digest_algorithm(algorithm: DigestAlgorithm) -> &'static digest::Algorithm {
    match algorithm {
        DigestAlgorithm::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
        DigestAlgorithm::Sha256 => &digest::SHA256,
        DigestAlgorithm::Sha384 => &digest::SHA384,
        DigestAlgorithm::Sha512 => &digest::SHA512,
    }
}

/// A key prepared for its usual scheme; for any other it is parsed again each time.
struct Key {
    kind: KeyKind,
    usual_scheme: SignatureScheme,
    parsed: ParsedPublicKey,
}

impl Key {
    fn new(key: &PublicKeyInfo<'_>) -> Result<Self, CryptoError> {
        let kind = key.kind();
        AcceptedKey::new(kind, key.key())?;
        let usual_scheme = usual_scheme(kind).ok_or(CryptoError::UnsupportedAlgorithm)?;
        let algorithm = algorithm(usual_scheme, kind).ok_or(CryptoError::UnsupportedAlgorithm)?;
        let parsed =
            ParsedPublicKey::new(algorithm, key.key()).map_err(|_| CryptoError::KeyRejected)?;
        Ok(Self { kind, usual_scheme, parsed })
    }
}

impl PreparedKey for Key {
    fn hasher(&self, scheme: SignatureScheme) -> Option<Box<dyn Hasher>> {
        scheme.digest().map(|digest| AwsLc.hasher(digest))
    }

    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        if !self.kind.fits(scheme) {
            return Err(CryptoError::UnsupportedAlgorithm);
        }
        let Some(algorithm) = algorithm(scheme, self.kind) else {
            let key = rust_crypto::Key::new(self.kind, self.parsed.as_ref())?;
            return key.verify(scheme, message, signature);
        };
        let is_usual = scheme == self.usual_scheme;
        match message {
            SignedInput::Bytes(bytes) if is_usual => self.parsed.verify_sig(bytes, signature),
            SignedInput::Bytes(bytes) => {
                algorithm.verify_sig(self.parsed.as_ref(), bytes, signature)
            }
            SignedInput::Digest(value) if scheme.digest() == Some(value.algorithm()) => {
                AwsLcDigest::import_less_safe(value.as_bytes(), digest_algorithm(value.algorithm()))
                    .and_then(|digest| {
                        if is_usual {
                            self.parsed.verify_digest_sig(&digest, signature)
                        } else {
                            algorithm.verify_digest_sig(self.parsed.as_ref(), &digest, signature)
                        }
                    })
            }
            SignedInput::Digest(_) => return Err(CryptoError::UnsupportedAlgorithm),
        }
        .map_err(|_| CryptoError::Invalid)
    }
}

impl fmt::Debug for Key {
    /// Kind only: the public key of a JPKI certificate is protected (guideline 001 table 4-1).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.kind)
    }
}

/// The scheme in which keys of this kind nearly always sign, for which they are prepared.
fn usual_scheme(kind: KeyKind) -> Option<SignatureScheme> {
    match kind {
        KeyKind::Rsa { .. } => Some(SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256)),
        KeyKind::RsaPss { restriction, .. } => {
            let digest = restriction.map_or(DigestAlgorithm::Sha256, |demanded| demanded.digest);
            let usual = SignatureScheme::rsa_pss(digest);
            // Where AWS-LC has no such algorithm, the key is parsed by another and never used by it.
            let parsed_by = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
            Some(if algorithm(usual, kind).is_some() { usual } else { parsed_by })
        }
        KeyKind::Ec(EllipticCurve::P256) => Some(SignatureScheme::Ecdsa(DigestAlgorithm::Sha256)),
        KeyKind::Ec(EllipticCurve::P384) => Some(SignatureScheme::Ecdsa(DigestAlgorithm::Sha384)),
        KeyKind::Ec(EllipticCurve::P521) => Some(SignatureScheme::Ecdsa(DigestAlgorithm::Sha512)),
        KeyKind::Ed25519 => Some(SignatureScheme::Ed25519),
        _ => None,
    }
}

/// The algorithm of AWS-LC that is this scheme with a key of this size or curve, if it has one. Whether the
/// key may sign by the scheme is another question.
fn algorithm(scheme: SignatureScheme, kind: KeyKind) -> Option<&'static dyn VerificationAlgorithm> {
    match (scheme, kind, kind.rsa_bits()) {
        (SignatureScheme::RsaPkcs1(digest), _, Some(bits)) => rsa_pkcs1(digest, bits),
        (SignatureScheme::RsaPss { digest, .. }, _, Some(2048..))
            if scheme == SignatureScheme::rsa_pss(digest) =>
        {
            rsa_pss(digest)
        }
        (SignatureScheme::Ecdsa(digest), KeyKind::Ec(curve), _) => ecdsa(curve, digest),
        (SignatureScheme::Ed25519, KeyKind::Ed25519, _) => Some(&signature::ED25519),
        _ => None,
    }
}

fn rsa_pkcs1(digest: DigestAlgorithm, bits: u32) -> Option<&'static dyn VerificationAlgorithm> {
    match digest {
        DigestAlgorithm::Sha1 => Some(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        DigestAlgorithm::Sha256 => Some(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        DigestAlgorithm::Sha384 if bits >= 2048 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
        DigestAlgorithm::Sha384 => None,
        DigestAlgorithm::Sha512 => Some(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
    }
}

fn rsa_pss(digest: DigestAlgorithm) -> Option<&'static dyn VerificationAlgorithm> {
    match digest {
        DigestAlgorithm::Sha1 => None,
        DigestAlgorithm::Sha256 => Some(&signature::RSA_PSS_2048_8192_SHA256),
        DigestAlgorithm::Sha384 => Some(&signature::RSA_PSS_2048_8192_SHA384),
        DigestAlgorithm::Sha512 => Some(&signature::RSA_PSS_2048_8192_SHA512),
    }
}

fn ecdsa(
    curve: EllipticCurve,
    digest: DigestAlgorithm,
) -> Option<&'static dyn VerificationAlgorithm> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    use EllipticCurve::{P256, P384, P521};
    match (curve, digest) {
        (P256, Sha1) => Some(&signature::ECDSA_P256_SHA1_ASN1),
        (P256, Sha256) => Some(&signature::ECDSA_P256_SHA256_ASN1),
        (P256, Sha384) => Some(&signature::ECDSA_P256_SHA384_ASN1),
        (P256, Sha512) => Some(&signature::ECDSA_P256_SHA512_ASN1),
        (P384, Sha1) => None,
        (P384, Sha256) => Some(&signature::ECDSA_P384_SHA256_ASN1),
        (P384, Sha384) => Some(&signature::ECDSA_P384_SHA384_ASN1),
        (P384, Sha512) => Some(&signature::ECDSA_P384_SHA512_ASN1),
        (P521, Sha1) => Some(&signature::ECDSA_P521_SHA1_ASN1),
        (P521, Sha256) => Some(&signature::ECDSA_P521_SHA256_ASN1),
        (P521, Sha384) => Some(&signature::ECDSA_P521_SHA384_ASN1),
        (P521, Sha512) => Some(&signature::ECDSA_P521_SHA512_ASN1),
    }
}
