use rusqlite::Connection;

use super::SqliteError;

/// Sets how the file is written: with a journal ahead of it, on the disk when a transaction ends whatever fails then, and
/// over what is deleted.
pub(crate) fn write_ahead_and_overwrite(connection: &Connection) -> Result<(), SqliteError> {
    let answer = |pragma: &str| connection.query_row(pragma, [], |row| row.get::<_, String>(0));
    // Each answers with what it got.
    if answer("PRAGMA journal_mode = WAL")? != "wal" {
        return Err(SqliteError::Unfit("journal_mode = WAL"));
    }
    let secure: i64 = connection.query_row("PRAGMA secure_delete = ON", [], |row| row.get(0))?;
    if secure != 1 {
        return Err(SqliteError::Unfit("secure_delete"));
    }
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")?;
    Ok(())
}
