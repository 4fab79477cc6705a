//! Several processes at one log, which are killed, and whose connections are ended.

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use jpki_audit::file::CheckpointFolder;
use jpki_audit::{EventSink as _, Log, LogError};
use jpki_stores::audit::{PostgresAppender, PostgresLogStore};

use super::server::{Database, patiently};
use super::{appender, checkpoint, examine, sequence_all, take_over};
use crate::support::{Place, event, event_for, origin, ring, second};

#[test]
fn a_second_sequencer_is_refused() {
    let Some(database) = Database::new("log_two") else { return };
    let first = PostgresLogStore::open(database.server()).unwrap();
    assert_eq!(PostgresLogStore::open(database.server()).unwrap_err(), LogError::InUse);
    let other = process("sequence", database.parameters(), Path::new("none"), 0).output().unwrap();
    assert!(String::from_utf8_lossy(&other.stdout).contains("refused: the log is in use"));
    // Another schema has another log.
    database.run("CREATE SCHEMA other");
    let other = database.with("options='-c search_path=other'");
    drop(PostgresLogStore::create_schema(other.server()).unwrap());
    drop(first);
    take_over(&database, &Place::default());
}

#[test]
fn connections_that_end_cost_what_was_on_its_way() {
    let Some(database) = Database::new("log_ended") else { return };
    let place = Place::default();
    let (log, appender) = (take_over(&database, &place), appender(&database));
    appender.append(&event(0)).unwrap();
    assert!(database.terminate("appender") > 0);
    // What is refused may have been written or not; the next connection serves.
    patiently(|| appender.append(&event(1)).ok());
    assert!(log.sequence().unwrap() >= 2);
    let size = log.size();

    appender.append(&event(2)).unwrap();
    assert_eq!(database.terminate("sequencer"), 1);
    assert!(matches!(log.sequence(), Err(LogError::Database(_))));
    assert!(matches!(log.append(&event(3)), Err(LogError::Database(_))));
    assert_eq!(log.append(&event(3)), Err(LogError::Stopped));
    // Another takes over; the one before stays stopped.
    let next = take_over(&database, &place);
    assert_eq!(next.size(), size);
    assert_eq!(next.sequence(), Ok(1));
    assert_eq!(log.sequence(), Err(LogError::Stopped));
    assert_eq!(examine(&next, &checkpoint(&next)).unwrap().len() as u64, size + 1);
}

const APPENDERS: u64 = 8;
const ROUNDS: u64 = 14;

