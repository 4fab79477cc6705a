use ed25519_dalek::VerifyingKey;

/// The key if it is the canonical encoding (RFC 8032 §5.1.3) of a point whose order is not small.
///
/// A key of small order fits nearly any message, so that its signatures prove nothing.
pub(super) fn accepted_key(key: &[u8]) -> Option<VerifyingKey> {
    let octets: &[u8; 32] = key.try_into().ok()?;
    let key = VerifyingKey::from_bytes(octets).ok()?;
    (is_canonical(octets) && !key.is_weak()).then_some(key)
}

/// An Ed25519 signature whose S is below the group order, so that no second S fits the same message
/// (RFC 8032 §5.1.7 step 1).
///
/// Checked here because features of the curve library, which any crate of a build can switch on, make
/// it take others.
pub(crate) struct Ed25519Signature(ed25519_dalek::Signature);

impl Ed25519Signature {
    pub(crate) fn new(signature: &[u8]) -> Option<Self> {
        let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
        signature.s_bytes().iter().rev().lt(GROUP_ORDER.iter().rev()).then_some(Self(signature))
    }

    pub(crate) const fn inner(&self) -> &ed25519_dalek::Signature {
        &self.0
    }
}

/// L = 2²⁵² + 27742317777372353535851937790883648493 (RFC 8032 §5.1), least octet first.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// Whether y < 2²⁵⁵ − 19. (The other encodings that are not canonical, x = 0 with a sign, are points of
/// small order.)
fn is_canonical(key: &[u8; 32]) -> bool {
    let [low, middle @ .., high] = key;
    let at_least_prime =
        *low >= 0xed && middle.iter().all(|&octet| octet == 0xff) && high & 0x7f == 0x7f;
    !at_least_prime
}
