//! What OpenSSL signs is taken; everything near it is refused.

use std::thread;

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoError, Digest, SignedInput};

use crate::support::openssl::{
    ED25519, KeyPair, P256, P384, P521, RSA_1024, RSA_1025, RSA_2047, RSA_2048,
    RSA_2048_EXPONENT_3, RSA_2049, RSA_3072, RSA_4096, RSA_8192,
};
use crate::support::{Signed, backends, flipped};

const DIGESTS: [DigestAlgorithm; 4] = [
    DigestAlgorithm::Sha1,
    DigestAlgorithm::Sha256,
    DigestAlgorithm::Sha384,
    DigestAlgorithm::Sha512,
];

const MESSAGE: &[u8] = "電子申請書 2026-11-21".as_bytes();

#[test]
fn rsa_2048_with_every_scheme() {
    let other = KeyPair::rsa(2048);
    for scheme in rsa_schemes() {
        accepts_this_and_nothing_near(&RSA_2048, &other, scheme);
    }
}

#[test]
fn rsa_of_other_sizes() {
    // A modulus of 8k + 1 bits makes the encoded message of PSS one byte shorter than the signature.
    for pair in [
        &RSA_1024,
        &RSA_1025,
        &RSA_2047,
        &RSA_2048_EXPONENT_3,
        &RSA_2049,
        &RSA_3072,
        &RSA_4096,
        &RSA_8192,
    ] {
        for digest in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha384] {
            accepts_this_and_nothing_near(pair, &RSA_2048, SignatureScheme::RsaPkcs1(digest));
            accepts_this_and_nothing_near(pair, &RSA_2048, SignatureScheme::rsa_pss(digest));
        }
    }
}

#[test]
fn pss_with_the_longest_salt_of_a_key_and_one_octet_more() {
    // RFC 8017 §9.1.1 step 3: emLen >= hLen + sLen + 2, here 256 - 32 - 2.
    let scheme = SignatureScheme::RsaPss { digest: DigestAlgorithm::Sha256, salt: 222 };
    let mut signed = RSA_2048.sign(scheme, MESSAGE);
    assert_eq!(signed.verify(), Ok(()));
    for salt in [221, 223, 256, u16::MAX] {
        signed.scheme = SignatureScheme::RsaPss { digest: DigestAlgorithm::Sha256, salt };
        assert_eq!(signed.verify(), Err(CryptoError::Invalid), "salt {salt}");
    }
}

#[test]
fn pss_where_digest_and_salt_do_not_fit_the_key() {
    let scheme = SignatureScheme::RsaPss { digest: DigestAlgorithm::Sha512, salt: 62 };
    let mut signed = RSA_1024.sign(scheme, MESSAGE);
    assert_eq!(signed.verify(), Ok(()));
    signed.scheme = SignatureScheme::rsa_pss(DigestAlgorithm::Sha512);
    assert_eq!(signed.verify(), Err(CryptoError::Invalid));
}

#[test]
fn ecdsa_with_every_curve_and_digest() {
    for (pair, curve) in [(&P256, "P-256"), (&P384, "P-384"), (&P521, "P-521")] {
        let other = KeyPair::ec(curve);
        for digest in DIGESTS {
            accepts_this_and_nothing_near(pair, &other, SignatureScheme::Ecdsa(digest));
        }
    }
}

#[test]
fn ed25519() {
    let other = KeyPair::generate(&["ED25519"]);
    accepts_this_and_nothing_near(&ED25519, &other, SignatureScheme::Ed25519);
}

#[test]
fn every_bit_of_a_signature_counts() {
    for signed in [
        RSA_1024.sign(SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256), MESSAGE),
        RSA_1024.sign(SignatureScheme::RsaPkcs1BareDigest(DigestAlgorithm::Sha256), MESSAGE),
        RSA_1024.sign(SignatureScheme::rsa_pss(DigestAlgorithm::Sha256), MESSAGE),
        P256.sign(SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), MESSAGE),
        ED25519.sign(SignatureScheme::Ed25519, MESSAGE),
    ] {
        for bit in 0..signed.signature.len() * 8 {
            let signature = flipped(&signed.signature, bit);
            let near = Signed { signature, ..signed.clone() };
            assert_eq!(near.verify(), Err(CryptoError::Invalid), "{} bit {bit}", signed.scheme);
        }
    }
}

#[test]
fn a_digest_by_another_algorithm_is_not_verified() {
    for signed in [
        RSA_2048.sign(SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256), MESSAGE),
        RSA_2048.sign(SignatureScheme::RsaPkcs1BareDigest(DigestAlgorithm::Sha256), MESSAGE),
        RSA_2048.sign(SignatureScheme::rsa_pss(DigestAlgorithm::Sha256), MESSAGE),
        P384.sign(SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), MESSAGE),
        P384.sign(SignatureScheme::Ecdsa(DigestAlgorithm::Sha1), MESSAGE),
        ED25519.sign(SignatureScheme::Ed25519, MESSAGE),
    ] {
        let key = PublicKeyInfo::from_der(&signed.key).unwrap();
        for backend in backends() {
            for algorithm in DIGESTS.into_iter().filter(|&it| Some(it) != signed.scheme.digest()) {
                let digest = backend.digest(algorithm, MESSAGE);
                assert_eq!(
                    backend.verify(
                        &key,
                        signed.scheme,
                        SignedInput::Digest(&digest),
                        &signed.signature
                    ),
                    Err(CryptoError::UnsupportedAlgorithm),
                    "{backend:?} {} {algorithm:?}",
                    signed.scheme,
                );
            }
        }
    }
}

