use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use jpki_auth::asynchronous;
use jpki_auth::binding::{
    AccountReference, BindingRecord, CertificateReference, ErasureScope, Insertion, KeyCheck,
    KeyStanding, Replacement,
};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};
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
    fn wait<T>(&self, future: impl Future<Output = T>) -> T {
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
}

impl<S: asynchronous::ChallengeStore> ChallengeStore for Blocking<S> {
    type Error = S::Error;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), S::Error> {
        self.driver.wait(self.store.put(id, record))
    }

    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, S::Error> {
        self.driver.wait(self.store.take(id))
    }
}

impl<S: asynchronous::BindingStore> BindingStore for Blocking<S> {
    type Error = S::Error;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, S::Error> {
        self.driver.wait(self.store.check_key(check))
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, S::Error> {
        self.driver.wait(self.store.of_account(accounts))
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, S::Error> {
        self.driver.wait(self.store.insert(record, accounts, certificates))
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, S::Error> {
        self.driver.wait(self.store.replace(old, record, certificates))
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, S::Error> {
        self.driver.wait(self.store.erase(scope))
    }
}

impl<S: fmt::Debug> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.store.fmt(f)
    }
}