/// Eight processes append from two threads each and tell what is durable; two want to sequence. Processes of both kinds
/// are killed, connections of both kinds ended, all at seeded moments. No event is lost that was told, none is there twice,
/// and every checkpoint that left is of one tree.
#[test]
// Requirement: ACC-4
fn eight_rivals_and_killed_sequencers_make_one_tree() {
    let Some(database) = Database::new("log_rivals") else { return };
    let folder = tempfile::tempdir().unwrap();
    let told = Arc::<Mutex<Vec<String>>>::default();
    let start = |work: &'static str, number: u64| {
        let mut command = process(work, database.parameters(), folder.path(), number);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let (output, told) = (child.stdout.take().unwrap(), told.clone());
        let reading = thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(name) =
                    line.strip_prefix("durable ").and_then(|it| it.strip_suffix('.'))
                {
                    told.lock().unwrap().push(name.to_owned());
                }
            }
        });
        (child, reading)
    };
    let mut appenders: Vec<_> = (0..APPENDERS).map(|number| start("append", number)).collect();
    let mut sequencers: Vec<_> = (0..2).map(|number| start("sequence", number)).collect();
    let mut ended = 0;
    let mut readings = Vec::new();
    for round in 0..ROUNDS {
        thread::sleep(Duration::from_millis(60 + round * 7919 % 271));
        let place = usize::try_from(round).unwrap();
        match round % 4 {
            0 | 2 => {
                let one = place / 2 % 2;
                let (killed, reading) =
                    std::mem::replace(&mut sequencers[one], start("sequence", 10 + round));
                kill(killed);
                readings.push(reading);
            }
            1 => ended += database.terminate("sequencer"),
            _ => {
                let one = place % appenders.len();
                let (killed, reading) =
                    std::mem::replace(&mut appenders[one], start("append", 10 + round));
                kill(killed);
                readings.push(reading);
                database.terminate("appender");
            }
        }
    }
    for (process, reading) in appenders.into_iter().chain(sequencers) {
        kill(process);
        readings.push(reading);
    }
    readings.into_iter().for_each(|reading| reading.join().unwrap());

    let store = patiently(|| PostgresLogStore::open(database.server()).ok());
    let place = CheckpointFolder::open(folder.path()).unwrap();
    let log = Log::open(store, origin(), ring(), place).unwrap();
    sequence_all(&log);
    let now = checkpoint(&log);
    let mut found: HashMap<String, u32> = HashMap::new();
    for name in examine(&log, &now).unwrap() {
        *found.entry(name).or_default() += 1;
    }
    assert!(found.values().all(|times| *times == 1));
    let told = told.lock().unwrap();
    for name in told.iter() {
        assert!(found.contains_key(name), "{name} was told and is not there");
    }
    let mut checkpoints = 0;
    for note in fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
        if note.extension().is_some_and(|extension| extension == "note") {
            let note = fs::read_to_string(note).unwrap();
            let then = log.checkpoint_keys().verify_text(&note).unwrap();
            assert_eq!(log.prove_consistency(&then, &now).unwrap().verify(&then, &now), Ok(()));
            checkpoints += 1;
        }
    }
    println!(
        "{} told, {} there, {checkpoints} checkpoints, {ended} ended",
        told.len(),
        found.len()
    );
    assert!(told.len() > 100 && checkpoints > 5 && ended > 0);
}

fn kill(mut process: Child) {
    process.kill().unwrap();
    process.wait().unwrap();
}

fn process(work: &str, parameters: &str, folder: &Path, number: u64) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "postgres::rivals::process_of_its_own", "--ignored", "--nocapture"]);
    command.env("JPKI_TEST_LOG", parameters).env("JPKI_TEST_WORK", work);
    command.env("JPKI_TEST_PLACE", folder).env("JPKI_TEST_NUMBER", number.to_string());
    command
}

#[test]
#[ignore = "the process that tests above start"]
fn process_of_its_own() {
    let Ok(parameters) = std::env::var("JPKI_TEST_LOG") else { return };
    let variable = |name| std::env::var(name).unwrap();
    let database = Database::at(parameters);
    match &*variable("JPKI_TEST_WORK") {
        "append" => append(&database, &variable("JPKI_TEST_NUMBER")),
        _ => sequence(&database, &variable("JPKI_TEST_PLACE")),
    }
}

fn append(database: &Database, process: &str) {
    let appender = patiently(|| PostgresAppender::open(database.server(), &ring()).ok());
    thread::scope(|scope| {
        for thread in 0..2 {
            let appender = &appender;
            scope.spawn(move || {
                for number in 0_u64.. {
                    let name = format!("{process}-{thread}-{number}");
                    if appender.append(&event_for(&name, number % 60)).is_ok() {
                        println!("\ndurable {name}.");
                    }
                }
            });
        }
    });
}

/// Sequences, and opens the log again whenever it lost it.
fn sequence(database: &Database, place: &str) {
    if place == "none" {
        let error = PostgresLogStore::open(database.server()).unwrap_err();
        println!("refused: {error}");
        return;
    }
    loop {
        let Ok(store) = PostgresLogStore::open(database.server()) else {
            thread::sleep(Duration::from_millis(5));
            continue;
        };
        let place = CheckpointFolder::open(place).unwrap();
        let Ok(log) = Log::open(store, origin(), ring(), place) else { continue };
        while log.sequence().is_ok() && log.checkpoint(second(1000)).is_ok() {
            thread::sleep(Duration::from_millis(2));
        }
    }
}
