#[cfg(target_os = "linux")]
mod disk;
mod rivals;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use jpki_audit::checkpoint::VerifiedCheckpoint;
use jpki_audit::segment::{SegmentError, SegmentReader};
use jpki_audit::{Log, LogError};
use jpki_stores::audit::SqliteLogStore;
use rusqlite::Connection;

use crate::support::{Place, event, origin, ring, second};

fn open(path: &Path, place: &Place) -> Result<Log<SqliteLogStore>, LogError> {
    Log::open(SqliteLogStore::open(path)?, origin(), ring(), place.clone())
}

fn fill(log: &Log<SqliteLogStore>, numbers: std::ops::Range<u64>) {
    let waiting: Vec<_> = numbers.map(|number| log.submit(&event(number)).unwrap()).collect();
    for event in waiting {
        event.confirm().unwrap();
    }
}

fn checkpoint(log: &Log<SqliteLogStore>) -> VerifiedCheckpoint {
    log.checkpoint_keys().verify(&log.checkpoint(second(1000)).unwrap()).unwrap()
}

/// What an examiner finds of all entries.
fn examine(log: &Log<SqliteLogStore>, now: &VerifiedCheckpoint) -> Result<u64, SegmentError> {
    let mut segment = Vec::new();
    log.export(None, now, &mut segment).unwrap();
    let mut count = 0;
    SegmentReader::new(segment.as_slice())?.verify(None, now, |_, _| count += 1)?;
    Ok(count)
}

#[test]
fn a_log_goes_on_and_proves_what_it_holds() {
    let folder = tempfile::tempdir().unwrap();
    let (path, place) = (folder.path().join("log.sqlite"), Place::default());
    let mut checkpoints = Vec::new();
    for round in 0..4_u64 {
        let log = open(&path, &place).unwrap();
        assert_eq!(log.size(), 7 * round);
        fill(&log, 7 * round..7 * round + 6);
        assert_eq!(log.append(&event(7 * round + 6)).unwrap().number(), 7 * round + 6);
        checkpoints.push(checkpoint(&log));
        let now = checkpoints.last().unwrap();
        assert_eq!(examine(&log, now), Ok(7 * round + 7));
        for older in &checkpoints {
            assert_eq!(log.prove_consistency(older, now).unwrap().verify(older, now), Ok(()));
        }
        for number in 0..log.size() {
            let mut line = Vec::new();
            log.entries(number..number + 1, |_, found| {
                line = found.to_vec();
                Ok(())
            })
            .unwrap();
            let proof = log.prove_inclusion(number, now).unwrap();
            assert_eq!(proof.verify(&line, number, now), Ok(()));
            assert!(proof.verify(&line, number + 1, now).is_err());
        }
    }
}

#[test]
fn a_second_writer_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.sqlite");
    let first = SqliteLogStore::open(&path).unwrap();
    assert_eq!(SqliteLogStore::open(&path).unwrap_err(), LogError::InUse);
    // Another process, too.
    let output = child(&path, "none").stdout(Stdio::piped()).output().unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("refused: the log is in use"));
    drop(first);
    assert!(SqliteLogStore::open(&path).is_ok());
}

#[cfg(unix)]
#[test]
fn files_are_for_their_owner() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = tempfile::tempdir().unwrap();
    let log = open(&folder.path().join("log.sqlite"), &Place::default()).unwrap();
    fill(&log, 0..3);
    let files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(Result::unwrap).collect();
    assert!(files.len() >= 2);
    for file in files {
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600, "{:?}", file.file_name());
        let bytes = fs::read(file.path()).unwrap();
        assert!(!bytes.windows(7).any(|window| window == b"serial "));
    }
}

