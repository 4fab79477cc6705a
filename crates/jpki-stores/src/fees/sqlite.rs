use std::fmt;
use std::path::Path;
use std::time::Duration;

use jpki_core::event::Tenant;
use jpki_platform::fees::{
    Admission, AsyncFeeStore, BillingMonth, DayCount, FeeStore, Intent, OpenIntent, OpenPage,
    SettleOutcome, Settlement,
};
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};

use super::row::{CountColumns, IntentColumns, OpenColumns, SettlementColumns};
use crate::sqlite::{SharedConnection, SqliteError, write_ahead_and_overwrite};
use crate::sqlite_file;

/// Fees in an SQLite file of their own, for any number of processes of one machine.
///
/// Each method is one immediate transaction, which is on the disk when it returns. Clones share one connection.
#[derive(Clone)]
pub struct SqliteFeeStore {
    connection: SharedConnection,
}

impl SqliteFeeStore {
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
            prepare(connection)
        })?;
        Ok(Self { connection: SharedConnection::new(connection, time_limit) })
    }
}

impl FeeStore for SqliteFeeStore {
    type Error = SqliteError;

    fn intend(&self, intent: &Intent) -> Result<Admission, SqliteError> {
        self.note(&IntentColumns::of(intent))
    }

    fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, SqliteError> {
        self.close(&SettlementColumns::of(settlement))
    }

    fn count(&self, intent: &Intent, settlement: &Settlement) -> Result<Admission, SqliteError> {
        self.count_at_once(IntentColumns::of(intent), &SettlementColumns::of(settlement))
    }

    fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, SqliteError> {
        let turn = self.connection.turn()?;
        let mut statement = turn.prepare_cached(OPEN_ONES)?;
        let after = page.after.map(|id| id.as_bytes().to_vec());
        let bounds = params![page.before.unix_seconds(), after, page.at_most];
        let rows = statement.query_map(bounds, |row| {
            Ok(OpenColumns {
                id: row.get(0)?,
                tenant: row.get(1)?,
                kind: row.get(2)?,
                method: row.get(3)?,
                price: row.get(4)?,
                asked_at: row.get(5)?,
            })
        })?;
        rows.map(|row| Ok(row?.intent()?)).collect()
    }

    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, SqliteError> {
        let turn = self.connection.turn()?;
        let mut statement = turn.prepare_cached(COUNTS)?;
        let scope = params![month.to_string(), tenant.map(Tenant::text)];
        let rows = statement.query_map(scope, |row| {
            Ok(CountColumns {
                day: row.get(0)?,
                tenant: row.get(1)?,
                kind: row.get(2)?,
                method: row.get(3)?,
                price: row.get(4)?,
                outcome: row.get(5)?,
                is_billed: row.get(6)?,
                count: row.get(7)?,
            })
        })?;
        let counts = rows.map(|row| Ok(row?.count()?)).collect::<Result<Vec<_>, SqliteError>>();
        let mut counts = counts?;
        counts.sort();
        Ok(counts)
    }

    fn forget_certificates(&self, before: BillingMonth) -> Result<u64, SqliteError> {
        self.connection.transaction(|transaction| {
            let forgotten = transaction.execute(FORGET, [before.to_string()])?;
            Ok(u64::try_from(forgotten).unwrap_or(u64::MAX))
        })
    }
}

impl AsyncFeeStore for SqliteFeeStore {
    type Error = SqliteError;

    async fn intend(&self, intent: &Intent) -> Result<Admission, SqliteError> {
        let intent = IntentColumns::of(intent);
        self.on_worker(move |store| store.note(&intent)).await
    }

    async fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, SqliteError> {
        let settlement = SettlementColumns::of(settlement);
        self.on_worker(move |store| store.close(&settlement)).await
    }

    async fn count(
        &self,
        intent: &Intent,
        settlement: &Settlement,
    ) -> Result<Admission, SqliteError> {
        let (intent, settlement) = (IntentColumns::of(intent), SettlementColumns::of(settlement));
        self.on_worker(move |store| store.count_at_once(intent, &settlement)).await
    }

