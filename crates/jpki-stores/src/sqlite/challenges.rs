use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
use rusqlite::{OptionalExtension, params};

use super::{SqliteError, SqliteStore};
use crate::unreadable::Unreadable;

impl ChallengeStore for SqliteStore {
    type Error = SqliteError;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), SqliteError> {
        self.transaction(|transaction| {
            transaction.prepare_cached(FORGET)?.execute([record.issued_at().unix_seconds()])?;
            transaction.prepare_cached(PUT)?.execute(params![
                id.as_bytes(),
                record.to_bytes(),
                record.forget_after().unix_seconds(),
            ])?;
            Ok(())
        })
    }

    // Requirement: AUTH-05
    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, SqliteError> {
        self.transaction(|transaction| {
            let taken: Option<Vec<u8>> = transaction
                .prepare_cached(TAKE)?
                .query_row([id.as_bytes()], |row| row.get(0))
                .optional()?;
            if let Some(record) = taken {
                let record = ChallengeRecord::from_bytes(&record).map_err(|_| Unreadable)?;
                return Ok(TakeOutcome::Fresh(record));
            }
            let known = transaction.prepare_cached(KNOWN)?.exists([id.as_bytes()])?;
            Ok(if known { TakeOutcome::Spent } else { TakeOutcome::Unknown })
        })
    }
}

const FORGET: &str = "DELETE FROM challenge WHERE id IN
    (SELECT id FROM challenge WHERE forget_after < ?1 ORDER BY forget_after LIMIT 16)";
const PUT: &str = "INSERT INTO challenge (id, record, spent, forget_after) VALUES (?1, ?2, 0, ?3)";
const TAKE: &str = "UPDATE challenge SET spent = 1 WHERE id = ?1 AND spent = 0 RETURNING record";
const KNOWN: &str = "SELECT 1 FROM challenge WHERE id = ?1";
