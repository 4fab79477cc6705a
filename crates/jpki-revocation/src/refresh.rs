//! When to fetch lists and anchors again: a schedule as a state machine without a clock.
//!
//! ```text
//! next_action(now) ─► Fetch ─► fetched(now, …) | failed(now, …) ─► next_action(now) ─► Wait(until) …
//! ```
//!
//! What counts is not whether a fetch went well but what is known after it: a list that has run out when it
//! arrives is late, and is asked for again soon.

use core::time::Duration;

use jpki_core::time::Timestamp;

/// How often something is fetched, and what happens when that fails. No wait is shorter than a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RefreshSchedule {
    /// From one success to the next attempt.
    pub interval: Duration,
    /// How long before the nextUpdate of what is held its successor is first asked for. Within this time it is
    /// asked for again and again, each time after half of what is left.
    pub lead: Duration,
    /// Added to each wait at random, up to this much, so that not all clients come at once. No more than a
    /// minute is added to a retry, and none that would outlast nextUpdate by more.
    pub jitter: Duration,
    /// The wait after the first failure; it doubles with each further one.
    pub first_retry: Duration,
    /// The longest wait after a failure.
    pub longest_retry: Duration,
    /// How long after the last success what is held is called stale, whatever it says itself.
    pub stale_after: Duration,
}

/// The most jitter where somebody may be waiting.
const SHORT: Duration = Duration::from_secs(60);

/// The shortest wait, so that no schedule spins.
const SHORTEST: Duration = Duration::from_secs(1);

impl RefreshSchedule {
    /// For the lists of J-LIS, which are issued once a day (guideline 001 ※10): every 4 hours, and from half an
    /// hour before nextUpdate on, with up to 10 minutes' jitter; after a failure in 1, 2, 4 … up to 30 minutes;
    /// stale after 25 hours.
    #[must_use]
    // Requirement: CRL-01
    pub const fn daily_crls() -> Self {
        Self {
            interval: Duration::from_secs(4 * 60 * 60),
            lead: Duration::from_secs(30 * 60),
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
            ..Self::daily_crls()
        }
    }
}

/// One thing that is kept fresh.
///
/// ```
/// use core::time::Duration;
/// use jpki_core::time::Timestamp;
/// use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
///
/// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
/// let mut refresh = Refresh::due_now(RefreshSchedule::daily_crls());
/// assert_eq!(refresh.next_action(now), RefreshAction::Fetch);
///
/// refresh.fetched(now, Some(now.after(Duration::from_secs(86_400))), 0);
/// assert!(matches!(refresh.next_action(now), RefreshAction::Wait(_)));
/// assert_eq!(refresh.staleness(now), Staleness::Fresh);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refresh {
    schedule: RefreshSchedule,
    due: Timestamp,
    last_success: Option<Timestamp>,
    /// When what is held runs out.
    until: Option<Timestamp>,
    failures: u32,
}

/// What to do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "fetch or wait")]
pub enum RefreshAction {
    /// Fetch, then tell how it went.
    Fetch,
    /// Nothing before this instant.
    Wait(Timestamp),
}

/// How old what is held is, by its own nextUpdate and by the schedule. Whether a list may be believed is judged
/// by the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "an operator is alarmed or not by each")]
pub enum Staleness {
    /// Fetched when it was due, and its nextUpdate has not passed.
    Fresh,
    /// The next one is overdue: a fetch failed since, or nextUpdate has passed. Retries are on their way.
    Late,
    /// Overdue for longer than the schedule allows: somebody should be told. Either the last success is longer
    /// ago than [`RefreshSchedule::stale_after`], or nextUpdate than [`RefreshSchedule::longest_retry`].
    Stale,
    /// Nothing is held.
    Missing,
}

impl Refresh {
    /// To be fetched at once.
    #[must_use]
    pub const fn due_now(schedule: RefreshSchedule) -> Self {
        Self { schedule, due: Timestamp::MIN, last_success: None, until: None, failures: 0 }
    }

    /// Fetched at this instant, before a restart, say: due when the schedule says. If it has a nextUpdate, add
    /// it by [`Self::until`].
    #[must_use]
    pub fn held_since(schedule: RefreshSchedule, fetched: Timestamp) -> Self {
        let due = fetched.after(schedule.interval);
        Self { due, last_success: Some(fetched), ..Self::due_now(schedule) }
    }

