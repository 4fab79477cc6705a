use std::fs;
use std::io;
use std::path::PathBuf;

use super::private;
use crate::note::SignedNote;
use crate::place::CheckpointPlace;

/// A folder that keeps each checkpoint as a file, `checkpoint-SIZE.note`: on another medium than the log.
#[derive(Debug)]
pub struct CheckpointFolder {
    path: PathBuf,
}

impl CheckpointFolder {
    /// Opens the folder, and makes it if it is missing.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        private::create_folder(&path)?;
        Ok(Self { path })
    }

    fn file_name(size: u64) -> String {
        format!("checkpoint-{size:020}.note")
    }
}

impl CheckpointPlace for CheckpointFolder {
    fn latest(&mut self) -> io::Result<Option<String>> {
        let mut latest: Option<String> = None;
        for entry in fs::read_dir(&self.path)? {
            let Ok(name) = entry?.file_name().into_string() else { continue };
            let is_checkpoint = name.starts_with("checkpoint-") && name.ends_with(".note");
            if is_checkpoint && latest.as_ref().is_none_or(|latest| *latest < name) {
                latest = Some(name);
            }
        }
        let Some(latest) = latest else { return Ok(None) };
        let path = self.path.join(latest);
        // A longer one is none, and is not read.
        if fs::metadata(&path)?.len() > SignedNote::MOST_BYTES as u64 {
            return Ok(Some(String::new()));
        }
        fs::read_to_string(path).map(Some)
    }

    fn keep(&mut self, size: u64, note: &str) -> io::Result<()> {
        private::replace(&self.path, &Self::file_name(size), note.as_bytes())
    }
}
