//! The archive's folder: names, modes, lock, version.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

use super::{ArchiveError, CrlDigest};

const FORMAT: &str = "format";
const MAGIC: &str = "jpki-crl-archive ";
const VERSION_1: &str = "jpki-crl-archive 1\n";
const LOCK: &str = "lock";
/// Says that an erasure is under way.
pub(super) const ERASING: &str = "erasing";
const UNFINISHED: &str = ".unfinished";
const LIST: &str = ".crl";

/// A folder that holds an archive, or is to.
#[derive(Clone, Debug)]
pub(super) struct Folder(PathBuf);

/// What a name in the folder stands for.
pub(super) enum Entry {
    List(CrlDigest),
    Unfinished(PathBuf),
    /// Files of the archive itself.
    Own,
    /// Nothing that an archive makes.
    Foreign,
}

/// That no other process writes here.
pub(super) struct Lock(File);

impl Drop for Lock {
    // Closing the file does not do it while a process that is being started has a copy of it.
    fn drop(&mut self) {
        let _ = fs4::FileExt::unlock(&self.0);
    }
}

impl Folder {
    /// A folder that holds an archive of this version.
    pub(super) fn of_archive(path: &Path) -> Result<Self, ArchiveError> {
        let folder = Self(path.to_path_buf());
        if folder.has_format()? { Ok(folder) } else { Err(ArchiveError::NotArchive) }
    }

    /// Makes the folder an archive, if it is none, and this process the one that writes there.
    pub(super) fn lock(path: &Path) -> Result<(Self, Lock), ArchiveError> {
        create(path)?;
        let folder = Self(path.to_path_buf());
        if !folder.has_format()?
            && folder.entries()?.iter().any(|it| matches!(it, Entry::List(_) | Entry::Foreign))
        {
            return Err(ArchiveError::NotArchive);
        }
        let lock = folder.0.join(LOCK);
        if fs::symlink_metadata(&lock).is_ok_and(|it| !it.is_file()) {
            return Err(ArchiveError::NotArchive);
        }
        let lock = private_file().create(true).truncate(false).open(lock)?;
        fs4::FileExt::try_lock(&lock).map_err(|error| match error {
            fs4::TryLockError::WouldBlock => ArchiveError::InUse,
            fs4::TryLockError::Error(error) => error.into(),
        })?;
        let lock = Lock(lock);
        take_from_others(&folder.0, 0o700)?;
        for entry in folder.entries()? {
            match entry {
                Entry::List(digest) => take_from_others(&folder.path_of(&digest), 0o600)?,
                Entry::Unfinished(path) => remove(&path)?,
                Entry::Own | Entry::Foreign => {}
            }
        }
        if !folder.has_format()? {
            folder.write(FORMAT, VERSION_1.as_bytes())?;
        }
        Ok((folder, lock))
    }

    fn has_format(&self) -> Result<bool, ArchiveError> {
        match self.read_small(FORMAT)? {
            None => Ok(false),
            Some(text) if text == VERSION_1 => Ok(true),
            Some(text) if text.starts_with(MAGIC) => Err(ArchiveError::NewerFormat),
            Some(_) => Err(ArchiveError::NotArchive),
        }
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn path_of(&self, digest: &CrlDigest) -> PathBuf {
        self.0.join(format!("{digest}{LIST}"))
    }

    pub(super) fn entries(&self) -> io::Result<Vec<Entry>> {
        fs::read_dir(&self.0)?
            .map(|entry| {
                let entry = entry?;
                let name = entry.file_name();
                let Some(name) = name.to_str() else { return Ok(Entry::Foreign) };
                if entry.file_type()?.is_dir() {
                    return Ok(Entry::Foreign);
                }
                Ok(match (name, name.strip_suffix(LIST).map(str::parse)) {
                    (_, Some(Ok(digest))) => Entry::List(digest),
                    (FORMAT | LOCK | ERASING, _) => Entry::Own,
                    (name, _) if name.ends_with(UNFINISHED) => Entry::Unfinished(entry.path()),
                    _ => Entry::Foreign,
                })
            })
            .collect()
    }

    pub(super) fn lists(&self) -> io::Result<Vec<CrlDigest>> {
        let lists = self.entries()?.into_iter().filter_map(|entry| match entry {
            Entry::List(digest) => Some(digest),
            _ => None,
        });
        Ok(lists.collect())
    }

    /// Writes a file under another name, makes it durable, and gives it its name. After a crash at any instant there is
    /// the one of before or this one, whole.
    // Requirement: H06-09
    pub(super) fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let unfinished = Unfinished::new(&self.0, name);
        let mut file = private_file().create_new(true).open(&unfinished.0)?;
        file.write_all(content)?;
        file.sync_all()?;
        let path = self.0.join(name);
        fs::rename(&unfinished.0, &path)?;
        self.sync().inspect_err(|_| {
            // Whether its name is durable cannot be known any more: the next attempt begins anew.
            let _ = fs::remove_file(&path);
        })
    }

    /// Writes a list under its name.
    pub(super) fn write_list(&self, digest: &CrlDigest, der: &[u8]) -> io::Result<()> {
        self.write(&format!("{digest}{LIST}"), der)
    }

    /// Makes names and removals durable.
    pub(super) fn sync(&self) -> io::Result<()> {
        File::open(&self.0)?.sync_all()
    }

    /// A text of the archive's own, of a line or three.
    pub(super) fn read_small(&self, name: &str) -> Result<Option<String>, ArchiveError> {
        const MOST: u64 = 256;
        let path = self.0.join(name);
        match fs::symlink_metadata(&path) {
            Ok(file) if file.is_file() => {}
            Ok(_) => return Err(ArchiveError::NotArchive),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let mut text = String::new();
        match File::open(&path)?.take(MOST).read_to_string(&mut text) {
            Ok(_) => Ok(Some(text)),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(ArchiveError::NotArchive)
            }
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// A file that is being made, gone again unless it gets its place.
struct Unfinished(PathBuf);

impl Unfinished {
    fn new(folder: &Path, name: &str) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        let (process, number) = (process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        Self(folder.join(format!("{name}.{process}-{number}{UNFINISHED}")))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // What cannot be removed now is when the folder is next opened for writing.
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes a folder, and those above it that are missing, so that their names are durable, too.
fn create(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.is_dir()).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    missing.iter().filter_map(|folder| folder.parent()).try_for_each(|above| {
        let here = Path::new(".");
        File::open(if above.as_os_str().is_empty() { here } else { above })?.sync_all()
    })
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
fn take_from_others(path: &Path, most: u32) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let found = fs::symlink_metadata(path)?;
        let mode = found.permissions().mode();
        if !found.is_symlink() && mode & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(mode & most))?;
        }
    }
    #[cfg(not(unix))]
    let _ = (path, most);
    Ok(())
}
