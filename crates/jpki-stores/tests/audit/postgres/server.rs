//! A database of its own for each test.

use std::sync::{LazyLock, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::{Duration, Instant};

use jpki_stores::audit::PostgresLogStore;
use jpki_stores::postgres::PostgresServer;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, NoTls, Row};

pub(super) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

/// Read by all tests, written by the one that changes the server.
static SETTINGS: RwLock<()> = RwLock::new(());

pub(super) struct Database {
    parameters: String,
    _settings: Option<RwLockReadGuard<'static, ()>>,
}

impl Database {
    /// With the schema of a log; `None` if there is no server.
    pub(super) fn new(name: &str) -> Option<Self> {
        let database = Self::empty(name)?;
        drop(PostgresLogStore::create_schema(database.server()).unwrap());
        Some(database)
    }

    pub(super) fn empty(name: &str) -> Option<Self> {
        let settings = SETTINGS.read().unwrap_or_else(PoisonError::into_inner);
        let parameters = parameters()?;
        let administrator = Self { parameters: parameters.clone(), _settings: None };
        administrator.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        administrator.run(&format!("CREATE DATABASE {name}"));
        let parameters = parameters.replace("dbname=postgres", &format!("dbname={name}"));
        Some(Self { parameters, _settings: Some(settings) })
    }

    /// The same with other parameters of the connection.
    pub(super) fn with(&self, parameters: &str) -> Self {
        Self::at(format!("{} {parameters}", self.parameters))
    }

    pub(super) fn at(parameters: String) -> Self {
        Self { parameters, _settings: None }
    }

    pub(super) fn parameters(&self) -> &str {
        &self.parameters
    }

    pub(super) fn server(&self) -> PostgresServer {
        PostgresServer::local(&self.parameters).unwrap()
    }

    pub(super) fn run(&self, statements: &str) {
        RUNTIME.block_on(async { self.client().await.batch_execute(statements).await.unwrap() });
    }

    pub(super) fn row(&self, query: &str) -> Row {
        RUNTIME.block_on(async { self.client().await.query_one(query, &[]).await.unwrap() })
    }

    pub(super) async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.parameters, NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// Ends the connections of this kind; how many there were.
    pub(super) fn terminate(&self, whose: &str) -> i64 {
        let lock = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')";
        let condition = match whose {
            "sequencer" => lock.to_owned(),
            _ => format!("NOT {lock}"),
        };
        self.row(&format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND {condition}"
        ))
        .get(0)
    }
}

/// A server of `scripts/test-servers`; `None` if there is none, unless `CI` demands it.
fn parameters() -> Option<String> {
    let parameters = std::env::var("JPKI_TEST_POSTGRES").ok();
    if parameters.is_none() {
        jpki_test_support::skip("scripts/test-servers");
    }
    parameters
}

/// The server for a test that changes its settings, alone.
pub(super) fn alone() -> Option<(Database, RwLockWriteGuard<'static, ()>)> {
    let guard = SETTINGS.write().unwrap_or_else(PoisonError::into_inner);
    Some((Database::at(parameters()?), guard))
}

pub(super) fn patiently<T>(mut attempt: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(outcome) = attempt() {
            return outcome;
        }
        assert!(started.elapsed() < Duration::from_secs(30), "it does not come about");
        std::thread::sleep(Duration::from_millis(20));
    }
}
