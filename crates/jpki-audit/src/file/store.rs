use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::layout::{HEAD, MAGIC, MOST_LINE, Mark, batch_end, batch_end_of, is_batch_end};
use super::medium::Medium;
use super::private;
use super::recovery::{Place, replay};
use crate::error::LogError;
use crate::proof::StoredNodes;
use crate::store::{Batch, EntryReader, LogStore};
use crate::tree::{Frontier, TreeHash, node_count};

/// A log in a folder, held by one process.
///
/// | file | what |
/// |---|---|
/// | `entries` | the entries; after each batch a line with size and root of the tree. All else follows from it |
/// | `nodes` | the nodes of the tree by number, 32 bytes each |
/// | `offsets` | where each entry ends in `entries`, 8 bytes each |
/// | `mark` | up to which entry the other files are durable |
/// | `torn-SIZE` | what a crash left of a batch after so many entries, for which nobody has a receipt |
/// | `lock` | held while a process works here |
///
/// A batch is written with one `fdatasync`. Memory does not grow with the log.
pub struct FileStore {
    state: Frontier,
    length: u64,
    medium: Box<dyn Medium>,
    derived: Derived,
    torn: Option<PathBuf>,
    is_stopped: bool,
    _lock: Lock,
}

/// The files that follow from the entries, and the entries for reading.
struct Derived {
    folder: PathBuf,
    entries: File,
    nodes: File,
    offsets: File,
    marked: u64,
}

/// That no other process works in the folder.
struct Lock(File);

impl Drop for Lock {
    // Closing the file does not do it while a process that is being started has a copy of it.
    fn drop(&mut self) {
        let _ = fs4::FileExt::unlock(&self.0);
    }
}

impl FileStore {
    /// Opens the folder, and makes it, for its owner only, if there is none. What a crash left of a batch that was
    /// being written is set aside ([`Self::torn`]).
    ///
    /// # Errors
    /// [`LogError::InUse`] if another has it open, [`LogError::Damaged`] if the entries are not what a log writes, and
    /// others.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, LogError> {
        Self::open_with(folder, |file| Box::new(file))
    }

    /// Opens the folder as [`Self::open`], and writes entries by way of what `medium` makes of the file.
    ///
    /// # Errors
    /// [`LogError`] as [`Self::open`].
    pub fn open_with(
        folder: impl AsRef<Path>,
        medium: impl FnOnce(File) -> Box<dyn Medium>,
    ) -> Result<Self, LogError> {
        let folder = folder.as_ref();
        private::create_folder(folder)?;
        let lock = private::writing().truncate(false).open(folder.join("lock"))?;
        fs4::FileExt::try_lock(&lock).map_err(|error| match error {
            fs4::TryLockError::WouldBlock => LogError::InUse,
            fs4::TryLockError::Error(error) => error.into(),
        })?;
        let lock = Lock(lock);
        begin(folder)?;
        let open = |name| private::writing().truncate(false).open(folder.join(name));
        let (entries, nodes, offsets) = (open("entries")?, open("nodes")?, open("offsets")?);
        let appended = private::writing().append(true).open(folder.join("entries"))?;
        let mut derived =
            Derived { folder: folder.to_path_buf(), entries, nodes, offsets, marked: 0 };
        let start = derived
            .marked_place()?
            .unwrap_or(Place { state: Frontier::empty(), length: HEAD.len() as u64 });
        derived.marked = start.state.size();
        let end = derived.replay(start)?;
        let torn = derived.set_aside(&end)?;
        Ok(Self {
            state: end.state,
            length: end.length,
            medium: medium(appended),
            derived,
            torn,
            is_stopped: false,
            _lock: lock,
        })
    }

    /// Returns the file with what a crash left of a batch, if opening found it. Nobody has a receipt for it; it is kept
    /// for whoever wants to know what was refused then.
    #[must_use]
    pub fn torn(&self) -> Option<&Path> {
        self.torn.as_deref()
    }

    // Requirement: ACC-4
    fn write(&mut self, batch: &Batch) -> Result<(), LogError> {
        // Before the entries: if this fails, nothing is committed, and the next batch writes over it.
        let ends = batch.lengths().scan(self.length, |at, length| {
            *at = at.saturating_add(length as u64);
            Some(*at)
        });
        self.derived.write(batch.first(), batch.nodes(), ends)?;
        let end = batch_end_of(batch.after());
        let mut bytes = Vec::with_capacity(batch.lines().len().saturating_add(end.len()));
        bytes.extend_from_slice(batch.lines());
        bytes.extend_from_slice(&end);
        if let Err(error) = self.medium.append(&bytes) {
            // Part of it may be there.
            self.is_stopped = self.medium.cut(self.length).is_err();
            return Err(error.into());
        }
        if let Err(error) = self.medium.sync() {
            // Whether it is durable cannot be known any more by another sync: what failed is forgotten.
            self.is_stopped = true;
            return Err(error.into());
        }
        self.length = self.length.saturating_add(bytes.len() as u64);
        self.state = batch.after().clone();
        Ok(())
    }
}

