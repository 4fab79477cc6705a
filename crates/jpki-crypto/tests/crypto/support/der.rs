//! Public keys written by hand, so that they can also be written wrongly.

pub(crate) use jpki_test_support::der::{element, sequence, split, unsigned};

/// `SubjectPublicKeyInfo` with the algorithm of another one and this key.
pub(crate) fn with_key(like: &[u8], key: &[u8]) -> Vec<u8> {
    let (_, fields, _) = split(like);
    let (algorithm, _, _) = split(fields);
    sequence(&[algorithm, &element(0x03, &[&[0], key].concat())])
}

pub(crate) fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let key = sequence(&[&unsigned(modulus), &unsigned(exponent)]);
    // rsaEncryption with NULL (RFC 3279 §2.3.1)
    let oid = element(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);
    sequence(&[&sequence(&[&oid, &[0x05, 0x00]]), &element(0x03, &[&[0], &key[..]].concat())])
}
