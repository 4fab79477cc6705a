//! Rows that somebody changed, and what must not be in any row.

use jpki_audit::checkpoint::VerifiedCheckpoint;
use jpki_audit::place::CheckpointPlace as _;
use jpki_audit::segment::SegmentError;
use jpki_audit::{EventSink as _, Log, LogError};
use jpki_core::event::{
    Action, ActionResult, EventSubject, Operation, PurposeOfUse, Requester, SubjectKind, Tenant,
};
use jpki_stores::audit::PostgresLogStore;
use jpki_test_support::needle::{holds, shapes};

use super::server::{Database, patiently};
use super::{appender, checkpoint, examine, sequence_all, take_over};
use crate::support::{Place, event, origin, ring, second};

/// A log of ten entries, and the second place with its checkpoint.
fn ten(name: &str) -> Option<(Database, Place)> {
    let (database, place) = (Database::new(name)?, Place::default());
    let appender = appender(&database);
    for number in 0..10 {
        appender.append(&event(number)).unwrap();
    }
    let log = take_over(&database, &place);
    sequence_all(&log);
    checkpoint(&log);
    Some((database, place))
}

/// The checkpoint in the second place.
fn latest(place: &Place, log: &Log<PostgresLogStore>) -> VerifiedCheckpoint {
    let note = place.clone().latest().unwrap().unwrap();
    log.checkpoint_keys().verify_text(&note).unwrap()
}

