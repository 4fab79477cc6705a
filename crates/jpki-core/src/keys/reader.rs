use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::{KeyId, KeyPeriod, KeyPurpose, KeyRing, KeyRingError, SecretKey};
use crate::localized::Localized as _;
use crate::time::Timestamp;

/// Reason why a text is no list of keys. Names the line, never its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyTextError {
    /// The first line is not `jpki-keys 1`: another file, or one of a later version.
    #[error("the first line is not `jpki-keys 1`")]
    Version,
    /// A line that is no key.
    #[error("line {0}: not a key")]
    Line(u32),
    /// The keys do not go together.
    #[error(transparent)]
    Ring(#[from] KeyRingError),
}

impl KeyRing {
    /// Reads keys: a first line `jpki-keys 1`, then one key a line: purpose, name (a number), from, until (RFC 3339),
    /// secret (64 hexadecimal digits), with spaces between. Empty lines and lines that begin with `#` are left out.
    ///
    /// # Errors
    /// [`KeyTextError`].
    pub fn from_text(text: &str) -> Result<Self, KeyTextError> {
        let mut lines = (1..).zip(text.lines());
        if lines.next().is_none_or(|(_, first)| first.trim_end() != "jpki-keys 1") {
            return Err(KeyTextError::Version);
        }
        let mut keys = Vec::new();
        for (number, line) in lines {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if keys.len() > Self::MOST {
                return Err(KeyRingError::TooMany.into());
            }
            keys.push(key(line).ok_or(KeyTextError::Line(number))?);
        }
        Ok(Self::new(keys)?)
    }
}

fn key(line: &str) -> Option<SecretKey> {
    let mut fields = line.split_ascii_whitespace();
    let purpose = fields.next()?;
    let purpose = *KeyPurpose::ALL.iter().find(|known| known.code() == purpose)?;
    let id = KeyId(fields.next()?.parse().ok()?);
    let from = Timestamp::from_rfc3339(fields.next()?)?;
    let until = Timestamp::from_rfc3339(fields.next()?)?;
    let secret = secret(fields.next()?)?;
    let is_whole = fields.next().is_none();
    is_whole.then_some(SecretKey::new(purpose, id, KeyPeriod::new(from, until)?, *secret))
}

fn secret(hex: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut secret = Zeroizing::new([0; 32]);
    let (pairs, rest) = hex.as_bytes().as_chunks::<2>();
    if pairs.len() != secret.len() || !rest.is_empty() {
        return None;
    }
    for (byte, [high, low]) in secret.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(secret)
}

fn digit(hex: u8) -> Option<u8> {
    let value = char::from(hex).to_digit(16)?;
    u8::try_from(value).ok()
}
