//! Files as a crash or somebody else leaves them, and processes that are killed.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::segment::SegmentReader;
use jpki_audit::store::LogStore as _;
use jpki_audit::{Log, LogError};

use crate::support::{
    checkpoint, checkpoint_keys, event, export, fill, open, origin, ring, second,
};

/// Three batches; where each of them ends in the file of entries.
fn batches(folder: &Path) -> Vec<usize> {
    let log = open(folder);
    let mut ends = vec![fs::read(folder.join("entries")).unwrap().len()];
    for range in [0..3, 3..5, 5..9] {
        fill(&log, range);
        ends.push(fs::read(folder.join("entries")).unwrap().len());
    }
    ends
}

const SIZES: [u64; 4] = [0, 3, 5, 9];

#[test]
fn a_batch_torn_at_every_byte_is_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    let ends = batches(folder.path());
    let entries = fs::read(folder.path().join("entries")).unwrap();
    for length in 0..=entries.len() {
        fs::write(folder.path().join("entries"), &entries[..length]).unwrap();
        let batch = ends.iter().rposition(|end| *end <= length);
        let (size, kept) = batch.map_or((0, length), |batch| (SIZES[batch], ends[batch]));
        let store = FileStore::open(folder.path()).unwrap();
        assert_eq!(store.state().size(), size, "{length}");
        let torn = store.torn().map(|file| fs::read(file).unwrap());
        let expected = (kept < length).then(|| entries[kept..length].to_vec());
        assert_eq!(torn, expected, "{length}");
        drop(store);
        // The log goes on as if the batch had never been.
        let log = open(folder.path());
        assert_eq!(log.append(&event(20)).unwrap().number(), size);
        drop(log);
        assert_eq!(open(folder.path()).size(), size + 1);
    }
}

#[test]
fn a_batch_whose_end_is_there_and_whose_entries_are_not_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let ends = batches(folder.path());
    let entries = fs::read(folder.path().join("entries")).unwrap();
    let last_line = entries.windows(2).rposition(|pair| pair == b"\n=").unwrap() + 1;
    for at in ends[0]..entries.len() {
        for value in [0, entries[at] ^ 1] {
            let mut changed = entries.clone();
            changed[at] = value;
            fs::write(folder.path().join("entries"), &changed).unwrap();
            let batch = ends.iter().rposition(|end| *end <= at).unwrap();
            // Without its last line the last batch is a torn one.
            let is_torn = [last_line - 1, last_line, entries.len() - 1].contains(&at);
            match FileStore::open(folder.path()) {
                Ok(store) => assert!(is_torn && store.state().size() == 5, "{at}"),
                Err(error) => {
                    assert_eq!(error, LogError::Damaged(ends[batch] as u64), "{at}");
                    assert!(!is_torn, "{at}");
                }
            }
        }
    }
}

#[test]
fn what_is_cut_off_whole_is_found_by_a_checkpoint_alone() {
    let (folder, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ends = batches(folder.path());
    let open = || {
        let store = FileStore::open(folder.path()).unwrap();
        Log::open(store, origin(), ring(), CheckpointFolder::open(place.path()).unwrap())
    };
    open().unwrap().checkpoint(second(100)).unwrap();
    let file = fs::OpenOptions::new().write(true).open(folder.path().join("entries")).unwrap();
    file.set_len(ends[2] as u64).unwrap();
    assert_eq!(open().unwrap_err(), LogError::WrongSize { size: 5, checkpoint: 9 });
}

#[test]
fn other_versions_and_other_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let entries = folder.path().join("entries");
    fs::write(&entries, "jpki-audit entries 2\n").unwrap();
    assert_eq!(FileStore::open(folder.path()).unwrap_err(), LogError::NewerFormat);
    fs::write(&entries, "something else, longer than that\n").unwrap();
    assert_eq!(FileStore::open(folder.path()).unwrap_err(), LogError::Damaged(0));
}

#[test]
fn what_follows_from_the_entries_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    // More than between two marks.
    let size = (1 << 17) + 20_000;
    let log = open(folder.path());
    fill(&log, 0..size);
    let now = checkpoint(&log);
    drop(log);
    let holds = || {
        let log = open(folder.path());
        assert_eq!(log.size(), size);
        for number in [0, 1, 77_777, size - 1] {
            let mut line = Vec::new();
            log.entries(number..number + 1, |_, found| {
                line = found.to_vec();
                Ok(())
            })
            .unwrap();
            let proof = log.prove_inclusion(number, &now).unwrap();
            assert_eq!(proof.verify(&line, number, &now), Ok(()), "{number}");
        }
    };
    assert!(folder.path().join("mark").exists());
    holds();
    for name in ["nodes", "offsets"] {
        let file = folder.path().join(name);
        let bytes = fs::read(&file).unwrap();
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        holds();
        fs::remove_file(file).unwrap();
        holds();
    }
    // The nodes that the mark rests on are others.
    let nodes = folder.path().join("nodes");
    let mut bytes = fs::read(&nodes).unwrap();
    bytes.iter_mut().for_each(|byte| *byte ^= 1);
    fs::write(&nodes, bytes).unwrap();
    holds();
    fs::write(folder.path().join("mark"), "jpki-audit mark 1\nnothing\n").unwrap();
    holds();
    fs::remove_file(folder.path().join("mark")).unwrap();
    holds();
}

