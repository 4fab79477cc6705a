//! The schedule, driven by a made-up clock.

use core::time::Duration;

use jpki_core::time::Timestamp;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use proptest::prelude::*;

const SCHEDULE: RefreshSchedule = RefreshSchedule {
    interval: Duration::from_secs(1000),
    jitter: Duration::from_secs(10),
    first_retry: Duration::from_secs(60),
    longest_retry: Duration::from_secs(300),
    stale_after: Duration::from_secs(2000),
};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_000_000 + seconds)
}

#[test]
fn first_at_once_then_by_the_interval_or_nextupdate() {
    let mut refresh = Refresh::due_now(SCHEDULE);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
    assert_eq!(refresh.staleness(at(0)), Staleness::Missing);
    refresh.fetched(at(0), None, 0);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(999)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Fetch);
    refresh.fetched(at(1000), Some(at(1400)), 3);
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Wait(at(1403)));
    // A nextUpdate in the past does not make it spin.
    refresh.fetched(at(1500), Some(at(1400)), 0);
    assert_eq!(refresh.next_action(at(1500)), RefreshAction::Wait(at(2500)));
}

#[test]
fn failures_wait_twice_as_long_each_time_up_to_the_longest() {
    let mut refresh = Refresh::due_now(SCHEDULE);
    refresh.fetched(at(0), None, 0);
    for (failures, wait) in [(1, 60), (2, 120), (3, 240), (4, 300), (5, 300)] {
        refresh.failed(at(1000), 0);
        assert_eq!(refresh.failures(), failures);
        assert_eq!(refresh.next_action(at(1000)), RefreshAction::Wait(at(1000 + wait)));
    }
    assert_eq!(refresh.staleness(at(1000)), Staleness::Late);
    assert_eq!(refresh.staleness(at(2000)), Staleness::Late);
    assert_eq!(refresh.staleness(at(2001)), Staleness::Stale);
    refresh.fetched(at(3000), None, 0);
    assert_eq!((refresh.failures(), refresh.staleness(at(3000))), (0, Staleness::Fresh));
}

#[test]
fn what_is_held_already_is_fetched_when_the_schedule_says() {
    let refresh = Refresh::held_since(SCHEDULE, at(0));
    assert_eq!(refresh.next_action(at(999)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Fetch);
    assert_eq!(refresh.last_success(), Some(at(0)));
    assert_eq!((refresh.staleness(at(2000)), refresh.failures()), (Staleness::Fresh, 0));
    assert_eq!(refresh.staleness(at(2001)), Staleness::Stale);
}

#[test]
fn jitter_reaches_its_greatest_and_no_more() {
    for (random, seconds) in [(0, 1000), (1, 1001), (10, 1010), (11, 1000), (21, 1010)] {
        let mut refresh = Refresh::due_now(SCHEDULE);
        refresh.fetched(at(0), None, random);
        assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(seconds)), "{random}");
    }
    // After a failure it does not more than double the wait.
    let schedule = RefreshSchedule { first_retry: Duration::from_secs(2), ..SCHEDULE };
    let mut refresh = Refresh::due_now(schedule);
    refresh.failed(at(0), 10);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(4)));
}

#[test]
fn a_wait_after_failures_may_be_longer_than_the_interval() {
    let schedule = RefreshSchedule { interval: Duration::from_secs(100), ..SCHEDULE };
    let mut refresh = Refresh::due_now(schedule);
    for _ in 0..5 {
        refresh.failed(at(0), 0);
    }
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(300)));
}

#[test]
fn a_clock_that_jumps_back_does_not_stop_it() {
    let mut refresh = Refresh::due_now(SCHEDULE);
    refresh.fetched(at(100_000), None, 0);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
}

proptest! {
    /// Whatever happens: never two fetches without a wait, never a wait longer than the schedule has.
    #[test]
    fn waits_are_bounded(
        events in prop::collection::vec((any::<bool>(), any::<u64>(), -5000_i64..5000), 1..50)
    ) {
        let mut refresh = Refresh::due_now(SCHEDULE);
        let mut now = 0;
        for (succeeds, random, next_update) in events {
            prop_assert_eq!(refresh.next_action(at(now)), RefreshAction::Fetch);
            if succeeds {
                refresh.fetched(at(now), Some(at(now + next_update)), random);
            } else {
                refresh.failed(at(now), random);
            }
            let RefreshAction::Wait(until) = refresh.next_action(at(now)) else {
                return Err(TestCaseError::fail("fetched twice at one instant"));
            };
            let wait = until.since(at(now)).as_secs();
            prop_assert!((1..=1010).contains(&wait), "{wait} s");
            now += i64::try_from(wait).unwrap();
        }
    }
}
