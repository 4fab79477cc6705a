//! `ECDSA-Sig-Value` (RFC 3279 §2.2.3) in DER, r and s from 1 to n − 1 (FIPS 186-5 §6.4.2).

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::crypto::CryptoError;

use crate::support::der::{element, sequence, split, unsigned};
use crate::support::openssl::{KeyPair, P256, P384, P521};
use crate::support::{Signed, from_hex};

/// Orders of the groups (SP 800-186 §3.2.1).
const ORDERS: [&str; 3] = [
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409",
];

#[test]
fn only_der() {
    for (pair, _) in curves() {
        let signed = sign(pair);
        let (r, s) = integers(&signed.signature);
        let content = [&r[..], &s].concat();
        let padded = |integer: &[u8]| {
            let (_, content, _) = split(integer);
            element(0x02, &[&[0], content].concat())
        };
        let long_form = |bytes: &[u8]| {
            let (_, content, _) = split(bytes);
            let length = content.len();
            [&[bytes[0], 0x82, (length >> 8) as u8, length as u8], content].concat()
        };
        assert_eq!(with(&signed, sequence(&[&r, &s])).verify(), Ok(()));
        for (what, signature) in [
            ("r padded", sequence(&[&padded(&r), &s])),
            ("s padded", sequence(&[&r, &padded(&s)])),
            ("length not minimal", long_form(&signed.signature)),
            ("length of r not minimal", sequence(&[&long_form(&r), &s])),
            ("indefinite length", [&[0x30, 0x80], &content[..], &[0, 0]].concat()),
            ("bytes after it", [&signed.signature[..], &[0]].concat()),
            ("an element inside after s", sequence(&[&r, &s, &[0x05, 0x00]])),
            ("a third integer", sequence(&[&r, &s, &[0x02, 0x01, 0x01]])),
            ("r alone", sequence(&[&r])),
            ("nothing inside", sequence(&[])),
            ("no sequence", content.clone()),
            ("a set", element(0x31, &content)),
            ("another type for r", sequence(&[&[&[0x04], &r[1..]].concat(), &s])),
            ("r and s exchanged", sequence(&[&s, &r])),
            ("length one too large", {
                let mut signature = signed.signature.clone();
                let at = if signature[1] == 0x81 { 2 } else { 1 };
                signature[at] += 1;
                signature
            }),
            ("fixed length", [trimmed(&r), trimmed(&s)].concat()),
        ] {
            assert_eq!(with(&signed, signature).verify(), Err(CryptoError::Invalid), "{what}");
        }
    }
}

#[test]
fn only_positive_integers_below_the_order() {
    for (pair, order) in curves() {
        let signed = sign(pair);
        let (r, s) = integers(&signed.signature);
        let zero = [0x02, 0x01, 0x00];
        let one = [0x02, 0x01, 0x01];
        let (_, r_content, _) = split(&r);
        let negative = element(0x02, &[&[0xff][..], r_content].concat());
        let order_itself = unsigned(&order);
        for (what, signature) in [
            ("r = 0", sequence(&[&zero, &s])),
            ("s = 0", sequence(&[&r, &zero])),
            ("r = s = 0", sequence(&[&zero, &zero])),
            ("r = s = 1", sequence(&[&one, &one])),
            ("r = n", sequence(&[&order_itself, &s])),
            ("s = n", sequence(&[&r, &order_itself])),
            ("r + n", sequence(&[&unsigned(&sum(trimmed(&r), &order)), &s])),
            ("s + n", sequence(&[&r, &unsigned(&sum(trimmed(&s), &order))])),
            ("r negative", sequence(&[&negative, &s])),
            ("r empty", sequence(&[&[0x02, 0x00], &s])),
            ("r of 200 bytes", sequence(&[&unsigned(&[0x7f; 200]), &s])),
        ] {
            assert_eq!(with(&signed, signature).verify(), Err(CryptoError::Invalid), "{what}");
        }
    }
}

/// NOTE: FIPS 186-5 takes both s and n − s; a signature is no name of itself.
#[test]
fn both_values_of_s() {
    for (pair, order) in curves() {
        let signed = sign(pair);
        let (r, s) = integers(&signed.signature);
        let other = difference(&order, trimmed(&s));
        assert_eq!(with(&signed, sequence(&[&r, &unsigned(&other)])).verify(), Ok(()));
        let near = difference(&other, &[1]);
        let near = with(&signed, sequence(&[&r, &unsigned(&near)]));
        assert_eq!(near.verify(), Err(CryptoError::Invalid));
    }
}

fn curves() -> impl Iterator<Item = (&'static KeyPair, Vec<u8>)> {
    [&*P256, &*P384, &*P521].into_iter().zip(ORDERS.map(from_hex))
}

fn sign(pair: &KeyPair) -> Signed {
    pair.sign(SignatureScheme::Ecdsa(DigestAlgorithm::Sha256), b"login")
}

fn with(signed: &Signed, signature: Vec<u8>) -> Signed {
    Signed { signature, ..signed.clone() }
}

fn integers(signature: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (_, content, _) = split(signature);
    let (r, _, s) = split(content);
    (r.to_vec(), s.to_vec())
}

fn trimmed(integer: &[u8]) -> &[u8] {
    let (_, content, _) = split(integer);
    content.strip_prefix(&[0]).unwrap_or(content)
}

fn sum(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    digits(one, other, |one, other| {
        let sum = one + other + carry;
        carry = sum >> 8;
        sum
    })
}

fn difference(one: &[u8], other: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    digits(one, other, |one, other| {
        let difference = one - other - borrow;
        borrow = i16::from(difference < 0);
        difference
    })
}

/// Column by column from the last byte, with one column more than the longer number.
fn digits(one: &[u8], other: &[u8], mut column: impl FnMut(i16, i16) -> i16) -> Vec<u8> {
    let length = one.len().max(other.len()) + 1;
    let at = |number: &[u8], back: usize| {
        number.len().checked_sub(back + 1).map_or(0, |at| i16::from(number[at]))
    };
    let mut bytes: Vec<u8> =
        (0..length).map(|back| column(at(one, back), at(other, back)) as u8).collect();
    bytes.reverse();
    bytes
}
