mod adapter;
mod schema;
mod store;

use std::fmt;
use std::path::Path;
use std::time::Duration;

use crate::sqlite::{SharedConnection, SqliteError};
use crate::sqlite_file;

/// The vault in an SQLite file of its own, for any number of processes of one machine.
///
/// Each method is one immediate transaction, which is on the disk when it returns. Clones share one connection.
#[derive(Clone)]
pub struct SqliteVault {
    connection: SharedConnection,
}

impl SqliteVault {
    /// Opens the file, and makes it, for its owner only, if there is none. Callers wait ten seconds at most.
    ///
    /// # Errors
    /// [`SqliteError`] if it cannot be opened or is no vault.
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

    async fn on_worker<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, SqliteError> + Send + 'static,
    ) -> Result<T, SqliteError> {
        self.connection.on_worker(|connection| work(&Self { connection })).await
    }
}

impl fmt::Debug for SqliteVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteVault")
    }
}
