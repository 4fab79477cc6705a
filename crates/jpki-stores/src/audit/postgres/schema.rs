use std::time::Duration;

use jpki_audit::LogError;
use tokio_postgres::Client;

use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Server;

/// Tables and functions of version 1, to be made once, in a schema of the search path, by a role that may; making them
/// again changes nothing. To be run as one transaction, as
/// [`create_schema`](super::PostgresLogStore::create_schema) does, or `psql --single-transaction`.
///
/// | role | needs |
/// | --- | --- |
/// | of whoever appends | SELECT on all four tables, INSERT on `jpki_log_waiting` |
/// | of whoever sequences | the same, DELETE on `jpki_log_waiting`, INSERT on `jpki_log_entry` and `jpki_log_node` |
///
/// Nobody needs UPDATE on any of them, or DELETE on the tree.
pub const LOG_SCHEMA: &str = include_str!("schema.sql");

const VERSION: i32 = 1;

const SERVER: &str = "SELECT to_regclass('jpki_log_schema') IS NOT NULL AS made,
    pg_is_in_recovery() AS standby, current_setting('fsync') = 'on' AS syncs";
// Neither unlogged nor temporary.
const TABLES: &str = "SELECT version, (
        SELECT count(*) FROM pg_class WHERE relpersistence = 'p' AND oid IN (
            to_regclass('jpki_log_waiting'), to_regclass('jpki_log_entry'), to_regclass('jpki_log_node'))
    ) AS permanent FROM jpki_log_schema";

/// A server with the tables of a log.
pub(super) struct LogServer(pub(super) PostgresServer);

impl LogServer {
    pub(super) const fn time_limit(&self) -> Duration {
        self.0.time_limit()
    }
}

impl Server for LogServer {
    type Connection = Client;
    type Error = LogError;

    async fn open(&self) -> Result<Client, LogError> {
        let client = self.0.session().await?;
        match Found::on(&client).await?.version()? {
            Some(VERSION) => Ok(client),
            Some(_) => Err(LogError::NewerFormat),
            None => Err(PostgresError::SchemaMissing.into()),
        }
    }

    fn is_over(connection: &Client, _failed: bool) -> bool {
        connection.is_closed()
    }
}

/// Makes the schema.
pub(super) async fn create(server: &PostgresServer) -> Result<(), LogError> {
    let client = server.session().await?;
    match Found::on(&client).await?.version()? {
        Some(newer) if newer > VERSION => Err(LogError::NewerFormat),
        // Statements of one message are one transaction.
        _ => Ok(client.batch_execute(LOG_SCHEMA).await.map_err(PostgresError::from)?),
    }
}

/// What a log would rest on.
struct Found {
    is_standby: bool,
    syncs: bool,
    /// The version, and how many of the three tables survive a crash.
    tables: Option<(i32, i64)>,
}

impl Found {
    async fn on(client: &Client) -> Result<Self, PostgresError> {
        let server = client.query_one(SERVER, &[]).await?;
        let tables = if server.try_get("made")? {
            let tables = client.query_one(TABLES, &[]).await?;
            Some((tables.try_get("version")?, tables.try_get("permanent")?))
        } else {
            None
        };
        Ok(Self { is_standby: server.try_get("standby")?, syncs: server.try_get("syncs")?, tables })
    }

    fn version(&self) -> Result<Option<i32>, LogError> {
        match self.tables {
            _ if self.is_standby => Err(PostgresError::NotPrimary.into()),
            _ if !self.syncs => Err(LogError::Unfit("fsync is off")),
            Some((VERSION, 0..3)) => Err(LogError::Unfit("a table that a crash empties, or none")),
            tables => Ok(tables.map(|(version, _)| version)),
        }
    }
}
