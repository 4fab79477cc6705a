use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;

use super::catalogue::ListKindKey;
use super::map::map;
use super::{StorageError, TakeInError};
use crate::issuer::ListIssuer;
use crate::list::VerifiedList;

const STORED: &str = "stored-crl";
const UNFINISHED: &str = "unfinished";

/// A directory with a file for each kind of list, named by a digest of what tells the kinds apart.
pub(super) struct Directory {
    path: PathBuf,
    crypto: Arc<dyn CryptoBackend>,
}

impl Directory {
    /// Makes the directory if it is missing, and removes what an interrupted writer left.
    pub(super) fn open(path: &Path, crypto: Arc<dyn CryptoBackend>) -> io::Result<Self> {
        fs::create_dir_all(path)?;
        let directory = Self { path: path.to_path_buf(), crypto };
        directory.remove_all(UNFINISHED)?;
        Ok(directory)
    }

    /// Opens every list.
    pub(super) fn lists(
        &self,
        issuers: &[ListIssuer],
        limits: &Limits,
    ) -> io::Result<Vec<Result<VerifiedList, StorageError>>> {
        let files = self.files(STORED)?;
        Ok(files.iter().map(|file| self.read(file, issuers, limits)).collect())
    }

    /// Writes a list in the place of the one of its kind, and opens it from there. After a crash at any
    /// instant the directory holds one or the other, whole.
    pub(super) fn keep(&self, list: &VerifiedList) -> Result<VerifiedList, TakeInError> {
        let name = self.name_of(list);
        let (place, unfinished) =
            (self.path.join(&name), self.path.join(format!("{name}.{UNFINISHED}")));
        self.write(list, &unfinished).map_err(StorageError::from)?;
        let issuers = [list.issuer().clone()];
        // What is not read back as it was written does not replace anything.
        let kept =
            self.read(&unfinished, &issuers, &Limits::DEFAULT.with_list_octets(usize::MAX))?;
        fs::rename(&unfinished, &place).map_err(StorageError::from)?;
        File::open(&self.path).and_then(|path| path.sync_all()).map_err(StorageError::from)?;
        Ok(kept)
    }

    /// Removes every list.
    pub(super) fn erase(&self) -> io::Result<()> {
        self.remove_all(STORED)
    }

    fn write(&self, list: &VerifiedList, path: &Path) -> io::Result<()> {
        let mut file = File::create(path)?;
        list.write_stored(&*self.crypto, |octets| file.write_all(octets))?;
        file.sync_all()
    }

    fn read(
        &self,
        path: &Path,
        issuers: &[ListIssuer],
        limits: &Limits,
    ) -> Result<VerifiedList, StorageError> {
        let map = map(&File::open(path)?)?;
        Ok(VerifiedList::open_stored(Arc::new(map), issuers, Arc::clone(&self.crypto), limits)?)
    }

    fn name_of(&self, list: &VerifiedList) -> String {
        let digest = self.crypto.digest(DigestAlgorithm::Sha256, ListKindKey::of(list).octets());
        let digits: String = digest.octets().iter().map(|octet| format!("{octet:02x}")).collect();
        format!("{digits}.{STORED}")
    }

    fn remove_all(&self, extension: &str) -> io::Result<()> {
        self.files(extension)?.iter().try_for_each(fs::remove_file)
    }

    fn files(&self, extension: &str) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let path = entry?.path();
            if path.extension().is_some_and(|found| found == extension) {
                files.push(path);
            }
        }
        Ok(files)
    }
}
