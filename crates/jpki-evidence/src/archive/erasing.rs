use std::fs;

use jpki_core::time::Timestamp;

use super::ArchiveError;
use super::folder::{ERASING, Entry, Folder, remove};
use super::receipt::ErasureReceipt;

/// What an erasure found when it began.
struct Erasing {
    began: Timestamp,
    lists: u64,
    bytes: u64,
}

impl Erasing {
    fn begin(folder: &Folder, at: Timestamp) -> Result<Self, ArchiveError> {
        let (mut lists, mut bytes) = (0_u64, 0_u64);
        for digest in folder.lists()? {
            lists = lists.saturating_add(1);
            bytes = bytes.saturating_add(fs::symlink_metadata(folder.path_of(&digest))?.len());
        }
        let erasing = Self { began: at, lists, bytes };
        folder.write(ERASING, erasing.to_text().as_bytes())?;
        Ok(erasing)
    }

    fn to_text(&self) -> String {
        format!("{}\n{}\n{}\n", self.began, self.lists, self.bytes)
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        Some(Self {
            began: Timestamp::from_rfc3339(lines.next()?)?,
            lists: lines.next()?.parse().ok()?,
            bytes: lines.next()?.parse().ok()?,
        })
    }
}

pub(super) fn is_under_way(folder: &Folder) -> Result<bool, ArchiveError> {
    Ok(folder.read_small(ERASING)?.is_some())
}

/// Erases every list and whatever was left of writing one; goes on where it was cut off.
// Requirement: REVM-03, PROC-06
pub(super) fn erase(folder: &Folder, at: Timestamp) -> Result<ErasureReceipt, ArchiveError> {
    let erasing = match folder.read_small(ERASING)? {
        Some(text) => Erasing::from_text(&text).ok_or(ArchiveError::NotArchive)?,
        None => Erasing::begin(folder, at)?,
    };
    let mut foreign = 0_u64;
    for entry in folder.entries()? {
        match entry {
            Entry::List(digest) => remove(&folder.path_of(&digest))?,
            Entry::Unfinished(path) => remove(&path)?,
            Entry::Foreign => foreign = foreign.saturating_add(1),
            Entry::Own => {}
        }
    }
    folder.sync()?;
    remove(&folder.path(ERASING))?;
    folder.sync()?;
    let Erasing { began, lists, bytes } = erasing;
    Ok(ErasureReceipt { lists, bytes, foreign, began, ended: at })
}
