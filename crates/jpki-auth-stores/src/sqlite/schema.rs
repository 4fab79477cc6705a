use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::SqliteError;

const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE challenge (
    id BLOB PRIMARY KEY CHECK (length(id) = 32),
    record BLOB NOT NULL,
    spent INTEGER NOT NULL CHECK (spent IN (0, 1)),
    forget_after INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenge_forget_after ON challenge (forget_after);
CREATE TABLE binding (
    certificate BLOB PRIMARY KEY CHECK (length(certificate) = 36),
    account BLOB NOT NULL CHECK (length(account) = 36),
    provider BLOB NOT NULL,
    identifier BLOB NOT NULL CHECK (length(identifier) = 16),
    origin BLOB NOT NULL,
    bound_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX binding_account ON binding (account);
CREATE INDEX binding_provider ON binding (provider);
PRAGMA user_version = 1;
";

/// Makes the file before SQLite does, so that nobody else can read it.
pub(super) fn create_file(path: &Path) -> Result<(), std::io::Error> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map(drop)
}

pub(super) fn prepare(connection: &mut Connection) -> Result<(), SqliteError> {
    connection.busy_timeout(Duration::from_secs(10))?;
    // FULL: a spent challenge is on the disk before its signature is looked at, whatever fails then.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 =
        transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (version, tables) {
        (VERSION, _) => {}
        (0, 0) => transaction.execute_batch(TABLES)?,
        _ => return Err(SqliteError::OtherSchema),
    }
    Ok(transaction.commit()?)
}
