//! What a log takes and what it refuses, and the second place.

use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::place::CheckpointPlace as _;
use jpki_audit::{Log, LogError, Logged};
use jpki_core::event::{Action, ActionResult, Operation, OperatorName, PurposeOfUse, Requester};
use jpki_core::keys::{KeyPurpose, KeyRing};

use crate::support::{
    Place, checkpoint, event, event_at, fill, open, origin, period, ring, second, secret, subject,
    tenant,
};

#[test]
fn entries_are_numbered_in_the_order_of_the_log() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..3 {
        let log = open(folder.path());
        assert_eq!(log.size(), 4 * round);
        for number in 0..4 {
            let receipt = log.append(&event(4 * round + number)).unwrap();
            assert_eq!(receipt.number(), 4 * round + number);
        }
    }
    let log = open(folder.path());
    for range in [0..12, 0..0, 3..4, 3..5, 11..12, 12..12] {
        let mut told = Vec::new();
        let tell = |number, line: &[u8]| {
            let time = jpki_audit::entry::Entry::from_line(line).unwrap().time();
            told.push((number, time));
            Ok(())
        };
        log.entries(range.clone(), tell).unwrap();
        assert_eq!(told, range.map(|number| (number, second(number))).collect::<Vec<_>>());
    }
    assert_eq!(log.entries(0..13, |_, _| Ok(())), Err(LogError::NoSuchEntry));
}

#[test]
fn a_value_opens_against_a_receipt_only() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    let shut = Logged::new("the answer", event(7));
    assert!(!format!("{shut:?}").contains("answer"));
    let (value, receipt) = shut.open(&log).unwrap();
    assert_eq!((value, receipt.number(), log.size()), ("the answer", 0, 1));
    // Before the time of the log's keys.
    let refused =
        Logged::new("the answer", event_at(7, second(0).before(std::time::Duration::from_secs(1))));
    assert_eq!(refused.open(&log), Err(LogError::UnknownKey));
    assert_eq!(log.size(), 1);
}

#[test]
fn a_second_writer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = FileStore::open(folder.path()).unwrap();
    assert_eq!(FileStore::open(folder.path()).unwrap_err(), LogError::InUse);
    drop(first);
    assert!(FileStore::open(folder.path()).is_ok());
}

#[test]
fn a_clock_that_is_set_back_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    log.append(&event_at(1, second(1000))).unwrap();
    // Five minutes: what clocks differ by.
    log.append(&event_at(2, second(700))).unwrap();
    assert_eq!(log.append(&event_at(3, second(699))), Err(LogError::ClockSetBack));
    assert_eq!(log.size(), 2);
    drop(log);
    let log = open(folder.path());
    assert_eq!(log.append(&event_at(3, second(399))), Err(LogError::ClockSetBack));

    // A person may say that it was wrong; a program may not.
    let correction = |requester| {
        Operation::new(Action::ClockCorrection, ActionResult::Done, second(100))
            .requested_by(requester, PurposeOfUse::new("operation").unwrap())
    };
    let by_program = correction(Requester::service(tenant()));
    assert_eq!(log.append(&by_program), Err(LogError::ClockSetBack));
    let person = OperatorName::new("運用 太郎").unwrap();
    log.append(&correction(Requester::operator(tenant(), person))).unwrap();
    log.append(&event_at(3, second(100))).unwrap();
    assert_eq!(log.size(), 4);
}

#[test]
fn a_log_that_is_not_the_one_of_the_second_place_is_refused() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = Place::default();
    let open_at = |folder: &tempfile::TempDir| {
        let store = FileStore::open(folder.path()).unwrap();
        Log::open(store, origin(), ring(), place.clone())
    };
    let log = open_at(&folder).unwrap();
    fill(&log, 0..6);
    log.checkpoint(second(10)).unwrap();
    fill(&log, 6..8);
    drop(log);
    assert_eq!(open_at(&folder).unwrap().size(), 8);

    let empty = open_at(&other).unwrap_err();
    assert_eq!(empty, LogError::WrongSize { size: 0, checkpoint: 6 });
    let rewritten = open(other.path());
    fill(&rewritten, 0..5);
    fill(&rewritten, 100..105);
    drop(rewritten);
    assert_eq!(open_at(&other).unwrap_err(), LogError::Rewritten);

    // One that was opened before somebody else's checkpoint came signs nothing that contradicts it.
    let fork = tempfile::tempdir().unwrap();
    let store = FileStore::open(fork.path()).unwrap();
    let empty_place = Place::default();
    let log = Log::open(store, origin(), ring(), empty_place.clone()).unwrap();
    fill(&log, 100..110);
    empty_place.0.lock().unwrap().extend(place.0.lock().unwrap().clone());
    assert_eq!(log.checkpoint(second(200)), Err(LogError::Rewritten));

    place.0.lock().unwrap().push((7, "nothing".to_owned()));
    assert_eq!(open_at(&folder).unwrap_err(), LogError::NotCheckpoint);
}

