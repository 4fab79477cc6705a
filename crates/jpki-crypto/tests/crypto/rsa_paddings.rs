//! Encoded messages made wrong by hand and signed with the right key (RFC 8017 §9.1, §9.2).

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::CryptoError;

use crate::support::Signed;
use crate::support::openssl::{KeyPair, RSA_2048, RSA_2048_EXPONENT_3, RSA_2049, digest};

const MESSAGE: &[u8] = b"application form";
const SHA256: DigestAlgorithm = DigestAlgorithm::Sha256;
const WITH_DIGEST_INFO: SignatureScheme = SignatureScheme::RsaPkcs1(SHA256);
const BARE: SignatureScheme = SignatureScheme::RsaPkcs1BareDigest(SHA256);

/// DigestInfo up to the digest (RFC 8017 §9.2 note 1).
const PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

#[test]
fn the_one_right_encoding() {
    let digest = digest(SHA256, MESSAGE);
    let info = [&PREFIX[..], &digest].concat();
    for pair in [&RSA_2048, &RSA_2048_EXPONENT_3] {
        assert_eq!(verdict(pair, WITH_DIGEST_INFO, &padded(&info)), Ok(()));
        assert_eq!(verdict(pair, BARE, &padded(&digest)), Ok(()));
    }
}

#[test]
fn one_scheme_never_stands_in_for_the_other() {
    let digest = digest(SHA256, MESSAGE);
    let info = [&PREFIX[..], &digest].concat();
    refuses(&RSA_2048, WITH_DIGEST_INFO, "bare digest", &padded(&digest));
    refuses(&RSA_2048, BARE, "DigestInfo", &padded(&info));
}

#[test]
fn digest_info_in_any_other_form() {
    let digest = digest(SHA256, MESSAGE);
    let oid = &PREFIX[4..15];
    let with = |parts: &[&[u8]]| parts.concat();
    let cases: [(&str, Vec<u8>); 14] = [
        ("no NULL", with(&[&[0x30, 0x2f, 0x30, 0x0b], oid, &[0x04, 0x20], &digest])),
        (
            "NULL in long form",
            with(&[&[0x30, 0x32, 0x30, 0x0e], oid, &[5, 0x81, 0, 4, 0x20], &digest]),
        ),
        ("outer length in long form", with(&[&[0x30, 0x81, 0x31], &PREFIX[2..], &digest])),
        (
            "inner length in long form",
            with(&[&[0x30, 0x32, 0x30, 0x81, 0x0d], &PREFIX[4..], &digest]),
        ),
        (
            "byte string length in long form",
            with(&[&[0x30, 0x32], &PREFIX[2..18], &[0x81, 0x20], &digest]),
        ),
        ("indefinite length", with(&[&[0x30, 0x80], &PREFIX[2..], &digest, &[0, 0]])),
        (
            "constructed byte string",
            with(&[&[0x30, 0x33], &PREFIX[2..17], &[0x24, 0x22, 4, 0x20], &digest]),
        ),
        (
            "parameters other than NULL",
            with(&[&[0x30, 0x33, 0x30, 0x0f], oid, &[4, 2, 0, 0, 4, 0x20], &digest]),
        ),
        ("an element after the digest", with(&[&[0x30, 0x33], &PREFIX[2..], &digest, &[5, 0]])),
        ("garbage after DigestInfo", with(&[&PREFIX, &digest, &[0; 8]])),
        ("OID of SHA-384", with(&[&PREFIX[..14], &[2], &PREFIX[15..], &digest])),
        (
            "OID of SHA-1",
            with(&[&[0x30, 0x2d, 0x30, 9, 6, 5, 0x2b, 0x0e, 3, 2, 0x1a, 5, 0, 4, 0x20], &digest]),
        ),
        ("digest one byte short", with(&[&[0x30, 0x30], &PREFIX[2..18], &[0x1f], &digest[..31]])),
        ("digest only in DigestInfo's shell", with(&[&[0x30, 0x22, 4, 0x20], &digest])),
    ];
    for (what, info) in cases {
        refuses(&RSA_2048, WITH_DIGEST_INFO, what, &padded(&info));
    }
}

#[test]
fn padding_in_any_other_form() {
    let digest = digest(SHA256, MESSAGE);
    let info = [&PREFIX[..], &digest].concat();
    for (scheme, content) in [(WITH_DIGEST_INFO, &info), (BARE, &digest)] {
        let right = padded(content);
        let separator = right.len() - content.len() - 1;
        let with = |at: usize, byte: u8| {
            let mut encoded = right.clone();
            encoded[at] = byte;
            encoded
        };
        let filled = |padding: usize, filler: u8| {
            let front = [&[0, 1][..], &vec![0xff; padding], &[0], content].concat();
            [&front[..], &vec![filler; 256 - front.len()]].concat()
        };
        for (what, encoded) in [
            // Bleichenbacher's forgery of 2006: short padding, garbage where no one looks.
            ("eight bytes of padding, zeros after the digest", filled(8, 0)),
            ("eight bytes of padding, garbage after the digest", filled(8, 0xa5)),
            ("no padding, garbage after the digest", filled(0, 0xa5)),
            ("padding one byte short, one byte after the digest", filled(separator - 3, 0)),
            ("block type 2", with(1, 2)),
            ("block type 0", with(1, 0)),
            ("first byte 01", with(0, 1)),
            ("no separator", with(separator, 0xff)),
            ("separator 01", with(separator, 1)),
            ("first padding byte FE", with(2, 0xfe)),
            ("last padding byte FE", with(separator - 1, 0xfe)),
            ("zero inside the padding", with(100, 0)),
            ("zeros for padding", {
                let mut encoded = right.clone();
                encoded[2..separator].fill(0);
                encoded
            }),
            ("separator two bytes early", {
                let mut encoded = right.clone();
                encoded[separator - 2] = 0;
                encoded
            }),
            ("shifted by one byte", [&right[1..], &[0]].concat()),
            ("content alone", [&vec![0; 256 - content.len()][..], content].concat()),
        ] {
            refuses(&RSA_2048, scheme, what, &encoded);
            refuses(&RSA_2048_EXPONENT_3, scheme, what, &encoded);
        }
    }
}

