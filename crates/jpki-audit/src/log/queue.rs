//! Group commit: whoever waits first makes all that wait durable, and the others wait for that.

use std::fmt;
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::error::LogError;
use crate::store::{Batch, LogStore};
use crate::tree::TreeHash;

/// That an event is durable, under this number.
#[derive(Debug, PartialEq, Eq)]
pub struct Receipt {
    number: u64,
}

impl Receipt {
    /// Returns the number of its entry, counted from 0.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }
}

/// An event that was taken and is not durable yet.
#[must_use = "nothing may leave before the event is confirmed"]
pub struct Unconfirmed<'a, S> {
    queue: &'a Queue<S>,
    outcome: Outcome,
    place: u64,
}

impl<S: LogStore> Unconfirmed<'_, S> {
    /// Returns when the event is durable.
    ///
    /// # Errors
    /// [`LogError`] if it cannot be made so.
    pub fn confirm(self) -> Result<Receipt, LogError> {
        let first = self.queue.outcome(&self.outcome)?;
        Ok(Receipt { number: first.saturating_add(self.place) })
    }
}

impl<S> fmt::Debug for Unconfirmed<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unconfirmed")
    }
}

/// The number of a batch's first entry once it is durable.
type Outcome = Arc<OnceLock<Result<u64, LogError>>>;

pub(super) struct Queue<S> {
    state: Mutex<State>,
    /// That a batch was written, or was not.
    written: Condvar,
    store: Mutex<S>,
}

#[derive(Default)]
struct State {
    next: Pending,
    is_writing: bool,
}

/// The batch that is being collected.
#[derive(Default)]
struct Pending {
    lines: Vec<u8>,
    leaves: Vec<(TreeHash, usize)>,
    outcome: Outcome,
}

impl<S: LogStore> Queue<S> {
    pub(super) fn new(store: S) -> Self {
        Self { state: Mutex::default(), written: Condvar::new(), store: Mutex::new(store) }
    }

    pub(super) fn store(&self) -> MutexGuard<'_, S> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, leaf: TreeHash, line: &[u8]) -> Result<Unconfirmed<'_, S>, LogError> {
        let mut state = self.state();
        while state.next.leaves.len() >= Batch::MOST_ENTRIES {
            state = self.write_or_wait(state);
        }
        let next = &mut state.next;
        let place = u64::try_from(next.leaves.len()).unwrap_or(u64::MAX);
        next.lines.extend_from_slice(line);
        next.leaves.push((leaf, line.len()));
        Ok(Unconfirmed { queue: self, outcome: next.outcome.clone(), place })
    }

    /// Makes durable what was pushed until now.
    pub(super) fn flush(&self) -> Result<(), LogError> {
        let state = self.state();
        let outcome = state.next.outcome.clone();
        if !state.next.leaves.is_empty() {
            drop(state);
            self.outcome(&outcome)?;
        }
        Ok(())
    }

    fn outcome(&self, outcome: &Outcome) -> Result<u64, LogError> {
        let mut state = self.state();
        loop {
            if let Some(outcome) = outcome.get() {
                return outcome.clone();
            }
            // Its writer is gone.
            if !state.is_writing && !Arc::ptr_eq(outcome, &state.next.outcome) {
                return Err(LogError::Stopped);
            }
            state = self.write_or_wait(state);
        }
    }

    fn write_or_wait<'a>(&'a self, mut state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        if state.is_writing {
            return self.written.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_writing = true;
        let batch = mem::take(&mut state.next);
        drop(state);
        let _ended = Ended(self);
        let outcome = self.write(batch.lines, &batch.leaves);
        // Set once, by who took the batch.
        let _ = batch.outcome.set(outcome);
        drop(_ended);
        self.state()
    }

    fn write(&self, lines: Vec<u8>, leaves: &[(TreeHash, usize)]) -> Result<u64, LogError> {
        let mut store = self.store();
        let batch = Batch::new(store.state(), lines, leaves);
        store.commit(&batch)?;
        Ok(batch.first())
    }
}

impl<S> Queue<S> {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets the next write, however the one before ended.
struct Ended<'a, S>(&'a Queue<S>);

impl<S> Drop for Ended<'_, S> {
    fn drop(&mut self) {
        self.0.state().is_writing = false;
        self.0.written.notify_all();
    }
}
