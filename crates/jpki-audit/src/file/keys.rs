use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use jpki_core::keys::{KeyRing, KeyTextError};
use zeroize::Zeroizing;

/// Reason why keys cannot be read from a file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("the file of keys cannot be read: {0}")]
    File(#[from] io::Error),
    /// Others than its owner may read it; its mode must be 0600 or less.
    #[error("others may read the file of keys")]
    OpenToOthers,
    /// Longer than any list of keys, or not text.
    #[error("not a file of keys")]
    NotKeys,
    /// Not a list of keys.
    #[error("the file of keys: {0}")]
    Text(#[from] KeyTextError),
}

/// The longest file: 64 keys, and comments.
const MOST_BYTES: usize = 64 * 1024;

/// Reads the keys of a file, in the form of [`KeyRing::from_text`]. Others than its owner must have no right to it.
///
/// # Errors
/// [`KeyFileError`].
pub fn read_keys(path: impl AsRef<Path>) -> Result<KeyRing, KeyFileError> {
    let mut file = File::open(path)?;
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&file.metadata()?) & 0o077 != 0 {
        return Err(KeyFileError::OpenToOthers);
    }
    // Whole from the start, so that no part of it is left behind where a buffer grew.
    let mut bytes = Zeroizing::new(vec![0; MOST_BYTES]);
    let mut length: usize = 0;
    loop {
        let rest = bytes.get_mut(length..).unwrap_or_default();
        match file.read(rest)? {
            0 if rest.is_empty() => return Err(KeyFileError::NotKeys),
            0 => break,
            read => length = length.saturating_add(read),
        }
    }
    let text = bytes.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok(KeyRing::from_text(text.ok_or(KeyFileError::NotKeys)?)?)
}