#[test]
fn a_signature_that_is_not_below_the_modulus() {
    // RFC 8017 §5.2.2 step 1: s + n has the same residue, and here sometimes the same length.
    for _ in 0..64 {
        let pair = KeyPair::rsa(1024);
        let signed = pair.sign(WITH_DIGEST_INFO, MESSAGE);
        assert_eq!(signed.verify(), Ok(()));
        if let Some(signature) = sum(&signed.signature, modulus(&pair)) {
            let near = Signed { signature, ..signed };
            assert_eq!(near.verify(), Err(CryptoError::Invalid));
            return;
        }
    }
    panic!("none of the keys had room for s + n");
}

#[test]
fn pss_in_any_other_form() {
    let scheme = SignatureScheme::rsa_pss(SHA256);
    for pair in [&RSA_2048, &RSA_2049] {
        let signed = pair.sign(scheme, MESSAGE);
        let right = pair.recover_encoded(&signed.signature);
        let again = Signed { signature: pair.sign_encoded(&right), ..signed.clone() };
        assert_eq!(again.verify(), Ok(()));

        let length = right.len();
        let hash = length - 1 - 32;
        let salt = hash - 32;
        for (what, at, change) in [
            ("trailer", length - 1, 0x01),
            ("hash", hash, 0x80),
            ("last bit of salt", hash - 1, 0x01),
            ("first bit of salt", salt, 0x80),
            ("separator", salt - 1, 0x01),
            ("separator, other bit", salt - 1, 0x80),
            ("last byte of zeros", salt - 2, 0x01),
            ("an byte of zeros", 100, 0x10),
            ("first byte of zeros", length - 255, 0x01),
        ] {
            let mut encoded = right.clone();
            encoded[at] ^= change;
            let near = Signed { signature: pair.sign_encoded(&encoded), ..signed.clone() };
            assert_eq!(near.verify(), Err(CryptoError::Invalid), "{what}");
        }
    }
}

#[test]
fn pss_bits_above_the_encoded_message() {
    // RFC 8017 §9.1.2 step 6. With 2048 bits the topmost bit is above; set, it may still be below n.
    let scheme = SignatureScheme::rsa_pss(SHA256);
    for _ in 0..64 {
        let signed = RSA_2048.sign(scheme, MESSAGE);
        let mut encoded = RSA_2048.recover_encoded(&signed.signature);
        assert_eq!(encoded[0] & 0x80, 0);
        encoded[0] |= 0x80;
        if encoded.as_slice() < modulus(&RSA_2048) {
            let near = Signed { signature: RSA_2048.sign_encoded(&encoded), ..signed };
            assert_eq!(near.verify(), Err(CryptoError::Invalid));
            return;
        }
    }
    panic!("no encoded message stayed below the modulus");
}

fn padded(content: &[u8]) -> Vec<u8> {
    let padding = vec![0xff; 256 - 3 - content.len()];
    [&[0, 1][..], &padding, &[0], content].concat()
}

#[track_caller]
fn verdict(pair: &KeyPair, scheme: SignatureScheme, encoded: &[u8]) -> Result<(), CryptoError> {
    assert_eq!(encoded.len(), 256);
    let signature = pair.sign_encoded(encoded);
    Signed { key: pair.public.clone(), scheme, message: MESSAGE.to_vec(), signature }.verify()
}

#[track_caller]
fn refuses(pair: &KeyPair, scheme: SignatureScheme, what: &str, encoded: &[u8]) {
    assert_eq!(verdict(pair, scheme, encoded), Err(CryptoError::Invalid), "{scheme}: {what}");
}

fn modulus(pair: &KeyPair) -> &[u8] {
    use crate::support::der::split;
    let (_, fields, _) = split(&pair.public);
    let (_, _, bits) = split(fields);
    let (_, bits, _) = split(bits);
    let (_, key, _) = split(&bits[1..]);
    let (_, modulus, _) = split(key);
    modulus.strip_prefix(&[0]).unwrap_or(modulus)
}

/// The sum of two numbers if it is no longer than the first.
fn sum(one: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    assert_eq!(one.len(), other.len());
    let mut carry = 0;
    let mut bytes: Vec<u8> = one
        .iter()
        .zip(other)
        .rev()
        .map(|(&one, &other)| {
            let sum = u16::from(one) + u16::from(other) + carry;
            carry = sum >> 8;
            sum as u8
        })
        .collect();
    bytes.reverse();
    (carry == 0).then_some(bytes)
}