    async fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, SqliteError> {
        self.on_worker(move |store| FeeStore::open(store, page)).await
    }

    async fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, SqliteError> {
        let tenant = tenant.cloned();
        self.on_worker(move |store| FeeStore::counts(store, month, tenant.as_ref())).await
    }

    async fn forget_certificates(&self, before: BillingMonth) -> Result<u64, SqliteError> {
        self.on_worker(move |store| FeeStore::forget_certificates(store, before)).await
    }
}

impl SqliteFeeStore {
    fn note(&self, it: &IntentColumns) -> Result<Admission, SqliteError> {
        self.connection.transaction(|transaction| {
            let admission = admit(transaction, it)?;
            if admission == Admission::Admitted {
                let row = params![
                    it.id,
                    it.tenant,
                    it.kind,
                    it.method,
                    it.price,
                    it.asked_at,
                    it.day,
                    it.month
                ];
                transaction.prepare_cached(OPEN)?.execute(row)?;
            }
            Ok(admission)
        })
    }

    fn close(&self, it: &SettlementColumns) -> Result<SettleOutcome, SqliteError> {
        self.connection.transaction(|transaction| {
            let open = transaction.prepare_cached(CLOSE)?.query_row([&it.id], Noted::read);
            match open.optional()? {
                Some(noted) => settle(transaction, &noted, it),
                None => Ok(SettleOutcome::NotOpen),
            }
        })
    }

    fn count_at_once(
        &self,
        intent: IntentColumns,
        settlement: &SettlementColumns,
    ) -> Result<Admission, SqliteError> {
        self.connection.transaction(|transaction| {
            let admission = admit(transaction, &intent)?;
            if admission == Admission::Admitted {
                settle(transaction, &Noted::of(intent), settlement)?;
            }
            Ok(admission)
        })
    }

    async fn on_worker<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, SqliteError> + Send + 'static,
    ) -> Result<T, SqliteError> {
        self.connection.on_worker(move |connection| work(&Self { connection })).await
    }
}

/// What was noted of a check that is counted now.
struct Noted {
    tenant: String,
    kind: String,
    method: String,
    price: i64,
    day: String,
    month: String,
}

impl Noted {
    fn of(intent: IntentColumns) -> Self {
        let IntentColumns { tenant, kind, method, price, day, month, .. } = intent;
        Self { tenant, kind: kind.into(), method: method.into(), price, day, month }
    }

    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            tenant: row.get(0)?,
            kind: row.get(1)?,
            method: row.get(2)?,
            price: row.get(3)?,
            day: row.get(4)?,
            month: row.get(5)?,
        })
    }
}

/// Commits the price of a check to its month, if the limit leaves room.
fn admit(transaction: &Transaction<'_>, it: &IntentColumns) -> Result<Admission, SqliteError> {
    transaction.prepare_cached(MONTH)?.execute(params![it.tenant, it.month])?;
    let row = params![it.tenant, it.month, it.price, it.room];
    Ok(match transaction.prepare_cached(COMMIT)?.execute(row)? {
        0 => Admission::LimitReached,
        _ => Admission::Admitted,
    })
}

fn settle(
    transaction: &Transaction<'_>,
    noted: &Noted,
    it: &SettlementColumns,
) -> Result<SettleOutcome, SqliteError> {
    let outcome = match it.outcome {
        None => SettleOutcome::Dropped,
        Some(outcome) => {
            let is_first = match &it.certificate {
                None => true,
                Some(certificate) => {
                    let row = params![noted.month, noted.tenant, noted.method, certificate];
                    transaction.prepare_cached(CHECKED)?.execute(row)? == 1
                }
            };
            let is_billed = if is_first { it.first } else { it.again };
            transaction.prepare_cached(COUNT)?.execute(params![
                noted.day,
                noted.tenant,
                noted.kind,
                noted.method,
                noted.price,
                outcome,
                is_billed,
                noted.month
            ])?;
            if is_billed { SettleOutcome::Billed } else { SettleOutcome::NotBilled }
        }
    };
    if outcome != SettleOutcome::Billed {
        let row = params![noted.tenant, noted.month, noted.price];
        transaction.prepare_cached(RELEASE)?.execute(row)?;
    }
    Ok(outcome)
}

