//! What both refreshers share: what is due, and what becomes of a CRL that was fetched.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jpki_core::crypto::CryptoBackend;
use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::time::Timestamp;
use jpki_revocation::FreshnessPolicy;
use jpki_revocation::ocsp::TransportError;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::{CrlImporter, ImportError, Imported};

/// What a refresher did.
#[derive(Debug)]
#[non_exhaustive]
pub enum RefreshStep {
    /// It fetched a CRL, which was verified and is in the store. That may be the one that was there, or one that has
    /// expired: ask for the staleness to know how fresh the store is.
    Inserted(Imported),
    /// It tried to, and what was in the store is there still.
    Failed(RefreshError),
    /// Nothing is due before this instant.
    Waiting(Timestamp),
}

impl RefreshStep {
    /// Returns what an operation log is to be told of this step at this time; nothing where it waits.
    // Requirement: ACC-4
    pub fn operation(&self, crypto: &dyn CryptoBackend, now: Timestamp) -> Option<Operation> {
        match self {
            Self::Inserted(imported) => Some(imported.operation(crypto, now)),
            Self::Failed(RefreshError::Import(error)) => Some(error.operation(now)),
            Self::Failed(RefreshError::Transport(_)) => {
                Some(Operation::new(Action::CrlIntake, ActionResult::Failed, now))
            }
            Self::Waiting(_) => None,
        }
    }
}

/// Reason why a CRL was not refreshed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RefreshError {
    /// It could not be fetched.
    #[error("{0}")]
    Transport(#[from] TransportError),
    /// It was fetched and not imported.
    #[error(transparent)]
    Import(#[from] ImportError),
}

/// One CRL that is kept fresh.
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

    /// Returns what is to be done now.
    pub(crate) fn begin(&self, now: Timestamp) -> RefreshAction {
        self.refresh.next_action(now)
    }

    /// Returns where fetched CRLs are verified and stored.
    pub(crate) const fn importer(&self) -> &CrlImporter {
        &self.importer
    }

    /// Records how a fetch ended. The CRL that is held now says what it means for the schedule.
    pub(crate) fn end(
        &mut self,
        outcome: Result<Imported, RefreshError>,
        now: Timestamp,
        random: u64,
    ) -> RefreshStep {
        match outcome {
            Ok(imported) => {
                self.refresh.fetched(now, self.good_until(), random);
                RefreshStep::Inserted(imported)
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

/// Verifies and stores what was fetched.
pub(crate) fn insert(
    importer: &CrlImporter,
    fetched: Result<Vec<u8>, TransportError>,
    now: Timestamp,
) -> Result<Imported, RefreshError> {
    Ok(importer.import(fetched?, now)?)
}

/// The longest that a running refresher sleeps before it reads the clock again, which may have jumped, and reports
/// how stale the store is.
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
