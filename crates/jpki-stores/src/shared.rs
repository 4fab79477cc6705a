use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::TimedOut;

/// One connection that all clones of a store share.
///
/// One of those who need it opens it; the others wait for that, each no longer than its own limit. After a
/// late answer nobody waits for this connection again.
pub(crate) struct Shared<C> {
    open: Mutex<Option<Arc<C>>>,
    opening: tokio::sync::Mutex<()>,
    time_limit: Duration,
}

/// A server, by the way to it.
pub(crate) trait Server {
    type Connection;
    type Error: From<TimedOut>;

    /// Opens a connection to a server that the store can rest on.
    fn open(&self) -> impl Future<Output = Result<Self::Connection, Self::Error>> + Send;

    /// Whether a connection, after what it last answered, serves no more.
    fn is_over(connection: &Self::Connection, failed: bool) -> bool;
}

impl<C> Shared<C> {
    pub(crate) fn new(time_limit: Duration) -> Self {
        Self { open: Mutex::default(), opening: tokio::sync::Mutex::default(), time_limit }
    }

    /// Opens the connection if there is none.
    #[cfg(any(feature = "login", feature = "platform"))]
    pub(crate) async fn connect<S: Server<Connection = C>>(
        &self,
        server: &S,
    ) -> Result<(), S::Error> {
        self.ask(server, |_| async { Ok(()) }).await
    }

    /// What the server answers, within the time limit: for the connection and the answer together.
    pub(crate) async fn ask<S, T, F>(
        &self,
        server: &S,
        question: impl FnOnce(Arc<C>) -> F,
    ) -> Result<T, S::Error>
    where
        S: Server<Connection = C>,
        F: Future<Output = Result<T, S::Error>>,
    {
        let mut used = None;
        let answer = async {
            let connection = self.connection(server).await?;
            used = Some(Arc::clone(&connection));
            question(connection).await
        };
        let answer = tokio::time::timeout(self.time_limit, answer).await;
        if let Some(used) = used {
            let failed = !matches!(answer, Ok(Ok(_)));
            if answer.is_err() || S::is_over(&used, failed) {
                self.give_up(&used);
            }
        }
        answer.unwrap_or_else(|_| Err(TimedOut.into()))
    }

    async fn connection<S: Server<Connection = C>>(&self, server: &S) -> Result<Arc<C>, S::Error> {
        if let Some(open) = self.current() {
            return Ok(open);
        }
        let _turn = self.opening.lock().await;
        if let Some(open) = self.current() {
            return Ok(open);
        }
        let open = Arc::new(server.open().await?);
        *self.slot() = Some(Arc::clone(&open));
        Ok(open)
    }

    fn current(&self) -> Option<Arc<C>> {
        self.slot().clone()
    }

    fn give_up(&self, used: &Arc<C>) {
        let mut slot = self.slot();
        if slot.as_ref().is_some_and(|open| Arc::ptr_eq(open, used)) {
            *slot = None;
        }
    }

    fn slot(&self) -> MutexGuard<'_, Option<Arc<C>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
