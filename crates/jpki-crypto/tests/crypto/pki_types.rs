use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, SignedInput};
use jpki_crypto::{PkiTypesBackend, RustCrypto};
use rustls_pki_types::SignatureVerificationAlgorithm;
use webpki::aws_lc_rs as webpki_algorithms;

use crate::support::flipped;
use crate::support::openssl::{ED25519, KeyPair, P256, P384, P521, RSA_2048};

static ALGORITHMS: &[&dyn SignatureVerificationAlgorithm] = &[
    webpki_algorithms::RSA_PKCS1_2048_8192_SHA256,
    webpki_algorithms::RSA_PKCS1_3072_8192_SHA384,
    webpki_algorithms::RSA_PKCS1_2048_8192_SHA384,
    webpki_algorithms::RSA_PKCS1_2048_8192_SHA512,
    webpki_algorithms::RSA_PSS_2048_8192_SHA256_LEGACY_KEY,
    webpki_algorithms::RSA_PSS_2048_8192_SHA384_LEGACY_KEY,
    webpki_algorithms::RSA_PSS_2048_8192_SHA512_LEGACY_KEY,
    webpki_algorithms::ECDSA_P256_SHA256,
    webpki_algorithms::ECDSA_P256_SHA384,
    webpki_algorithms::ECDSA_P384_SHA384,
    webpki_algorithms::ECDSA_P521_SHA512,
    webpki_algorithms::ED25519,
];

const BACKEND: PkiTypesBackend<RustCrypto> = PkiTypesBackend::new(ALGORITHMS, RustCrypto);
const MESSAGE: &[u8] = b"application form";

#[test]
fn what_the_set_has() {
    use DigestAlgorithm::{Sha256, Sha384, Sha512};
    for (pair, scheme) in [
        (&RSA_2048, SignatureScheme::RsaPkcs1(Sha256)),
        (&RSA_2048, SignatureScheme::RsaPkcs1(Sha384)),
        (&RSA_2048, SignatureScheme::RsaPkcs1(Sha512)),
        (&RSA_2048, SignatureScheme::rsa_pss(Sha256)),
        (&RSA_2048, SignatureScheme::rsa_pss(Sha384)),
        (&RSA_2048, SignatureScheme::rsa_pss(Sha512)),
        (&P256, SignatureScheme::Ecdsa(Sha256)),
        (&P256, SignatureScheme::Ecdsa(Sha384)),
        (&P384, SignatureScheme::Ecdsa(Sha384)),
        (&P521, SignatureScheme::Ecdsa(Sha512)),
        (&ED25519, SignatureScheme::Ed25519),
    ] {
        let signed = pair.sign(scheme, MESSAGE);
        let key = PublicKeyInfo::from_der(&signed.key).unwrap();
        let verify = |message, signature: &[u8]| BACKEND.verify(&key, scheme, message, signature);
        assert_eq!(verify(SignedInput::Bytes(MESSAGE), &signed.signature), Ok(()), "{scheme}");
        assert_eq!(
            verify(SignedInput::Bytes(MESSAGE), &flipped(&signed.signature, 77)),
            Err(CryptoError::Invalid),
            "{scheme}"
        );
        assert_eq!(
            verify(SignedInput::Bytes(&MESSAGE[1..]), &signed.signature),
            Err(CryptoError::Invalid),
            "{scheme}"
        );
        if let Some(algorithm) = scheme.digest() {
            assert_eq!(
                verify(SignedInput::Digest(&BACKEND.digest(algorithm, MESSAGE)), &signed.signature),
                Err(CryptoError::UnsupportedAlgorithm),
                "{scheme}"
            );
        }
    }
}

#[test]
fn what_the_set_lacks() {
    use DigestAlgorithm::{Sha1, Sha256, Sha512};
    for (pair, scheme) in [
        (&RSA_2048, SignatureScheme::RsaPkcs1(Sha1)),
        (&RSA_2048, SignatureScheme::RsaPkcs1BareDigest(Sha256)),
        (&RSA_2048, SignatureScheme::RsaPss { digest: Sha256, salt: 20 }),
        (&P256, SignatureScheme::Ecdsa(Sha512)),
        (&P384, SignatureScheme::Ecdsa(Sha1)),
    ] {
        let signed = pair.sign(scheme, MESSAGE);
        let key = PublicKeyInfo::from_der(&signed.key).unwrap();
        assert_eq!(
            BACKEND.verify(&key, scheme, SignedInput::Bytes(MESSAGE), &signed.signature),
            Err(CryptoError::UnsupportedAlgorithm),
            "{scheme}"
        );
    }
}

#[test]
fn a_key_for_pss_alone() {
    let pair = KeyPair::generate(&["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"]);
    let key = PublicKeyInfo::from_der(&pair.public).unwrap();
    let scheme = SignatureScheme::rsa_pss(DigestAlgorithm::Sha256);
    let signed = pair.sign(scheme, MESSAGE);
    let verify =
        |scheme| BACKEND.verify(&key, scheme, SignedInput::Bytes(MESSAGE), &signed.signature);
    assert_eq!(verify(scheme), Ok(()));
    let other = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256);
    assert_eq!(verify(other), Err(CryptoError::UnsupportedAlgorithm));
}

#[test]
fn a_scheme_for_another_kind_of_key() {
    let signed = P256.sign(SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), MESSAGE);
    let key = PublicKeyInfo::from_der(&RSA_2048.public).unwrap();
    assert_eq!(
        BACKEND.verify(&key, signed.scheme, SignedInput::Bytes(MESSAGE), &signed.signature),
        Err(CryptoError::UnsupportedAlgorithm)
    );
}

#[test]
fn digests_are_those_of_the_other_backend() {
    let digest = BACKEND.digest(DigestAlgorithm::Sha256, MESSAGE);
    assert_eq!(digest, RustCrypto.digest(DigestAlgorithm::Sha256, MESSAGE));
    let mut hasher = BACKEND.hasher(DigestAlgorithm::Sha256);
    hasher.update(MESSAGE);
    assert_eq!(hasher.finish(), digest);
}
