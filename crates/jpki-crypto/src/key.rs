//! Which public keys are taken: decided here once, so that all backends take the same ones.

use core::ops::RangeInclusive;

use ed25519_dalek::VerifyingKey;
use jpki_core::algorithm::{AlgorithmPolicy, EllipticCurve, KeyKind};
use jpki_core::crypto::CryptoError;
use jpki_core::der::Reader;

/// A public key of a kind, size and encoding that is taken. Whether a point lies on its curve is for
/// the library that decodes it.
pub(crate) enum AcceptedKey<'a> {
    Rsa(RsaKey<'a>),
    Ec(EllipticCurve, &'a [u8]),
    Ed25519(VerifyingKey),
}

impl<'a> AcceptedKey<'a> {
    /// From the kind and the content of the BIT STRING of a `SubjectPublicKeyInfo`.
    pub(crate) fn new(kind: KeyKind, key: &'a [u8]) -> Result<Self, CryptoError> {
        match kind {
            KeyKind::Rsa { bits } | KeyKind::RsaPss { bits, .. } => {
                RsaKey::new(bits, key).map(Self::Rsa)
            }
            KeyKind::Ec(curve) => accepted_point(curve, key).map(|key| Self::Ec(curve, key)),
            KeyKind::Ed25519 => accepted_ed25519(key).map(Self::Ed25519),
            _ => return Err(CryptoError::UnsupportedAlgorithm),
        }
        .ok_or(CryptoError::KeyRejected)
    }
}

/// An RSA public key: an odd modulus of 1024 to 8192 bits, an odd exponent from 3 to 2³³ − 1.
pub(crate) struct RsaKey<'a> {
    pub(crate) modulus: &'a [u8],
    pub(crate) exponent: u64,
}

/// Below, signatures can be forged by factoring; above, verification only costs time.
const MODULUS_BITS: RangeInclusive<u32> = 1024..=AlgorithmPolicy::MAXIMUM_RSA_BITS;

/// An exponent of 33 bits bounds a verification to 33 squarings; RFC 8017 §3.1 wants at least 3.
const EXPONENT: RangeInclusive<u64> = 3..=(1 << 33) - 1;

impl<'a> RsaKey<'a> {
    /// From a `RSAPublicKey` (RFC 8017 §A.1.1) whose modulus has `bits` bits and whose exponent is odd,
    /// as [`PublicKeyInfo`](jpki_core::algorithm::PublicKeyInfo) has found.
    fn new(bits: u32, key: &'a [u8]) -> Option<Self> {
        let mut fields = Reader::new(key).ok()?.read_all(Reader::sequence).ok()?;
        let modulus = fields.integer().ok()?.magnitude()?;
        let exponent = fields.integer().ok()?.to_u64()?;
        fields.finish().ok()?;
        let odd = modulus.last()? & 1 == 1;
        (odd && MODULUS_BITS.contains(&bits) && EXPONENT.contains(&exponent))
            .then_some(Self { modulus, exponent })
    }
}

/// The point as it is encoded, if it is encoded uncompressed or compressed (RFC 5480 §2.2) and so
/// neither the point at infinity nor in the hybrid form of X9.62.
fn accepted_point(curve: EllipticCurve, point: &[u8]) -> Option<&[u8]> {
    let coordinates = match (curve, point.first()?) {
        (_, 0x02 | 0x03) => 1,
        (_, 0x04) => 2,
        _ => return None,
    };
    let field_bytes: usize = match curve {
        EllipticCurve::P256 => 32,
        EllipticCurve::P384 => 48,
        EllipticCurve::P521 => 66,
    };
    let length = field_bytes.checked_mul(coordinates)?.checked_add(1)?;
    (point.len() == length).then_some(point)
}

/// The key if it is the canonical encoding (RFC 8032 §5.1.3) of a point whose order is not small.
///
/// A key of small order fits nearly any message, so that its signatures prove nothing.
fn accepted_ed25519(key: &[u8]) -> Option<VerifyingKey> {
    let bytes: &[u8; 32] = key.try_into().ok()?;
    let key = VerifyingKey::from_bytes(bytes).ok()?;
    (is_canonical(bytes) && !key.is_weak()).then_some(key)
}

/// Whether y < 2²⁵⁵ − 19. (The other encodings that are not canonical, x = 0 with a sign, are points of
/// small order.)
fn is_canonical(key: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = key;
    let at_least_prime =
        *low >= 0xed && middle.iter().all(|&byte| byte == 0xff) && high & 0x7f == 0x7f;
    !at_least_prime
}
