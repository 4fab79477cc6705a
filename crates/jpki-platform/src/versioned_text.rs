//! Stored texts in JSON that say their version.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Why a text is not read.
pub(crate) enum Unread {
    TooLong,
    Syntax,
    Version,
}

#[derive(Deserialize)]
struct Versioned {
    version: u64,
}

/// Reads a text of this version, of at most `longest` bytes. One of another version may have any members beside it.
pub(crate) fn read<T: DeserializeOwned>(
    text: &[u8],
    version: u64,
    longest: usize,
) -> Result<T, Unread> {
    if text.len() > longest {
        return Err(Unread::TooLong);
    }
    let versioned: Versioned = serde_json::from_slice(text).map_err(|_| Unread::Syntax)?;
    if versioned.version != version {
        return Err(Unread::Version);
    }
    serde_json::from_slice(text).map_err(|_| Unread::Syntax)
}
