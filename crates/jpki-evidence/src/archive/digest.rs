use std::fmt;
use std::str::FromStr;

use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_revocation::Crl;

/// SHA-256 of a list's DER, by which an archive names it; as text 64 digits in hex, as `sha256sum` writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrlDigest([u8; 32]);

/// A text that is no digest: not 64 digits, or with capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest in 64 lower-case hex digits")]
#[non_exhaustive]
pub struct CrlDigestError;

impl CrlDigest {
    /// Takes a digest that was computed elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Computes the digest of a list, once for all its clones.
    #[must_use]
    pub fn of(crl: &Crl, crypto: &dyn CryptoBackend) -> Self {
        Self::of_sha_256(&crl.sha_256(crypto))
    }

    pub(super) fn of_sha_256(digest: &Digest) -> Self {
        Self(digest.as_bytes().first_chunk().copied().unwrap_or_default())
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for CrlDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for CrlDigest {
    type Err = CrlDigestError;

    fn from_str(text: &str) -> Result<Self, CrlDigestError> {
        let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return Err(CrlDigestError) };
        if pairs.len() != 32 {
            return Err(CrlDigestError);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Ok(Self(bytes))
    }
}

fn digit(character: u8) -> Result<u8, CrlDigestError> {
    match character {
        b'0'..=b'9' => Ok(character.wrapping_sub(b'0')),
        b'a'..=b'f' => Ok(character.wrapping_sub(b'a').wrapping_add(10)),
        _ => Err(CrlDigestError),
    }
}
