use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use jpki_core::crypto::CryptoError;

/// RFC 8032 §5.1.7, without the cofactor, R compared byte by byte.
pub(super) fn verify(
    key: &VerifyingKey,
    message: &[u8],
    signature: &[u8],
) -> Result<(), CryptoError> {
    let signature = Signature::from_slice(signature).map_err(|_| CryptoError::Invalid)?;
    // Step 1, S < L. Checked here because a feature of the library, which any crate of a build can
    // switch on, makes it take more than one S for the same message.
    if signature.s_bytes().iter().rev().ge(GROUP_ORDER.iter().rev()) {
        return Err(CryptoError::Invalid);
    }
    key.verify(message, &signature).map_err(|_| CryptoError::Invalid)
}

/// L = 2²⁵² + 27742317777372353535851937790883648493 (RFC 8032 §5.1), least byte first.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];
