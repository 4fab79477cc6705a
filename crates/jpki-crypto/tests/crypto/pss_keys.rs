//! Keys for RSASSA-PSS alone (RFC 4055 §1.2): what OpenSSL makes with them is taken, all else refused.

use jpki_core::algorithm::{
    DigestAlgorithm, KeyKind, PssRestriction, PublicKeyInfo, SignatureScheme,
};
use jpki_core::crypto::CryptoError;

use crate::support::der::element;
use crate::support::openssl::{KeyPair, RSA_1024, RSA_2048};
use crate::support::{Signed, flipped};

const MESSAGE: &[u8] = b"message";

const DIGESTS: [DigestAlgorithm; 4] = [
    DigestAlgorithm::Sha1,
    DigestAlgorithm::Sha256,
    DigestAlgorithm::Sha384,
    DigestAlgorithm::Sha512,
];

fn pss(digest: DigestAlgorithm, salt: u16) -> SignatureScheme {
    SignatureScheme::RsaPss { digest, salt }
}

fn kind(pair: &KeyPair) -> KeyKind {
    PublicKeyInfo::from_der(&pair.public).expect("a key").kind()
}

#[test]
fn a_key_without_parameters_signs_with_any() {
    let pair = KeyPair::generate(&["RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"]);
    assert_eq!(kind(&pair), KeyKind::RsaPss { bits: 2048, restriction: None });
    for digest in DIGESTS {
        for salt in [0, 20, digest.output_bytes() as u16, 64] {
            let signed = pair.sign(pss(digest, salt), MESSAGE);
            assert_eq!(signed.verify(), Ok(()), "{}", signed.scheme);
            let changed = Signed { signature: flipped(&signed.signature, 9), ..signed.clone() };
            assert_eq!(changed.verify(), Err(CryptoError::Invalid));
            let other = Signed { scheme: pss(digest, salt + 1), ..signed };
            assert_eq!(other.verify(), Err(CryptoError::Invalid));
        }
    }
}

#[test]
fn parameters_of_a_key_bind_its_signatures() {
    let pair = KeyPair::generate(&[
        "RSA-PSS",
        "-pkeyopt",
        "rsa_keygen_bits:2048",
        "-pkeyopt",
        "rsa_pss_keygen_md:sha384",
        "-pkeyopt",
        "rsa_pss_keygen_mgf1_md:sha384",
        "-pkeyopt",
        "rsa_pss_keygen_saltlen:40",
    ]);
    let restriction = PssRestriction { digest: DigestAlgorithm::Sha384, minimum_salt: 40 };
    assert_eq!(kind(&pair), KeyKind::RsaPss { bits: 2048, restriction: Some(restriction) });
    for salt in [40, 48, 62] {
        let signed = pair.sign(pss(DigestAlgorithm::Sha384, salt), MESSAGE);
        assert_eq!(signed.verify(), Ok(()), "{salt}");
    }
    let signed = pair.sign(pss(DigestAlgorithm::Sha384, 40), MESSAGE);
    for scheme in [
        pss(DigestAlgorithm::Sha384, 39),
        pss(DigestAlgorithm::Sha256, 40),
        pss(DigestAlgorithm::Sha512, 64),
    ] {
        let other = Signed { scheme, ..signed.clone() };
        assert_eq!(other.verify(), Err(CryptoError::UnsupportedAlgorithm), "{scheme}");
    }
}

/// The same numbers as a key for every use, so that the signatures are right and only the key refuses.
#[test]
fn a_key_for_pss_makes_no_other_signature() {
    const RSASSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
    let for_pss = |pair: &KeyPair| {
        let key = PublicKeyInfo::from_der(&pair.public).expect("a key").key().to_vec();
        let algorithm = element(0x30, &element(0x06, RSASSA_PSS));
        element(0x30, &[algorithm, element(0x03, &[&[0], &key[..]].concat())].concat())
    };
    for pair in [&RSA_2048, &RSA_1024] {
        for digest in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha256] {
            for scheme in
                [SignatureScheme::RsaPkcs1(digest), SignatureScheme::RsaPkcs1BareDigest(digest)]
            {
                let signed = pair.sign(scheme, MESSAGE);
                assert_eq!(signed.verify(), Ok(()));
                let by_pss_key = Signed { key: for_pss(pair), ..signed };
                assert_eq!(by_pss_key.verify(), Err(CryptoError::UnsupportedAlgorithm), "{scheme}");
            }
            let signed = pair.sign(SignatureScheme::rsa_pss(digest), MESSAGE);
            assert_eq!(Signed { key: for_pss(pair), ..signed }.verify(), Ok(()));
        }
    }
}
