use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex};

use jpki_core::time::Timestamp;

use super::lock;
use crate::blocking::ChallengeStore;
use crate::challenge::{ChallengeId, ChallengeRecord, TakeOutcome};

/// Challenges in memory, up to a fixed number. After a restart none is known, so all are refused.
///
/// Full, it forgets the expired that are still kept to tell a replay from a stranger, and no other: with
/// live ones only, it refuses new ones. Clones share the content.
#[derive(Clone)]
pub struct MemoryChallenges {
    capacity: usize,
    kept: Arc<Mutex<Kept>>,
}

/// Reason why a challenge was not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MemoryChallengesError {
    /// As many live challenges as it may hold.
    #[error("full of live challenges")]
    Full,
    /// The id is there already.
    #[error("kept before")]
    Repeated,
}

#[derive(Default)]
struct Kept {
    slots: HashMap<ChallengeId, Slot>,
    by_expiry: BTreeSet<(Timestamp, ChallengeId)>,
}

struct Slot {
    /// `None` once taken.
    record: Option<ChallengeRecord>,
    forget_after: Timestamp,
}

impl MemoryChallenges {
    /// Makes room for this many challenges, some 400 bytes each.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { capacity, kept: Arc::default() }
    }

    /// Returns how many are kept, live or to tell a replay from a stranger: to be watched, for a full store refuses
    /// everyone.
    #[must_use]
    pub fn kept(&self) -> usize {
        lock(&self.kept).slots.len()
    }
}

impl ChallengeStore for MemoryChallenges {
    type Error = MemoryChallengesError;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), MemoryChallengesError> {
        let now = record.issued_at();
        let mut kept = lock(&self.kept);
        // Two for one, so that the forgettable never pile up.
        kept.forget_first_if(|_, slot| slot.forget_after < now);
        kept.forget_first_if(|_, slot| slot.forget_after < now);
        if kept.slots.contains_key(id) {
            return Err(MemoryChallengesError::Repeated);
        }
        if kept.slots.len() >= self.capacity {
            kept.forget_first_if(|expires_at, _| expires_at < now);
        }
        if kept.slots.len() >= self.capacity {
            return Err(MemoryChallengesError::Full);
        }
        let slot = Slot { record: Some(record.clone()), forget_after: record.forget_after() };
        kept.slots.insert(*id, slot);
        kept.by_expiry.insert((record.expires_at(), *id));
        Ok(())
    }

    // Requirement: AUTH-05
    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, MemoryChallengesError> {
        let mut kept = lock(&self.kept);
        Ok(match kept.slots.get_mut(id).map(|slot| slot.record.take()) {
            Some(Some(record)) => TakeOutcome::Fresh(record),
            Some(None) => TakeOutcome::Spent,
            None => TakeOutcome::Unknown,
        })
    }
}

impl Kept {
    /// Forgets the one that expires first, if it may be forgotten.
    fn forget_first_if(&mut self, may: impl FnOnce(Timestamp, &Slot) -> bool) {
        let Some(first) = self.by_expiry.first().copied() else { return };
        let (expires_at, id) = first;
        if self.slots.get(&id).is_none_or(|slot| may(expires_at, slot)) {
            self.by_expiry.remove(&first);
            self.slots.remove(&id);
        }
    }
}

impl fmt::Debug for MemoryChallenges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryChallenges({} of {})", lock(&self.kept).slots.len(), self.capacity)
    }
}
