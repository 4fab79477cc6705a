use std::fmt;

use base64ct::{Base64, Encoding as _};
use sha2::{Digest as _, Sha256};

/// A SHA-256 value of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TreeHash([u8; Self::BYTES]);

impl TreeHash {
    /// Bytes of a hash.
    pub const BYTES: usize = 32;

    /// Takes a hash that was stored or sent.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    /// Reads 44 characters of base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        let mut bytes = [0; Self::BYTES];
        let decoded = Base64::decode(text, &mut bytes).ok()?.len();
        (decoded == Self::BYTES).then_some(Self(bytes))
    }

    /// Returns the root of the tree without entries (RFC 6962 §2.1).
    #[must_use]
    pub fn of_nothing() -> Self {
        Self(Sha256::digest([]).into())
    }

    /// Returns the hash of an entry (RFC 6962 §2.1).
    #[must_use]
    pub fn of_leaf(entry: &[u8]) -> Self {
        Self(Sha256::new_with_prefix([0x00]).chain_update(entry).finalize().into())
    }

    /// Returns the hash of the node above two (RFC 6962 §2.1).
    #[must_use]
    pub fn above(left: &Self, right: &Self) -> Self {
        let hash = Sha256::new_with_prefix([0x01]).chain_update(left.0).chain_update(right.0);
        Self(hash.finalize().into())
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }

    /// Returns base64 of the bytes.
    #[must_use]
    pub fn to_base64(&self) -> String {
        Base64::encode_string(&self.0)
    }
}

impl fmt::Debug for TreeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_base64())
    }
}
