//! What is done with a list that was fetched, whatever fetched it.

use std::time::{SystemTime, UNIX_EPOCH};

use jpki_core::time::Timestamp;
use jpki_revocation::ListError;
use jpki_revocation::ocsp::TransportFault;
use jpki_revocation::refresh::Refresh;
use jpki_revocation::store::{CrlIntake, Intake, IntakeError, TakeInError, TakenIn};

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
    /// What came is no list of the expected issuer.
    #[error("{0}")]
    List(#[from] ListError),
    /// It is not the list that was expected, or older than the one in the store, say.
    #[error("{0}")]
    Store(#[from] TakeInError),
}

impl From<IntakeError> for RefreshFault {
    fn from(error: IntakeError) -> Self {
        match error {
            IntakeError::List(error) => Self::List(error),
            IntakeError::Store(error) => Self::Store(error),
        }
    }
}

/// Takes in what was fetched.
pub(crate) fn take_in(
    intake: &CrlIntake,
    fetched: Result<Vec<u8>, TransportFault>,
    now: Timestamp,
) -> Result<Intake, RefreshFault> {
    Ok(intake.take_in(fetched?, now)?)
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
