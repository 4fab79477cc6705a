use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use futures_channel::oneshot;
use jpki_core::event::Event;

use crate::error::LogError;
use crate::log::{Log, Receipt, Unconfirmed};
use crate::sink::AsyncEventSink;
use crate::store::{Batch, LogStore};

/// A log for tasks: a thread waits for the disk in their place, and makes durable together what they ask meanwhile.
///
/// Clones share the thread, which ends with the last of them.
#[derive(Clone)]
pub struct AsyncLog {
    requests: Sender<Request>,
}

struct Request {
    event: Event,
    answer: oneshot::Sender<Result<Receipt, LogError>>,
}

impl AsyncLog {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system has no thread.
    pub fn new<S: LogStore + 'static>(log: Arc<Log<S>>) -> io::Result<Self> {
        let (sender, requests) = channel();
        let serve = move || serve(&log, &requests);
        thread::Builder::new().name("operation log".to_owned()).spawn(serve)?;
        Ok(Self { requests: sender })
    }

    /// Writes an event, and returns when it is durable. The event is written also if the task stops waiting.
    ///
    /// # Errors
    /// [`LogError`] as [`Log::append`].
    pub async fn append(&self, event: Event) -> Result<Receipt, LogError> {
        let (answer, receipt) = oneshot::channel();
        let request = Request { event, answer };
        self.requests.send(request).map_err(|_| LogError::Stopped)?;
        receipt.await.map_err(|_| LogError::Stopped)?
    }
}

impl AsyncEventSink for AsyncLog {
    type Receipt = Receipt;

    async fn append(&self, event: Event) -> Result<Receipt, LogError> {
        Self::append(self, event).await
    }
}

fn serve<S: LogStore>(log: &Log<S>, requests: &Receiver<Request>) {
    while let Ok(first) = requests.recv() {
        let others = requests.try_iter().take(Batch::MOST_ENTRIES.saturating_sub(1));
        let submitted = std::iter::once(first).chain(others);
        let submitted: Vec<_> =
            submitted.map(|request| (request.answer, log.submit(&request.event))).collect();
        for (answer, event) in submitted {
            // Nobody may be waiting any more.
            let _ = answer.send(event.and_then(Unconfirmed::confirm));
        }
    }
}

impl fmt::Debug for AsyncLog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AsyncLog")
    }
}