const VERSION: i64 = 1;

fn prepare(connection: &mut Connection) -> Result<(), SqliteError> {
    write_ahead_and_overwrite(connection)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let (tables, ours): (i64, i64) = transaction.query_row(
        "SELECT count(*), count(*) FILTER (WHERE name IN ('fee_open', 'fee_month', 'fee_count'))
         FROM sqlite_schema WHERE type = 'table'",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    match (version, tables, ours) {
        (VERSION, _, 3) => {}
        (0, 0, _) => transaction.execute_batch(TABLES)?,
        (newer, _, 3) if newer > VERSION => return Err(SqliteError::SchemaNewer(newer)),
        _ => return Err(SqliteError::OtherSchema),
    }
    Ok(transaction.commit()?)
}

const TABLES: &str = "
CREATE TABLE fee_open (
    id BLOB PRIMARY KEY CHECK (length(id) = 16),
    tenant TEXT NOT NULL,
    kind TEXT NOT NULL,
    method TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    asked_at INTEGER NOT NULL,
    day TEXT NOT NULL,
    month TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE fee_month (
    tenant TEXT NOT NULL,
    month TEXT NOT NULL,
    committed INTEGER NOT NULL CHECK (committed >= 0),
    PRIMARY KEY (tenant, month)
) STRICT, WITHOUT ROWID;
CREATE TABLE fee_count (
    month TEXT NOT NULL,
    tenant TEXT NOT NULL,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    method TEXT NOT NULL,
    price INTEGER NOT NULL CHECK (price >= 0),
    outcome TEXT NOT NULL,
    is_billed INTEGER NOT NULL CHECK (is_billed IN (0, 1)),
    number INTEGER NOT NULL CHECK (number > 0),
    PRIMARY KEY (month, tenant, day, kind, method, price, outcome, is_billed)
) STRICT, WITHOUT ROWID;
CREATE TABLE fee_checked (
    month TEXT NOT NULL,
    tenant TEXT NOT NULL,
    method TEXT NOT NULL,
    certificate BLOB NOT NULL CHECK (length(certificate) = 32),
    PRIMARY KEY (month, tenant, method, certificate)
) STRICT, WITHOUT ROWID;
PRAGMA user_version = 1;
";
const MONTH: &str = "INSERT INTO fee_month (tenant, month, committed) VALUES (?1, ?2, 0)
    ON CONFLICT DO NOTHING";
const COMMIT: &str = "UPDATE fee_month SET committed = committed + ?3
    WHERE tenant = ?1 AND month = ?2 AND (?4 IS NULL OR committed <= ?4)";
const RELEASE: &str =
    "UPDATE fee_month SET committed = committed - ?3 WHERE tenant = ?1 AND month = ?2";
const OPEN: &str = "INSERT INTO fee_open (id, tenant, kind, method, price, asked_at, day, month)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
const CLOSE: &str = "DELETE FROM fee_open WHERE id = ?1
    RETURNING tenant, kind, method, price, day, month";
const CHECKED: &str = "INSERT INTO fee_checked (month, tenant, method, certificate)
    VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING";
const COUNT: &str =
    "INSERT INTO fee_count (day, tenant, kind, method, price, outcome, is_billed, month, number)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1) ON CONFLICT DO UPDATE SET number = number + 1";
const OPEN_ONES: &str = "SELECT id, tenant, kind, method, price, asked_at FROM fee_open
    WHERE asked_at < ?1 AND (?2 IS NULL OR id > ?2) ORDER BY id LIMIT ?3";
const COUNTS: &str =
    "SELECT day, tenant, kind, method, price, outcome, is_billed, number FROM fee_count
    WHERE month = ?1 AND (?2 IS NULL OR tenant = ?2)";
const FORGET: &str = "DELETE FROM fee_checked WHERE month < ?1";

impl fmt::Debug for SqliteFeeStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteFeeStore")
    }
}
