//! Ed25519 where implementations are known to differ: here they must not.

use curve25519_dalek::EdwardsPoint;
use curve25519_dalek::constants::{ED25519_BASEPOINT_POINT, EIGHT_TORSION};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::CryptoError;

use crate::keys::prepare;
use crate::support::der::with_key;
use crate::support::openssl::{self, ED25519};
use crate::support::{Signed, from_hex};

/// RFC 8032 §7.1: public key, message, signature.
const EXAMPLES: [(&str, &str, &str); 3] = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
];

#[test]
fn the_examples_of_the_standard() {
    for (key, message, signature) in EXAMPLES {
        assert_eq!(verdict(&from_hex(key), &from_hex(message), from_hex(signature)), Ok(()));
        let longer = [from_hex(message), vec![0]].concat();
        assert_eq!(
            verdict(&from_hex(key), &longer, from_hex(signature)),
            Err(CryptoError::Invalid)
        );
    }
}

#[test]
fn s_is_below_the_group_order() {
    let order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    for (key, message, signature) in EXAMPLES {
        let mut signature = from_hex(signature);
        let mut carry = 0;
        for (byte, addend) in signature[32..].iter_mut().zip(&order) {
            let sum = u16::from(*byte) + u16::from(*addend) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        assert_eq!(carry, 0);
        assert_eq!(
            verdict(&from_hex(key), &from_hex(message), signature),
            Err(CryptoError::Invalid),
            "S + L"
        );
    }
    let (key, message, signature) = EXAMPLES[0];
    let signature = [&from_hex(signature)[..32], &order].concat();
    assert_eq!(
        verdict(&from_hex(key), &from_hex(message), signature),
        Err(CryptoError::Invalid),
        "S = L"
    );
}

#[test]
fn a_key_of_small_order_is_refused() {
    for point in EIGHT_TORSION {
        let key = point.compress().to_bytes();
        assert_eq!(refusal(&key), Err(CryptoError::KeyRejected));
    }
    // The same points where y or the sign of x = 0 is encoded in another way.
    for key in [
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert_eq!(refusal(&from_hex(key)), Err(CryptoError::KeyRejected), "{key}");
    }
}

#[test]
fn a_key_is_encoded_in_one_way() {
    let mut seen = 0;
    for small in 2..19_u8 {
        let mut canonical = [0; 32];
        canonical[0] = small;
        if refusal(&canonical).is_err() {
            continue;
        }
        seen += 1;
        // 2^255 - 19 + small
        let mut other = [0xff; 32];
        other[0] = 0xed + small;
        other[31] = 0x7f;
        assert_eq!(refusal(&other), Err(CryptoError::KeyRejected), "y = p + {small}");
    }
    assert!(seen > 2, "about every second y is on the curve");
}

#[test]
fn a_key_off_the_curve_is_refused() {
    // About every second y has no x.
    let refused = (2..100).filter(|&y| {
        let mut key = [0; 32];
        key[0] = y;
        refusal(&key).is_err()
    });
    assert!((25..75).contains(&refused.count()));
}

/// RFC 8032 §5.1.7 leaves the cofactor to the verifier: here the equation holds without it, so that a
/// key with a component of small order fits only where the challenge cancels that component.
#[test]
fn the_equation_holds_without_the_cofactor() {
    let secret = Scalar::from(0x1234_5678_9abc_def1_u64);
    let nonce = Scalar::from(0x0fed_cba9_8765_4321_u64);
    let torsion = EIGHT_TORSION[1];
    let key = ED25519_BASEPOINT_POINT * secret + torsion;
    let mut accepted = 0;
    for number in 0..64_u8 {
        let message = [number];
        let signed = Handmade::new(key, secret, ED25519_BASEPOINT_POINT * nonce, nonce, &message);
        let cancels = torsion * signed.challenge == EdwardsPoint::identity();
        let expected = if cancels { Ok(()) } else { Err(CryptoError::Invalid) };
        assert_eq!(verdict(&signed.key, &message, signed.signature), expected, "{number}");
        accepted += u32::from(cancels);
    }
    assert!((1..32).contains(&accepted), "about every eighth cancels");
}

/// NOTE: only the owner of the key can make these, so R of small order is not refused by itself.
#[test]
fn r_is_compared_octet_by_byte() {
    let secret = Scalar::from(77_u8);
    let key = ED25519_BASEPOINT_POINT * secret;
    let message = b"form";
    let signed = Handmade::new(key, secret, EdwardsPoint::identity(), Scalar::ZERO, message);
    assert_eq!(verdict(&signed.key, message, signed.signature.clone()), Ok(()));

    // The same point with y = 1 + p. S is made anew, because the challenge covers the bytes of R.
    let mut other = [0xff; 32];
    other[0] = 0xee;
    other[31] = 0x7f;
    let challenge = challenge(&other, &signed.key, message);
    let s = challenge * secret;
    let signature = [&other[..], s.as_bytes()].concat();
    assert_eq!(verdict(&signed.key, message, signature), Err(CryptoError::Invalid));
}

struct Handmade {
    key: [u8; 32],
    challenge: Scalar,
    signature: Vec<u8>,
}

impl Handmade {
    fn new(
        key: EdwardsPoint,
        secret: Scalar,
        r: EdwardsPoint,
        nonce: Scalar,
        message: &[u8],
    ) -> Self {
        let key = key.compress().to_bytes();
        let r = r.compress().to_bytes();
        let challenge = challenge(&r, &key, message);
        let s = nonce + challenge * secret;
        Self { key, challenge, signature: [&r[..], s.as_bytes()].concat() }
    }
}

/// RFC 8032 §5.1.7 step 2.
fn challenge(r: &[u8], key: &[u8], message: &[u8]) -> Scalar {
    let digest = openssl::digest(DigestAlgorithm::Sha512, &[r, key, message].concat());
    Scalar::from_bytes_mod_order_wide(&digest.try_into().expect("64 bytes"))
}

#[track_caller]
fn verdict(key: &[u8], message: &[u8], signature: Vec<u8>) -> Result<(), CryptoError> {
    let key = with_key(&ED25519.public, key);
    let message = message.to_vec();
    Signed { key, scheme: SignatureScheme::Ed25519, message, signature }.verify()
}

#[track_caller]
fn refusal(key: &[u8]) -> Result<(), CryptoError> {
    prepare(&with_key(&ED25519.public, key))
}
