use rusqlite::{Connection, TransactionBehavior};

use super::{SqliteError, write_ahead_and_overwrite};

const VERSION: i64 = 2;

/// Version 1, of commit 2cdb321.
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
";

const VERSION_2: &str = "
CREATE TABLE binding_key (
    provider BLOB NOT NULL,
    key INTEGER NOT NULL,
    value BLOB NOT NULL CHECK (length(value) = 32),
    PRIMARY KEY (provider, key)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 2;
";

pub(super) fn prepare(connection: &mut Connection) -> Result<(), SqliteError> {
    write_ahead_and_overwrite(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let (tables, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER (WHERE name IN ('challenge', 'binding'))
         FROM sqlite_schema",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match (version, tables, ours) {
        (VERSION, _, 2) => {}
        (0, 0, _) => {
            transaction.execute_batch(TABLES)?;
            transaction.execute_batch(VERSION_2)?;
        }
        (1, _, 2) => transaction.execute_batch(VERSION_2)?,
        (newer, _, 2) if newer > VERSION => return Err(SqliteError::SchemaNewer(newer)),
        _ => return Err(SqliteError::OtherSchema),
    }
    Ok(transaction.commit()?)
}
