use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::MonitorError;

/// The folder of a monitor, held by this process alone.
///
/// | file | what |
/// |---|---|
/// | `checkpoint` | how far the last run has come; replaced in one step |
/// | `standings-RUN` | how every customer stood in a run; of the last run that ended, and of one in work |
/// | `changes-RUN.jsonl` | what that run found; `.part` while it is in work |
/// | `lock` | held while a process works here |
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    _lock: File,
}

/// How far a run has come. What it counts was synced before it was written; what is on disk beyond is not
/// there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Checkpoint {
    /// Number of the form of these files.
    form: u32,
    pub(crate) run: u64,
    pub(crate) stage: Stage,
    /// The last customer looked at.
    pub(crate) last: Option<u64>,
    pub(crate) customers: u64,
    pub(crate) changes: u64,
    /// Octets of the last run's standings that lie behind.
    pub(crate) known_octets: u64,
    pub(crate) standings_octets: u64,
    pub(crate) changes_octets: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Stage {
    InWork,
    Ended,
}

const FORM: u32 = 2;

impl Checkpoint {
    /// The start of a run.
    pub(crate) const fn start_of(run: u64) -> Self {
        Self {
            form: FORM,
            run,
            stage: Stage::InWork,
            last: None,
            customers: 0,
            changes: 0,
            known_octets: 0,
            standings_octets: 0,
            changes_octets: 0,
        }
    }
}

impl Folder {
    /// Makes the folder if it is missing.
    pub(crate) fn open(path: &Path) -> Result<Self, MonitorError> {
        fs::create_dir_all(path)?;
        let lock =
            OpenOptions::new().create(true).truncate(false).write(true).open(path.join("lock"))?;
        fs4::FileExt::try_lock(&lock).map_err(|error| match error {
            fs4::TryLockError::WouldBlock => MonitorError::InUse,
            fs4::TryLockError::Error(error) => MonitorError::File(error),
        })?;
        Ok(Self { path: path.to_path_buf(), _lock: lock })
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
            Ok(json) => {
                let checkpoint: Checkpoint =
                    serde_json::from_slice(&json).map_err(|_| MonitorError::Damaged)?;
                if checkpoint.form == FORM {
                    Ok(Some(checkpoint))
                } else {
                    Err(MonitorError::Damaged)
                }
            }
        }
    }

    /// Replaces the checkpoint in one step.
    pub(crate) fn write_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), MonitorError> {
        let next = self.path.join("checkpoint.next");
        let mut file = File::create(&next)?;
        serde_json::to_writer(&mut file, checkpoint).map_err(io::Error::from)?;
        file.write_all(b"\n")?;
        file.sync_data()?;
        fs::rename(next, self.path.join("checkpoint"))?;
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

fn if_there(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// A file that goes on after so many octets; what was written beyond is dropped.
pub(crate) fn continue_after(path: &Path, octets: u64) -> Result<File, MonitorError> {
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    if file.metadata()?.len() < octets {
        return Err(MonitorError::Damaged);
    }
    file.set_len(octets)?;
    file.seek(SeekFrom::End(0))?;
    Ok(file)
}
