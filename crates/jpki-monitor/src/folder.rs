use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::mark::{KEY_BYTES, Marker};
use crate::private::if_there;
use crate::{MonitorError, private};

/// The folder of a monitor, held by this process alone.
///
/// | file | what |
/// |---|---|
/// | `checkpoint` | how far the last run has come; replaced in one step |
/// | `standings-RUN` | how every customer stood in a run; of the last run that ended, and of one in work |
/// | `changes-RUN.jsonl` | what that run found; `.part` while it is in work |
/// | `key` | by which certificates are marked in the standings |
/// | `lock` | held while a process works here |
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: Lock,
}

/// That no other process works in the folder.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    // Closing the file does not do it while a process that is being started has a copy of it.
    fn drop(&mut self) {
        let _ = fs4::FileExt::unlock(&self.0);
    }
}

/// How far a run has come. What it counts was synced before it was written; what is on disk beyond is not
/// there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// Of the checkpoint and of this run's standings.
    pub(crate) form: u32,
    /// Of the standings of the run before.
    pub(crate) known_form: u32,
    pub(crate) run: u64,
    pub(crate) stage: Stage,
    /// The last customer looked at.
    pub(crate) last: Option<u64>,
    pub(crate) customers: u64,
    pub(crate) changes: u64,
    /// Certificates that could not be asked about.
    pub(crate) unknown: UnknownCounts,
    /// Bytes of the last run's standings that lie behind.
    pub(crate) known_bytes: u64,
    pub(crate) standings_bytes: u64,
    pub(crate) changes_bytes: u64,
}

/// How many certificates of each generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnknownCounts {
    pub(crate) signature: BTreeMap<u8, u64>,
    pub(crate) authentication: BTreeMap<u8, u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    InWork,
    Ended,
}

/// What is written.
pub(crate) const FORM: u32 = 3;

/// What was written before certificates were marked.
pub(crate) const FORM_WITHOUT_MARKS: u32 = 2;

/// What every form of a checkpoint has said.
#[derive(Deserialize)]
struct AnyCheckpoint {
    form: u32,
    run: u64,
    stage: Stage,
}

impl Checkpoint {
    /// The start of a run, after one that left standings of this form.
    pub(crate) fn start_of(run: u64, known_form: u32) -> Self {
        Self {
            form: FORM,
            known_form,
            run,
            stage: Stage::InWork,
            last: None,
            customers: 0,
            changes: 0,
            unknown: UnknownCounts::default(),
            known_bytes: 0,
            standings_bytes: 0,
            changes_bytes: 0,
        }
    }

    fn read(json: &[u8]) -> Result<Self, MonitorError> {
        let any: AnyCheckpoint = serde_json::from_slice(json).map_err(|_| MonitorError::Damaged)?;
        match (any.form, any.stage) {
            (FORM, _) => serde_json::from_slice(json).map_err(|_| MonitorError::Damaged),
            (FORM_WITHOUT_MARKS, Stage::Ended) => Ok(Self {
                form: FORM_WITHOUT_MARKS,
                stage: Stage::Ended,
                ..Self::start_of(any.run, FORM_WITHOUT_MARKS)
            }),
            // None of its changes had their name yet, so that it can begin again.
            (FORM_WITHOUT_MARKS, Stage::InWork) => Ok(Self::start_of(any.run, FORM_WITHOUT_MARKS)),
            (newer, _) if newer > FORM => Err(MonitorError::NewerForm { form: newer }),
            _ => Err(MonitorError::Damaged),
        }
    }

    /// Whether there are no marks yet that this run compares with or continues.
    fn is_first_with_marks(&self) -> bool {
        self.customers == 0 && (self.run == 1 || self.known_form == FORM_WITHOUT_MARKS)
    }
}

