use ed25519_dalek::VerifyingKey;

/// The key if it is the canonical encoding (RFC 8032 §5.1.3) of a point whose order is not small.
///
/// A key of small order fits nearly any message, so that its signatures prove nothing.
pub(super) fn accepted_key(key: &[u8]) -> Option<VerifyingKey> {
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
