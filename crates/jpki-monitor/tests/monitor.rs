//! Changes are told once, whatever cuts a run off.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jpki_core::time::Timestamp;
use jpki_monitor::{Customer, CustomerReference, Monitor, MonitorError, RecordedConsent, Summary};
use jpki_revocation::RevocationReason;
use jpki_revocation::interpretation::{PairStanding, ReasonTable, Standing};
use tempfile::TempDir;

const CUSTOMERS: u64 = 300_000;

const VALID: PairStanding =
    PairStanding { signature: Standing::Valid, authentication: Standing::Valid };

/// Every tenth customer gave no consent.
fn customer(number: u64) -> Option<Customer> {
    let consent = RecordedConsent::given_at(Timestamp::from_unix_seconds(0));
    (number % 10 != 9).then_some(Customer { reference: CustomerReference(number), consent })
}

/// On each day another part of the customers has moved.
fn standing(day: u64, customer: &Customer) -> PairStanding {
    let moved = Standing::Revoked(RevocationReason::AffiliationChanged);
    match customer.reference.0 % 1000 {
        part if part < day => PairStanding { signature: moved, ..VALID },
        _ => VALID,
    }
}

fn run(folder: &Path, day: u64) -> Summary {
    let monitor = Monitor::open(folder, ReasonTable::Guideline13).unwrap();
    monitor.run(CUSTOMERS, customer, |one| standing(day, one), |_| {}).unwrap()
}

fn changes(folder: &Path, run: u64) -> String {
    std::fs::read_to_string(folder.join(format!("changes-{run:08}.jsonl"))).unwrap()
}

#[test]
fn changes_since_the_last_run_are_told_once() {
    let folder = TempDir::new().unwrap();
    let first = run(folder.path(), 0);
    assert_eq!(first, Summary { run: 1, customers: CUSTOMERS, changes: 0 });
    // Customers …000 moved: 300 of them.
    assert_eq!(run(folder.path(), 1).changes, 300);
    assert_eq!(run(folder.path(), 1).changes, 0);
    let told = changes(folder.path(), 2);
    assert_eq!(told.lines().count(), 300);
    assert_eq!(
        told.lines().nth(1).unwrap(),
        "{\"customer\":1000,\
         \"before\":{\"signature\":\"valid\",\"authentication\":\"valid\"},\
         \"now\":{\"signature\":\"revoked:affiliationChanged\",\"authentication\":\"valid\"},\
         \"table\":\"fig3-4@guideline1.3\",\"row\":\"fig3-4.signature-only\"}"
    );
    // Those without consent are never told of, though they moved too (…009 on the tenth day).
    assert_eq!(run(folder.path(), 10).changes, 8 * 300);
    // A change back is a change.
    assert_eq!(run(folder.path(), 0).changes, 9 * 300);
}

#[test]
fn a_run_that_is_cut_off_loses_and_repeats_nothing() {
    let (whole, cut) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for folder in [&whole, &cut] {
        run(folder.path(), 0);
    }
    run(whole.path(), 5);
    // Cut off at ever later customers, before and after checkpoints, until it comes to its end.
    std::panic::set_hook(Box::new(|_| {}));
    for last in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000, CUSTOMERS - 1] {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let monitor = Monitor::open(cut.path(), ReasonTable::Guideline13).unwrap();
            let stop = |one: &Customer| {
                assert!(one.reference.0 < last, "killed");
                standing(5, one)
            };
            let _ = monitor.run(CUSTOMERS, customer, stop, |_| {});
        }));
        assert!(outcome.is_err() || last == CUSTOMERS - 1, "{last}");
    }
    let _ = std::panic::take_hook();
    run(cut.path(), 5);
    assert_eq!(changes(cut.path(), 2), changes(whole.path(), 2));
}

#[test]
fn what_cannot_be_known_is_no_change() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 3);
    let monitor = Monitor::open(folder.path(), ReasonTable::Guideline13).unwrap();
    let unknown = PairStanding { signature: Standing::Unknown, authentication: Standing::Unknown };
    assert_eq!(monitor.run(CUSTOMERS, customer, |_| unknown, |_| {}).unwrap().changes, 0);
    assert_eq!(run(folder.path(), 3).changes, 0);
}

#[test]
fn a_run_goes_on_with_the_same_customers_only() {
    let folder = TempDir::new().unwrap();
    let monitor = Monitor::open(folder.path(), ReasonTable::Guideline13).unwrap();
    let killed = catch_unwind(AssertUnwindSafe(|| {
        monitor.run(CUSTOMERS, customer, |_| panic!("killed"), |_| {})
    }));
    assert!(killed.is_err());
    let other = monitor.run(CUSTOMERS + 1, customer, |_| VALID, |_| {});
    assert!(matches!(other, Err(MonitorError::OtherCustomers)));
}

#[test]
fn new_customers_come_at_the_end() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 0);
    let monitor = Monitor::open(folder.path(), ReasonTable::Guideline13).unwrap();
    let summary = monitor.run(CUSTOMERS + 5, customer, |one| standing(0, one), |_| {}).unwrap();
    assert_eq!((summary.customers, summary.changes), (CUSTOMERS + 5, 0));
}
