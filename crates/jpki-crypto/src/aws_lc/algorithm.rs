use aws_lc_rs::signature::{self, VerificationAlgorithm};
use jpki_core::algorithm::{DigestAlgorithm, EllipticCurve, KeyKind, SignatureScheme};

/// The scheme in which keys of this kind nearly always sign, for which they are prepared.
pub(super) fn usual_scheme(kind: KeyKind) -> Option<SignatureScheme> {
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
pub(super) fn algorithm(
    scheme: SignatureScheme,
    kind: KeyKind,
) -> Option<&'static dyn VerificationAlgorithm> {
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
