use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jpki_core::event::Tenant;
use jpki_platform::fees::{
    Admission, AsyncFeeStore, BillingMonth, DayCount, FeeStore, Intent, OpenIntent, OpenPage,
    SettleOutcome, Settlement,
};
use tokio_postgres::{Client, Row};

use super::schema::{self, FeeServer};
use crate::TimedOut;
use crate::blocking::Blocking;
use crate::fees::row::{CountColumns, IntentColumns, OpenColumns, SettlementColumns};
use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Shared;
use crate::unreadable::Unreadable;

/// Fees in PostgreSQL, for any number of machines, for tasks of tokio.
///
/// Clones share one connection, which is opened anew after it broke or answered too late.
#[derive(Clone)]
pub struct AsyncPostgresFeeStore {
    server: FeeServer,
    shared: Arc<Shared<Client>>,
}

/// The same for threads that wait.
pub type PostgresFeeStore = Blocking<AsyncPostgresFeeStore>;

impl AsyncPostgresFeeStore {
    /// Opens the store of this server.
    ///
    /// # Errors
    /// [`PostgresError`], also if there is no schema or one of a later version, or if the server may lose what it commits.
    pub async fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        let shared = Arc::new(Shared::new(server.time_limit()));
        let server = FeeServer(server);
        shared.connect(&server).await?;
        Ok(Self { server, shared })
    }

    /// Creates what [`FEE_SCHEMA`](super::FEE_SCHEMA) describes, and opens the store.
    ///
    /// # Errors
    /// [`PostgresError`], also if the role may not.
    pub async fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        let limit: Duration = server.time_limit();
        tokio::time::timeout(limit, schema::create(&server)).await.map_err(|_| TimedOut)??;
        Self::open(server).await
    }

    async fn ask<T, F>(&self, question: impl FnOnce(Arc<Client>) -> F) -> Result<T, PostgresError>
    where
        F: Future<Output = Result<T, PostgresError>>,
    {
        self.shared.ask(&self.server, question).await
    }
}

impl PostgresFeeStore {
    /// Opens the store, as [`AsyncPostgresFeeStore::open`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn open(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresFeeStore::open(server))
    }

    /// Creates the tables and opens the store, as [`AsyncPostgresFeeStore::create_schema`].
    ///
    /// # Errors
    /// [`PostgresError`].
    pub fn create_schema(server: PostgresServer) -> Result<Self, PostgresError> {
        Self::around(AsyncPostgresFeeStore::create_schema(server))
    }
}

impl AsyncFeeStore for AsyncPostgresFeeStore {
    type Error = PostgresError;

    async fn intend(&self, intent: &Intent) -> Result<Admission, PostgresError> {
        let it = IntentColumns::of(intent);
        self.ask(|client| async move {
            let row = client
                .query_one(
                    INTEND,
                    &[
                        &it.id,
                        &it.tenant,
                        &it.kind,
                        &it.method,
                        &it.price,
                        &it.asked_at,
                        &it.day,
                        &it.month,
                        &it.room,
                    ],
                )
                .await?;
            admission(&row)
        })
        .await
    }

    async fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, PostgresError> {
        let it = SettlementColumns::of(settlement);
        self.ask(|client| async move {
            let row = client
                .query_one(SETTLE, &[&it.id, &it.outcome, &it.first, &it.again, &it.certificate])
                .await?;
            match row.try_get(0)? {
                "billed" => Ok(SettleOutcome::Billed),
                "not-billed" => Ok(SettleOutcome::NotBilled),
                "dropped" => Ok(SettleOutcome::Dropped),
                "not-open" => Ok(SettleOutcome::NotOpen),
                _ => Err(Unreadable.into()),
            }
        })
        .await
    }

    async fn count(
        &self,
        intent: &Intent,
        settlement: &Settlement,
    ) -> Result<Admission, PostgresError> {
        let (it, end) = (IntentColumns::of(intent), SettlementColumns::of(settlement));
        self.ask(|client| async move {
            let row = client
                .query_one(
                    COUNT_AT_ONCE,
                    &[
                        &it.id,
                        &it.tenant,
                        &it.kind,
                        &it.method,
                        &it.price,
                        &it.asked_at,
                        &it.day,
                        &it.month,
                        &it.room,
                        &end.outcome,
                        &end.first,
                        &end.again,
                        &end.certificate,
                    ],
                )
                .await?;
            admission(&row)
        })
        .await
    }

