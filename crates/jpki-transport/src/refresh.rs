//! What is done with a list that was fetched, whatever fetched it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::TransportError;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::{CrlImporter, ImportError, InsertError, Inserted};
use jpki_revocation::{CrlError, FreshnessPolicy};

/// What a refresher did.
#[derive(Debug)]
pub enum RefreshStep {
    /// It fetched the list, which was verified and is in the store. That may be the one that was there, or one
    /// that has run out: how fresh the store is, staleness tells.
    Inserted(Inserted),
    /// It tried to, and what was in the store is there still.
    Failed(RefreshError),
    /// Nothing is due before this instant.
    Waiting(Timestamp),
}

/// Why a list was not refreshed.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    /// It could not be fetched.
    #[error("{0}")]
    Transport(#[from] TransportError),
    /// What came is no list of the expected issuer.
    #[error("{0}")]
    List(#[from] CrlError),
    /// It is not the list that was expected, or older than the one in the store, say.
    #[error("{0}")]
    Store(#[from] InsertError),
}

impl From<ImportError> for RefreshError {
    fn from(error: ImportError) -> Self {
        match error {
            ImportError::List(error) => Self::List(error),
            ImportError::Store(error) => Self::Store(error),
        }
    }
}

/// One list that is kept fresh, whatever fetches it.
#[derive(Debug)]
pub(crate) struct RefreshState {
    importer: CrlImporter,
    refresh: Refresh,
    freshness: FreshnessPolicy,
}

impl RefreshState {
    /// To be fetched at once; the store may hold the list of before a restart.
    pub(crate) fn new(importer: CrlImporter, schedule: RefreshSchedule) -> Self {
        let refresh = Refresh::due_now(schedule);
        Self { importer, refresh, freshness: FreshnessPolicy::daily() }.with_held()
    }

    pub(crate) fn with_freshness(self, freshness: FreshnessPolicy) -> Self {
        Self { freshness, ..self }.with_held()
    }

    /// Until when there is nothing to do.
    pub(crate) fn waits_until(&self, now: Timestamp) -> Option<Timestamp> {
        match self.refresh.next_action(now) {
            RefreshAction::Wait(until) => Some(until),
            RefreshAction::Fetch => None,
        }
    }

    /// Where what is fetched is taken in.
    pub(crate) const fn importer(&self) -> &CrlImporter {
        &self.importer
    }

    /// How a fetch ended. What it means for the schedule, the list says that is held now.
    pub(crate) fn record(
        &mut self,
        outcome: Result<Inserted, RefreshError>,
        now: Timestamp,
        random: u64,
    ) -> RefreshStep {
        match outcome {
            Ok(inserted) => {
                self.refresh.fetched(now, self.good_until(), random);
                RefreshStep::Inserted(inserted)
            }
            Err(fault) => {
                self.refresh.failed(now, random);
                RefreshStep::Failed(fault)
            }
        }
    }

    pub(crate) fn staleness(&self, now: Timestamp) -> Staleness {
        self.refresh.staleness(now)
    }

    fn with_held(self) -> Self {
        match self.good_until() {
            Some(until) => Self { refresh: self.refresh.until(until), ..self },
            None => self,
        }
    }

    fn good_until(&self) -> Option<Timestamp> {
        let held = self.importer.held()?;
        self.freshness.good_until(held.list().this_update(), held.list().next_update())
    }
}

/// Takes in what was fetched.
pub(crate) fn insert(
    importer: &CrlImporter,
    fetched: Result<Vec<u8>, TransportError>,
    now: Timestamp,
) -> Result<Inserted, RefreshError> {
    Ok(importer.import(fetched?, now)?.inserted)
}

/// The longest that a running refresher sleeps before it looks at the clock again, which may have jumped, and
/// tells how stale the store is.
pub(crate) const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// The time of the system's clock.
pub(crate) fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// A number for the jitter, which need not be hard to foresee.
pub(crate) fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}
