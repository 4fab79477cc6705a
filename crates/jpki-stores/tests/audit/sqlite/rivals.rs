//! Eight processes that want one file, and are killed.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use jpki_audit::entry::Entry;
use jpki_audit::file::CheckpointFolder;
use jpki_audit::{Log, LogError};
use jpki_stores::audit::SqliteLogStore;

use super::{checkpoint, examine};
use crate::support::{event_for, origin, ring, second};

const RIVALS: u64 = 8;
const ROUNDS: u64 = 24;

/// One of them has the file, appends from two threads, makes checkpoints and gives it up after a while. At seeded moments one of
/// them is killed, most often whoever has the file, and a new one comes. No event is lost whose receipt was told, none has
/// another number, and every checkpoint that left is of one tree.
#[test]
// Requirement: ACC-4
fn eight_rivals_that_are_killed_make_one_tree() {
    let folder = tempfile::tempdir().unwrap();
    let mut rivals: Vec<_> = (0..RIVALS).map(|number| start(folder.path(), number)).collect();
    let mut readings = Vec::new();
    for round in 0..ROUNDS {
        thread::sleep(Duration::from_millis(20 + round * 7919 % 131));
        let one = usize::try_from(round * 5 % RIVALS).unwrap();
        let (mut killed, reading) =
            std::mem::replace(&mut rivals[one], start(folder.path(), RIVALS + round));
        killed.kill().unwrap();
        killed.wait().unwrap();
        readings.push(reading);
    }
    for (mut process, reading) in rivals {
        process.kill().unwrap();
        process.wait().unwrap();
        readings.push(reading);
    }
    let told: Vec<_> = readings.into_iter().map(|reading| reading.join().unwrap()).collect();
    let writers = told.iter().filter(|told| !told.is_empty()).count();

    let store = SqliteLogStore::open(folder.path().join("log.sqlite")).unwrap();
    let place = CheckpointFolder::open(folder.path().join("place")).unwrap();
    let log = Log::open(store, origin(), ring(), place).unwrap();
    let (now, mut names) = (checkpoint(&log), HashMap::new());
    log.entries(0..log.size(), |number, line| {
        let entry = Entry::from_line(line).unwrap();
        assert!(names.insert(entry.purpose().text().to_owned(), number).is_none());
        Ok(())
    })
    .unwrap();
    assert_eq!(examine(&log, &now), Ok(log.size()));
    for (number, name) in told.iter().flatten() {
        assert_eq!(names.get(name), Some(number), "{name}");
    }
    let mut checkpoints = 0;
    for note in fs::read_dir(folder.path().join("place")).unwrap().map(|it| it.unwrap().path()) {
        if note.extension().is_some_and(|extension| extension == "note") {
            let note = fs::read_to_string(note).unwrap();
            let then = log.checkpoint_keys().verify_text(&note).unwrap();
            assert_eq!(log.prove_consistency(&then, &now).unwrap().verify(&then, &now), Ok(()));
            checkpoints += 1;
        }
    }
    println!(
        "{writers} writers, {} told, {} there, {checkpoints} checkpoints",
        told.iter().flatten().count(),
        log.size()
    );
    assert!(writers > 2 && checkpoints > 2);
}

type Reading = JoinHandle<Vec<(u64, String)>>;

fn start(folder: &Path, number: u64) -> (Child, Reading) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "sqlite::rivals::process_to_be_killed", "--ignored", "--nocapture"]);
    command.env("JPKI_TEST_LOG", folder).env("JPKI_TEST_NUMBER", number.to_string());
    let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
    let output = process.stdout.take().unwrap();
    let reading = thread::spawn(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        lines.filter_map(|line| receipt(&line)).collect()
    });
    (process, reading)
}

/// `receipt NUMBER of NAME.`
fn receipt(line: &str) -> Option<(u64, String)> {
    let (number, name) = line.strip_prefix("receipt ")?.split_once(" of ")?;
    Some((number.parse().ok()?, name.strip_suffix('.')?.to_owned()))
}

#[test]
#[ignore = "the process that the test above kills"]
fn process_to_be_killed() {
    let Some(folder) = std::env::var_os("JPKI_TEST_LOG") else { return };
    let process = std::env::var("JPKI_TEST_NUMBER").unwrap();
    let folder = Path::new(&folder);
    for turn in 0_u64.. {
        let store = loop {
            match SqliteLogStore::open(folder.join("log.sqlite")) {
                Err(LogError::InUse) => thread::sleep(Duration::from_millis(1)),
                store => break store.unwrap(),
            }
        };
        let place = CheckpointFolder::open(folder.join("place")).unwrap();
        let log = Log::open(store, origin(), ring(), place).unwrap();
        thread::scope(|scope| {
            for thread in 0..2 {
                let (log, process) = (&log, &process);
                scope.spawn(move || {
                    for number in 0..20 {
                        let name = format!("{process}-{turn}-{thread}-{number}");
                        let receipt = log.append(&event_for(&name, number)).unwrap().number();
                        println!("\nreceipt {receipt} of {name}.");
                    }
                    log.checkpoint(second(1000)).unwrap();
                });
            }
        });
    }
}
