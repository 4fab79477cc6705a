//! Stores in the memory of one process: nothing outlives it.

mod adapter;
mod attempts;
mod bindings;
mod challenges;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use attempts::{AttemptLimits, AttemptsFull, MemoryAttempts};
pub use bindings::MemoryBindings;
pub use challenges::{MemoryChallenges, MemoryChallengesError};

/// The content, also after a panic elsewhere: every change here is done in one piece.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