#[test]
// Requirement: ACC-4
fn every_kind_of_change_is_found() {
    let changes = [
        ("UPDATE jpki_log_entry SET line = convert_to(replace(convert_from(line, 'UTF8'), 'valid', 'faked'), 'UTF8')
          WHERE number = 4", 10),
        ("UPDATE jpki_log_entry SET line = (SELECT line FROM jpki_log_entry WHERE number = 5) WHERE number = 4", 10),
        ("UPDATE jpki_log_entry SET number = 100 WHERE number = 9; UPDATE jpki_log_entry SET number = 9 WHERE number = 8;
          UPDATE jpki_log_entry SET number = 8 WHERE number = 100", 10),
        ("DELETE FROM jpki_log_entry WHERE number = 4", 10),
        ("DELETE FROM jpki_log_entry WHERE number = 9", 9),
        ("DELETE FROM jpki_log_entry WHERE number >= 8; DELETE FROM jpki_log_node WHERE number >= 15", 8),
        ("INSERT INTO jpki_log_entry SELECT 10, line FROM jpki_log_entry WHERE number = 3", 11),
        ("UPDATE jpki_log_node SET hash = decode(repeat('00', 32), 'hex') WHERE number = 14", 10),
        ("DELETE FROM jpki_log_node WHERE number = 14", 10),
        ("DELETE FROM jpki_log_entry; DELETE FROM jpki_log_node", 0),
    ];
    let Some((database, place)) = ten("log_changes") else { return };
    database.run(
        "CREATE TABLE entries AS TABLE jpki_log_entry; CREATE TABLE nodes AS TABLE jpki_log_node",
    );
    for (change, size) in changes {
        database.run(change);
        let opened = patiently(|| match PostgresLogStore::open(database.server()) {
            Err(LogError::InUse) => None,
            opened => Some(opened),
        });
        match opened.and_then(|store| Log::open(store, origin(), ring(), place.clone())) {
            Err(error) => assert!(
                matches!(
                    error,
                    LogError::Damaged(_) | LogError::Rewritten | LogError::WrongSize { .. }
                ),
                "{change}: {error}"
            ),
            Ok(log) => {
                assert_eq!(log.size(), size, "{change}");
                let now = latest(&place, &log);
                let mut segment = Vec::new();
                let is_found = match log.export(None, &now, &mut segment) {
                    Err(error) => matches!(error, LogError::Damaged(_)),
                    Ok(()) => matches!(examine(&log, &now), Err(SegmentError::Changed)),
                };
                assert!(is_found, "{change}");
            }
        }
        database.run(
            "DELETE FROM jpki_log_entry; DELETE FROM jpki_log_node;
             INSERT INTO jpki_log_entry SELECT * FROM entries; INSERT INTO jpki_log_node SELECT * FROM nodes",
        );
    }
    let log = take_over(&database, &place);
    assert_eq!(examine(&log, &latest(&place, &log)).unwrap().len(), 10);
}

/// Whoever may append can append what is no entry. It gets no number, and nothing behind it is lost.
#[test]
fn what_is_no_entry_gets_no_number() {
    let Some((database, place)) = ten("log_foreign") else { return };
    let (log, appender) = (take_over(&database, &place), appender(&database));
    let newer = "replace(convert_from(line, 'UTF8'), E'1\\t2026', E'2\\t2026')";
    for (size, foreign, expected) in [
        (10, "'no entry'", LogError::Damaged(10)),
        (11, "convert_from(line, 'UTF8') || E'\\n'", LogError::Damaged(11)),
        (12, newer, LogError::NewerFormat),
    ] {
        database.run(&format!(
            "INSERT INTO jpki_log_waiting (line)
             SELECT convert_to({foreign}, 'UTF8') FROM jpki_log_entry WHERE number = 3"
        ));
        appender.append(&event(size)).unwrap();
        assert_eq!(log.sequence(), Err(expected));
        assert_eq!(log.size(), size);
        let first = "arrival = (SELECT min(arrival) FROM jpki_log_waiting)";
        database.run(&format!("DELETE FROM jpki_log_waiting WHERE {first}"));
        assert_eq!(log.sequence(), Ok(1), "the log was not stopped by it");
    }
    assert_eq!(examine(&log, &checkpoint(&log)).unwrap().len(), 13);
}

/// Who writes in the tree beside the one who holds the log stops him; no number is given twice.
#[test]
fn a_number_is_given_once() {
    let Some((database, place)) = ten("log_forks") else { return };
    let log = take_over(&database, &place);
    database.run("INSERT INTO jpki_log_entry SELECT 10, line FROM jpki_log_entry WHERE number = 3");
    appender(&database).append(&event(10)).unwrap();
    assert!(matches!(log.sequence(), Err(LogError::Database(_))));
    assert_eq!(log.sequence(), Err(LogError::Stopped));
    assert_eq!(log.append(&event(10)), Err(LogError::Stopped));
    let waiting: i64 = database.row("SELECT count(*) FROM jpki_log_waiting").get(0);
    assert_eq!(waiting, 1, "what got no number waits");
}

/// As long as the serial number of a certificate, and nowhere by chance.
const NEEDLE: [u8; 16] = *b"\x01\x32\xc4\xabQz7#\x9f\x00\xee\x10w!\x88\xd3";

#[test]
// Requirement: ACC-4b
fn nothing_of_a_subject_is_in_any_table() {
    let Some(database) = Database::new("log_needles") else { return };
    let appender = appender(&database);
    let mut shown = format!("{appender:?}");
    for action in Action::ALL {
        let subject = EventSubject::new(SubjectKind::Certificate, &NEEDLE);
        let event = Operation::new(*action, ActionResult::Done, second(0)).about(subject);
        let requester = Requester::service(Tenant::new("bank-1").unwrap());
        let event = event.requested_by(requester, PurposeOfUse::new("scan").unwrap());
        shown += &format!("{:?}", appender.append(&event).unwrap());
    }
    let content = || {
        let query = "SELECT string_agg(convert_from(line, 'UTF8') || it::text, '') FROM (
            SELECT line, arrival FROM jpki_log_waiting UNION ALL SELECT line, number FROM jpki_log_entry) AS it";
        database.row(query).get::<_, String>(0).into_bytes()
    };
    let waiting = content();
    let log = take_over(&database, &Place::default());
    sequence_all(&log);
    shown += &format!("{log:?} {:?}", PostgresLogStore::open(database.server()).unwrap_err());
    let sequenced = content();
    for bytes in [waiting, sequenced, shown.into_bytes()] {
        assert!(bytes.len() > 50);
        assert!(!holds(&bytes, &NEEDLE), "{}", String::from_utf8_lossy(&bytes));
    }
    // The scan finds what is there, in the form of a row, too.
    let hex = NEEDLE.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let row = database.row(&format!("SELECT ROW(1, decode('{hex}', 'hex'))::text"));
    assert!(holds(row.get::<_, String>(0).as_bytes(), &NEEDLE));
    assert!(shapes(&NEEDLE).iter().all(|shape| holds(shape, &NEEDLE)));
}
