use rusqlite::{Connection, TransactionBehavior};

use crate::sqlite::{SqliteError, write_ahead_and_overwrite};

const VERSION: i64 = 1;

/// A user's key stands in a table of its own. Numbers are never given twice.
const TABLES: &str = "
CREATE TABLE vault_tenant_key (
    tenant TEXT NOT NULL,
    number INTEGER NOT NULL,
    under INTEGER NOT NULL,
    wrapped BLOB NOT NULL,
    PRIMARY KEY (tenant, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE vault_user (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant TEXT NOT NULL,
    user BLOB NOT NULL CHECK (length(user) = 16),
    revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX vault_user_user ON vault_user (tenant, user);
CREATE INDEX vault_user_number ON vault_user (tenant, number);
CREATE TABLE vault_user_key (
    number INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    tenant_key INTEGER NOT NULL,
    key_id BLOB NOT NULL CHECK (length(key_id) = 16),
    wrapped BLOB NOT NULL
) STRICT;
CREATE INDEX vault_user_key_tenant_key ON vault_user_key (tenant, tenant_key);
CREATE TABLE vault_entry (
    number INTEGER NOT NULL,
    place INTEGER NOT NULL,
    tenant TEXT NOT NULL,
    certificate BLOB NOT NULL CHECK (length(certificate) = 36),
    generation INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (number, place)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX vault_entry_certificate ON vault_entry (tenant, certificate);
PRAGMA user_version = 1;
";

pub(super) fn prepare(connection: &mut Connection) -> Result<(), SqliteError> {
    write_ahead_and_overwrite(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let (tables, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER
             (WHERE name IN ('vault_tenant_key', 'vault_user', 'vault_user_key', 'vault_entry'))
         FROM sqlite_schema",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match (version, tables, ours) {
        (VERSION, _, 4) => {}
        (0, 0, _) => transaction.execute_batch(TABLES)?,
        (newer, _, 4) if newer > VERSION => return Err(SqliteError::SchemaNewer(newer)),
        _ => return Err(SqliteError::OtherSchema),
    }
    Ok(transaction.commit()?)
}