#[test]
fn one_prepared_key_serves_many_threads() {
    let signed = RSA_2048.sign(SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256), MESSAGE);
    let key = PublicKeyInfo::from_der(&signed.key).unwrap();
    for backend in backends() {
        let prepared = backend.prepare(&key).unwrap();
        let verify = |signature: &[u8]| {
            prepared.verify(signed.scheme, SignedInput::Bytes(MESSAGE), signature)
        };
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for bit in 0..100 {
                        assert_eq!(verify(&signed.signature), Ok(()));
                        let near = flipped(&signed.signature, bit);
                        assert_eq!(verify(&near), Err(CryptoError::Invalid));
                    }
                });
            }
        });
    }
}

#[test]
fn keys_do_not_show_themselves() {
    for pair in [&RSA_2048, &P256, &P384, &P521, &ED25519] {
        let key = PublicKeyInfo::from_der(&pair.public).unwrap();
        for backend in backends() {
            let shown = format!("{:?}", backend.prepare(&key).unwrap());
            assert!(shown.len() <= "Key(Rsa { bits: 2048 })".len(), "{shown}");
        }
    }
}

#[track_caller]
fn accepts_this_and_nothing_near(pair: &KeyPair, other: &KeyPair, scheme: SignatureScheme) {
    let signed = pair.sign(scheme, MESSAGE);
    assert_eq!(signed.verify(), Ok(()), "{scheme}");

    let signature = &signed.signature;
    let last_bit = signature.len() * 8 - 1;
    for (what, near) in [
        ("first bit", flipped(signature, 0)),
        ("a bit in the middle", flipped(signature, last_bit / 2)),
        ("last bit", flipped(signature, last_bit)),
        ("no bytes", Vec::new()),
        ("one byte missing in front", signature[1..].to_vec()),
        ("one byte missing at the end", signature[..signature.len() - 1].to_vec()),
        ("zero in front", [&[0], &signature[..]].concat()),
        ("zero at the end", [&signature[..], &[0]].concat()),
        ("twice", signature.repeat(2)),
        ("all zero", vec![0; signature.len()]),
        ("all one", vec![0xff; signature.len()]),
    ] {
        let near = Signed { signature: near, ..signed.clone() };
        assert_eq!(near.verify(), Err(CryptoError::Invalid), "{scheme}: signature with {what}");
    }

    for bit in [0, MESSAGE.len() * 8 - 1] {
        let near = Signed { message: flipped(MESSAGE, bit), ..signed.clone() };
        assert_eq!(near.verify(), Err(CryptoError::Invalid), "{scheme}: message bit {bit}");
    }
    for message in [&MESSAGE[1..], &[MESSAGE, &[0]].concat(), &[]] {
        let near = Signed { message: message.to_vec(), ..signed.clone() };
        assert_eq!(near.verify(), Err(CryptoError::Invalid), "{scheme}: other message");
    }

    let near = Signed { key: other.public.clone(), ..signed.clone() };
    assert_eq!(near.verify(), Err(CryptoError::Invalid), "{scheme}: other key");

    for other_scheme in every_scheme().filter(|&it| it != scheme) {
        let near = Signed { scheme: other_scheme, ..signed.clone() };
        let expected = if same_family(scheme, other_scheme) {
            CryptoError::Invalid
        } else {
            CryptoError::UnsupportedAlgorithm
        };
        assert_eq!(near.verify(), Err(expected), "{scheme} verified as {other_scheme}");
    }

    if let Some(algorithm) = scheme.digest() {
        let key = PublicKeyInfo::from_der(&signed.key).unwrap();
        for backend in backends() {
            let value = backend.digest(algorithm, MESSAGE);
            let near = Digest::new(algorithm, &flipped(value.as_bytes(), 7)).unwrap();
            assert_eq!(
                backend.verify(&key, scheme, SignedInput::Digest(&near), signature),
                Err(CryptoError::Invalid),
                "{backend:?} {scheme}: other digest",
            );
        }
    }
}

fn rsa_schemes() -> impl Iterator<Item = SignatureScheme> {
    DIGESTS.into_iter().flat_map(|digest| {
        [0, 20, 32, 48, 64]
            .map(|salt| SignatureScheme::RsaPss { digest, salt })
            .into_iter()
            .chain([SignatureScheme::RsaPkcs1(digest), SignatureScheme::RsaPkcs1BareDigest(digest)])
    })
}

fn every_scheme() -> impl Iterator<Item = SignatureScheme> {
    rsa_schemes().chain(DIGESTS.map(SignatureScheme::Ecdsa)).chain([SignatureScheme::Ed25519])
}

fn same_family(one: SignatureScheme, other: SignatureScheme) -> bool {
    let family = |scheme| match scheme {
        SignatureScheme::Ecdsa(_) => "ECDSA",
        SignatureScheme::Ed25519 => "Ed25519",
        _ => "RSA",
    };
    family(one) == family(other)
}
