use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::time::SystemTime;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_x509::extension::oid;

use super::catalogue::{Catalogue, CrlKindKey};
use super::error::{InsertError, StorageError};
use super::map::map;
use crate::crl_issuer::CrlIssuer;
use crate::subjects::CrlSubjects;
use crate::verified_crl::StoredCrlError;
use crate::verified_crl::VerifiedCrl;

const STORED: &str = "stored-crl";
const UNFINISHED: &str = "unfinished";
const LOCK: &str = "lock";

/// A directory with a file for each kind of list, named by a digest of what tells the kinds apart.
///
/// Files are made under another name and renamed into place, never written to again nor cut off: whoever has one
/// mapped keeps it whole.
pub(super) struct Directory {
    path: PathBuf,
    subjects: CrlSubjects,
    issuers: Vec<CrlIssuer>,
    limits: Limits,
    crypto: Arc<dyn CryptoBackend>,
    /// Held as long as this process may take lists in.
    lock: Option<Lock>,
    read: HashMap<OsString, Stored>,
}

/// That no other store takes lists in.
struct Lock(File);

impl Drop for Lock {
    // Closing the file does not do it while a process that is being started has a copy of it.
    fn drop(&mut self) {
        let _ = fs4::FileExt::unlock(&self.0);
    }
}

/// A list that was opened.
#[derive(Clone)]
struct Stored {
    mark: FileMark,
    kind: CrlKindKey,
    list: Arc<VerifiedCrl>,
}

/// What tells a file from the one that comes in its place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct FileMark {
    bytes: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl FileMark {
    fn of(file: &Metadata) -> Self {
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(file);
        #[cfg(not(unix))]
        let number = 0;
        Self { bytes: file.len(), modified: file.modified().ok(), number }
    }
}

