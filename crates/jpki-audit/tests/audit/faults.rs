//! Disks that are slow, full, read-only or broken.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use jpki_audit::file::{FileStore, Medium};
use jpki_audit::{Log, LogError, Logged};

use crate::support::{Place, event, open, origin, ring};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Append,
    Sync,
    Cut,
    /// The answer left.
    Answer,
}

/// What was done, in order, and what is to fail.
#[derive(Default)]
struct Script {
    done: Vec<Step>,
    failing: Vec<(Step, ErrorKind)>,
}

/// A file that notes what is done with it, fails where it is told to, and waits where it is told to.
struct Disk {
    file: File,
    script: Arc<Mutex<Script>>,
    gate: Option<Receiver<()>>,
}

impl Disk {
    fn step(&self, step: Step) -> io::Result<()> {
        let mut script = self.script.lock().unwrap();
        script.done.push(step);
        let failing = script.failing.iter().position(|(failing, _)| *failing == step);
        failing.map_or(Ok(()), |place| Err(script.failing.remove(place).1.into()))
    }
}

impl Medium for Disk {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let outcome = self.step(Step::Append);
        // What fails may have written a part.
        let written = if outcome.is_ok() { bytes.len() } else { bytes.len() / 2 };
        self.file.append(&bytes[..written])?;
        outcome
    }

    fn sync(&mut self) -> io::Result<()> {
        if let Some(gate) = &self.gate {
            gate.recv().unwrap();
        }
        self.step(Step::Sync)?;
        self.file.sync()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.step(Step::Cut)?;
        self.file.cut(length)
    }
}

struct Setting {
    folder: tempfile::TempDir,
    log: Log<FileStore>,
    script: Arc<Mutex<Script>>,
}

fn setting(gate: Option<Receiver<()>>) -> Setting {
    let folder = tempfile::tempdir().unwrap();
    let script = Arc::<Mutex<Script>>::default();
    let disk = |file| Box::new(Disk { file, script: script.clone(), gate }) as Box<dyn Medium>;
    let store = FileStore::open_with(folder.path(), disk).unwrap();
    let log = Log::open(store, origin(), ring(), Place::default()).unwrap();
    Setting { folder, log, script }
}

fn failing(script: &Mutex<Script>, step: Step, kind: ErrorKind) {
    script.lock().unwrap().failing.push((step, kind));
}

fn syncs(script: &Mutex<Script>) -> usize {
    script.lock().unwrap().done.iter().filter(|step| **step == Step::Sync).count()
}

#[test]
// Requirement: ACC-4
fn an_answer_waits_until_its_event_is_durable() {
    let (go, gate) = channel();
    let Setting { log, script, .. } = setting(Some(gate));
    thread::scope(|scope| {
        let answering = scope.spawn(|| {
            let (answer, _) = Logged::new("answer", event(1)).open(&log).unwrap();
            script.lock().unwrap().done.push(Step::Answer);
            answer
        });
        thread::sleep(Duration::from_millis(100));
        assert!(!answering.is_finished());
        go.send(()).unwrap();
        assert_eq!(answering.join().unwrap(), "answer");
    });
    assert_eq!(script.lock().unwrap().done, [Step::Append, Step::Sync, Step::Answer]);
}