    async fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, PostgresError> {
        let before = page.before.unix_seconds();
        let after = page.after.map(|id| id.as_bytes().to_vec());
        let at_most = i64::from(page.at_most);
        self.ask(|client| async move {
            let rows = client.query(OPEN_ONES, &[&before, &after, &at_most]).await?;
            rows.iter().map(open_intent).collect()
        })
        .await
    }

    async fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, PostgresError> {
        let (month, tenant) = (month.to_string(), tenant.map(|it| it.text().to_owned()));
        self.ask(|client| async move {
            let rows = client.query(COUNTS, &[&month, &tenant]).await?;
            let mut counts: Vec<_> =
                rows.iter().map(day_count).collect::<Result<_, PostgresError>>()?;
            counts.sort();
            Ok(counts)
        })
        .await
    }

    async fn forget_certificates(&self, before: BillingMonth) -> Result<u64, PostgresError> {
        let before = before.to_string();
        self.ask(|client| async move { Ok(client.execute(FORGET, &[&before]).await?) }).await
    }
}

impl<S: AsyncFeeStore> FeeStore for Blocking<S> {
    type Error = S::Error;

    fn intend(&self, intent: &Intent) -> Result<Admission, S::Error> {
        self.wait(|store| store.intend(intent))
    }

    fn settle(&self, settlement: &Settlement) -> Result<SettleOutcome, S::Error> {
        self.wait(|store| store.settle(settlement))
    }

    fn count(&self, intent: &Intent, settlement: &Settlement) -> Result<Admission, S::Error> {
        self.wait(|store| store.count(intent, settlement))
    }

    fn open(&self, page: OpenPage) -> Result<Vec<OpenIntent>, S::Error> {
        self.wait(|store| store.open(page))
    }

    fn counts(
        &self,
        month: BillingMonth,
        tenant: Option<&Tenant>,
    ) -> Result<Vec<DayCount>, S::Error> {
        self.wait(|store| store.counts(month, tenant))
    }

    fn forget_certificates(&self, before: BillingMonth) -> Result<u64, S::Error> {
        self.wait(|store| store.forget_certificates(before))
    }
}

fn admission(row: &Row) -> Result<Admission, PostgresError> {
    Ok(match row.try_get(0)? {
        true => Admission::Admitted,
        false => Admission::LimitReached,
    })
}

fn open_intent(row: &Row) -> Result<OpenIntent, PostgresError> {
    let columns = OpenColumns {
        id: row.try_get(0)?,
        tenant: row.try_get(1)?,
        kind: row.try_get(2)?,
        method: row.try_get(3)?,
        price: row.try_get(4)?,
        asked_at: row.try_get(5)?,
    };
    Ok(columns.intent()?)
}

fn day_count(row: &Row) -> Result<DayCount, PostgresError> {
    let columns = CountColumns {
        day: row.try_get(0)?,
        tenant: row.try_get(1)?,
        kind: row.try_get(2)?,
        method: row.try_get(3)?,
        price: row.try_get(4)?,
        outcome: row.try_get(5)?,
        is_billed: row.try_get(6)?,
        count: row.try_get(7)?,
    };
    Ok(columns.count()?)
}

const INTEND: &str =
    "SELECT jpki_fee_intend(ROW($1, $2, $3, $4, $5, $6, $7, $8)::jpki_fee_open, $9)";
const SETTLE: &str = "SELECT jpki_fee_settle($1, $2, $3, $4, $5)";
const COUNT_AT_ONCE: &str = "SELECT jpki_fee_count_at_once(
    ROW($1, $2, $3, $4, $5, $6, $7, $8)::jpki_fee_open, $9, $10, $11, $12, $13)";
const OPEN_ONES: &str = "SELECT id, tenant, kind, method, price, asked_at FROM jpki_fee_open
    WHERE asked_at < $1 AND ($2::bytea IS NULL OR id > $2) ORDER BY id LIMIT $3";
const COUNTS: &str = "SELECT day, tenant, kind, method, price, outcome, is_billed, number
    FROM jpki_fee_count WHERE month = $1 AND ($2::text IS NULL OR tenant = $2)";
const FORGET: &str = "DELETE FROM jpki_fee_checked WHERE month < $1";

impl fmt::Debug for AsyncPostgresFeeStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncPostgresFeeStore")
    }
}