impl LogStore for FileStore {
    fn state(&self) -> &Frontier {
        &self.state
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), LogError> {
        if self.is_stopped {
            return Err(LogError::Stopped);
        }
        self.write(batch)?;
        if self.state.size().saturating_sub(self.derived.marked) >= BETWEEN_MARKS {
            // The batch is durable without it; opening takes longer.
            let _ = self.derived.mark(&self.state, self.length);
        }
        Ok(())
    }

    fn entries(&mut self, range: Range<u64>, reader: &mut dyn EntryReader) -> Result<(), LogError> {
        if range.end > self.state.size() {
            return Err(LogError::NoSuchEntry);
        }
        self.derived.entries(range, reader)
    }
}

impl StoredNodes for FileStore {
    type Error = LogError;

    fn node(&mut self, number: u64) -> Result<TreeHash, LogError> {
        self.derived.node(number)
    }
}

impl StoredNodes for Derived {
    type Error = LogError;

    fn node(&mut self, number: u64) -> Result<TreeHash, LogError> {
        let mut hash = [0; TreeHash::BYTES];
        read_at(&mut self.nodes, number.saturating_mul(TreeHash::BYTES as u64), &mut hash)?;
        Ok(TreeHash::from_bytes(hash))
    }
}

impl Derived {
    /// Where the mark says that all is durable, if it is all there.
    fn marked_place(&mut self) -> Result<Option<Place>, LogError> {
        let Ok(mark) = fs::read_to_string(self.folder.join("mark")) else { return Ok(None) };
        let Some(mark) = Mark::from_text(&mark) else { return Ok(None) };
        let nodes = node_count(mark.size).saturating_mul(TreeHash::BYTES as u64);
        let offsets = mark.size.saturating_mul(OFFSET_BYTES);
        let is_there = self.nodes.metadata()?.len() >= nodes
            && self.offsets.metadata()?.len() >= offsets
            && self.entries.metadata()?.len() >= mark.length;
        if !is_there {
            return Ok(None);
        }
        let end = batch_end(mark.size, &mark.root);
        let mut found = vec![0; end.len()];
        let Some(at) = mark.length.checked_sub(end.len() as u64) else { return Ok(None) };
        read_at(&mut self.entries, at, &mut found)?;
        let state = self.frontier(mark.size)?;
        let state = state.filter(|state| state.root() == mark.root && found == end);
        Ok(state.map(|state| Place { state, length: mark.length }))
    }

    /// Reads the entries from a place on, and writes what follows from them.
    fn replay(&mut self, start: Place) -> Result<Place, LogError> {
        self.entries.seek(SeekFrom::Start(start.length))?;
        let input = BufReader::with_capacity(1 << 16, self.entries.try_clone()?);
        let mut size = start.state.size();
        replay(input, start, |nodes, ends| {
            self.write(size, nodes, ends.iter().copied())?;
            size = size.saturating_add(ends.len() as u64);
            Ok(())
        })
    }

