use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};

use crate::random::{RandomnessUnavailable, random_bytes};

/// What a service provider calls a user by: 128 random bits drawn at an account's first binding, kept through
/// renewals and added certificates.
///
/// Drawn for each account of each provider, so that two providers have nothing to join on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PairwiseIdentifier([u8; PairwiseIdentifier::BYTES]);

impl PairwiseIdentifier {
    /// Bytes of an identifier.
    pub const BYTES: usize = 16;

    /// Draws an identifier.
    ///
    /// # Errors
    /// [`RandomnessUnavailable`].
    pub fn draw() -> Result<Self, RandomnessUnavailable> {
        random_bytes().map(Self)
    }

    /// Takes the bytes that a store kept.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Display for PairwiseIdentifier {
    /// 22 characters of base64url.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64UrlUnpadded::encode_string(&self.0))
    }
}
