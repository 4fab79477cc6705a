//! The schedule, driven by a made-up clock.

use core::time::Duration;

use jpki_core::time::Timestamp;
use jpki_revocation::refresh::{Refresh, RefreshAction, RefreshSchedule, Staleness};
use jpki_test_support::with;
use proptest::prelude::*;

fn every_1000_seconds() -> RefreshSchedule {
    with(RefreshSchedule::daily_crls(), |schedule| {
        schedule.interval = Duration::from_secs(1000);
        schedule.lead = Duration::ZERO;
        schedule.jitter = Duration::from_secs(10);
        schedule.first_retry = Duration::from_secs(60);
        schedule.longest_retry = Duration::from_secs(300);
        schedule.stale_after = Duration::from_secs(2000);
    })
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(1_000_000 + seconds)
}

#[test]
// Requirement: CRL-01
fn first_at_once_then_by_the_interval_or_nextupdate() {
    let mut refresh = Refresh::due_now(every_1000_seconds());
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
    assert_eq!(refresh.staleness(at(0)), Staleness::Missing);
    refresh.fetched(at(0), None, 0);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(999)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Fetch);
    refresh.fetched(at(1000), Some(at(1400)), 3);
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Wait(at(1403)));
}

/// Faults of 2cdb321: yesterday's list, fetched again when its nextUpdate had come, was a success, and the next
/// fetch four hours away.
#[test]
fn what_has_run_out_when_it_arrives_is_asked_for_again_soon_and_called_late() {
    let mut refresh = Refresh::due_now(RefreshSchedule::daily_crls());
    let hour: i64 = 3600;
    let midnight = at(24 * hour);
    refresh.fetched(at(20 * hour), Some(midnight), 0);
    let mut now = 24 * hour;
    for (failures, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (7, 30)] {
        refresh.fetched(at(now), Some(midnight), 0);
        assert_eq!(refresh.failures(), failures);
        assert_eq!(refresh.last_success(), Some(at(20 * hour)));
        now += 60 * minutes;
        assert_eq!(refresh.next_action(at(now - 1)), RefreshAction::Wait(at(now)));
        assert_eq!(refresh.next_action(at(now)), RefreshAction::Fetch);
    }
    let minutes_later =
        |minutes: u64| refresh.staleness(midnight.after(Duration::from_secs(60 * minutes)));
    assert_eq!([1, 30].map(minutes_later), [Staleness::Late; 2]);
    assert_eq!([31, 3 * 24 * 60].map(minutes_later), [Staleness::Stale; 2]);
    // The list that was due.
    refresh.fetched(at(now), Some(at(48 * hour)), 0);
    assert_eq!((refresh.failures(), refresh.staleness(at(now))), (0, Staleness::Fresh));
    assert_eq!(refresh.staleness(at(48 * hour)), Staleness::Fresh);
    assert_eq!(refresh.staleness(at(48 * hour + 1)), Staleness::Late);
}

#[test]
fn the_next_one_is_asked_for_before_nextupdate() {
    let schedule = with(every_1000_seconds(), |schedule| schedule.lead = Duration::from_secs(400));
    let mut refresh = Refresh::due_now(schedule);
    refresh.fetched(at(0), Some(at(900)), 7);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(507)));
    // Still the same: after half of what is left, but not sooner than a retry, nor later than nextUpdate.
    for (now, next) in [(500, 700), (700, 800), (800, 860), (860, 900), (899, 900)] {
        refresh.fetched(at(now), Some(at(900)), 0);
        assert_eq!(refresh.next_action(at(now)), RefreshAction::Wait(at(next)));
        assert_eq!(refresh.failures(), 0);
    }
    // The interval goes first where nextUpdate is far.
    refresh.fetched(at(900), Some(at(9000)), 7);
    assert_eq!(refresh.next_action(at(900)), RefreshAction::Wait(at(1907)));
    // However many have failed, it is tried at nextUpdate.
    refresh.fetched(at(900), Some(at(2000)), 0);
    for _ in 0..4 {
        refresh.failed(at(1900), 0);
    }
    assert_eq!(refresh.next_action(at(1900)), RefreshAction::Wait(at(2000)));
}