impl Folder {
    /// Makes the folder if it is missing. One that others may enter is taken from them, if nothing else is in it.
    pub(crate) fn open(path: &Path) -> Result<Self, MonitorError> {
        private::create_folder(path)?;
        private::tighten(path, is_ours)?;
        let lock = private::writing().truncate(false).open(path.join("lock"))?;
        fs4::FileExt::try_lock(&lock).map_err(|error| match error {
            fs4::TryLockError::WouldBlock => MonitorError::InUse,
            fs4::TryLockError::Error(error) => MonitorError::File(error),
        })?;
        Ok(Self { path: path.to_path_buf(), _lock: Lock(lock) })
    }

    pub(crate) fn standings(&self, run: u64) -> PathBuf {
        self.path.join(format!("standings-{run:08}"))
    }

    pub(crate) fn changes(&self, run: u64) -> PathBuf {
        self.path.join(format!("changes-{run:08}.jsonl"))
    }

    pub(crate) fn changes_in_work(&self, run: u64) -> PathBuf {
        self.path.join(format!("changes-{run:08}.jsonl.part"))
    }

    pub(crate) fn read_checkpoint(&self) -> Result<Option<Checkpoint>, MonitorError> {
        match fs::read(self.path.join("checkpoint")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
            Ok(json) => Checkpoint::read(&json).map(Some),
        }
    }

    /// Marks certificates for this run, by the key of the folder, which is made for the first run that does.
    pub(crate) fn marker(&self, checkpoint: &Checkpoint) -> Result<Marker, MonitorError> {
        let mut key = Zeroizing::new([0; KEY_BYTES]);
        match File::open(self.path.join("key")) {
            Ok(mut file) => {
                let bytes = file.metadata()?.len();
                file.read_exact(&mut *key).map_err(|_| MonitorError::Damaged)?;
                if bytes != KEY_BYTES as u64 {
                    return Err(MonitorError::Damaged);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if !checkpoint.is_first_with_marks() {
                    return Err(MonitorError::Damaged);
                }
                getrandom::fill(&mut *key).map_err(io::Error::other)?;
                self.replace("key", |file| file.write_all(&*key))?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(Marker::new(&key))
    }

    /// Replaces the checkpoint in one step.
    pub(crate) fn write_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), MonitorError> {
        self.replace("checkpoint", |file| {
            serde_json::to_writer(&mut *file, checkpoint).map_err(io::Error::from)?;
            file.write_all(b"\n")
        })
    }

    /// Writes a file whole, or leaves the one that is there.
    fn replace(
        &self,
        name: &str,
        write: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<(), MonitorError> {
        let next = self.path.join(format!("{name}.next"));
        let mut file = private::writing().truncate(true).open(&next)?;
        write(&mut file)?;
        file.sync_data()?;
        fs::rename(next, self.path.join(name))?;
        self.sync()
    }

    /// Gives the changes of a run that ended their name, and removes what only that run needed. May be
    /// repeated, after it was cut off.
    pub(crate) fn tidy(&self, ended: u64) -> Result<(), MonitorError> {
        if_there(fs::rename(self.changes_in_work(ended), self.changes(ended)))?;
        if let Some(before) = ended.checked_sub(1) {
            if_there(fs::remove_file(self.standings(before)))?;
        }
        self.sync()
    }

    fn sync(&self) -> Result<(), MonitorError> {
        Ok(File::open(&self.path)?.sync_all()?)
    }
}

/// Names of files that a monitor writes.
fn is_ours(name: &str) -> bool {
    ["standings-", "changes-"].iter().any(|known| name.starts_with(known))
        || ["checkpoint", "checkpoint.next", "key", "key.next", "lock"].contains(&name)
}

/// Opens a file to continue after so many bytes; what was written beyond is dropped.
pub(crate) fn continue_after(path: &Path, bytes: u64) -> Result<File, MonitorError> {
    let mut file = private::writing().truncate(false).open(path)?;
    if file.metadata()?.len() < bytes {
        return Err(MonitorError::Damaged);
    }
    file.set_len(bytes)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}
