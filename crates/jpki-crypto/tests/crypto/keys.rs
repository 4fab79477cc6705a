//! Which keys are taken, at each bound and one step beyond it.

use jpki_core::algorithm::{DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::CryptoError;

use crate::support::der::{rsa_key, split, with_key};
use crate::support::openssl::{KeyPair, P256, P384, P521, RSA_2048};
use crate::support::{Signed, backends};

const F4: [u8; 3] = [1, 0, 1];

#[test]
fn rsa_modulus_from_1024_to_8192_bits() {
    for bits in [1024, 1025, 2048, 4096, 8191, 8192] {
        assert_eq!(prepare(&rsa_key(&odd_modulus(bits), &F4)), Ok(()), "{bits} bits");
    }
    for bits in [17, 512, 1023, 8193, 16_384, 32_768] {
        assert_eq!(
            prepare(&rsa_key(&odd_modulus(bits), &F4)),
            Err(CryptoError::KeyRejected),
            "{bits} bits"
        );
    }
}

#[test]
fn rsa_modulus_is_odd() {
    let mut modulus = odd_modulus(2048);
    assert_eq!(prepare(&rsa_key(&modulus, &F4)), Ok(()));
    modulus[255] = 0xfe;
    assert_eq!(prepare(&rsa_key(&modulus, &F4)), Err(CryptoError::KeyRejected));
}

#[test]
fn rsa_exponent_from_3_to_33_bits() {
    let modulus = odd_modulus(2048);
    for exponent in [3_u64, 5, 17, 257, 65_537, (1 << 32) + 1, (1 << 33) - 1] {
        let key = rsa_key(&modulus, &exponent.to_be_bytes());
        assert_eq!(prepare(&key), Ok(()), "{exponent}");
    }
    for exponent in [(1_u64 << 33) + 1, (1 << 63) + 1, u64::MAX] {
        let key = rsa_key(&modulus, &exponent.to_be_bytes());
        assert_eq!(prepare(&key), Err(CryptoError::KeyRejected), "{exponent}");
    }
    for exponent in [vec![0xff; 9], modulus.clone(), [&[1][..], &[0; 8], &[3]].concat()] {
        let key = rsa_key(&modulus, &exponent);
        assert_eq!(prepare(&key), Err(CryptoError::KeyRejected));
    }
    for exponent in [0_u8, 1, 2, 4] {
        assert!(PublicKeyInfo::from_der(&rsa_key(&modulus, &[exponent])).is_err(), "{exponent}");
    }
}

#[test]
fn ec_point_uncompressed_or_compressed() {
    for pair in [&P256, &P384, &P521] {
        let scheme = SignatureScheme::Ecdsa(DigestAlgorithm::Sha384);
        let signed = pair.sign(scheme, b"form");
        for form in ["uncompressed", "compressed"] {
            let key = pair.point_form(form);
            assert_eq!(Signed { key, ..signed.clone() }.verify(), Ok(()), "{form}");
        }
        assert_eq!(prepare(&pair.point_form("hybrid")), Err(CryptoError::KeyRejected));
    }
}

#[test]
fn ec_point_in_any_other_form() {
    for pair in [&P256, &P384, &P521] {
        let uncompressed = point(&pair.public);
        let compressed_key = pair.point_form("compressed");
        let compressed = point(&compressed_key);
        let with_tag = |tag: u8, rest: &[u8]| [&[tag], rest].concat();
        for (what, bytes) in [
            ("nothing", vec![]),
            ("infinity", vec![0]),
            ("infinity, long", with_tag(0, &uncompressed[1..])),
            ("compact", with_tag(5, &compressed[1..])),
            ("compressed tag, uncompressed length", with_tag(2, &uncompressed[1..])),
            ("uncompressed tag, compressed length", with_tag(4, &compressed[1..])),
            ("unknown tag", with_tag(8, &uncompressed[1..])),
            ("no tag", uncompressed[1..].to_vec()),
            ("one byte short", uncompressed[..uncompressed.len() - 1].to_vec()),
            ("one byte long", [uncompressed, &[0]].concat()),
            ("coordinates above the prime", with_tag(4, &vec![0xff; uncompressed.len() - 1])),
            ("compressed above the prime", with_tag(2, &vec![0xff; compressed.len() - 1])),
            ("zero", with_tag(4, &vec![0; uncompressed.len() - 1])),
        ] {
            let key = with_key(&pair.public, &bytes);
            assert_eq!(prepare(&key), Err(CryptoError::KeyRejected), "{what}");
        }
    }
}

#[test]
fn ec_point_on_its_curve() {
    for pair in [&P256, &P384, &P521] {
        let mut bytes = point(&pair.public).to_vec();
        assert_eq!(prepare(&with_key(&pair.public, &bytes)), Ok(()));
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(prepare(&with_key(&pair.public, &bytes)), Err(CryptoError::KeyRejected));
    }
}

#[test]
fn ec_point_of_another_curve() {
    let other = KeyPair::ec("brainpoolP256r1");
    let key = with_key(&P256.public, point(&other.public));
    assert_eq!(prepare(&key), Err(CryptoError::KeyRejected));
}

#[test]
fn ec_coordinate_below_the_prime() {
    // 2^256 - 2^224 + 2^192 + 2^96 - 1 (FIPS 186-5 / SP 800-186 §3.2.1.3)
    let prime = crate::support::from_hex(
        "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    );
    let mut seen = 0;
    for small in 0..32_u8 {
        let mut x = [0; 32];
        x[31] = small;
        if prepare(&with_key(&P256.public, &[&[2], &x[..]].concat())).is_err() {
            continue;
        }
        seen += 1;
        // The prime ends in 64 one bits, so that adding carries out of them once.
        let mut above = prime.clone();
        if small > 0 {
            above[31] = small - 1;
            above[20..31].fill(0);
            above[19] = 1;
        }
        assert_eq!(
            prepare(&with_key(&P256.public, &[&[2], &above[..]].concat())),
            Err(CryptoError::KeyRejected),
            "x = p + {small}"
        );
    }
    assert!(seen > 4, "about every second x is on the curve");
}

#[test]
fn a_key_of_a_kind_that_is_not_known() {
    // The crates know no other kind; core refuses it before any backend.
    let other = KeyPair::generate(&["X25519"]);
    assert!(PublicKeyInfo::from_der(&other.public).is_err());
    assert!(PublicKeyInfo::from_der(&RSA_2048.public).is_ok());
}

/// What all backends say alike.
#[track_caller]
pub(crate) fn prepare(key: &[u8]) -> Result<(), CryptoError> {
    let key = PublicKeyInfo::from_der(key).expect("a well-formed key");
    let answers: Vec<_> =
        backends().iter().map(|backend| backend.prepare(&key).map(|_| ())).collect();
    assert!(answers.iter().all(|answer| answer == &answers[0]), "{answers:?}");
    answers[0]
}

fn point(key: &[u8]) -> &[u8] {
    let (_, fields, _) = split(key);
    let (_, _, bits) = split(fields);
    let (_, bits, _) = split(bits);
    &bits[1..]
}

fn odd_modulus(bits: usize) -> Vec<u8> {
    let mut modulus = vec![0xff; bits.div_ceil(8)];
    modulus[0] >>= modulus.len() * 8 - bits;
    // Anything odd will do: no one can see that it is no product of two primes.
    modulus[1] = 0x35;
    modulus
}