/// What was written when the formats were new: the file of entries, a checkpoint, a segment.
#[test]
fn version_1_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/audit/data");
    fs::copy(data.join("log-1.entries"), folder.path().join("entries")).unwrap();
    let note = fs::read_to_string(data.join("log-1.note")).unwrap();
    let then = checkpoint_keys().verify_text(&note).unwrap();
    let segment = fs::read(data.join("log-1.segment")).unwrap();
    let reader = SegmentReader::new(segment.as_slice()).unwrap();
    assert_eq!(reader.verify(None, &then, |_, _| {}), Ok(()));
    let log = open(folder.path());
    assert_eq!(log.size(), 9);
    assert_eq!(export(&log, None, &then), segment);
    assert_eq!(log.append(&event(9)).unwrap().number(), 9);
    let now = checkpoint(&log);
    assert_eq!(log.prove_consistency(&then, &now).unwrap().verify(&then, &now), Ok(()));
}

/// Eight processes want the log; one has it, writes from four threads and tells each receipt. One after the other is killed,
/// and the next eight go on. No event is lost whose receipt was told, and every checkpoint that left is of one tree.
#[test]
// Requirement: ACC-4
fn no_event_is_lost_whose_receipt_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    for round in 0..8_u64 {
        let mut processes = [0, 1, 2, 3, 4, 5, 6, 7].map(|rival| {
            let mut process = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "crashes::process_to_be_killed", "--ignored", "--nocapture"])
                .env("JPKI_TEST_LOG", folder.path())
                .env("JPKI_TEST_ROUND", (8 * round + rival).to_string())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let output = process.stdout.take().unwrap();
            let reading = thread::spawn(move || {
                let lines = BufReader::new(output).lines().map_while(Result::ok);
                lines.filter_map(|line| receipt(&line)).collect::<Vec<_>>()
            });
            (process, reading)
        });
        // Seeded: 30 to 300 milliseconds; another takes over for a moment when one is gone.
        thread::sleep(Duration::from_millis(30 + round * 7919 % 271));
        for (process, _) in &mut processes {
            process.kill().unwrap();
            process.wait().unwrap();
            thread::sleep(Duration::from_millis(20));
        }
        for (_, reading) in processes {
            told.extend(reading.join().unwrap());
        }
    }
    assert!(!told.is_empty());
    let store = FileStore::open(folder.path().join("log")).unwrap();
    let place = CheckpointFolder::open(folder.path().join("place")).unwrap();
    let log = Log::open(store, origin(), ring(), place).unwrap();
    let mut times = Vec::new();
    log.entries(0..log.size(), |_, line| {
        times.push(jpki_audit::entry::Entry::from_line(line).unwrap().time());
        Ok(())
    })
    .unwrap();
    for (number, event) in told {
        assert_eq!(times[number], second(event), "{number}");
    }
    let now = checkpoint(&log);
    for note in fs::read_dir(folder.path().join("place")).unwrap() {
        let path = note.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "note") {
            let then = checkpoint_keys().verify_text(&fs::read_to_string(path).unwrap()).unwrap();
            let proof = log.prove_consistency(&then, &now).unwrap();
            assert_eq!(proof.verify(&then, &now), Ok(()));
        }
    }
}

/// `receipt NUMBER of EVENT`
fn receipt(line: &str) -> Option<(usize, u64)> {
    let (number, event) = line.strip_prefix("receipt ")?.split_once(" of ")?;
    Some((number.parse().ok()?, event.strip_suffix('.')?.parse().ok()?))
}

#[test]
#[ignore = "the process that the test above kills"]
fn process_to_be_killed() {
    let Some(folder) = std::env::var_os("JPKI_TEST_LOG") else { return };
    let round: u64 = std::env::var("JPKI_TEST_ROUND").unwrap().parse().unwrap();
    let folder = Path::new(&folder);
    let store = loop {
        match FileStore::open(folder.join("log")) {
            Err(LogError::InUse) => thread::sleep(Duration::from_millis(1)),
            store => break store.unwrap(),
        }
    };
    let place = CheckpointFolder::open(folder.join("place")).unwrap();
    let log = Log::open(store, origin(), ring(), place).unwrap();
    thread::scope(|scope| {
        for thread in 0..4 {
            let log = &log;
            scope.spawn(move || {
                for number in 0_u64.. {
                    // Each thread of each process has its own second, within what clocks may differ by.
                    let event_number = round * 4 + thread;
                    let receipt = log.append(&event(event_number)).unwrap().number();
                    println!("receipt {receipt} of {event_number}.");
                    if number.is_multiple_of(20) {
                        log.checkpoint(second(1000)).unwrap();
                    }
                }
            });
        }
    });
}
