//! Parameters that standards demand, near misses of them, and the policy over schemes and keys.

use crate::support::names::element;
use jpki_core::algorithm::{
    AlgorithmError, AlgorithmIdentifier, AlgorithmPolicy, AlgorithmPolicyError, DigestAlgorithm,
    EllipticCurve, KeyKind, PssRestriction, PublicKeyInfo, SignatureScheme,
};
use jpki_core::der::{Decode, Oid, Reader};

use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};

const NULL: &[u8] = &[0x05, 0x00];
const RSA: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const RSA_SHA256: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b];
const RSA_PSS: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a];
const MGF1: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08];
const ECDSA_SHA384: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03];
const EC: [u8; 7] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const P256: [u8; 8] = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
const ED25519: [u8; 3] = [0x2b, 0x65, 0x70];
const SHA1: [u8; 5] = [0x2b, 0x0e, 0x03, 0x02, 0x1a];
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SHA384: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02];

fn identifier(oid: &[u8], parameters: &[u8]) -> Vec<u8> {
    element(0x30, &[&element(0x06, oid), parameters].concat())
}

fn scheme(oid: &[u8], parameters: &[u8]) -> Result<SignatureScheme, AlgorithmError> {
    let bytes = identifier(oid, parameters);
    let identifier = AlgorithmIdentifier::read(&mut Reader::new(&bytes).unwrap()).unwrap();
    assert_eq!((identifier.as_bytes(), identifier.oid()), (&bytes[..], Oid::from_bytes(oid)));
    SignatureScheme::from_identifier(&identifier)
}

#[test]
fn an_identifier_is_a_type_and_at_most_one_parameter() {
    let read = |bytes: &[u8]| AlgorithmIdentifier::read(&mut Reader::new(bytes).unwrap()).is_ok();
    let oid = element(0x06, &RSA_SHA256);
    assert!(read(&element(0x30, &oid)));
    assert!(read(&element(0x30, &[&oid, NULL].concat())));
    assert!(!read(&element(0x30, &[&oid, NULL, NULL].concat())));
    assert!(!read(&element(0x30, NULL)));
    assert!(!read(&element(0x30, &[])));
    assert!(!read(&element(0x31, &oid)));
}

#[test]
fn schemes_take_the_parameters_of_their_standards() {
    // RFC 4055 §5: NULL, but absent is to be accepted
    assert_eq!(scheme(&RSA_SHA256, NULL), Ok(SignatureScheme::RsaPkcs1(Sha256)));
    assert_eq!(scheme(&RSA_SHA256, &[]), Ok(SignatureScheme::RsaPkcs1(Sha256)));
    assert_eq!(scheme(&RSA_SHA256, &[0x30, 0x00]), Err(AlgorithmError::Parameters));
    assert_eq!(scheme(&RSA_SHA256, &[0x05, 0x01, 0x00]), Err(AlgorithmError::Parameters));
    // RFC 5758 §3.2, RFC 8410 §3: absent
    assert_eq!(scheme(&ECDSA_SHA384, &[]), Ok(SignatureScheme::Ecdsa(Sha384)));
    assert_eq!(scheme(&ECDSA_SHA384, NULL), Err(AlgorithmError::Parameters));
    assert_eq!(scheme(&ED25519, &[]), Ok(SignatureScheme::Ed25519));
    assert_eq!(scheme(&ED25519, NULL), Err(AlgorithmError::Parameters));
    // md5WithRSAEncryption, rsaEncryption, ecdsa-with-SHA224, Ed448, an arc more
    for unknown in [
        &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04][..],
        &RSA,
        &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x01],
        &[0x2b, 0x65, 0x71],
        &[&RSA_SHA256[..], &[0x01]].concat(),
    ] {
        assert_eq!(scheme(unknown, NULL), Err(AlgorithmError::Unknown));
    }
}

#[test]
fn digests_take_null_or_nothing() {
    let digest = |oid: &[u8], parameters: &[u8]| {
        let bytes = identifier(oid, parameters);
        let identifier = AlgorithmIdentifier::read(&mut Reader::new(&bytes).unwrap()).unwrap();
        DigestAlgorithm::from_identifier(&identifier)
    };
    // RFC 5754 §2
    for parameters in [NULL, &[]] {
        assert_eq!(digest(&SHA1, parameters), Ok(Sha1));
        assert_eq!(digest(&SHA256, parameters), Ok(Sha256));
        assert_eq!(digest(&SHA384, parameters), Ok(Sha384));
    }
    assert_eq!(digest(&SHA256, &[0x30, 0x00]), Err(AlgorithmError::Parameters));
    // id-sha224
    let sha224 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04];
    assert_eq!(digest(&sha224, NULL), Err(AlgorithmError::Unknown));
    let bytes = [(Sha1, 20), (Sha256, 32), (Sha384, 48), (Sha512, 64)];
    assert!(bytes.iter().all(|(digest, bytes)| digest.output_bytes() == *bytes));
}

