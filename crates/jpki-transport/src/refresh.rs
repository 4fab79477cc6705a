//! What is done with a list that was fetched, whatever fetched it.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::TransportFault;
use jpki_revocation::refresh::Refresh;
use jpki_revocation::store::{ListStore, TakeInError, TakenIn};
use jpki_revocation::{ListError, ListIssuer, RevocationList};

/// What a refresher did.
#[derive(Debug)]
pub enum RefreshStep {
    /// It fetched the list, which was verified and is in the store.
    TakenIn(TakenIn),
    /// It tried to, and what was in the store is there still.
    Failed(RefreshFault),
    /// Nothing is due before this instant.
    Waiting(Timestamp),
}

impl RefreshStep {
    /// How a fetch ended, which the schedule is told.
    pub(crate) fn recorded(
        outcome: Result<Intake, RefreshFault>,
        refresh: &mut Refresh,
        now: Timestamp,
        random: u64,
    ) -> Self {
        match outcome {
            Ok(intake) => {
                refresh.fetched(now, intake.next_update, random);
                Self::TakenIn(intake.taken_in)
            }
            Err(fault) => {
                refresh.failed(now, random);
                Self::Failed(fault)
            }
        }
    }
}

/// Why a list was not refreshed.
#[derive(Debug, thiserror::Error)]
pub enum RefreshFault {
    /// It could not be fetched.
    #[error("{0}")]
    Transport(#[from] TransportFault),
    /// What came is no list of these issuers.
    #[error("{0}")]
    List(#[from] ListError),
    /// It is older than the one in the store, say.
    #[error("{0}")]
    Store(#[from] TakeInError),
}

/// Where lists go, and whose.
#[derive(Clone, Debug)]
pub(crate) struct ListIntake {
    store: Arc<ListStore>,
    issuers: Arc<[ListIssuer]>,
    limits: Limits,
}

/// A list that was taken in.
pub(crate) struct Intake {
    pub(crate) taken_in: TakenIn,
    pub(crate) next_update: Option<Timestamp>,
}

impl ListIntake {
    pub(crate) fn new(store: Arc<ListStore>, issuers: Vec<ListIssuer>, limits: Limits) -> Self {
        Self { store, issuers: issuers.into(), limits }
    }

    /// Reads, verifies and stores a list.
    pub(crate) fn take_in(
        &self,
        fetched: Result<Vec<u8>, TransportFault>,
    ) -> Result<Intake, RefreshFault> {
        let list = RevocationList::from_der_within(fetched?, &self.limits)?;
        let list = list.verify_by_one_of(&self.issuers, &AlgorithmPolicy::current())?;
        let next_update = list.list().next_update();
        Ok(Intake { taken_in: self.store.take_in(list)?, next_update })
    }
}

/// The time of the system's clock.
pub(crate) fn system_time() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// A number for the jitter, which need not be hard to foresee.
pub(crate) fn random() -> u64 {
    getrandom::u64().unwrap_or_default()
}
