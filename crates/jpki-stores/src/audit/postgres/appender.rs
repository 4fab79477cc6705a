use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jpki_audit::entry::Entry;
use jpki_audit::intake::Intake;
use jpki_audit::{AsyncEventSink, LogError};
use jpki_core::event::Event;
use jpki_core::keys::KeyRing;
use jpki_core::time::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_postgres::Client;

use super::schema::LogServer;
use crate::TimedOut;
use crate::blocking::Blocking;
use crate::postgres::{PostgresError, PostgresServer};
use crate::shared::Shared;

/// Appends events to an operation log in PostgreSQL, from any number of machines, for tasks of tokio.
///
/// An event is durable when its receipt is there; its number, and a place in the tree, it gets from whoever holds the log
/// ([`PostgresLogStore`](super::PostgresLogStore)), which need not be there at that time. What waits at the same time goes
/// to the server together. Clones share one connection, which is opened anew after it broke or answered too late.
#[derive(Clone)]
pub struct AsyncPostgresAppender {
    intake: Arc<Intake>,
    requests: mpsc::Sender<Request>,
    time_limit: Duration,
}

/// The same for threads that wait.
pub type PostgresAppender = Blocking<AsyncPostgresAppender>;

/// That an event is durable and waits for its place in the tree. Until a checkpoint counts it, whoever can change the
/// tables can change it unseen.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Durable;

struct Request {
    line: Vec<u8>,
    answer: oneshot::Sender<Result<Durable, LogError>>,
}

impl AsyncPostgresAppender {
    /// Connects to the server, and takes from the ring the keys for tokens.
    ///
    /// # Errors
    /// [`LogError`], also if there is no schema of a log or one of a later version.
    pub async fn open(server: PostgresServer, keys: &KeyRing) -> Result<Self, LogError> {
        let server = LogServer(server);
        let time_limit = server.time_limit();
        let shared = Shared::new(time_limit);
        let latest = shared.ask(&server, latest).await?;
        let (sender, requests) = mpsc::channel(MOST);
        tokio::spawn(serve(server, shared, requests));
        Ok(Self { intake: Arc::new(Intake::new(keys, latest)), requests: sender, time_limit })
    }
}

impl PostgresAppender {
    /// Connects to the server, as [`AsyncPostgresAppender::open`].
    ///
    /// # Errors
    /// [`LogError`].
    pub fn open(server: PostgresServer, keys: &KeyRing) -> Result<Self, LogError> {
        Self::around(AsyncPostgresAppender::open(server, keys))
    }
}

impl AsyncEventSink for AsyncPostgresAppender {
    type Receipt = Durable;

    // Requirement: ACC-4
    async fn append(&self, event: Event) -> Result<Durable, LogError> {
        let line = self.intake.line(&event)?;
        let (answer, receipt) = oneshot::channel();
        let answered = async {
            let request = Request { line, answer };
            self.requests.send(request).await.map_err(|_| LogError::Stopped)?;
            receipt.await.map_err(|_| LogError::Stopped)?
        };
        timeout(self.time_limit, answered).await.unwrap_or_else(|_| Err(TimedOut.into()))
    }
}

/// The most events that wait for their turn, and that are sent together.
const MOST: usize = 1024;

/// Sends what waits in one statement, and then what came meanwhile.
async fn serve(server: LogServer, shared: Shared<Client>, mut requests: mpsc::Receiver<Request>) {
    let mut taken = Vec::new();
    while requests.recv_many(&mut taken, MOST).await > 0 {
        let (lines, answers): (Vec<_>, Vec<_>) =
            taken.drain(..).map(|request| (request.line, request.answer)).unzip();
        let outcome = shared.ask(&server, |client| append(client, lines)).await;
        for answer in answers {
            // Nobody may be waiting any more.
            let _ = answer.send(outcome.clone().map(|()| Durable));
        }
    }
}

async fn append(client: Arc<Client>, lines: Vec<Vec<u8>>) -> Result<(), LogError> {
    client.execute(APPEND, &[&lines]).await.map_err(PostgresError::from)?;
    Ok(())
}

/// The time of the event that came last.
async fn latest(client: Arc<Client>) -> Result<Timestamp, LogError> {
    let row = client.query_one(LATEST, &[]).await.map_err(PostgresError::from)?;
    let line: Option<&[u8]> = row.try_get(0).map_err(PostgresError::from)?;
    let Some(line) = line else { return Ok(Timestamp::MIN) };
    Ok(Entry::from_line(line).map_err(|_| LogError::NewerFormat)?.time())
}

const APPEND: &str = "SELECT jpki_log_append($1)";
const LATEST: &str = "SELECT coalesce(
    (SELECT line FROM jpki_log_waiting ORDER BY arrival DESC LIMIT 1),
    (SELECT line FROM jpki_log_entry ORDER BY number DESC LIMIT 1))";

impl fmt::Debug for AsyncPostgresAppender {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncPostgresAppender")
    }
}
