use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use jpki_core::crypto::CryptoBackend;
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_revocation::store::CrlKeeper;
use jpki_revocation::{Crl, RevocationValues};

use super::folder::{Folder, Lock, remove};
use super::receipt::{ErasureReceipt, TidyReceipt};
use super::retention::{Retention, counted_from};
use super::{ArchiveError, CrlArchive, CrlDigest, erasing};

/// The one that writes an archive.
pub struct CrlArchiveWriter {
    archive: CrlArchive,
    retention: Retention,
    /// The files that were found whole. Held while the archive is changed.
    whole: Mutex<HashMap<CrlDigest, FileMark>>,
    _lock: Lock,
}

/// What became of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kept {
    /// It was not there.
    New,
    /// It was there already.
    Unchanged,
    /// What was there under its name was something else, and is replaced.
    Repaired,
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

impl CrlArchiveWriter {
    /// Opens the folder, and makes it, for its owner only, if there is none. What a crash left of writing is removed.
    ///
    /// # Errors
    /// [`ArchiveError::InUse`] if another has it open; [`ArchiveError::NotArchive`] if it is a folder of other things;
    /// [`ArchiveError::NewerFormat`], and others.
    pub fn open(
        folder: impl AsRef<Path>,
        retention: Retention,
        crypto: Arc<dyn CryptoBackend>,
        limits: &Limits,
    ) -> Result<Self, ArchiveError> {
        let (folder, lock) = Folder::lock(folder.as_ref())?;
        let archive = CrlArchive { folder, crypto, limits: *limits };
        Ok(Self { archive, retention, whole: Mutex::default(), _lock: lock })
    }

    /// Returns the archive for reading.
    #[must_use]
    pub const fn archive(&self) -> &CrlArchive {
        &self.archive
    }

    /// Keeps a list, and returns when it is durable. A list is well formed and within the limits by which it was read;
    /// whether it is believed does not matter.
    ///
    /// One that is there is not written again; the first time it is compared, later its length and time are.
    ///
    /// # Errors
    /// [`ArchiveError`]: what was there before is there still.
    // Requirement: H06-09
    pub fn keep(&self, crl: &Crl) -> Result<Kept, ArchiveError> {
        let mut whole = self.changing()?;
        let digest = CrlDigest::of(crl, &*self.archive.crypto);
        let (folder, der) = (&self.archive.folder, crl.as_der());
        let path = folder.path_of(&digest);
        let kept = match fs::symlink_metadata(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Kept::New,
            found => {
                let found = found?;
                if whole.get(&digest) == Some(&FileMark::of(&found)) {
                    return Ok(Kept::Unchanged);
                }
                if found.is_file() && holds(&path, der)? { Kept::Unchanged } else { Kept::Repaired }
            }
        };
        match kept {
            // Whoever put it there may not have waited for the disk.
            Kept::Unchanged => {
                File::open(&path)?.sync_all()?;
                folder.sync()?;
            }
            Kept::New | Kept::Repaired => folder.write_list(&digest, der)?,
        }
        if whole.len() >= MOST_MARKS {
            whole.clear();
        }
        whole.insert(digest, FileMark::of(&fs::symlink_metadata(&path)?));
        Ok(kept)
    }

    /// Keeps the lists that an answer rests on, those among them that were refused too. Responses are not kept here.
    ///
    /// # Errors
    /// [`ArchiveError`]: those before the one that failed are kept.
    // Requirement: H06-09
    pub fn keep_values(&self, values: &RevocationValues) -> Result<(), ArchiveError> {
        values.crls().iter().try_for_each(|crl| self.keep(crl).map(drop))
    }

