use std::panic::resume_unwind;

use jpki_core::time::Timestamp;
use jpki_revocation::FreshnessPolicy;
use jpki_revocation::ocsp::TransportError;
use jpki_revocation::refresh::{RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::{CrlImporter, Imported};

use super::CrlTransport;
use crate::RefreshStep;
use crate::refresh::{LONGEST_SLEEP, RefreshError, RefreshState, insert, random, system_time};

/// Keeps one CRL in a store fresh: fetches the next one before the present one expires, verifies it and stores it.
/// Waits longer after each failure, and while the publisher is late.
///
/// Use one for each CRL. A stored CRL is judged by its own dates when it is used, whatever a refresher did.
#[derive(Debug)]
pub struct CrlRefresher<T> {
    transport: T,
    state: RefreshState,
}

impl<T: CrlTransport> CrlRefresher<T> {
    /// Makes a refresher that fetches through `transport` at once and then by the schedule, and stores what this
    /// importer expects.
    #[must_use]
    pub fn new(transport: T, importer: CrlImporter, schedule: RefreshSchedule) -> Self {
        Self { transport, state: RefreshState::new(importer, schedule) }
    }

    /// Sets the freshness that the revocation policy demands of CRLs: what that policy calls stale is fetched again.
    /// [`FreshnessPolicy::daily`] by default.
    #[must_use]
    pub fn with_freshness(self, freshness: FreshnessPolicy) -> Self {
        Self { state: self.state.with_freshness(freshness), ..self }
    }

    /// Does what is due at this time. `random` is any number, for the jitter.
    pub async fn step(&mut self, now: Timestamp, random: u64) -> RefreshStep {
        self.step_by(|| now, random).await
    }

    /// Runs by the system clock until dropped. Calls `observe` after every step, at least once a minute, with the
    /// staleness of the stored CRL.
    pub async fn run(&mut self, mut observe: impl FnMut(&RefreshStep, Staleness)) {
        loop {
            let step = self.step_by(system_time, random()).await;
            let now = system_time();
            observe(&step, self.staleness(now));
            if let RefreshStep::Waiting(until) = step {
                tokio::time::sleep(until.since(now).min(LONGEST_SLEEP)).await;
            }
        }
    }

    /// Reads the clock again after the fetch, which may have taken minutes.
    async fn step_by(&mut self, clock: impl Fn() -> Timestamp, random: u64) -> RefreshStep {
        if let RefreshAction::Wait(until) = self.state.begin(clock()) {
            return RefreshStep::Waiting(until);
        }
        let fetched = self.transport.fetch().await;
        let outcome = self.insert(fetched, clock()).await;
        self.state.end(outcome, clock(), random)
    }

    /// Returns how stale the stored CRL is, by its own dates and the schedule.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        self.state.staleness(now)
    }

    /// On a thread of its own, since a large list takes its time.
    async fn insert(
        &self,
        fetched: Result<Vec<u8>, TransportError>,
        now: Timestamp,
    ) -> Result<Imported, RefreshError> {
        let importer = self.state.importer().clone();
        match tokio::task::spawn_blocking(move || insert(&importer, fetched, now)).await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The runtime is shutting down.
                Err(_) => Err(TransportError::Unreachable.into()),
            },
        }
    }
}
