use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jpki_core::time::Timestamp;

use super::lock;
use crate::blocking::AttemptLimiter;
use crate::rate_limit::{Admission, AttemptKey};

/// How many attempts in which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttemptLimits {
    /// Attempts of one session or account.
    pub attempts: u32,
    /// The time, from the first of them, in which they are counted together.
    pub window: Duration,
    /// Sessions and accounts counted at a time; beyond that, new ones are an error.
    pub keys: usize,
}

impl Default for AttemptLimits {
    /// Ten in five minutes, for up to a million sessions and accounts (some 150 bytes each).
    fn default() -> Self {
        Self { attempts: 10, window: Duration::from_secs(300), keys: 1_000_000 }
    }
}

/// Counts attempts in memory. Clones share the content.
///
/// Whoever knows a user identifier can use up its attempts for a window; that is the price of any limit by
/// account.
#[derive(Clone)]
pub struct MemoryAttempts {
    limits: AttemptLimits,
    kept: Arc<Mutex<Kept>>,
}

/// Too many sessions and accounts at a time; none is dropped to make room, because that would let an
/// attacker clear his own count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("attempts of too many sessions and accounts")]
#[non_exhaustive]
pub struct AttemptsFull;

#[derive(Default)]
struct Kept {
    counts: HashMap<AttemptKey, Count>,
    by_start: BTreeSet<(Timestamp, AttemptKey)>,
}

#[derive(Clone, Copy)]
struct Count {
    started_at: Timestamp,
    attempts: u32,
}
impl MemoryAttempts {
    /// Counts by these limits.
    #[must_use]
    pub fn new(limits: AttemptLimits) -> Self {
        Self { limits, kept: Arc::default() }
    }

    /// Returns how many sessions and accounts are counted: to be watched against [`AttemptLimits::keys`], for a full
    /// limiter refuses every new one.
    #[must_use]
    pub fn counted(&self) -> usize {
        lock(&self.kept).counts.len()
    }
}

impl Default for MemoryAttempts {
    fn default() -> Self {
        Self::new(AttemptLimits::default())
    }
}

impl AttemptLimiter for MemoryAttempts {
    type Error = AttemptsFull;

    fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, AttemptsFull> {
        let mut kept = lock(&self.kept);
        // Two for one, so that what is over never piles up.
        kept.forget_first_if_over(self.limits.window, now);
        kept.forget_first_if_over(self.limits.window, now);
        let count = match kept.counts.get(key).copied() {
            // A start in the future is a clock that jumped back: the window begins again, the count stays.
            Some(count) if count.started_at > now => Count { started_at: now, ..count },
            Some(count) if now.since(count.started_at) < self.limits.window => count,
            Some(_) => Count { started_at: now, attempts: 0 },
            None if kept.counts.len() >= self.limits.keys => return Err(AttemptsFull),
            None => Count { started_at: now, attempts: 0 },
        };
        let admission = if count.attempts < self.limits.attempts {
            Admission::Admitted
        } else {
            Admission::Refused
        };
        kept.set(*key, Count { attempts: count.attempts.saturating_add(1), ..count });
        Ok(admission)
    }
}

impl Kept {
    fn set(&mut self, key: AttemptKey, count: Count) {
        if let Some(earlier) = self.counts.insert(key, count) {
            self.by_start.remove(&(earlier.started_at, key));
        }
        self.by_start.insert((count.started_at, key));
    }

    fn forget_first_if_over(&mut self, window: Duration, now: Timestamp) {
        let Some((started_at, key)) = self.by_start.first().copied() else { return };
        if now.since(started_at) >= window {
            self.by_start.remove(&(started_at, key));
            self.counts.remove(&key);
        }
    }
}

impl fmt::Debug for MemoryAttempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryAttempts({:?})", self.limits)
    }
}
