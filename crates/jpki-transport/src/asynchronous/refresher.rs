use std::panic::resume_unwind;

use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::TransportFault;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_revocation::store::{CrlIntake, Intake};

use super::ListTransport;
use crate::RefreshStep;
use crate::refresh::{RefreshFault, random, system_time, take_in};

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
    pub async fn step(&mut self, now: Timestamp, random: u64) -> RefreshStep {
        if let RefreshAction::Wait(until) = self.refresh.next_action(now) {
            return RefreshStep::Waiting(until);
        }
        let fetched = self.transport.fetch().await;
        let outcome = self.take_in(fetched, now).await;
        RefreshStep::recorded(outcome, &mut self.refresh, now, random)
    }

    /// Goes on by the system's clock for ever: drop the future to end it. `observe` is told of every step,
    /// and how old what is in the store is by the schedule.
    pub async fn run(&mut self, mut observe: impl FnMut(&RefreshStep, Staleness)) {
        loop {
            let now = system_time();
            let step = self.step(now, random()).await;
            observe(&step, self.staleness(system_time()));
            if let RefreshStep::Waiting(until) = step {
                tokio::time::sleep(until.since(now)).await;
            }
        }
    }

    /// How old what is in the store is, by the schedule.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        self.refresh.staleness(now)
    }

    /// On a thread of its own, since a large list takes its time.
    async fn take_in(
        &self,
        fetched: Result<Vec<u8>, TransportFault>,
        now: Timestamp,
    ) -> Result<Intake, RefreshFault> {
        let intake = self.intake.clone();
        match tokio::task::spawn_blocking(move || take_in(&intake, fetched, now)).await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => resume_unwind(panic),
                // The runtime is shutting down.
                Err(_) => Err(TransportFault::Unreachable.into()),
            },
        }
    }
}
