use rusqlite::ErrorCode;

use crate::TimedOut;
use crate::unreadable::Unreadable;

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
    /// The records are erased, but their content is still in the journal, which a reader holds. To be
    /// erased again, with the same scope, when it has ended: that call clears the journal.
    #[error("{erased} records erased, journal not yet cleared: a reader holds it; erase again")]
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