/// A month of a publisher whose lists run from midnight to midnight and come out so many seconds after the last
/// has run out. Fetched by whoever begins at this second, with jitter by this seed. Gives for each list the
/// seconds without one that could be used, and the seconds from the fetch before.
fn month(delay: i64, begin: i64, seed: u64) -> Vec<(i64, i64)> {
    const DAY: i64 = 24 * 60 * 60;
    let mut refresh = Refresh::due_now(RefreshSchedule::daily_crls());
    let (mut now, mut before, mut fetches) = (begin, begin, 0);
    let (mut until, mut random) = (None::<i64>, seed);
    let mut dark = Vec::new();
    while now < 30 * DAY {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        match refresh.next_action(at(now)) {
            RefreshAction::Fetch => {
                let ends = ((now - delay).div_euclid(DAY) + 1) * DAY;
                match until {
                    Some(held) if held < ends => dark.push(((now - held).max(0), now - before)),
                    _ => {}
                }
                until = Some(ends);
                refresh.fetched(at(now), Some(at(ends)), random >> 33);
                (before, fetches) = (now, fetches + 1);
            }
            RefreshAction::Wait(next) => {
                let next = i64::try_from(next.since(at(0)).as_secs()).unwrap();
                for second in (now..next).step_by(30) {
                    let usable = until.is_some_and(|until| second <= until);
                    let fresh = refresh.staleness(at(second)) == Staleness::Fresh;
                    assert!(usable || !fresh, "{second} of {delay}, {begin}, {seed}");
                }
                now = next;
            }
        }
    }
    assert!(fetches < 30 * 24, "{fetches} fetches in 30 days");
    dark
}

#[test]
// Requirement: CRL-01
fn in_a_month_nothing_is_dark_for_longer_than_the_publisher_and_a_retry_and_nothing_dark_is_fresh()
{
    for minutes in [-60, -10, -8, -5, -2, -1, 0, 1, 2, 5, 8, 10, 60] {
        for (begin, seed) in [(0, 1), (43_210, 2), (86_399, 3), (86_400, 4), (100_000, 5)] {
            let delay = 60 * minutes;
            let lists = month(delay, begin, seed);
            assert!(lists.len() >= 28, "{minutes} min: {} lists", lists.len());
            for (dark, since_last_fetch) in lists {
                let gap = delay.max(0);
                assert!(dark <= gap + since_last_fetch, "{minutes} min: {dark} s");
                // 1, 2, 4 … minutes and up to one of jitter: the wait that the new list falls into is no longer
                // than the publisher was late, and two minutes.
                let retry = (gap + 120).min(31 * 60);
                assert!(dark <= gap + retry, "{minutes} min: {dark} s");
                assert!(delay > 0 || dark <= 60, "{minutes} min: {dark} s");
                assert!(delay > -120 || dark == 0, "{minutes} min: {dark} s");
            }
        }
    }
}

#[test]
fn failures_wait_twice_as_long_each_time_up_to_the_longest() {
    let mut refresh = Refresh::due_now(every_1000_seconds());
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
    let refresh = Refresh::held_since(every_1000_seconds(), at(0));
    assert_eq!(refresh.next_action(at(999)), RefreshAction::Wait(at(1000)));
    assert_eq!(refresh.next_action(at(1000)), RefreshAction::Fetch);
    assert_eq!(refresh.last_success(), Some(at(0)));
    assert_eq!((refresh.staleness(at(2000)), refresh.failures()), (Staleness::Fresh, 0));
    assert_eq!(refresh.staleness(at(2001)), Staleness::Stale);
    // Where its nextUpdate is known, that goes first.
    let schedule = with(every_1000_seconds(), |schedule| schedule.lead = Duration::from_secs(100));
    let refresh = Refresh::held_since(schedule, at(0)).until(at(700));
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(600)));
    assert_eq!(refresh.staleness(at(700)), Staleness::Fresh);
    assert_eq!(refresh.staleness(at(701)), Staleness::Late);
    assert_eq!(refresh.staleness(at(1001)), Staleness::Stale);
    // Found in a store after a restart: asked for at once, and not missing meanwhile.
    let mut refresh = Refresh::due_now(every_1000_seconds()).until(at(700));
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
    assert_eq!(refresh.staleness(at(700)), Staleness::Fresh);
    refresh.failed(at(0), 0);
    assert_eq!(refresh.staleness(at(0)), Staleness::Late);
    assert_eq!(refresh.staleness(at(2000)), Staleness::Stale);
}

