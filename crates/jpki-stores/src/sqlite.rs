//! SQLite: a file on one machine, for any number of its processes.

mod adapter;
mod bindings;
mod challenges;
mod message;
mod schema;
mod turn;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};

use crate::TimedOut;
use crate::sqlite_file;
use crate::unreadable::Unreadable;
use turn::{Turn, Turns};

/// Challenges and bindings in one SQLite file.
///
/// Each method is one immediate transaction, which is on the disk when it returns. Clones share one
/// connection; other processes open the file themselves.
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Turns<Connection>>,
    time_limit: Duration,
    worker: Arc<OnceLock<adapter::Worker>>,
}

/// What SQLite says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// The engine failed.
    #[error("SQLite: {0}")]
    Engine(rusqlite::Error),
    /// Others held the file, or the connection, for too long.
    #[error("SQLite: {0}")]
    TimedOut(#[from] TimedOut),
    /// The file cannot be made.
    #[error("SQLite file: {0}")]
    File(#[from] std::io::Error),
    /// The file holds something else.
    #[error("not a store")]
    OtherSchema,
    /// The file was written by a later version than this crate knows.
    #[error("the file is of version {0}, which is newer than this program")]
    SchemaNewer(i64),
    /// The engine does not write as a store needs it: no journal ahead of the file (as on a file system
    /// without shared memory), or what is deleted is not overwritten.
    #[error("SQLite: {0} cannot be had here")]
    Unfit(&'static str),
    /// The bindings are erased, but their content is still in the journal, which a reader holds. To be
    /// erased again, with the same scope, when it has ended: that call clears the journal.
    #[error("{erased} bindings erased, journal not yet cleared: a reader holds it; erase again")]
    JournalNotCleared {
        /// How many this call erased.
        erased: u64,
    },
    /// The content was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The thread that serves asynchronous callers is gone.
    #[error("the worker thread is gone")]
    WorkerGone,
}

impl From<rusqlite::Error> for SqliteError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy) => Self::TimedOut(TimedOut),
            _ => Self::Engine(error),
        }
    }
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
        let connection = Arc::new(Turns::new(connection));
        Ok(Self { connection, time_limit, worker: Arc::default() })
    }

    /// The connection, which waits for other processes no longer than the caller may.
    fn turn(&self) -> Result<Turn<'_, Connection>, SqliteError> {
        let turn = self.connection.take(self.time_limit)?;
        turn.busy_timeout(turn.time_left())?;
        Ok(turn)
    }

    /// Does `work` in one transaction that others wait for.
    fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
    ) -> Result<T, SqliteError> {
        within(&mut *self.turn()?, work)
    }
}

fn within<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
) -> Result<T, SqliteError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let output = work(&transaction)?;
    transaction.commit()?;
    Ok(output)
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore")
    }
}
