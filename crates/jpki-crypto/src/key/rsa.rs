use core::ops::RangeInclusive;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::der::{Reader, Tag};

/// Below, signatures can be forged by factoring; above, verification only costs time.
const MODULUS_BITS: RangeInclusive<u32> = 1024..=AlgorithmPolicy::MAXIMUM_RSA_BITS;

/// An exponent of 33 bits bounds a verification to 33 squarings; RFC 8017 §3.1 wants at least 3.
const EXPONENT: RangeInclusive<u64> = 3..=(1 << 33) - 1;

/// An RSA public key: an odd modulus of 1024 to 8192 bits, an odd exponent from 3 to 2³³ − 1.
pub(crate) struct RsaKey<'a> {
    pub(crate) modulus: &'a [u8],
    pub(crate) exponent: u64,
}

impl<'a> RsaKey<'a> {
    /// From a `RSAPublicKey` (RFC 8017 §A.1.1) whose modulus has `bits` bits and whose exponent is odd,
    /// as [`PublicKeyInfo`](jpki_core::algorithm::PublicKeyInfo) has found.
    pub(super) fn new(bits: u32, key: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(key).ok()?;
        let mut fields = reader.enter(Tag::SEQUENCE).ok()?;
        reader.finish().ok()?;
        let modulus = fields.integer().ok()?;
        let exponent = fields.integer().ok()?;
        fields.finish().ok()?;
        let modulus = magnitude(fields.bytes(modulus));
        let exponent = small(magnitude(fields.bytes(exponent)))?;
        let odd = modulus.last()? & 1 == 1;
        (odd && MODULUS_BITS.contains(&bits) && EXPONENT.contains(&exponent))
            .then_some(Self { modulus, exponent })
    }
}

fn magnitude(integer: &[u8]) -> &[u8] {
    integer.strip_prefix(&[0]).unwrap_or(integer)
}

fn small(magnitude: &[u8]) -> Option<u64> {
    (magnitude.len() <= 8)
        .then(|| magnitude.iter().fold(0, |value, &byte| (value << 8) | u64::from(byte)))
}
