use alloc::vec;
use alloc::vec::Vec;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jpki_core::limits::Limits;

use crate::crl::{Crl, CrlError};

/// Where lists come from that are delivered as files (DER), by whatever means.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CrlSource {
    /// One file.
    File(PathBuf),
    /// Every file of a directory whose name ends in `.crl`, in any case.
    Directory(PathBuf),
}

/// Reason why a file gave no list.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The file system said so.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is larger than the limit, or no list.
    #[error(transparent)]
    List(#[from] CrlError),
}

impl CrlSource {
    /// Reads every list, none of them verified. Files are copied, since others may write to them.
    ///
    /// # Errors
    /// If the directory cannot be read. A file that gives no CRL is reported in its place.
    pub fn read(&self, limits: &Limits) -> io::Result<Vec<(PathBuf, Result<Crl, SourceError>)>> {
        let files = match self {
            Self::File(file) => vec![file.clone()],
            Self::Directory(directory) => lists_in(directory)?,
        };
        Ok(files
            .into_iter()
            .map(|file| {
                let list = read(&file, limits);
                (file, list)
            })
            .collect())
    }
}

fn lists_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("crl")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path, limits: &Limits) -> Result<Crl, SourceError> {
    // One byte more than the limit tells a file that exceeds it.
    let most = u64::try_from(limits.crl_bytes).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(Crl::from_der_with(bytes, limits)?)
}
