use std::fmt;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::time::Duration;

use jpki_audit::LogError;
use jpki_audit::proof::StoredNodes;
use jpki_audit::store::{Batch, EntryReader, LogStore};
use jpki_audit::tree::{Frontier, TreeHash, node_count};
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, TransactionBehavior};

use crate::sqlite_file;

/// An operation log in an SQLite file of its own, held by one process.
///
/// A batch is one transaction, on the disk when it ends (`journal_mode = WAL`, `synchronous = FULL`). A second process,
/// or a second store in this one, is refused, readers too: read a log by its exports.
pub struct SqliteLogStore {
    connection: Connection,
    state: Frontier,
    is_stopped: bool,
}

impl SqliteLogStore {
    /// Opens the file, and makes it, for its owner only, if there is none.
    ///
    /// # Errors
    /// [`LogError::InUse`] if another has it open, [`LogError::Damaged`] if entries and nodes do not go together or the
    /// file is something else, and others.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, LogError> {
        let connection =
            sqlite_file::open(path.as_ref(), prepare).map_err(|Failed(error)| error)?;
        let mut store = Self { connection, state: Frontier::empty(), is_stopped: false };
        store.state = store.stored_state()?;
        Ok(store)
    }

    /// The right edge of the tree over all entries.
    fn stored_state(&mut self) -> Result<Frontier, LogError> {
        let [entries, nodes] = [COUNT_OF_ENTRIES, COUNT_OF_NODES].map(|count| {
            let count: i64 = self.connection.query_row(count, [], |row| row.get(0))?;
            u64::try_from(count).map_err(|_| Failed(LogError::Damaged(0)))
        });
        let (size, nodes) = (entries?, nodes?);
        if nodes != node_count(size) {
            return Err(LogError::Damaged(size));
        }
        self.frontier(size)?.ok_or(LogError::Damaged(size))
    }

    fn write(&mut self, batch: &Batch) -> Result<(), Failed> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut entry = transaction.prepare_cached(ADD_ENTRY)?;
            for (number, line) in (batch.first()..).zip(batch.entries()) {
                entry.execute((integer(number)?, line))?;
            }
            let mut node = transaction.prepare_cached(ADD_NODE)?;
            for (number, hash) in (node_count(batch.first())..).zip(batch.nodes()) {
                node.execute((integer(number)?, hash.as_bytes()))?;
            }
        }
        Ok(transaction.commit()?)
    }
}

impl LogStore for SqliteLogStore {
    fn state(&self) -> &Frontier {
        &self.state
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), LogError> {
        if self.is_stopped {
            return Err(LogError::Stopped);
        }
        if let Err(Failed(error)) = self.write(batch) {
            // A transaction that found no space is undone. Of any other it is not known.
            self.is_stopped = !matches!(error, LogError::NoSpace | LogError::ReadOnly);
            return Err(error);
        }
        self.state = batch.after().clone();
        Ok(())
    }

    fn entries(&mut self, range: Range<u64>, reader: &mut dyn EntryReader) -> Result<(), LogError> {
        if range.end > self.state.size() {
            return Err(LogError::NoSuchEntry);
        }
        let mut statement = self.connection.prepare_cached(ENTRIES).map_err(Failed::from)?;
        let bounds = (integer(range.start)?, integer(range.end)?);
        let mut rows = statement.query(bounds).map_err(Failed::from)?;
        for number in range {
            let row = rows.next().map_err(Failed::from)?.ok_or(LogError::Damaged(number))?;
            let (found, line) = (row.get_ref(0), row.get_ref(1));
            let found = found.ok().and_then(|found| found.as_i64().ok());
            let line = line.ok().and_then(|line| line.as_blob().ok());
            match line {
                Some(line) if found == i64::try_from(number).ok() => reader.entry(number, line)?,
                _ => return Err(LogError::Damaged(number)),
            }
        }
        Ok(())
    }
}

impl StoredNodes for SqliteLogStore {
    type Error = LogError;

    fn node(&mut self, number: u64) -> Result<TreeHash, LogError> {
        let mut statement = self.connection.prepare_cached(NODE).map_err(Failed::from)?;
        let number = integer(number)?;
        let hash = statement.query_row([number], |row| row.get(0)).optional();
        let hash = hash.map_err(Failed::from)?.ok_or(LogError::Damaged(self.state.size()))?;
        Ok(TreeHash::from_bytes(hash))
    }
}

/// An error on its way to the one of the log.
struct Failed(LogError);

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        Self(error.into())
    }
}

impl From<rusqlite::Error> for Failed {
    fn from(error: rusqlite::Error) -> Self {
        Self(match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => LogError::InUse,
            Some(ErrorCode::DiskFull) => LogError::NoSpace,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => LogError::ReadOnly,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => LogError::Damaged(0),
            _ => LogError::Database(error.to_string()),
        })
    }
}

impl From<Failed> for LogError {
    fn from(Failed(error): Failed) -> Self {
        error
    }
}

fn integer(number: u64) -> Result<i64, Failed> {
    i64::try_from(number).map_err(|_| Failed(LogError::NoSuchEntry))
}

const VERSION: i64 = 1;

fn prepare(connection: &mut Connection) -> Result<(), Failed> {
    // Opened all the same where it cannot be written, until something else fails.
    if connection.is_readonly("main")? {
        return Err(Failed(LogError::ReadOnly));
    }
    connection.busy_timeout(Duration::ZERO)?;
    let answer = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, String>(0));
    // Before the journal is opened: the lock of the first transaction is kept until the connection is closed.
    answer("PRAGMA locking_mode = EXCLUSIVE")?;
    if answer("PRAGMA journal_mode = WAL")? != "wal" {
        return Err(Failed(LogError::Unfit("journal_mode = WAL cannot be had here")));
    }
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let (tables, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER (WHERE name IN ('log_entry', 'log_node'))
         FROM sqlite_schema",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match (version, tables, ours) {
        (VERSION, 2, 2) => {}
        (0, 0, _) => transaction.execute_batch(TABLES)?,
        (newer, _, 2) if newer > VERSION => return Err(Failed(LogError::NewerFormat)),
        _ => return Err(Failed(LogError::Damaged(0))),
    }
    Ok(transaction.commit()?)
}

const TABLES: &str = "
CREATE TABLE log_entry (number INTEGER PRIMARY KEY, line BLOB NOT NULL) STRICT;
CREATE TABLE log_node (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
PRAGMA user_version = 1;
";
const COUNT_OF_ENTRIES: &str = "SELECT coalesce(max(number) + 1, 0) FROM log_entry";
const COUNT_OF_NODES: &str = "SELECT coalesce(max(number) + 1, 0) FROM log_node";
const ADD_ENTRY: &str = "INSERT INTO log_entry (number, line) VALUES (?1, ?2)";
const ADD_NODE: &str = "INSERT INTO log_node (number, hash) VALUES (?1, ?2)";
const ENTRIES: &str =
    "SELECT number, line FROM log_entry WHERE number >= ?1 AND number < ?2 ORDER BY number";
const NODE: &str = "SELECT hash FROM log_node WHERE number = ?1";

impl fmt::Debug for SqliteLogStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SqliteLogStore({} entries)", self.state.size())
    }
}
