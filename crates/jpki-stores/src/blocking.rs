#[cfg(feature = "login")]
mod login;
#[cfg(feature = "platform")]
mod vault;

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::{Builder, Handle, Runtime};

/// A store for tasks, for threads that wait. Clones share its connection and the one thread that serves it.
#[derive(Clone)]
pub struct Blocking<S> {
    store: S,
    driver: Arc<Driver>,
}

/// A thread that reads and writes for the threads that wait.
pub(crate) struct Driver {
    handle: Handle,
    runtime: Option<Runtime>,
}

impl Driver {
    pub(crate) fn start() -> Result<Self, std::io::Error> {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self { handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Waits on this very thread, whatever else runs on it.
    pub(crate) fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        let _context = self.handle.enter();
        let waker = Waker::from(Arc::new(Waiting(thread::current())));
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl<S> Blocking<S> {
    pub(crate) fn around<E: From<std::io::Error>>(
        open: impl Future<Output = Result<S, E>>,
    ) -> Result<Self, E> {
        let driver = Driver::start()?;
        let store = driver.wait(open)?;
        Ok(Self { store, driver: Arc::new(driver) })
    }

    /// Waits for what the store answers.
    #[cfg(feature = "platform")]
    pub(crate) fn wait<'a, F: Future>(&'a self, ask: impl FnOnce(&'a S) -> F) -> F::Output {
        self.driver.wait(ask(&self.store))
    }
}

#[cfg(feature = "audit")]
impl<S: jpki_audit::AsyncEventSink> jpki_audit::EventSink for Blocking<S> {
    type Receipt = S::Receipt;

    fn append(&self, event: &jpki_core::event::Event) -> Result<S::Receipt, jpki_audit::LogError> {
        self.driver.wait(self.store.append(event.clone()))
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}
