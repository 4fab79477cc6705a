use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// Why a run stopped. What was found before stays, and the next run goes on from there.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MonitorError {
    /// A file cannot be read or written.
    #[error("file: {0}")]
    File(#[from] io::Error),
    /// What is on disk is not of this form.
    #[error("the monitor's files are damaged")]
    Damaged,
    /// A run that was cut off was over another number of customers.
    #[error("the customers are not those of the run that was cut off")]
    OtherCustomers,
}

/// The folder of a monitor.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub(crate) run: u64,
    pub(crate) customers: u64,
    pub(crate) position: u64,
    pub(crate) changes_octets: u64,
    pub(crate) changes: u64,
}

impl Folder {
    pub(crate) fn open(path: &Path) -> Result<Self, MonitorError> {
        fs::create_dir_all(path)?;
        Ok(Self(path.to_path_buf()))
    }

    /// Two octets for each customer, of the last run that came to its end.
    pub(crate) fn standings(&self) -> PathBuf {
        self.0.join("standings")
    }

    pub(crate) fn standings_in_work(&self) -> PathBuf {
        self.0.join("standings.part")
    }

    pub(crate) fn changes_in_work(&self) -> PathBuf {
        self.0.join("changes.part")
    }

    /// The changes of a run, one line of JSON each.
    pub(crate) fn changes(&self, run: u64) -> PathBuf {
        self.0.join(format!("changes-{run:08}.jsonl"))
    }

    fn checkpoint(&self) -> PathBuf {
        self.0.join("checkpoint")
    }

    fn last_run(&self) -> PathBuf {
        self.0.join("last-run")
    }

    pub(crate) fn read_checkpoint(&self) -> Result<Option<Checkpoint>, MonitorError> {
        match fs::read_to_string(self.checkpoint()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
            Ok(text) => Checkpoint::parse(&text).ok_or(MonitorError::Damaged).map(Some),
        }
    }

    /// Replaces the checkpoint in one step: what it counts must be synced before.
    pub(crate) fn write_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), MonitorError> {
        self.replace(&self.checkpoint(), &checkpoint.to_text())
    }

    pub(crate) fn read_last_run(&self) -> Result<u64, MonitorError> {
        match fs::read_to_string(self.last_run()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
            Ok(text) => text.trim().parse().map_err(|_| MonitorError::Damaged),
        }
    }

    /// Ends a run. Each step may be repeated, so that one that was cut off within is ended by the next.
    pub(crate) fn finish(&self, run: u64) -> Result<(), MonitorError> {
        rename_if_there(&self.changes_in_work(), &self.changes(run))?;
        rename_if_there(&self.standings_in_work(), &self.standings())?;
        self.replace(&self.last_run(), &format!("{run}\n"))?;
        fs::remove_file(self.checkpoint())?;
        self.sync()
    }

    fn replace(&self, path: &Path, text: &str) -> Result<(), MonitorError> {
        let next = path.with_extension("next");
        let mut file = File::create(&next)?;
        file.write_all(text.as_bytes())?;
        file.sync_data()?;
        fs::rename(next, path)?;
        self.sync()
    }

    fn sync(&self) -> Result<(), MonitorError> {
        Ok(File::open(&self.0)?.sync_all()?)
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

/// Reads as many octets as there are, up to the length of the buffer; the rest becomes 0.
pub(crate) fn read_up_to(file: &mut Option<File>, buffer: &mut [u8]) -> Result<(), MonitorError> {
    buffer.fill(0);
    let Some(file) = file else { return Ok(()) };
    let mut rest = buffer;
    while !rest.is_empty() {
        match file.read(rest)? {
            0 => break,
            count => rest = rest.get_mut(count..).unwrap_or_default(),
        }
    }
    Ok(())
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), MonitorError> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && to.exists() => Ok(()),
        outcome => Ok(outcome?),
    }
}

impl Checkpoint {
    fn to_text(self) -> String {
        let Self { run, customers, position, changes_octets, changes } = self;
        format!("1 {run} {customers} {position} {changes_octets} {changes}\n")
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split_whitespace().map(|word| word.parse::<u64>().ok());
        let mut next = || numbers.next().flatten();
        if next()? != 1 {
            return None;
        }
        Some(Self {
            run: next()?,
            customers: next()?,
            position: next()?,
            changes_octets: next()?,
            changes: next()?,
        })
    }
}