#[test]
fn jitter_reaches_its_greatest_and_no_more() {
    for (random, seconds) in [(0, 1000), (1, 1001), (10, 1010), (11, 1000), (21, 1010)] {
        let mut refresh = Refresh::due_now(every_1000_seconds());
        refresh.fetched(at(0), None, random);
        assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(seconds)), "{random}");
    }
    // After a failure it does not more than double the wait.
    let schedule =
        with(every_1000_seconds(), |schedule| schedule.first_retry = Duration::from_secs(2));
    let mut refresh = Refresh::due_now(schedule);
    refresh.failed(at(0), 10);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(4)));
    // Nor does it add more than a minute where somebody may be waiting.
    let schedule =
        with(every_1000_seconds(), |schedule| schedule.jitter = Duration::from_secs(600));
    let mut refresh = Refresh::due_now(schedule);
    refresh.fetched(at(0), Some(at(500)), 599);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(560)));
    refresh.failed(at(600), 599);
    refresh.failed(at(600), 599);
    assert_eq!(refresh.next_action(at(600)), RefreshAction::Wait(at(600 + 120 + 60)));
}

#[test]
fn a_wait_after_failures_may_be_longer_than_the_interval() {
    let schedule =
        with(every_1000_seconds(), |schedule| schedule.interval = Duration::from_secs(100));
    let mut refresh = Refresh::due_now(schedule);
    for _ in 0..5 {
        refresh.failed(at(0), 0);
    }
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Wait(at(300)));
}

#[test]
fn no_schedule_asks_twice_at_one_instant() {
    let none = Duration::ZERO;
    let schedule = with(every_1000_seconds(), |schedule| {
        schedule.interval = none;
        schedule.lead = none;
        schedule.jitter = none;
        schedule.first_retry = none;
        schedule.longest_retry = none;
    });
    let second = RefreshAction::Wait(at(1));
    let mut refresh = Refresh::due_now(schedule);
    refresh.fetched(at(0), None, 0);
    assert_eq!(refresh.next_action(at(0)), second);
    refresh.fetched(at(0), Some(at(1000)), 0);
    assert_eq!(refresh.next_action(at(0)), second);
    refresh.failed(at(0), 0);
    assert_eq!(refresh.next_action(at(0)), second);
    assert_eq!(refresh.next_action(at(1)), RefreshAction::Fetch);
}

#[test]
fn a_clock_that_jumps_back_does_not_stop_it() {
    let mut refresh = Refresh::due_now(every_1000_seconds());
    refresh.fetched(at(100_000), None, 0);
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
}

#[test]
fn a_clock_that_jumps_ahead_finds_what_is_held_run_out() {
    let mut refresh = Refresh::due_now(every_1000_seconds());
    refresh.fetched(at(0), Some(at(900)), 0);
    assert_eq!(refresh.next_action(at(1500)), RefreshAction::Fetch);
    assert_eq!(refresh.staleness(at(1500)), Staleness::Stale);
    refresh.fetched(at(1500), Some(at(900)), 0);
    assert_eq!(refresh.next_action(at(1500)), RefreshAction::Wait(at(1560)));
    // And back again.
    assert_eq!(refresh.next_action(at(0)), RefreshAction::Fetch);
    refresh.fetched(at(0), Some(at(900)), 0);
    assert_eq!((refresh.failures(), refresh.staleness(at(0))), (0, Staleness::Fresh));
}

proptest! {
    /// Whatever happens: never two fetches without a wait, never a wait longer than the schedule has.
    #[test]
    fn waits_are_bounded(
        events in prop::collection::vec((any::<bool>(), any::<u64>(), -5000_i64..5000), 1..50)
    ) {
        let mut refresh = Refresh::due_now(every_1000_seconds());
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
