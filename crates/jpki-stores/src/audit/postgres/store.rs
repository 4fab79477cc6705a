use std::fmt;
use std::ops::Range;
use std::time::Duration;

use jpki_audit::LogError;
use jpki_audit::proof::StoredNodes;
use jpki_audit::store::{Batch, EntryReader, LogStore, SharedStore};
use jpki_audit::tree::{Frontier, TreeHash, node_count};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use super::schema::{self, LogServer};
use crate::TimedOut;
use crate::blocking::Driver;
use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Server as _;

/// An operation log in PostgreSQL, held by one process, to which any number of others append
/// ([`PostgresAppender`](super::PostgresAppender)).
///
/// Whoever opens it holds an advisory lock for as long as its one connection lasts; a second is refused. It never connects
/// again by itself: what it knows of the tree holds while nobody else writes that. After a broken connection it is
/// [stopped](LogError::Stopped), and whoever opens it next, here or elsewhere, goes on.
pub struct PostgresLogStore {
    client: Client,
    driver: Driver,
    time_limit: Duration,
    state: Frontier,
    is_stopped: bool,
}

impl PostgresLogStore {
    /// Opens the log of this server.
    ///
    /// # Errors
    /// [`LogError::InUse`] if another holds it, also for the moment in which the server has not seen yet that his
    /// connection ended; [`LogError::Unfit`] if the server may lose what it commits, [`LogError::Damaged`] if entries and
    /// nodes do not go together, and others.
    pub fn open(server: PostgresServer) -> Result<Self, LogError> {
        let driver = Driver::start().map_err(PostgresError::from)?;
        let server = LogServer(server);
        let time_limit = server.time_limit();
        let client = driver.wait(within(time_limit, server.open()))?;
        let state = Frontier::empty();
        let mut store = Self { client, driver, time_limit, state, is_stopped: false };
        let is_ours: bool = store.value(LOCK, &[])?;
        if !is_ours {
            return Err(LogError::InUse);
        }
        store.state = store.stored_state()?;
        Ok(store)
    }

    /// Creates what [`LOG_SCHEMA`](super::LOG_SCHEMA) describes, and opens the log.
    ///
    /// # Errors
    /// [`LogError`], also if the role may not.
    pub fn create_schema(server: PostgresServer) -> Result<Self, LogError> {
        let driver = Driver::start().map_err(PostgresError::from)?;
        driver.wait(within(server.time_limit(), schema::create(&server)))?;
        Self::open(server)
    }

    /// The right edge of the tree over all entries.
    fn stored_state(&mut self) -> Result<Frontier, LogError> {
        let [size, nodes] = [COUNT_OF_ENTRIES, COUNT_OF_NODES].map(|count| {
            let count: i64 = self.value(count, &[])?;
            u64::try_from(count).map_err(|_| LogError::Damaged(0))
        });
        let size = size?;
        if nodes? != node_count(size) {
            return Err(LogError::Damaged(size));
        }
        self.frontier(size)?.ok_or(LogError::Damaged(size))
    }

    /// Writes a batch, of which entries that waited have these arrivals.
    // Requirement: ACC-4
    fn write(&mut self, batch: &Batch, arrivals: &[i64]) -> Result<(), LogError> {
        if self.is_stopped {
            return Err(LogError::Stopped);
        }
        let lines: Vec<&[u8]> = batch.entries().collect();
        let hashes: Vec<&[u8]> = batch.nodes().iter().map(|node| &node.as_bytes()[..]).collect();
        let (first, first_node) = (integer(batch.first())?, integer(node_count(batch.first()))?);
        let values: [&(dyn ToSql + Sync); 5] = [&first, &lines, &first_node, &hashes, &arrivals];
        let written = self.ask(async { Ok(self.client.execute(COMMIT, &values).await?) });
        if let Err(error) = written {
            // A transaction that found no space is undone. Of any other it is not known.
            self.is_stopped = !matches!(error, LogError::NoSpace | LogError::ReadOnly);
            return Err(error);
        }
        self.state = batch.after().clone();
        Ok(())
    }

    fn value<T>(&self, query: &str, values: &[&(dyn ToSql + Sync)]) -> Result<T, LogError>
    where
        T: for<'a> tokio_postgres::types::FromSql<'a>,
    {
        self.ask(async { Ok(self.client.query_one(query, values).await?.try_get(0)?) })
    }

    fn ask<T>(
        &self,
        answer: impl Future<Output = Result<T, PostgresError>>,
    ) -> Result<T, LogError> {
        self.driver.wait(within(self.time_limit, async { Ok(answer.await?) }))
    }
}