    /// Moves what lies beyond the last batch into a file of its own.
    fn set_aside(&mut self, end: &Place) -> Result<Option<PathBuf>, LogError> {
        if self.entries.metadata()?.len() <= end.length {
            return Ok(None);
        }
        let torn = self.folder.join(format!("torn-{}", end.state.size()));
        let mut copy = private::writing().truncate(true).open(&torn)?;
        self.entries.seek(SeekFrom::Start(end.length))?;
        io::copy(&mut self.entries, &mut copy)?;
        copy.sync_data()?;
        private::sync_folder(&self.folder)?;
        self.entries.set_len(end.length)?;
        self.entries.sync_data()?;
        Ok(Some(torn))
    }

    /// Writes nodes of a batch and where its entries end; its first entry has the number `first`.
    fn write(
        &mut self,
        first: u64,
        nodes: &[TreeHash],
        ends: impl Iterator<Item = u64>,
    ) -> io::Result<()> {
        let at = node_count(first).saturating_mul(TreeHash::BYTES as u64);
        let nodes: Vec<u8> = nodes.iter().flat_map(TreeHash::as_bytes).copied().collect();
        write_at(&mut self.nodes, at, &nodes)?;
        let offsets: Vec<u8> = ends.flat_map(u64::to_be_bytes).collect();
        write_at(&mut self.offsets, first.saturating_mul(OFFSET_BYTES), &offsets)
    }

    fn mark(&mut self, state: &Frontier, length: u64) -> io::Result<()> {
        // Not again with the next batch if this fails.
        self.marked = state.size();
        self.nodes.sync_data()?;
        self.offsets.sync_data()?;
        let mark = Mark { size: state.size(), root: state.root(), length };
        private::replace(&self.folder, "mark", mark.to_text().as_bytes())
    }

    fn entries(&mut self, range: Range<u64>, reader: &mut dyn EntryReader) -> Result<(), LogError> {
        let mut start = HEAD.len() as u64;
        if let Some(before) = range.start.checked_sub(1) {
            let mut offset = [0; OFFSET_BYTES as usize];
            read_at(&mut self.offsets, before.saturating_mul(OFFSET_BYTES), &mut offset)?;
            start = u64::from_be_bytes(offset);
        }
        self.entries.seek(SeekFrom::Start(start))?;
        let mut input = BufReader::with_capacity(1 << 16, &self.entries);
        let mut line = Vec::new();
        for number in range {
            loop {
                line.clear();
                input.by_ref().take(MOST_LINE).read_until(b'\n', &mut line)?;
                if !is_batch_end(&line) {
                    break;
                }
            }
            let entry = line.strip_suffix(b"\n").ok_or(LogError::Damaged(start))?;
            reader.entry(number, entry)?;
        }
        Ok(())
    }
}

const OFFSET_BYTES: u64 = 8;

/// Entries after which the files beside them are made durable, too: opening reads no more than these again.
const BETWEEN_MARKS: u64 = 1 << 17;

/// Makes the file of entries, unless there is one of this version.
fn begin(folder: &Path) -> Result<(), LogError> {
    let mut file = private::writing().truncate(false).open(folder.join("entries"))?;
    let mut head = Vec::new();
    (&file).take(HEAD.len() as u64).read_to_end(&mut head)?;
    if head == HEAD {
        return Ok(());
    }
    // A crash may have cut it off while it was made.
    if HEAD.starts_with(&head) {
        file.set_len(0)?;
        write_at(&mut file, 0, HEAD)?;
        file.sync_data()?;
        return Ok(private::sync_folder(folder)?);
    }
    if head.starts_with(MAGIC) { Err(LogError::NewerFormat) } else { Err(LogError::Damaged(0)) }
}

fn read_at(file: &mut File, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

fn write_at(file: &mut File, at: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.write_all(bytes)
}

impl fmt::Debug for FileStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileStore({} entries)", self.state.size())
    }
}