impl Directory {
    /// The directory for one that only reads: nothing in it is changed, and nobody is kept from writing.
    pub(super) fn for_reading(
        path: &Path,
        subjects: CrlSubjects,
        issuers: &[CrlIssuer],
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Self {
        Self {
            path: path.to_path_buf(),
            subjects,
            issuers: issuers.to_vec(),
            limits: *limits,
            crypto,
            lock: None,
            read: HashMap::new(),
        }
    }

    /// Makes the directory this process's own: makes it if it is missing, locks it, takes it from other users, and
    /// removes what an interrupted writer left.
    pub(super) fn lock(&mut self) -> Result<(), StorageError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.path)?;
        let lock = private_file().create(true).truncate(false).open(self.path.join(LOCK))?;
        fs4::FileExt::try_lock(&lock).map_err(|error| match error {
            fs4::TryLockError::WouldBlock => StorageError::InUse,
            fs4::TryLockError::Error(error) => StorageError::Io(error),
        })?;
        self.lock = Some(Lock(lock));
        take_from_others(&self.path)?;
        for file in self.files(STORED)? {
            take_from_others(&self.path.join(file))?;
        }
        self.remove_all(UNFINISHED)?;
        Ok(())
    }

    /// Opens every list that is there and was not opened before, and forgets those that are not there any more.
    ///
    /// # Errors
    /// If the directory cannot be read, or belongs to another store or a newer version. What is wrong with single
    /// files is told beside.
    pub(super) fn reload(&mut self) -> Result<Vec<StorageError>, StorageError> {
        let mut read = HashMap::new();
        let mut failures = Vec::new();
        for name in self.files(STORED)? {
            match self.open(&name) {
                Ok(opened) => {
                    read.insert(name, opened);
                }
                // Removed or replaced since the directory was read.
                Err(StorageError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
                Err(
                    failure @ StorageError::File(
                        StoredCrlError::OtherSubjects | StoredCrlError::NewerFormat { .. },
                    ),
                ) => return Err(failure),
                Err(failure) => failures.push(failure),
            }
        }
        self.read = read;
        Ok(failures)
    }

    /// Removes what is older than another of its kind, which an earlier version may have told apart.
    pub(super) fn tidy(&mut self) -> io::Result<()> {
        let newest = self.catalogue();
        let is_newest = |file: &Stored| {
            newest.of_kind(&file.list).is_some_and(|newest| core::ptr::eq(newest, &*file.list))
        };
        for (name, _) in self.read.extract_if(|_, file| !is_newest(file)) {
            remove(&self.path.join(name))?;
        }
        Ok(())
    }

    pub(super) fn catalogue(&self) -> Catalogue {
        Catalogue::of(self.read.values().map(|file| &file.list))
    }

    pub(super) const fn is_locked(&self) -> bool {
        self.lock.is_some()
    }

    /// Writes a list in the place of the one of its kind, and opens it from there. After a crash at any
    /// instant the directory holds one or the other, whole.
    pub(super) fn keep(&mut self, list: &VerifiedCrl) -> Result<Arc<VerifiedCrl>, InsertError> {
        let kind = CrlKindKey::of(list);
        let name = self.name_of(list, &kind);
        let unfinished = Unfinished::new(&self.path, &name);
        self.write(list, &unfinished.path).map_err(StorageError::from)?;
        let issuers = [list.issuer().clone()];
        // What is not read back as it was written does not replace anything.
        let limits = Limits::DEFAULT.with_crl_bytes(usize::MAX);
        let (mark, kept) = self.read(&unfinished.path, &issuers, &limits)?;
        fs::rename(&unfinished.path, self.path.join(&name)).map_err(StorageError::from)?;
        File::open(&self.path).and_then(|path| path.sync_all()).map_err(StorageError::from)?;
        let list = Arc::new(kept);
        self.read.insert(name, Stored { mark, kind, list: Arc::clone(&list) });
        Ok(list)
    }

    /// Removes every list and whatever was left of one. May be repeated where it was cut off.
    pub(super) fn erase(&mut self) -> io::Result<()> {
        self.read.clear();
        self.remove_all(UNFINISHED)?;
        self.remove_all(STORED)?;
        File::open(&self.path)?.sync_all()
    }

    fn write(&self, list: &VerifiedCrl, path: &Path) -> io::Result<()> {
        let mut file = private_file().create_new(true).open(path)?;
        list.write_stored(self.subjects, &*self.crypto, |bytes| file.write_all(bytes))?;
        file.sync_all()
    }

    fn open(&self, name: &OsString) -> Result<Stored, StorageError> {
        let path = self.path.join(name);
        if let Some(known) = self.read.get(name)
            && known.mark == FileMark::of(&fs::metadata(&path)?)
        {
            return Ok(known.clone());
        }
        let (mark, list) = self.read(&path, &self.issuers, &self.limits)?;
        Ok(Stored { mark, kind: CrlKindKey::of(&list), list: Arc::new(list) })
    }

    fn read(
        &self,
        path: &Path,
        issuers: &[CrlIssuer],
        limits: &Limits,
    ) -> Result<(FileMark, VerifiedCrl), StorageError> {
        let file = File::open(path)?;
        let mark = FileMark::of(&file.metadata()?);
        let map = Arc::new(map(&file)?);
        let crypto = Arc::clone(&self.crypto);
        Ok((mark, VerifiedCrl::open_stored(map, self.subjects, issuers, crypto, limits)?))
    }

    /// The file of this kind that is there, or a name that no other kind has.
    fn name_of(&self, list: &VerifiedCrl, kind: &CrlKindKey) -> OsString {
        if let Some((name, _)) = self.read.iter().find(|(_, file)| file.kind == *kind) {
            return name.clone();
        }
        let (signer, view) = (list.issuer().authority(), list.list());
        let scope = view.extension(oid::ISSUING_DISTRIBUTION_POINT);
        let parts: [&[u8]; 4] = [
            signer.public_key_bytes(),
            signer.name().as_bytes(),
            scope.as_ref().map_or(&[], |extension| extension.value()),
            if view.delta_base().is_some() { b"delta" } else { b"" },
        ];
        let mut bytes = Vec::new();
        for part in parts {
            bytes.extend((part.len() as u64).to_le_bytes());
            bytes.extend_from_slice(part);
        }
        let digest = self.crypto.digest(DigestAlgorithm::Sha256, &bytes);
        let digits: String = digest.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{digits}.{STORED}").into()
    }

    fn remove_all(&self, extension: &str) -> io::Result<()> {
        self.files(extension)?.iter().try_for_each(|file| remove(&self.path.join(file)))
    }

    fn files(&self, extension: &str) -> io::Result<Vec<OsString>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let name = entry?.file_name();
            if Path::new(&name).extension().is_some_and(|found| found == extension) {
                files.push(name);
            }
        }
        Ok(files)
    }
}

/// A file that is being made, gone again unless it gets its place.
struct Unfinished {
    path: PathBuf,
}

impl Unfinished {
    fn new(directory: &Path, name: &OsString) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let (process, number) = (process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let mut unfinished = name.clone();
        unfinished.push(format!(".{process}-{number}.{UNFINISHED}"));
        Self { path: directory.join(unfinished) }
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What cannot be removed now is when the directory is next opened for writing.
        let _ = fs::remove_file(&self.path);
    }
}

/// Revocation data are nobody else's (guideline 001 table 4-1).
// Requirement: CRL-05, REVM-02
fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Leaves the owner's rights alone.
// Requirement: CRL-05, REVM-02
fn take_from_others(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mut permissions = match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            found => found?.permissions(),
        };
        if permissions.mode() & 0o077 != 0 {
            permissions.set_mode(permissions.mode() & 0o700);
            fs::set_permissions(path, permissions)?;
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}
