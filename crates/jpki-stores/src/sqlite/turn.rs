use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::TimedOut;

/// Something that one thread at a time has, while the others wait, each no longer than it may.
pub(crate) struct Turns<T> {
    item: Mutex<T>,
    /// Whether somebody has it; what threads wait for, since a mutex does not end by itself.
    taken: Mutex<bool>,
    returned: Condvar,
}

/// The turn of one thread.
pub(crate) struct Turn<'a, T> {
    item: MutexGuard<'a, T>,
    until: Instant,
    _return: Return<'a>,
}

impl<T> Turns<T> {
    pub(crate) const fn new(item: T) -> Self {
        Self { item: Mutex::new(item), taken: Mutex::new(false), returned: Condvar::new() }
    }

    pub(crate) fn take(&self, time_limit: Duration) -> Result<Turn<'_, T>, TimedOut> {
        let start = Instant::now();
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut taken, _) = self
            .returned
            .wait_timeout_while(taken, time_limit, |taken| *taken)
            .unwrap_or_else(PoisonError::into_inner);
        if *taken {
            return Err(TimedOut);
        }
        *taken = true;
        drop(taken);
        let until = start.checked_add(time_limit).unwrap_or(start);
        let _return = Return { taken: &self.taken, returned: &self.returned };
        let item = self.item.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Turn { item, until, _return })
    }
}

impl<T> Turn<'_, T> {
    /// How much of its time the thread has left.
    pub(crate) fn time_left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

impl<T> Deref for Turn<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.item
    }
}

impl<T> DerefMut for Turn<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.item
    }
}

/// Gives the turn to the next when it is dropped, after the item.
struct Return<'a> {
    taken: &'a Mutex<bool>,
    returned: &'a Condvar,
}

impl Drop for Return<'_> {
    fn drop(&mut self) {
        *self.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.returned.notify_one();
    }
}
