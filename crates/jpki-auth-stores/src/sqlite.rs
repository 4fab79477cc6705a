//! SQLite: a file on one machine, for any number of its processes.

mod bindings;
mod challenges;
mod face;
mod schema;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::row::Unreadable;

/// Challenges and bindings in one SQLite file.
///
/// Each method is one immediate transaction, which is on the disk when it returns. Clones share one
/// connection; other processes open the file themselves.
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
    worker: Arc<OnceLock<face::Worker>>,
}

/// What SQLite says when it fails.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqliteError {
    /// The engine failed.
    #[error("SQLite: {0}")]
    Engine(#[from] rusqlite::Error),
    /// The file cannot be made.
    #[error("SQLite file: {0}")]
    File(#[from] std::io::Error),
    /// The file holds something else, or was written by a later version.
    #[error("not a store of this version")]
    OtherSchema,
    /// What stands there was not written by a store.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The thread that serves the asynchronous face is gone.
    #[error("the worker thread is gone")]
    WorkerGone,
}

impl SqliteStore {
    /// Opens the file, and makes it, for its owner only, if there is none.
    ///
    /// # Errors
    /// [`SqliteError`] if it cannot be opened or is no such store.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SqliteError> {
        schema::create_file(path.as_ref())?;
        let mut connection = Connection::open(path)?;
        schema::prepare(&mut connection)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)), worker: Arc::default() })
    }

    /// Does `work` in one transaction that others wait for.
    fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
    ) -> Result<T, SqliteError> {
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let output = work(&transaction)?;
        transaction.commit()?;
        Ok(output)
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteStore")
    }
}
