use std::panic::resume_unwind;

use jpki_core::time::Timestamp;
use jpki_revocation::FreshnessPolicy;
use jpki_revocation::ocsp::TransportError;
use jpki_revocation::refresh::{RefreshSchedule, Staleness};
use jpki_revocation::store::{CrlImporter, Inserted};

use super::CrlTransport;
use crate::RefreshStep;
use crate::refresh::{LONGEST_SLEEP, RefreshError, RefreshState, insert, random, system_time};

/// Keeps one list in a store fresh: fetches it before the one that is there runs out, verifies it, takes it in;
/// after a failure, and where the publisher is late, it waits longer each time.
///
/// One for each list. Whether what is in the store may be believed is judged by its own dates when it is
/// asked, whatever a refresher did.
#[derive(Debug)]
pub struct CrlRefresher<T> {
    transport: T,
    state: RefreshState,
}

impl<T: CrlTransport> CrlRefresher<T> {
    /// A refresher that fetches through `transport` at once and then by the schedule, and takes in what this importer
    /// expects.
    #[must_use]
    pub fn new(transport: T, importer: CrlImporter, schedule: RefreshSchedule) -> Self {
        Self { transport, state: RefreshState::new(importer, schedule) }
    }

    /// By the freshness that the revocation policy asks of lists: what that calls stale is called so here, and
    /// asked for again. [`FreshnessPolicy::daily`] if not said.
    #[must_use]
    pub fn with_freshness(self, freshness: FreshnessPolicy) -> Self {
        Self { state: self.state.with_freshness(freshness), ..self }
    }

    /// Does what is due at this time; `random` is any number, for the jitter.
    pub async fn step(&mut self, now: Timestamp, random: u64) -> RefreshStep {
        self.step_by(|| now, random).await
    }

    /// Goes on by the system's clock for ever: drop the future to end it. `observe` is told of every step, at
    /// least once a minute, and how old what is in the store is.
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

    /// The clock is asked again after the fetch, which may have taken minutes.
    async fn step_by(&mut self, clock: impl Fn() -> Timestamp, random: u64) -> RefreshStep {
        if let Some(until) = self.state.waits_until(clock()) {
            return RefreshStep::Waiting(until);
        }
        let fetched = self.transport.fetch().await;
        let outcome = self.insert(fetched, clock()).await;
        self.state.record(outcome, clock(), random)
    }

    /// How old what is in the store is, by its own dates and the schedule.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        self.state.staleness(now)
    }

    /// On a thread of its own, since a large list takes its time.
    async fn insert(
        &self,
        fetched: Result<Vec<u8>, TransportError>,
        now: Timestamp,
    ) -> Result<Inserted, RefreshError> {
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