/// RSASSA-PSS-params of RFC 4055 §3.1, each member given or left out.
fn pss(digest: &[u8], mask: &[u8], salt: &[u8], trailer: &[u8]) -> Vec<u8> {
    let member = |tag: u8, inside: &[u8]| {
        if inside.is_empty() { Vec::new() } else { element(tag, inside) }
    };
    let members =
        [member(0xa0, digest), member(0xa1, mask), member(0xa2, salt), member(0xa3, trailer)];
    element(0x30, &members.concat())
}

#[test]
fn pss_takes_one_digest_for_message_and_mask() {
    let sha256 = identifier(&SHA256, NULL);
    let sha384 = identifier(&SHA384, NULL);
    let mask = |digest: &[u8]| identifier(&MGF1, digest);
    let salt = |bytes: &[u8]| element(0x02, bytes);
    let one = element(0x02, &[1]);
    let table = [
        (pss(&sha256, &mask(&sha256), &salt(&[32]), &[]), Ok((Sha256, 32))),
        (pss(&sha384, &mask(&sha384), &salt(&[48]), &one), Ok((Sha384, 48))),
        (pss(&sha256, &mask(&sha256), &salt(&[0]), &[]), Ok((Sha256, 0))),
        // defaults: SHA-1, 20 bytes, trailer 1
        (pss(&[], &[], &[], &[]), Ok((Sha1, 20))),
        (pss(&sha256, &mask(&sha256), &[], &[]), Ok((Sha256, 20))),
        // another digest for the mask, which is what a missing member means too
        (pss(&sha256, &mask(&sha384), &salt(&[32]), &[]), Err(())),
        (pss(&sha256, &[], &salt(&[32]), &[]), Err(())),
        (pss(&[], &mask(&sha256), &salt(&[32]), &[]), Err(())),
        // another mask, trailer, a negative salt, one beyond any key
        (pss(&sha256, &identifier(&SHA256, &sha256), &salt(&[32]), &[]), Err(())),
        (pss(&sha256, &mask(&sha256), &salt(&[32]), &element(0x02, &[2])), Err(())),
        (pss(&sha256, &mask(&sha256), &salt(&[0x80]), &[]), Err(())),
        (pss(&sha256, &mask(&sha256), &salt(&[1, 0, 0]), &[]), Err(())),
        // members twice or in another order
        (
            element(0x30, &[element(0xa2, &salt(&[20])), element(0xa2, &salt(&[20]))].concat()),
            Err(()),
        ),
        (element(0x30, &[element(0xa3, &one), element(0xa2, &salt(&[20]))].concat()), Err(())),
        (NULL.to_vec(), Err(())),
        (vec![], Err(())),
    ];
    for (parameters, expected) in table {
        let expected = expected.map(|(digest, salt)| SignatureScheme::RsaPss { digest, salt });
        assert_eq!(scheme(&RSA_PSS, &parameters).map_err(|_| ()), expected, "{parameters:02x?}");
    }
    assert_eq!(
        SignatureScheme::rsa_pss(Sha512),
        SignatureScheme::RsaPss { digest: Sha512, salt: 64 }
    );
}

fn public_key(oid: &[u8], parameters: &[u8], unused: u8, key: &[u8]) -> Vec<u8> {
    let bits = element(0x03, &[&[unused], key].concat());
    element(0x30, &[identifier(oid, parameters), bits].concat())
}

fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    element(0x30, &[element(0x02, modulus), element(0x02, exponent)].concat())
}

#[test]
fn rsa_keys_have_a_positive_modulus_and_an_odd_exponent() {
    let modulus = |first: u8| [&[0x00, first], &[0xff; 127][..]].concat();
    let kind =
        |key: &[u8]| PublicKeyInfo::from_der(&public_key(&RSA, NULL, 0, key)).map(|k| k.kind());
    assert_eq!(kind(&rsa_key(&modulus(0x80), &[1, 0, 1])), Ok(KeyKind::Rsa { bits: 1024 }));
    assert_eq!(kind(&rsa_key(&[0x01; 128], &[3])), Ok(KeyKind::Rsa { bits: 1017 }));
    assert_eq!(kind(&rsa_key(&[0x7f; 128], &[3])), Ok(KeyKind::Rsa { bits: 1023 }));
    let bad = [
        rsa_key(&[0x80; 128], &[3]),
        rsa_key(&[0x00], &[3]),
        rsa_key(&modulus(0x80), &[0x80, 0x01]),
        rsa_key(&modulus(0x80), &[0x00]),
        rsa_key(&modulus(0x80), &[0x01]),
        rsa_key(&modulus(0x80), &[0x02]),
        rsa_key(&modulus(0x80), &[1, 0, 0]),
    ];
    for key in bad {
        assert_eq!(kind(&key), Err(AlgorithmError::Parameters));
    }
    // a padded modulus, a member more, bytes after the key
    let good = rsa_key(&modulus(0x80), &[3]);
    let more = element(0x30, &[&good[3..], &[0x02, 0x01, 0x03]].concat());
    for key in [rsa_key(&[0x00, 0x7f], &[3]), more, [&good[..], &[0]].concat()] {
        assert!(matches!(kind(&key), Err(AlgorithmError::Malformed(_))));
    }
    // RFC 3279 §2.3.1: the parameters are NULL
    for parameters in [&[][..], &[0x30, 0x00]] {
        let key = public_key(&RSA, parameters, 0, &good);
        assert_eq!(PublicKeyInfo::from_der(&key).unwrap_err(), AlgorithmError::Parameters);
    }
}