async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, LogError>>,
) -> Result<T, LogError> {
    tokio::time::timeout(limit, answer).await.unwrap_or_else(|_| Err(TimedOut.into()))
}

impl LogStore for PostgresLogStore {
    fn state(&self) -> &Frontier {
        &self.state
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), LogError> {
        self.write(batch, &[])
    }

    fn entries(&mut self, range: Range<u64>, reader: &mut dyn EntryReader) -> Result<(), LogError> {
        if range.end > self.state.size() {
            return Err(LogError::NoSuchEntry);
        }
        let mut start = range.start;
        while start < range.end {
            let end = start.saturating_add(PART).min(range.end);
            let bounds: [&(dyn ToSql + Sync); 2] = [&integer(start)?, &integer(end)?];
            let rows = self.ask(async { Ok(self.client.query(ENTRIES, &bounds).await?) })?;
            let mut rows = rows.iter();
            for number in start..end {
                let row = rows.next().ok_or(LogError::Damaged(number))?;
                let found: i64 = row.try_get(0).map_err(PostgresError::from)?;
                if found != integer(number)? {
                    return Err(LogError::Damaged(number));
                }
                reader.entry(number, row.try_get(1).map_err(PostgresError::from)?)?;
            }
            start = end;
        }
        Ok(())
    }
}

impl SharedStore for PostgresLogStore {
    fn sequence(&mut self) -> Result<usize, LogError> {
        if self.is_stopped {
            return Err(LogError::Stopped);
        }
        let most = integer(PART)?;
        let rows = self.ask(async { Ok(self.client.query(WAITING, &[&most]).await?) })?;
        let (mut arrivals, mut lines): (Vec<i64>, Vec<&[u8]>) = (Vec::new(), Vec::new());
        for row in &rows {
            arrivals.push(row.try_get(0).map_err(PostgresError::from)?);
            lines.push(row.try_get(1).map_err(PostgresError::from)?);
        }
        if !lines.is_empty() {
            self.write(&Batch::of_lines(&self.state, lines)?, &arrivals)?;
        }
        Ok(arrivals.len())
    }
}

impl StoredNodes for PostgresLogStore {
    type Error = LogError;

    fn node(&mut self, number: u64) -> Result<TreeHash, LogError> {
        self.nodes(&[number])?.pop().ok_or(LogError::Damaged(self.state.size()))
    }

    fn nodes(&mut self, numbers: &[u64]) -> Result<Vec<TreeHash>, LogError> {
        let numbers: Vec<i64> = numbers.iter().map(|it| integer(*it)).collect::<Result<_, _>>()?;
        let rows = self.ask(async { Ok(self.client.query(NODES, &[&numbers]).await?) })?;
        let damaged = || LogError::Damaged(self.state.size());
        let read = |row: &Row| {
            let hash: &[u8] = row.try_get(0).map_err(PostgresError::from)?;
            Ok(TreeHash::from_bytes(hash.try_into().map_err(|_| damaged())?))
        };
        let nodes: Vec<_> = rows.iter().map(read).collect::<Result<_, LogError>>()?;
        if nodes.len() == numbers.len() { Ok(nodes) } else { Err(damaged()) }
    }
}

/// Entries that are in memory at a time.
const PART: u64 = 4096;

fn integer(number: u64) -> Result<i64, LogError> {
    i64::try_from(number).map_err(|_| LogError::NoSuchEntry)
}

/// A lock for each schema that holds a log.
const LOCK: &str =
    "SELECT pg_try_advisory_lock(hashtext('jpki_log'), 'jpki_log_entry'::regclass::oid::integer)";
const COUNT_OF_ENTRIES: &str = "SELECT coalesce(max(number) + 1, 0) FROM jpki_log_entry";
const COUNT_OF_NODES: &str = "SELECT coalesce(max(number) + 1, 0) FROM jpki_log_node";
const COMMIT: &str = "SELECT jpki_log_commit($1, $2, $3, $4, $5)";
const WAITING: &str = "SELECT arrival, line FROM jpki_log_waiting ORDER BY arrival LIMIT $1";
const ENTRIES: &str = "SELECT number, line FROM jpki_log_entry
    WHERE number >= $1 AND number < $2 ORDER BY number";
const NODES: &str = "SELECT hash FROM unnest($1::bigint[]) WITH ORDINALITY AS asked(number, place)
    JOIN jpki_log_node USING (number) ORDER BY place";

impl fmt::Debug for PostgresLogStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresLogStore({} entries)", self.state.size())
    }
}
