use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use futures_channel::oneshot;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::SqliteError;
use super::turn::{Turn, Turns};

/// One connection to a file that all clones of a store share.
#[derive(Clone)]
pub(crate) struct SharedConnection {
    connection: Arc<Turns<Connection>>,
    time_limit: Duration,
    worker: Arc<OnceLock<Worker>>,
}

impl SharedConnection {
    /// Callers wait at most so long.
    pub(crate) fn new(connection: Connection, time_limit: Duration) -> Self {
        let connection = Arc::new(Turns::new(connection));
        Self { connection, time_limit, worker: Arc::default() }
    }

    /// The connection, which waits for other processes no longer than the caller may.
    pub(crate) fn turn(&self) -> Result<Turn<'_, Connection>, SqliteError> {
        let turn = self.connection.take(self.time_limit)?;
        turn.busy_timeout(turn.time_left())?;
        Ok(turn)
    }

    /// Does `work` in one transaction that others wait for.
    pub(crate) fn transaction<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
    ) -> Result<T, SqliteError> {
        within(&mut *self.turn()?, work)
    }

    /// Does `work`, which erases and counts, and clears the journal of what was erased.
    pub(crate) fn erase(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<u64, SqliteError>,
    ) -> Result<u64, SqliteError> {
        let mut turn = self.turn()?;
        let erased = within(&mut turn, work)?;
        clear_journal(&turn, erased)?;
        Ok(erased)
    }

    /// Does `work` on a thread that waits for the disk in place of a task.
    pub(crate) async fn on_worker<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self) -> Result<T, SqliteError> + Send + 'static,
    ) -> Result<T, SqliteError> {
        let (answer, output) = oneshot::channel();
        // The work must not hold the worker, or the thread would never end.
        let mut connection = Self { worker: Arc::default(), ..self.clone() };
        let asked = Instant::now();
        let work: Work = Box::new(move || {
            // The time in the queue counts.
            connection.time_limit = connection.time_limit.saturating_sub(asked.elapsed());
            // Nobody may be waiting any more; the work is done all the same.
            let _ = answer.send(work(connection));
        });
        let worker = self.worker.get_or_init(Worker::start);
        worker.0.send(work).map_err(|_| SqliteError::WorkerGone)?;
        output.await.map_err(|_| SqliteError::WorkerGone)?
    }
}

/// Does `work` in one transaction of a connection that the caller has.
fn within<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T, SqliteError>,
) -> Result<T, SqliteError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let output = work(&transaction)?;
    transaction.commit()?;
    Ok(output)
}

/// What was erased leaves the journal, too. The answer of the checkpoint is a row: while a reader holds the
/// journal it says so there, and is no error.
fn clear_journal(connection: &Turn<'_, Connection>, erased: u64) -> Result<(), SqliteError> {
    // SQLite's own waiting is not relied upon: not every way in which a reader holds the journal waits.
    connection.busy_timeout(Duration::ZERO)?;
    loop {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy: i64 = connection.query_row(checkpoint, [], |row| row.get(0))?;
        if busy == 0 {
            return Ok(());
        }
        if connection.time_left().is_zero() {
            return Err(SqliteError::JournalNotCleared { erased });
        }
        thread::sleep(BETWEEN_CHECKPOINTS.min(connection.time_left()));
    }
}

const BETWEEN_CHECKPOINTS: Duration = Duration::from_millis(20);

type Work = Box<dyn FnOnce() + Send>;

struct Worker(Sender<Work>);

impl Worker {
    /// A thread that ends with the last clone of its store.
    fn start() -> Self {
        let (sender, works) = channel::<Work>();
        thread::spawn(move || works.into_iter().for_each(|work| work()));
        Self(sender)
    }
}
