//! Which public keys are taken: decided here once, so that all backends take the same ones.

mod ec;
mod ed25519;
mod rsa;

use ed25519_dalek::VerifyingKey;
use jpki_core::algorithm::{EllipticCurve, KeyKind};
use jpki_core::crypto::CryptoError;

pub(crate) use rsa::RsaKey;

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
            KeyKind::Ec(curve) => ec::accepted_point(curve, key).map(|key| Self::Ec(curve, key)),
            KeyKind::Ed25519 => ed25519::accepted_key(key).map(Self::Ed25519),
            _ => return Err(CryptoError::UnsupportedAlgorithm),
        }
        .ok_or(CryptoError::KeyRejected)
    }
}
