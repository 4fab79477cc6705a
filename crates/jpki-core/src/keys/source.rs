use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::vec::Vec;
use std::{env, vec};

use zeroize::Zeroizing;

use super::{KeyRing, KeyTextError};

/// Reason why keys cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeySourceError {
    /// The file cannot be read.
    #[error("the file of keys cannot be read: {0}")]
    File(#[from] io::Error),
    /// Others than its owner may read it; its mode must be 0600 or less.
    #[error("others may read the file of keys")]
    OpenToOthers,
    /// The environment has no such variable.
    #[error("the environment has no keys")]
    Missing,
    /// The key management service did not open them.
    #[error("the key management service: {0}")]
    Service(io::Error),
    /// Longer than any list of keys, or not text.
    #[error("not keys")]
    NotKeys,
    /// Not a list of keys.
    #[error("keys: {0}")]
    Text(#[from] KeyTextError),
}

/// A key management service (KMS) or hardware module that opens what it sealed.
pub trait KeyService {
    /// Opens a list of keys in the form of [`KeyRing::from_text`].
    ///
    /// # Errors
    /// If the service cannot be reached, or does not open it.
    fn open(&self, sealed: &[u8]) -> io::Result<Vec<u8>>;
}

/// The longest file: [`KeyRing::MOST`] keys, and comments.
const MOST_BYTES: usize = 64 * 1024;

impl KeyRing {
    /// Reads the keys of a file, in the form of [`Self::from_text`]. Others than its owner must have no right to it.
    ///
    /// # Errors
    /// [`KeySourceError`].
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, KeySourceError> {
        let file = File::open(path)?;
        #[cfg(unix)]
        if std::os::unix::fs::MetadataExt::mode(&file.metadata()?) & 0o077 != 0 {
            return Err(KeySourceError::OpenToOthers);
        }
        Self::from_utf8(&read(file)?)
    }

    /// Reads the keys of a file that a key management service sealed, whoever may read that.
    ///
    /// # Errors
    /// [`KeySourceError`].
    pub fn from_sealed_file(
        path: impl AsRef<Path>,
        service: &impl KeyService,
    ) -> Result<Self, KeySourceError> {
        let sealed = read(File::open(path)?)?;
        let opened = service.open(&sealed).map_err(KeySourceError::Service)?;
        Self::from_utf8(&Zeroizing::new(opened))
    }

    /// Reads the keys that a variable of the environment holds, in the form of [`Self::from_text`].
    ///
    /// They stay in the environment of the process, where whoever may look into the process, and each program that it
    /// starts, finds them: a file is better where there is a choice.
    ///
    /// # Errors
    /// [`KeySourceError`].
    pub fn from_environment(variable: &str) -> Result<Self, KeySourceError> {
        let text = env::var(variable).map_err(|error| match error {
            env::VarError::NotPresent => KeySourceError::Missing,
            env::VarError::NotUnicode(_) => KeySourceError::NotKeys,
        })?;
        Self::from_utf8(Zeroizing::new(text).as_bytes())
    }

    fn from_utf8(bytes: &[u8]) -> Result<Self, KeySourceError> {
        if bytes.len() > MOST_BYTES {
            return Err(KeySourceError::NotKeys);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| KeySourceError::NotKeys)?;
        Ok(Self::from_text(text)?)
    }
}

/// A file, of a byte more than the longest at most.
fn read(mut file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    // Whole from the start, so that no part of it is left behind where a buffer grew.
    let mut bytes = Zeroizing::new(vec![0; MOST_BYTES + 1]);
    let mut length: usize = 0;
    while let Some(rest) = bytes.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            read => length = length.saturating_add(read),
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}
