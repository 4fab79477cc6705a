//! When to fetch lists and anchors again: a schedule as a state machine without a clock.
//!
//! ```text
//! next_action(now) ─► Fetch ─► fetched(now, …) | failed(now, …) ─► next_action(now) ─► Wait(until) …
//! ```

use core::time::Duration;

use jpki_core::time::Timestamp;

/// How often something is fetched, and what happens when that fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshSchedule {
    /// From one success to the next attempt. A nextUpdate that comes earlier goes first.
    pub interval: Duration,
    /// Added to each wait at random, up to this much, so that not all clients come at once.
    pub jitter: Duration,
    /// The wait after the first failure; it doubles with each further one.
    pub first_retry: Duration,
    /// The longest wait after a failure.
    pub longest_retry: Duration,
    /// How long after the last success what is held is called stale, whatever it says itself.
    pub stale_after: Duration,
}

impl RefreshSchedule {
    /// For the lists of J-LIS, which are issued once a day (guideline 001 ※10): every 4 hours and after
    /// nextUpdate, with up to 10 minutes' jitter; after a failure in 1, 2, 4 … up to 30 minutes; stale after
    /// 25 hours.
    #[must_use]
    pub const fn daily_lists() -> Self {
        Self {
            interval: Duration::from_secs(4 * 60 * 60),
            jitter: Duration::from_secs(10 * 60),
            first_retry: Duration::from_secs(60),
            longest_retry: Duration::from_secs(30 * 60),
            stale_after: Duration::from_secs(25 * 60 * 60),
        }
    }

    /// For trust anchors, which change every few years: every day, stale after 30.
    #[must_use]
    pub const fn anchors() -> Self {
        Self {
            interval: Duration::from_secs(24 * 60 * 60),
            stale_after: Duration::from_secs(30 * 24 * 60 * 60),
            ..Self::daily_lists()
        }
    }
}

/// One thing that is kept fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    schedule: RefreshSchedule,
    due: Timestamp,
    last_success: Option<Timestamp>,
    failures: u32,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshAction {
    /// Fetch, then tell how it went.
    Fetch,
    /// Nothing before this instant.
    Wait(Timestamp),
}

/// How old what is held is, by the schedule. Whether a list may be believed is judged by its own dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Staleness {
    /// Fetched when it was due.
    Fresh,
    /// A fetch failed since; what is held serves until it is stale.
    Late,
    /// Not fetched for longer than the schedule allows: somebody should be told.
    Stale,
    /// Never fetched.
    Missing,
}

impl Refresh {
    /// To be fetched at once.
    #[must_use]
    pub const fn due_now(schedule: RefreshSchedule) -> Self {
        Self { schedule, due: Timestamp::MIN, last_success: None, failures: 0 }
    }

    /// Fetched at this instant, before a restart, say: due when the schedule says.
    #[must_use]
    pub fn held_since(schedule: RefreshSchedule, fetched: Timestamp) -> Self {
        let due = fetched.after(schedule.interval);
        Self { schedule, due, last_success: Some(fetched), failures: 0 }
    }

    /// What to do now. A clock that has jumped back by more than a wait can last asks for a fetch.
    #[must_use]
    pub fn next_action(&self, now: Timestamp) -> RefreshAction {
        let longest = self.schedule.interval.max(self.schedule.longest_retry);
        let longest = longest.saturating_add(self.schedule.jitter);
        if now >= self.due || self.due.since(now) > longest {
            RefreshAction::Fetch
        } else {
            RefreshAction::Wait(self.due)
        }
    }

    /// It was fetched; `next_update` is when it says that more will be known, `random` any number from the
    /// caller's generator.
    pub fn fetched(&mut self, now: Timestamp, next_update: Option<Timestamp>, random: u64) {
        self.failures = 0;
        self.last_success = Some(now);
        let regular = now.after(self.schedule.interval);
        // A nextUpdate that has passed already would have it fetched again without end.
        let due = match next_update {
            Some(next_update) if next_update > now => next_update.min(regular),
            _ => regular,
        };
        self.due = due.after(self.jitter(random));
    }

    /// It could not be fetched, or what came was refused.
    pub fn failed(&mut self, now: Timestamp, random: u64) {
        let doublings = self.failures.min(31);
        self.failures = self.failures.saturating_add(1);
        let wait = self.schedule.first_retry.saturating_mul(1 << doublings);
        let wait = wait.min(self.schedule.longest_retry);
        self.due = now.after(wait.saturating_add(self.jitter(random).min(wait)));
    }

    /// How many fetches have failed since the last success.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// When it was last fetched.
    #[must_use]
    pub const fn last_success(&self) -> Option<Timestamp> {
        self.last_success
    }

    /// How old what is held is.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        match self.last_success {
            None => Staleness::Missing,
            Some(fetched) if now.since(fetched) > self.schedule.stale_after => Staleness::Stale,
            Some(_) if self.failures > 0 => Staleness::Late,
            Some(_) => Staleness::Fresh,
        }
    }

    fn jitter(&self, random: u64) -> Duration {
        let seconds = self.schedule.jitter.as_secs();
        Duration::from_secs(random.checked_rem(seconds.saturating_add(1)).unwrap_or(0))
    }
}
