//! A file of SQLite. Nothing here but SQLite ever opens one that is in use: whoever closes a file by itself gives up
//! all locks that the process has on it (POSIX fcntl; SQLite, "How To Corrupt An SQLite Database File", §2.2),
//! those of every other store of the process, too.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

/// Held while a file is made and opened, so that no other thread has it open when it is closed again.
static OPENING: Mutex<()> = Mutex::new(());

/// Opens the file, after making it before SQLite does, so that nobody else can read it, and prepares it.
pub(crate) fn open<E: From<io::Error> + From<rusqlite::Error>>(
    path: &Path,
    prepare: impl FnOnce(&mut Connection) -> Result<(), E>,
) -> Result<Connection, E> {
    let _alone = OPENING.lock().unwrap_or_else(PoisonError::into_inner);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(made) => drop(made),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error.into()),
    }
    let mut connection = Connection::open(path)?;
    prepare(&mut connection)?;
    Ok(connection)
}