// RFC 4055 §1.2, §3.1, §3.3
#[test]
fn keys_for_pss_alone_say_what_they_demand() {
    let sha256 = identifier(&SHA256, NULL);
    let sha384 = identifier(&SHA384, NULL);
    let mask = |digest: &[u8]| identifier(&MGF1, digest);
    let salt = |bytes: &[u8]| element(0x02, bytes);
    let numbers = rsa_key(&[&[0x00, 0x80], &[0xff; 255][..]].concat(), &[1, 0, 1]);
    let kind = |parameters: &[u8]| {
        PublicKeyInfo::from_der(&public_key(&RSA_PSS, parameters, 0, &numbers))
            .map(|key| key.kind())
    };
    let demands = |digest, minimum_salt| KeyKind::RsaPss {
        bits: 2048,
        restriction: Some(PssRestriction { digest, minimum_salt }),
    };
    let unrestricted = KeyKind::RsaPss { bits: 2048, restriction: None };
    assert_eq!(kind(&[]), Ok(unrestricted));
    assert_eq!(kind(&pss(&[], &[], &[], &[])), Ok(demands(Sha1, 20)));
    let full = pss(&sha256, &mask(&sha256), &salt(&[32]), &salt(&[1]));
    assert_eq!(kind(&full), Ok(demands(Sha256, 32)));
    assert_eq!(kind(&pss(&sha384, &mask(&sha384), &salt(&[0]), &[])), Ok(demands(Sha384, 0)));
    // A key with two digests is nothing that is known here, but no mistake.
    let two = pss(&sha256, &mask(&sha384), &salt(&[32]), &[]);
    assert_eq!(kind(&two), Err(AlgorithmError::Unknown));
    let other_trailer = pss(&sha256, &mask(&sha256), &salt(&[32]), &salt(&[2]));
    assert_eq!(kind(&other_trailer), Err(AlgorithmError::Parameters));
    assert!(matches!(kind(NULL), Err(AlgorithmError::Malformed(_))));
    let bad = public_key(&RSA_PSS, &[], 0, &rsa_key(&[0x80; 128], &[3]));
    assert_eq!(PublicKeyInfo::from_der(&bad).unwrap_err(), AlgorithmError::Parameters);

    let of = |digest, salt| SignatureScheme::RsaPss { digest, salt };
    let restricted = demands(Sha256, 32);
    for (scheme, any, narrow) in [
        (of(Sha256, 32), true, true),
        (of(Sha256, 33), true, true),
        (of(Sha256, 31), true, false),
        (of(Sha256, 0), true, false),
        (of(Sha384, 48), true, false),
        (of(Sha512, 32), true, false),
        (SignatureScheme::RsaPkcs1(Sha256), false, false),
        (SignatureScheme::RsaPkcs1BareDigest(Sha256), false, false),
        (SignatureScheme::Ecdsa(Sha256), false, false),
        (SignatureScheme::Ed25519, false, false),
    ] {
        assert_eq!(unrestricted.fits(scheme), any, "{scheme}");
        assert_eq!(restricted.fits(scheme), narrow, "{scheme}");
    }
}

