use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use jpki_core::time::Timestamp;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::CrlIntake;

use super::ListTransport;
use crate::RefreshStep;
use crate::refresh::{random, system_time, take_in};

/// Keeps one list in a store fresh: fetches it when due, verifies it, takes it in; after a failure it waits
/// longer each time.
///
/// One for each list. Whether what is in the store may be believed is judged by its own dates when it is
/// asked, whatever a refresher did.
#[derive(Debug)]
pub struct ListRefresher<T> {
    transport: T,
    intake: CrlIntake,
    refresh: Refresh,
}

impl<T: ListTransport> ListRefresher<T> {
    /// A refresher that fetches through `transport` at once and then by the schedule, and takes in what this intake
    /// expects.
    #[must_use]
    pub const fn new(transport: T, intake: CrlIntake, schedule: RefreshSchedule) -> Self {
        Self { transport, intake, refresh: Refresh::due_now(schedule) }
    }

    /// Does what is due at this time; `random` is any number, for the jitter.
    pub fn step(&mut self, now: Timestamp, random: u64) -> RefreshStep {
        if let RefreshAction::Wait(until) = self.refresh.next_action(now) {
            return RefreshStep::Waiting(until);
        }
        let outcome = take_in(&self.intake, self.transport.fetch(), now);
        RefreshStep::recorded(outcome, &mut self.refresh, now, random)
    }

    /// Goes on by the system's clock until something is sent through `stop`, or its sender is gone.
    /// `observe` is told of every step, and how old what is in the store is by the schedule.
    pub fn run(&mut self, stop: &Receiver<()>, mut observe: impl FnMut(&RefreshStep, Staleness)) {
        loop {
            let now = system_time();
            let step = self.step(now, random());
            observe(&step, self.staleness(system_time()));
            let wait = match step {
                RefreshStep::Waiting(until) => until.since(now),
                RefreshStep::TakenIn(_) | RefreshStep::Failed(_) => Duration::ZERO,
            };
            if stop.recv_timeout(wait) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// How old what is in the store is, by the schedule.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        self.refresh.staleness(now)
    }
}
