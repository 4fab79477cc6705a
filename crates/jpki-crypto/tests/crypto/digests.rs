use jpki_core::algorithm::DigestAlgorithm;

use crate::support::{backends, from_hex, openssl};

/// FIPS 180-4 examples: the empty message and "abc".
const EXAMPLES: [(DigestAlgorithm, &str, &str); 4] = [
    (
        DigestAlgorithm::Sha1,
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "a9993e364706816aba3e25717850c26c9cd0d89d",
    ),
    (
        DigestAlgorithm::Sha256,
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    ),
    (
        DigestAlgorithm::Sha384,
        "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b",
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    ),
    (
        DigestAlgorithm::Sha512,
        "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ),
];

#[test]
fn the_examples_of_the_standard() {
    for backend in backends() {
        for (algorithm, of_nothing, of_abc) in EXAMPLES {
            assert_eq!(backend.digest(algorithm, b"").as_bytes(), from_hex(of_nothing));
            assert_eq!(backend.digest(algorithm, b"abc").as_bytes(), from_hex(of_abc));
            assert_eq!(backend.hasher(algorithm).finish().as_bytes(), from_hex(of_nothing));
            assert_eq!(backend.digest(algorithm, b"abc").algorithm(), algorithm);
        }
    }
}

#[test]
fn pieces_of_any_length_give_the_digest_of_the_whole() {
    let content: Vec<u8> = (0..100_003_u32).map(|at| (at ^ (at >> 8)) as u8).collect();
    for (algorithm, ..) in EXAMPLES {
        let expected = openssl::digest(algorithm, &content);
        for backend in backends() {
            assert_eq!(backend.digest(algorithm, &content).as_bytes(), expected);
            for piece in [1, 63, 64, 65, 127, 128, 4096, content.len()] {
                let mut hasher = backend.hasher(algorithm);
                hasher.update(&[]);
                content.chunks(piece).for_each(|piece| hasher.update(piece));
                let digest = hasher.finish();
                assert_eq!(digest.as_bytes(), expected, "{backend:?} pieces of {piece}");
                assert_eq!(digest.algorithm(), algorithm);
            }
        }
    }
}