#[test]
fn all_that_wait_share_one_sync() {
    let (go, gate): (Sender<()>, _) = channel();
    let Setting { log, script, .. } = setting(Some(gate));
    thread::scope(|scope| {
        let threads: Vec<_> = (0..50)
            .map(|number| {
                scope.spawn({
                    let log = &log;
                    move || log.append(&event(number))
                })
            })
            .collect();
        // The first batch is at the gate, whatever is in it; the others gather behind it.
        thread::sleep(Duration::from_millis(300));
        (0..50).for_each(|_| go.send(()).unwrap());
        let mut numbers: Vec<_> =
            threads.into_iter().map(|thread| thread.join().unwrap().unwrap().number()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    });
    assert!(syncs(&script) <= 10);
}

#[test]
fn a_full_disk_refuses_and_the_log_goes_on_when_there_is_space() {
    for (kind, expected) in [
        (ErrorKind::StorageFull, LogError::NoSpace),
        (ErrorKind::QuotaExceeded, LogError::NoSpace),
        (ErrorKind::ReadOnlyFilesystem, LogError::ReadOnly),
        (ErrorKind::Other, LogError::File(ErrorKind::Other)),
    ] {
        let Setting { folder, log, script } = setting(None);
        log.append(&event(0)).unwrap();
        failing(&script, Step::Append, kind);
        assert_eq!(Logged::new((), event(1)).open(&log).unwrap_err(), expected);
        assert_eq!(log.size(), 1);
        assert_eq!(log.append(&event(2)).unwrap().number(), 1);
        drop(log);
        let store = FileStore::open(folder.path()).unwrap();
        assert_eq!(store.torn(), None);
        drop(store);
        assert_eq!(open(folder.path()).size(), 2);
    }
}

#[test]
fn everyone_in_a_batch_that_fails_is_refused() {
    let Setting { log, script, .. } = setting(None);
    failing(&script, Step::Append, ErrorKind::StorageFull);
    let waiting: Vec<_> = (0..5).map(|number| log.submit(&event(number)).unwrap()).collect();
    for event in waiting {
        assert_eq!(event.confirm(), Err(LogError::NoSpace));
    }
    assert_eq!(log.append(&event(5)).unwrap().number(), 0);
}

#[test]
fn after_a_failed_sync_nothing_is_believed_until_the_log_is_opened_again() {
    let Setting { folder, log, script } = setting(None);
    log.append(&event(0)).unwrap();
    failing(&script, Step::Sync, ErrorKind::Other);
    assert_eq!(log.append(&event(1)), Err(LogError::File(ErrorKind::Other)));
    assert_eq!(log.append(&event(2)), Err(LogError::Stopped));
    assert_eq!(log.size(), 1);
    drop(log);
    // The batch was whole: that it is there is no harm, nobody was told that it is.
    let log = open(folder.path());
    assert_eq!(log.size(), 2);
    assert_eq!(log.append(&event(2)).unwrap().number(), 2);
}

#[test]
fn what_cannot_be_taken_back_stops_the_log() {
    let Setting { folder, log, script } = setting(None);
    failing(&script, Step::Append, ErrorKind::StorageFull);
    failing(&script, Step::Cut, ErrorKind::Other);
    assert_eq!(log.append(&event(0)), Err(LogError::NoSpace));
    assert_eq!(log.append(&event(1)), Err(LogError::Stopped));
    drop(log);
    let store = FileStore::open(folder.path()).unwrap();
    assert!(store.torn().is_some());
    drop(store);
    assert_eq!(open(folder.path()).append(&event(1)).unwrap().number(), 0);
}

#[test]
fn more_events_than_a_batch_holds_are_written_on_the_way() {
    let Setting { log, script, .. } = setting(None);
    let waiting: Vec<_> = (0..20_000).map(|number| log.submit(&event(number)).unwrap()).collect();
    assert_eq!(script.lock().unwrap().done.len(), 4);
    for (number, event) in (0..).zip(waiting) {
        assert_eq!(event.confirm().unwrap().number(), number);
    }
    assert_eq!(log.size(), 20_000);
}

#[cfg(feature = "async")]
#[test]
fn tasks_share_syncs_and_refusals() {
    let (go, gate) = channel();
    let Setting { log, script, .. } = setting(Some(gate));
    let log = jpki_audit::AsyncLog::new(Arc::new(log)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ask = |range: std::ops::Range<u64>| {
        let tasks = range.map(|number| {
            let log = log.clone();
            runtime.spawn(async move { Logged::new(number, event(number)).open_async(&log).await })
        });
        tasks.collect::<Vec<_>>()
    };
    let tasks = ask(0..50);
    thread::sleep(Duration::from_millis(300));
    assert!(tasks.iter().all(|task| !task.is_finished()));
    (0..60).for_each(|_| go.send(()).unwrap());
    let mut numbers: Vec<_> =
        tasks.into_iter().map(|task| runtime.block_on(task).unwrap().unwrap().1.number()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..50).collect::<Vec<_>>());
    assert!(syncs(&script) <= 10);

    failing(&script, Step::Append, ErrorKind::StorageFull);
    for task in ask(50..51) {
        assert_eq!(runtime.block_on(task).unwrap(), Err(LogError::NoSpace));
    }
    for task in ask(51..52) {
        assert_eq!(runtime.block_on(task).unwrap().unwrap().1.number(), 50);
    }
}