#[test]
fn keys_of_curves_name_their_curve() {
    let kind = |bytes: &[u8]| PublicKeyInfo::from_der(bytes).map(|key| key.kind());
    let curve = element(0x06, &P256);
    let point = [0x04; 65];
    assert_eq!(kind(&public_key(&EC, &curve, 0, &point)), Ok(KeyKind::Ec(EllipticCurve::P256)));
    assert_eq!(kind(&public_key(&EC, &[], 0, &point)), Err(AlgorithmError::Parameters));
    assert!(matches!(kind(&public_key(&EC, NULL, 0, &point)), Err(AlgorithmError::Malformed(_))));
    // implicitCurve is forbidden, secp192r1 not taken
    let p192 = element(0x06, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01]);
    assert_eq!(kind(&public_key(&EC, &p192, 0, &point)), Err(AlgorithmError::Unknown));
    assert_eq!(kind(&public_key(&ED25519, &[], 0, &[7; 32])), Ok(KeyKind::Ed25519));
    assert_eq!(kind(&public_key(&ED25519, NULL, 0, &[7; 32])), Err(AlgorithmError::Parameters));
    assert_eq!(kind(&public_key(&ED25519, &[], 0, &[7; 31])), Err(AlgorithmError::Parameters));
    assert_eq!(kind(&public_key(&ED25519, &[], 1, &[8; 32])), Err(AlgorithmError::Parameters));
    let key = public_key(&ED25519, &[], 0, &[7; 32]);
    assert!(PublicKeyInfo::from_der(&[&key[..], &[0]].concat()).is_err());
    let info = PublicKeyInfo::from_der(&key).unwrap();
    assert_eq!((info.as_bytes(), info.key()), (&key[..], &[7; 32][..]));
    assert_eq!(format!("{info:?}"), "PublicKeyInfo(Ed25519)");
}

#[test]
fn policies_refuse_weak_digests_and_keys() {
    use AlgorithmPolicyError::{KeySize, Scheme, WeakDigest};
    let current = AlgorithmPolicy::current();
    let legacy = AlgorithmPolicy::legacy();
    let rsa = |bits| KeyKind::Rsa { bits };
    let pss = |bits, digest: Option<DigestAlgorithm>| KeyKind::RsaPss {
        bits,
        restriction: digest.map(|digest| PssRestriction { digest, minimum_salt: 20 }),
    };
    let ec = KeyKind::Ec(EllipticCurve::P384);
    let table = [
        (SignatureScheme::RsaPkcs1(Sha256), rsa(2048), Ok(()), Ok(())),
        (SignatureScheme::RsaPkcs1(Sha256), rsa(2047), Err(KeySize), Ok(())),
        (SignatureScheme::RsaPkcs1(Sha256), rsa(1024), Err(KeySize), Ok(())),
        (SignatureScheme::RsaPkcs1(Sha256), rsa(1023), Err(KeySize), Err(KeySize)),
        (SignatureScheme::RsaPkcs1(Sha256), rsa(8192), Ok(()), Ok(())),
        (SignatureScheme::RsaPkcs1(Sha256), rsa(8193), Err(KeySize), Err(KeySize)),
        (SignatureScheme::RsaPkcs1(Sha1), rsa(2048), Err(WeakDigest), Ok(())),
        (SignatureScheme::RsaPkcs1BareDigest(Sha1), rsa(2048), Err(WeakDigest), Ok(())),
        (SignatureScheme::rsa_pss(Sha1), rsa(2048), Err(WeakDigest), Ok(())),
        (SignatureScheme::rsa_pss(Sha512), rsa(3072), Ok(()), Ok(())),
        (SignatureScheme::Ecdsa(Sha1), ec, Err(WeakDigest), Ok(())),
        (SignatureScheme::Ecdsa(Sha256), ec, Ok(()), Ok(())),
        (SignatureScheme::Ed25519, KeyKind::Ed25519, Ok(()), Ok(())),
        // keys for RSASSA-PSS
        (SignatureScheme::rsa_pss(Sha256), pss(2048, None), Ok(()), Ok(())),
        (SignatureScheme::rsa_pss(Sha256), pss(2048, Some(Sha256)), Ok(()), Ok(())),
        (SignatureScheme::rsa_pss(Sha256), pss(2047, None), Err(KeySize), Ok(())),
        (SignatureScheme::rsa_pss(Sha256), pss(8193, None), Err(KeySize), Err(KeySize)),
        (SignatureScheme::rsa_pss(Sha1), pss(2048, Some(Sha1)), Err(WeakDigest), Ok(())),
        (SignatureScheme::rsa_pss(Sha512), pss(2048, Some(Sha256)), Err(Scheme), Err(Scheme)),
        (SignatureScheme::RsaPkcs1(Sha256), pss(2048, None), Err(Scheme), Err(Scheme)),
        // a scheme for another kind of key
        (SignatureScheme::Ecdsa(Sha256), rsa(2048), Err(Scheme), Err(Scheme)),
        (SignatureScheme::RsaPkcs1(Sha256), ec, Err(Scheme), Err(Scheme)),
        (SignatureScheme::Ed25519, ec, Err(Scheme), Err(Scheme)),
        (SignatureScheme::Ecdsa(Sha256), KeyKind::Ed25519, Err(Scheme), Err(Scheme)),
    ];
    for (scheme, key, now, before) in table {
        assert_eq!(current.admit(scheme, key), now, "{scheme} {key:?}");
        assert_eq!(legacy.admit(scheme, key), before, "{scheme} {key:?}");
    }
    assert_eq!(AlgorithmPolicy::default(), current);
}
