//! Folders and files for their owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Makes a folder, and those above it that are missing, so that their names are durable, too.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.is_dir()).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    missing.iter().filter_map(|folder| folder.parent()).try_for_each(|above| {
        let here = Path::new(".");
        sync_folder(if above.as_os_str().is_empty() { here } else { above })
    })
}

/// To open files for reading and writing, made if they are missing.
pub(super) fn writing() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Writes a file whole and durable, or leaves the one that is there.
pub(super) fn replace(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    let next = folder.join(format!("{name}.next"));
    let mut file = writing().truncate(true).open(&next)?;
    file.write_all(content)?;
    file.sync_data()?;
    fs::rename(next, folder.join(name))?;
    sync_folder(folder)
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