    /// Erases the lists whose retention is over at this time, but for those that `is_held`, because a dispute goes on, say.
    ///
    /// The time decides: by a clock that is years ahead lists are erased that cannot be had again. May be repeated where it
    /// was cut off.
    ///
    /// # Errors
    /// If a file cannot be read or removed.
    // Requirement: H06-05, REVM-03
    pub fn tidy(
        &self,
        at: Timestamp,
        is_held: impl Fn(&CrlDigest) -> bool,
    ) -> Result<TidyReceipt, ArchiveError> {
        let mut whole = self.changing()?;
        let mut receipt =
            TidyReceipt { erased: 0, erased_bytes: 0, held: 0, kept: 0, damaged: Vec::new(), at };
        for digest in self.archive.folder.lists()? {
            match self.due(&digest, at)? {
                Due::No => receipt.kept = receipt.kept.saturating_add(1),
                Due::Damaged => {
                    receipt.kept = receipt.kept.saturating_add(1);
                    receipt.damaged.push(digest);
                }
                Due::Yes(_) if is_held(&digest) => {
                    receipt.kept = receipt.kept.saturating_add(1);
                    receipt.held = receipt.held.saturating_add(1);
                }
                Due::Yes(bytes) => {
                    whole.remove(&digest);
                    remove(&self.archive.folder.path_of(&digest))?;
                    receipt.erased = receipt.erased.saturating_add(1);
                    receipt.erased_bytes = receipt.erased_bytes.saturating_add(bytes);
                }
            }
        }
        self.archive.folder.sync()?;
        Ok(receipt)
    }

    /// Erases every list and whatever was left of writing one, as is due when the use of 失効情報 ends (guideline 001 ch. 4).
    /// Where it was cut off it is to be repeated, and resumes; until then nothing is kept. The folder stays an archive.
    ///
    /// # Errors
    /// If a file cannot be removed.
    // Requirement: REVM-03, PROC-06
    pub fn erase(&self, at: Timestamp) -> Result<ErasureReceipt, ArchiveError> {
        let mut whole = self.marks();
        whole.clear();
        erasing::erase(&self.archive.folder, at)
    }

    /// Whether a list has to go, by its own dates.
    fn due(&self, digest: &CrlDigest, at: Timestamp) -> io::Result<Due> {
        let path = self.archive.folder.path_of(digest);
        let found = fs::symlink_metadata(&path)?;
        if !found.is_file() {
            return Ok(Due::Damaged);
        }
        Ok(match counted_from(&path)? {
            Some(from) if !self.retention.is_over(from, at) => Due::No,
            // Damage may have changed the dates.
            Some(_) if self.archive.digest_of_file(&path)? == *digest => Due::Yes(found.len()),
            _ => Due::Damaged,
        })
    }

    fn changing(&self) -> Result<MutexGuard<'_, HashMap<CrlDigest, FileMark>>, ArchiveError> {
        let whole = self.marks();
        if erasing::is_under_way(&self.archive.folder)? {
            return Err(ArchiveError::ErasureUnfinished);
        }
        Ok(whole)
    }

    fn marks(&self) -> MutexGuard<'_, HashMap<CrlDigest, FileMark>> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// So many files are known to be whole without a look: some 6 MiB.
const MOST_MARKS: usize = 1 << 16;

enum Due {
    No,
    /// So many bytes.
    Yes(u64),
    Damaged,
}

/// Whether a file holds exactly these bytes.
fn holds(path: &Path, der: &[u8]) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let mut piece = vec![0; 1 << 16];
    let mut left = der;
    loop {
        let read = file.read(&mut piece)?;
        if read == 0 {
            return Ok(left.is_empty());
        }
        match (piece.get(..read), left.split_at_checked(read)) {
            (Some(found), Some((expected, rest))) if found == expected => left = rest,
            _ => return Ok(false),
        }
    }
}

/// A store with this keeper takes no list in that is not archived.
impl CrlKeeper for CrlArchiveWriter {
    fn keep(&self, crl: &Crl) -> Result<(), Box<dyn Error + Send + Sync>> {
        Ok(Self::keep(self, crl).map(drop)?)
    }
}

impl fmt::Debug for CrlArchiveWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CrlArchiveWriter")
            .field("retention", &self.retention)
            .finish_non_exhaustive()
    }
}
