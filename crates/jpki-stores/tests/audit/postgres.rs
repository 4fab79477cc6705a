//! Appenders and sequencers of a log in PostgreSQL.

mod changes;
mod rivals;
mod server;
mod trust;

use jpki_audit::checkpoint::VerifiedCheckpoint;
use jpki_audit::entry::Entry;
use jpki_audit::segment::{SegmentError, SegmentReader};
use jpki_audit::{AsyncEventSink as _, EventSink as _, Log, LogError, Logged};
use jpki_stores::audit::{AsyncPostgresAppender, PostgresAppender, PostgresLogStore};

use crate::support::{Place, event, event_for, origin, ring, second};
use server::{Database, RUNTIME};

/// Waits until the server has seen that the one before is gone.
fn take_over(database: &Database, place: &Place) -> Log<PostgresLogStore> {
    let store = server::patiently(|| match PostgresLogStore::open(database.server()) {
        Err(LogError::InUse) => None,
        store => Some(store.unwrap()),
    });
    Log::open(store, origin(), ring(), place.clone()).unwrap()
}

fn appender(database: &Database) -> PostgresAppender {
    PostgresAppender::open(database.server(), &ring()).unwrap()
}

fn sequence_all(log: &Log<PostgresLogStore>) {
    while log.sequence().unwrap() > 0 {}
}

fn checkpoint(log: &Log<PostgresLogStore>) -> VerifiedCheckpoint {
    log.checkpoint_keys().verify(&log.checkpoint(second(1000)).unwrap()).unwrap()
}

/// What an examiner finds of all entries: their purposes, which tests tell events apart by.
fn examine(
    log: &Log<PostgresLogStore>,
    now: &VerifiedCheckpoint,
) -> Result<Vec<String>, SegmentError> {
    let mut segment = Vec::new();
    log.export(None, now, &mut segment).unwrap();
    let mut found = Vec::new();
    SegmentReader::new(segment.as_slice())?.verify(None, now, |_, line| {
        // What was changed may be no entry any more.
        found.extend(Entry::from_line(line).map(|entry| entry.purpose().text().to_owned()));
    })?;
    Ok(found)
}

#[test]
fn a_log_goes_on_and_proves_what_others_appended() {
    let Some(database) = Database::new("log_goes_on") else { return };
    // Whatever the role, the database or the server prefers.
    let database = database.with("options='-c default_transaction_isolation=serializable'");
    let place = Place::default();
    let (mut checkpoints, mut expected) = (Vec::new(), Vec::new());
    for round in 0..3_u64 {
        let threads = [appender(&database), appender(&database)];
        let tasks = RUNTIME.block_on(AsyncPostgresAppender::open(database.server(), &ring()));
        let tasks = tasks.unwrap();
        for number in 0..5 {
            let name = |who: &str| format!("{who}-{round}-{number}");
            for (who, appender) in ["a", "b"].iter().zip(&threads) {
                let event = event_for(&name(who), round * 7);
                let (value, receipt) = Logged::new(17, event).open(appender).unwrap();
                assert_eq!(
                    (value, receipt),
                    (17, appender.append(&event_for("again", 0)).unwrap())
                );
                expected.extend([name(who), "again".to_owned()]);
            }
            let event = event_for(&name("c"), round * 7);
            let opened = Logged::new(18, event).open_async(&tasks);
            assert_eq!(RUNTIME.block_on(opened).unwrap().0, 18);
            expected.push(name("c"));
        }
        // Whoever holds the log appends as well, and comes after what he puts before.
        let log = take_over(&database, &place);
        assert_eq!(log.size(), 26 * round);
        sequence_all(&log);
        let receipt = log.append(&event_for(&format!("own-{round}"), round * 7)).unwrap();
        assert_eq!(receipt.number(), 26 * round + 25);
        expected.push(format!("own-{round}"));
        checkpoints.push(checkpoint(&log));
        let now = checkpoints.last().unwrap();
        assert_eq!(examine(&log, now).unwrap(), expected);
        for older in &checkpoints {
            assert_eq!(log.prove_consistency(older, now).unwrap().verify(older, now), Ok(()));
        }
        for number in 0..log.size() {
            let mut line = Vec::new();
            let take = |_: u64, found: &[u8]| {
                line = found.to_vec();
                Ok(())
            };
            log.entries(number..number + 1, take).unwrap();
            let proof = log.prove_inclusion(number, now).unwrap();
            assert_eq!(proof.verify(&line, number, now), Ok(()));
            assert!(proof.verify(&line, number + 1, now).is_err());
        }
    }
}

#[test]
fn what_many_tasks_wait_for_is_durable_in_few_statements() {
    let Some(database) = Database::new("log_groups") else { return };
    let tasks = RUNTIME.block_on(AsyncPostgresAppender::open(database.server(), &ring())).unwrap();
    let waiting: Vec<_> = (0..3000)
        .map(|number| {
            let tasks = tasks.clone();
            RUNTIME.spawn(async move { tasks.append(event_for(&format!("n-{number}"), 0)).await })
        })
        .collect();
    for task in waiting {
        RUNTIME.block_on(task).unwrap().unwrap();
    }
    // The rows of one statement have one transaction.
    let count = "SELECT count(*), count(DISTINCT xmin::text) FROM jpki_log_waiting";
    let row = database.row(count);
    let (events, transactions): (i64, i64) = (row.get(0), row.get(1));
    assert_eq!(events, 3000);
    assert!(transactions < 300, "{transactions}");
    let log = take_over(&database, &Place::default());
    sequence_all(&log);
    let mut found = examine(&log, &checkpoint(&log)).unwrap();
    found.sort();
    found.dedup();
    assert_eq!(found.len(), 3000);
}

#[test]
fn a_clock_that_is_set_back_is_refused() {
    let Some(database) = Database::new("log_clock") else { return };
    let first = appender(&database);
    assert!(first.append(&event(1000)).is_ok());
    // A new process knows the time of the event that came last, before and after that has its number.
    for _ in 0..2 {
        let other = appender(&database);
        assert!(other.append(&event(701)).is_ok());
        assert_eq!(other.append(&event(699)), Err(LogError::ClockSetBack));
        assert!(other.append(&event(1000)).is_ok());
        sequence_all(&take_over(&database, &Place::default()));
    }
}

/// Rows that a log wrote when the format was new.
#[test]
fn version_1_is_read() {
    let Some(database) = Database::empty("log_version_1") else { return };
    database.run(include_str!("data/log-1-postgres.sql"));
    let place = Place::default();
    let log = take_over(&database, &place);
    assert_eq!(log.size(), 9);
    let note = include_str!("data/log-1.note");
    let then = log.checkpoint_keys().verify_text(note).unwrap();
    assert_eq!(examine(&log, &then).unwrap().len(), 9);
    // One more was waiting.
    assert_eq!(log.sequence(), Ok(1));
    assert!(appender(&database).append(&event(9)).is_ok());
    sequence_all(&log);
    assert_eq!(examine(&log, &checkpoint(&log)).unwrap().len(), 11);
}
