use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use zeroize::Zeroizing;

use crate::random::{RandomnessUnavailable, random_bytes};

/// 256 bits from the operating system's generator.
///
/// Kept from logs: whoever learns one early can only spend it, but need not.
#[derive(Clone)]
pub struct Nonce(Zeroizing<[u8; Nonce::BYTES]>);

/// A text that is no nonce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a nonce: 43 characters of base64url without padding")]
#[non_exhaustive]
pub struct NonceError;

impl Nonce {
    /// Bytes of a nonce.
    pub const BYTES: usize = 32;

    /// Draws a nonce.
    ///
    /// # Errors
    /// [`RandomnessUnavailable`].
    // Requirement: AUTH-04
    pub fn draw() -> Result<Self, RandomnessUnavailable> {
        random_bytes().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// Takes a nonce that came back from a client.
    #[must_use]
    pub fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Reads a nonce that came back as base64url without padding (RFC 4648 §5), in its one canonical form.
    ///
    /// # Errors
    /// [`NonceError`] if it is anything else.
    pub fn from_base64url(text: &str) -> Result<Self, NonceError> {
        let mut bytes = Zeroizing::new([0; Self::BYTES]);
        match Base64UrlUnpadded::decode(text, bytes.as_mut()) {
            Ok(decoded) if decoded.len() == Self::BYTES => Ok(Self(bytes)),
            _ => Err(NonceError),
        }
    }

    /// Returns the bytes, to send to the client.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Returns the same as base64url without padding: 43 characters.
    #[must_use]
    pub fn to_base64url(&self) -> String {
        Base64UrlUnpadded::encode_string(self.0.as_ref())
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce(..)")
    }
}
