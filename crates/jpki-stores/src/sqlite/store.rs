use std::fmt;
use std::path::Path;
use std::time::Duration;

use rusqlite::Transaction;

use super::connection::SharedConnection;
use super::{SqliteError, schema};
use crate::sqlite_file;

/// Challenges and bindings in one SQLite file.
///
/// Each method is one immediate transaction, which is on the disk when it returns. Clones share one
/// connection; other processes open the file themselves.
#[derive(Clone)]
pub struct SqliteStore {
    pub(super) connection: SharedConnection,
}

impl SqliteStore {
    /// Opens the file, and makes it, for its owner only, if there is none. Callers wait ten seconds at most.
    ///
    /// # Errors
    /// [`SqliteError`] if it cannot be opened or is no such store.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        Self::open_within(path, Duration::from_secs(10))
    }

    /// Opens the file as [`Self::open`], with another limit on how long a caller waits for other threads and processes
    /// together.
    ///
    /// # Errors
    /// [`SqliteError`] as [`Self::open`].
    pub fn open_within(path: impl AsRef<Path>, time_limit: Duration) -> Result<Self, SqliteError> {
        let connection = sqlite_file::open(path.as_ref(), |connection| {
            connection.busy_timeout(time_limit)?;
            schema::prepare(connection)
        })?;
        Ok(Self { connection: SharedConnection::new(connection, time_limit) })
    }

    pub(super) fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
    ) -> Result<T, SqliteError> {
        self.connection.transaction(work)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore")
    }
}