    /// With what is held already running out at this instant.
    #[must_use]
    pub fn until(self, next_update: Timestamp) -> Self {
        let due = self.due.min(next_update.before(self.schedule.lead));
        Self { due, until: Some(next_update), ..self }
    }

    /// Returns what to do now. A clock that has jumped back by more than a wait can last asks for a fetch.
    #[must_use]
    // Requirement: CRL-01
    pub fn next_action(&self, now: Timestamp) -> RefreshAction {
        let longest = self.interval().max(self.longest_retry());
        let longest = longest.saturating_add(self.schedule.jitter);
        if now >= self.due || self.due.since(now) > longest {
            RefreshAction::Fetch
        } else {
            RefreshAction::Wait(self.due)
        }
    }

    /// It was fetched; `next_update` is when it runs out, `random` any number from the caller's generator.
    ///
    /// Where that instant has come already, nothing more is known than before: the publisher is late, or an
    /// old answer is replayed. That counts as a failure.
    pub fn fetched(&mut self, now: Timestamp, next_update: Option<Timestamp>, random: u64) {
        self.until = next_update;
        if next_update.is_some_and(|next_update| next_update <= now) {
            return self.failed(now, random);
        }
        self.failures = 0;
        self.last_success = Some(now);
        let regular = now.after(self.interval()).after(self.jitter(random));
        self.due = match next_update {
            Some(next_update) => regular.min(self.in_time(now, next_update, random)),
            None => regular,
        };
    }

    /// It could not be fetched, or what came was refused.
    pub fn failed(&mut self, now: Timestamp, random: u64) {
        let doublings = self.failures.min(31);
        self.failures = self.failures.saturating_add(1);
        let wait = self.first_retry().saturating_mul(1 << doublings);
        let wait = wait.min(self.longest_retry());
        let jitter = self.jitter(random).min(SHORT);
        let due = now.after(wait.saturating_add(jitter.min(wait)));
        self.due = match self.until {
            // However many have failed, it is tried when what is held runs out.
            Some(until) if until > now => due.min(until.after(jitter)),
            _ => due,
        };
    }

    /// Returns how many fetches since the last success have failed, or brought what had run out.
    #[must_use]
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Returns when a fetch last brought something that had not run out.
    #[must_use]
    pub const fn last_success(&self) -> Option<Timestamp> {
        self.last_success
    }

    /// Returns how old what is held is.
    #[must_use]
    pub fn staleness(&self, now: Timestamp) -> Staleness {
        let is_longer_ago = |instant: Option<Timestamp>, span| {
            instant.is_some_and(|instant| now.since(instant) > span)
        };
        if self.last_success.is_none() && self.until.is_none() {
            Staleness::Missing
        } else if is_longer_ago(self.last_success, self.schedule.stale_after)
            || is_longer_ago(self.until, self.schedule.longest_retry)
        {
            Staleness::Stale
        } else if self.failures > 0 || is_longer_ago(self.until, Duration::ZERO) {
            Staleness::Late
        } else {
            Staleness::Fresh
        }
    }

    /// When to ask next for what follows on something that runs out later than now.
    fn in_time(&self, now: Timestamp, until: Timestamp, random: u64) -> Timestamp {
        let jitter = self.jitter(random);
        let begin = until.before(self.schedule.lead);
        if now < begin {
            return begin.after(jitter.min(self.schedule.lead.max(SHORT)));
        }
        let rest = until.since(now);
        let wait = rest.checked_div(2).unwrap_or(rest).max(self.first_retry());
        now.after(wait.min(rest)).after(jitter.min(SHORT))
    }

    fn interval(&self) -> Duration {
        self.schedule.interval.max(SHORTEST)
    }

    fn first_retry(&self) -> Duration {
        self.schedule.first_retry.max(SHORTEST)
    }

    fn longest_retry(&self) -> Duration {
        self.schedule.longest_retry.max(SHORTEST)
    }

    fn jitter(&self, random: u64) -> Duration {
        let seconds = self.schedule.jitter.as_secs();
        Duration::from_secs(random.checked_rem(seconds.saturating_add(1)).unwrap_or(0))
    }
}