#[test]
fn a_checkpoint_is_not_older_than_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    log.checkpoint(second(1000)).unwrap();
    log.checkpoint(second(700)).unwrap();
    log.checkpoint(second(1000)).unwrap();
    assert_eq!(log.checkpoint(second(699)), Err(LogError::ClockSetBack));
}

#[test]
fn a_folder_keeps_every_checkpoint() {
    let (folder, second_place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = second_place.path().join("checkpoints");
    let store = FileStore::open(folder.path()).unwrap();
    let place = CheckpointFolder::open(&path).unwrap();
    let log = Log::open(store, origin(), ring(), place).unwrap();
    let mut last = String::new();
    for size in [0, 9, 10, 11] {
        fill(&log, log.size()..size);
        last = log.checkpoint(second(size)).unwrap().to_text();
    }
    assert_eq!(std::fs::read_dir(&path).unwrap().count(), 4);
    let mut place = CheckpointFolder::open(&path).unwrap();
    assert_eq!(place.latest().unwrap(), Some(last));
    drop(log);
    let empty = tempfile::tempdir().unwrap();
    let store = FileStore::open(empty.path()).unwrap();
    let refused = Log::open(store, origin(), ring(), place).unwrap_err();
    assert_eq!(refused, LogError::WrongSize { size: 0, checkpoint: 11 });
}

#[test]
// Requirement: ACC-4b
fn a_subject_is_found_under_every_key() {
    let folder = tempfile::tempdir().unwrap();
    let keys = [(1, 0, 20), (2, 20, 100)]
        .map(|(id, from, until)| secret(KeyPurpose::AuditToken, id, period(from, until)));
    let store = FileStore::open(folder.path()).unwrap();
    let ring = KeyRing::new(keys).unwrap();
    let log = Log::open(store, origin(), ring, Place::default()).unwrap();
    let about = |number, subject| {
        Operation::new(Action::RevocationInquiry, ActionResult::Done, second(number))
            .about(subject)
            .requested_by(Requester::service(tenant()), PurposeOfUse::new("p").unwrap())
    };
    for number in 0..40 {
        log.append(&about(number, subject(number % 10))).unwrap();
    }
    let mut found = Vec::new();
    log.entries_about(&tenant(), &subject(3), |number, entry| {
        found.push((number, entry.subject().unwrap().key().unwrap().0));
    })
    .unwrap();
    assert_eq!(found, [(3, 1), (13, 1), (23, 2), (33, 2)]);
    let other = jpki_core::event::Tenant::new("bank-2").unwrap();
    log.entries_about(&other, &subject(3), |_, _| panic!("another tenant's")).unwrap();
    drop(log);
    // Nothing of a subject is in any file of the log.
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"serial "));
    }
}

#[test]
fn what_the_log_does_not_hold_cannot_be_proved() {
    let folder = tempfile::tempdir().unwrap();
    let log = open(folder.path());
    fill(&log, 0..5);
    let now = checkpoint(&log);
    assert_eq!(log.prove_inclusion(5, &now).unwrap_err(), LogError::NoSuchEntry);
    let other = tempfile::tempdir().unwrap();
    let shorter = open(other.path());
    let expected = LogError::WrongSize { size: 0, checkpoint: 5 };
    assert_eq!(shorter.prove_inclusion(0, &now).unwrap_err(), expected);
    assert_eq!(shorter.prove_consistency(&now, &now).unwrap_err(), expected);
    assert_eq!(shorter.export(None, &now, &mut Vec::new()).unwrap_err(), expected);
}
