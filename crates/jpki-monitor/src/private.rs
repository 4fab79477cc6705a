//! Folders and files that nobody else may read: what they hold is 失効情報 (guideline 001 table 4-1).

use std::fs::{DirBuilder, OpenOptions};
use std::io;
use std::path::Path;

use crate::MonitorError;

/// Makes a folder for its owner alone, and those above it that are missing.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// To open files for writing, which are made for their owner alone.
// Requirement: REVM-02
pub(crate) fn writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Takes a folder and the files in it from everybody but their owner. One that holds anything else stays as it
/// is, and is refused if others may enter it: who knows who needs it.
#[cfg(unix)]
pub(crate) fn tighten(folder: &Path, is_ours: impl Fn(&str) -> bool) -> Result<(), MonitorError> {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    const OTHERS: u32 = 0o077;

    let mut ours = Vec::new();
    let mut has_others = false;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(&is_ours) && entry.file_type()?.is_file() {
            ours.push(entry);
        } else {
            has_others = true;
        }
    }
    if fs::metadata(folder)?.permissions().mode() & OTHERS != 0 {
        if has_others {
            return Err(MonitorError::OpenToOthers);
        }
        fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    }
    for file in ours {
        if_there(file.metadata().and_then(|it| match it.permissions().mode() & OTHERS {
            0 => Ok(()),
            _ => fs::set_permissions(file.path(), Permissions::from_mode(0o600)),
        }))?;
    }
    Ok(())
}

/// Nothing to do where a file is gone: another process may work in the folder, which shows only later.
pub(crate) fn if_there(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

/// Elsewhere the folder's own rights count.
#[cfg(not(unix))]
pub(crate) fn tighten(_: &Path, _: impl Fn(&str) -> bool) -> Result<(), MonitorError> {
    Ok(())
}
