use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use jpki_core::time::Timestamp;
use jpki_revocation::FreshnessPolicy;
use jpki_revocation::refresh::{RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::CrlImporter;

use super::CrlTransport;
use crate::RefreshStep;
use crate::refresh::{LONGEST_SLEEP, RefreshState, insert, random, system_time};

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
    pub fn step(&mut self, now: Timestamp, random: u64) -> RefreshStep {
        self.step_by(|| now, random)
    }

    /// Runs by the system clock until something is sent through `stop`, or its sender is dropped. Calls `observe` after
    /// every step, at least once a minute, with the staleness of the stored CRL.
    pub fn run(&mut self, stop: &Receiver<()>, mut observe: impl FnMut(&RefreshStep, Staleness)) {
        loop {
            let step = self.step_by(system_time, random());
            let now = system_time();
            observe(&step, self.staleness(now));
            let wait = match step {
                RefreshStep::Waiting(until) => until.since(now).min(LONGEST_SLEEP),
                RefreshStep::Inserted(_) | RefreshStep::Failed(_) => Duration::ZERO,
            };
            if stop.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Reads the clock again after the fetch, which may have taken minutes.
    fn step_by(&mut self, clock: impl Fn() -> Timestamp, random: u64) -> RefreshStep {
        if let RefreshAction::Wait(until) = self.state.begin(clock()) {
            return RefreshStep::Waiting(until);
        }
        let outcome = insert(self.state.importer(), self.transport.fetch(), clock());
        self.state.end(outcome, clock(), random)
    }

    /// Returns how stale the stored CRL is, by its own dates and the schedule.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        self.state.staleness(now)
    }
}