#[test]
fn every_kind_of_change_is_found() {
    let changes = [
        ("UPDATE log_entry SET line = CAST(replace(CAST(line AS TEXT), 'valid', 'faked') AS BLOB) WHERE number = 4", 10),
        ("UPDATE log_entry SET line = (SELECT line FROM log_entry WHERE number = 5) WHERE number = 4", 10),
        ("UPDATE log_entry SET number = 100 WHERE number = 9; UPDATE log_entry SET number = 9 WHERE number = 8;
          UPDATE log_entry SET number = 8 WHERE number = 100", 10),
        ("DELETE FROM log_entry WHERE number = 4", 10),
        ("DELETE FROM log_entry WHERE number = 9", 9),
        ("DELETE FROM log_entry WHERE number >= 8; DELETE FROM log_node WHERE number >= 15", 8),
        ("INSERT INTO log_entry SELECT 10, line FROM log_entry WHERE number = 3", 11),
        ("UPDATE log_node SET hash = zeroblob(32) WHERE number = 14", 10),
    ];
    for (change, size) in changes {
        let folder = tempfile::tempdir().unwrap();
        let (path, place) = (folder.path().join("log.sqlite"), Place::default());
        let log = open(&path, &place).unwrap();
        fill(&log, 0..10);
        let now = checkpoint(&log);
        drop(log);
        let changed = Connection::open(&path).unwrap();
        changed.execute_batch(change).unwrap();
        drop(changed);
        match open(&path, &place) {
            Err(error) => assert!(
                matches!(
                    error,
                    LogError::Damaged(_) | LogError::Rewritten | LogError::WrongSize { .. }
                ),
                "{change}: {error}"
            ),
            Ok(log) => {
                assert_eq!(log.size(), size, "{change}");
                let mut segment = Vec::new();
                let is_found = match log.export(None, &now, &mut segment) {
                    Err(error) => matches!(error, LogError::Damaged(_)),
                    Ok(()) => examine(&log, &now) == Err(SegmentError::Changed),
                };
                assert!(is_found, "{change}");
            }
        }
    }
}

#[test]
fn without_a_node_nothing_is_proved_by_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, place) = (folder.path().join("log.sqlite"), Place::default());
    let log = open(&path, &place).unwrap();
    fill(&log, 0..10);
    let now = checkpoint(&log);
    drop(log);
    // That of the ninth entry, beside the tenth.
    let changed = Connection::open(&path).unwrap();
    changed.execute_batch("DELETE FROM log_node WHERE number = 15").unwrap();
    drop(changed);
    let log = open(&path, &place).unwrap();
    assert_eq!(log.prove_inclusion(9, &now).unwrap_err(), LogError::Damaged(10));
    assert!(log.prove_inclusion(8, &now).is_ok());
    assert_eq!(examine(&log, &now), Ok(10));
}

#[test]
fn other_files_and_versions_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.sqlite");
    drop(SqliteLogStore::open(&path).unwrap());
    let change = |sql: &str| Connection::open(&path).unwrap().execute_batch(sql).unwrap();
    change("PRAGMA user_version = 2");
    assert_eq!(SqliteLogStore::open(&path).unwrap_err(), LogError::NewerFormat);
    change("PRAGMA user_version = 1; CREATE TABLE other (it TEXT)");
    assert_eq!(SqliteLogStore::open(&path).unwrap_err(), LogError::Damaged(0));
    let text = folder.path().join("text");
    fs::write(&text, "no database at all, and longer than the head of one would be: ".repeat(4))
        .unwrap();
    assert_eq!(SqliteLogStore::open(&text).unwrap_err(), LogError::Damaged(0));
}

/// A file that was written when the format was new.
#[test]
fn version_1_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.sqlite");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/data");
    fs::copy(data.join("log-1.sqlite"), &path).unwrap();
    let log = open(&path, &Place::default()).unwrap();
    assert_eq!(log.size(), 9);
    let note = fs::read_to_string(data.join("log-1.note")).unwrap();
    let then = log.checkpoint_keys().verify_text(&note).unwrap();
    assert_eq!(examine(&log, &then), Ok(9));
    fill(&log, 9..12);
    assert_eq!(examine(&log, &checkpoint(&log)), Ok(12));
}

/// A process tells each receipt and is killed; the next one goes on.
#[test]
fn no_event_is_lost_whose_receipt_left() {
    let folder = tempfile::tempdir().unwrap();
    let (path, mut told) = (folder.path().join("log.sqlite"), 0);
    for round in 0..4_u64 {
        let mut process = child(&path, "append").stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let numbers = lines.map_while(Result::ok);
        let mut numbers = numbers.filter_map(|line| line.strip_prefix("receipt ")?.parse().ok());
        for _ in 0..=3 + round * 5 {
            let number: u64 = numbers.next().unwrap();
            assert_eq!(number, told);
            told += 1;
        }
        process.kill().unwrap();
        process.wait().unwrap();
        // What was on its way when the process ended.
        told = numbers.last().map_or(told, |number| number + 1);
        let log = open(&path, &Place::default()).unwrap();
        assert!(log.size() >= told, "{} {told}", log.size());
        told = log.size();
        assert_eq!(examine(&log, &checkpoint(&log)), Ok(told));
    }
}

fn child(path: &Path, work: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "sqlite::process_of_its_own", "--ignored", "--nocapture"]);
    command.env("JPKI_TEST_LOG", path).env("JPKI_TEST_WORK", work);
    command
}

#[test]
#[ignore = "the process that tests above start"]
fn process_of_its_own() {
    let Some(path) = std::env::var_os("JPKI_TEST_LOG") else { return };
    match open(Path::new(&path), &Place::default()) {
        Err(error) => println!("refused: {error}"),
        Ok(log) if std::env::var("JPKI_TEST_WORK").unwrap() == "append" => loop {
            let number = log.append(&event(log.size())).unwrap().number();
            println!("\nreceipt {number}");
        },
        Ok(_) => println!("opened"),
    }
}
