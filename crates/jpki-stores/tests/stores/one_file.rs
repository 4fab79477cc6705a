//! One SQLite file under several openings, readers and programs.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jpki_auth::binding::{BindingRecord, ErasureScope};
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::TakeOutcome;
use jpki_stores::sqlite::{SqliteError, SqliteStore};

use crate::awaited::Awaited;
use crate::contract::bindings::{of_user, one_record};
use crate::contract::challenges::{issue, now};
use crate::engines::RUNTIME;

/// The sqlite3 program of the machine, which does not know what this process has open.
fn program(file: &Path) -> Command {
    let mut program = Command::new("sqlite3");
    program.arg(file).stdin(Stdio::piped()).stdout(Stdio::piped());
    program
}

fn is_there() -> bool {
    let there = Command::new("sqlite3").arg("-version").output().is_ok();
    assert!(there || std::env::var_os("CI").is_none(), "sqlite3 is not installed");
    if !there {
        eprintln!("skipped: sqlite3 is not installed");
    }
    there
}

/// Opened a second time, and looked at by an operator: neither gives up the locks of the first opening.
#[test]
fn a_second_opening_takes_no_lock_away() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("auth.sqlite");
    let store = SqliteStore::open(&file).unwrap();
    let (id, record) = issue(now());
    store.put(&id, &record).unwrap();
    drop(SqliteStore::open(&file).unwrap());
    let second = SqliteStore::open(&file).unwrap();
    let looked = program(&file).arg("SELECT count(*) FROM challenge").output().unwrap();
    assert!(looked.status.success());
    let journal = folder.path().join("auth.sqlite-wal");
    assert!(journal.exists(), "the operator's program took the journal away");
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_)));
    assert!(matches!(second.take(&id).unwrap(), TakeOutcome::Spent));
    // Another process sees that it is spent.
    let spent = program(&file).arg("SELECT sum(spent) FROM challenge").output().unwrap();
    assert_eq!(spent.stdout, b"1\n");
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Spent));
}

/// Many threads make and open one file at once.
#[test]
fn a_file_is_made_once() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..10 {
        let file = folder.path().join(format!("{round}.sqlite"));
        let (id, record) = issue(now());
        let stores: Vec<SqliteStore> = std::thread::scope(|scope| {
            let openers: Vec<_> =
                (0..8).map(|_| scope.spawn(|| SqliteStore::open(&file).unwrap())).collect();
            openers.into_iter().map(|opener| opener.join().unwrap()).collect()
        });
        stores[0].put(&id, &record).unwrap();
        if is_there() {
            assert!(program(&file).arg("SELECT 1 FROM challenge").status().unwrap().success());
        }
        let fresh = |store: &SqliteStore| matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_));
        assert_eq!(stores.iter().filter(|store| fresh(store)).count(), 1);
    }
}

/// A reader that stays inside a transaction until it is dropped.
struct Reader(Child);

impl Reader {
    fn of(file: &Path, begin: &str) -> Self {
        let mut child = program(file).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{begin} SELECT count(*) FROM binding;").unwrap();
        child.stdin = Some(input);
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        Self(child)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn holds(folder: &Path, record: &BindingRecord) -> Vec<String> {
    let needle = record.certificate.digest();
    let holds = |file: &Path| std::fs::read(file).unwrap().windows(32).any(|it| it == needle);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|file| holds(file))
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

/// What is erased is gone from file and journal; while a reader holds the journal, it is not said to be.
#[test]
fn an_erasure_says_whether_the_journal_is_cleared() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("auth.sqlite");
    let store = SqliteStore::open_within(&file, Duration::from_millis(500)).unwrap();
    let (record, accounts, certificates) = one_record();
    let put = || store.insert(&record, &accounts, &certificates).unwrap();
    let scope = ErasureScope::Account(accounts.clone());
    put();
    assert!(
        !holds(folder.path(), &record).is_empty(),
        "a needle that is not found when it is there"
    );
    assert_eq!(store.erase(&scope).unwrap(), 1);
    assert_eq!(holds(folder.path(), &record), [""; 0]);

    put();
    let reader = Reader::of(&file, "BEGIN;");
    let started = Instant::now();
    let refused = store.erase(&scope);
    assert!(matches!(refused, Err(SqliteError::JournalNotCleared { erased: 1 })), "{refused:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(of_user(&store, &accounts).is_empty(), "the deletion itself stands");
    assert!(!holds(folder.path(), &record).is_empty());
    // Nothing is left to delete, yet the journal is not cleared.
    assert!(matches!(store.erase(&scope), Err(SqliteError::JournalNotCleared { erased: 0 })));
    drop(reader);
    assert_eq!(store.erase(&scope).unwrap(), 0);
    assert_eq!(holds(folder.path(), &record), [""; 0]);

    // The reader ends while the erasure waits.
    put();
    let reader = Reader::of(&file, "BEGIN;");
    let patient = SqliteStore::open_within(&file, Duration::from_secs(30)).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            std::thread::sleep(Duration::from_millis(150));
            drop(reader);
        });
        assert_eq!(patient.erase(&ErasureScope::Account(accounts.clone())).unwrap(), 1);
    });
    assert_eq!(holds(folder.path(), &record), [""; 0]);
}

/// A writer elsewhere makes every caller wait no longer than it may, however many there are.
#[test]
fn no_caller_waits_longer_than_its_limit() {
    if !is_there() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("auth.sqlite");
    let limit = Duration::from_secs(1);
    let store = SqliteStore::open_within(&file, limit).unwrap();
    let (id, record) = issue(now());
    store.put(&id, &record).unwrap();
    let writer = Reader::of(&file, "BEGIN IMMEDIATE;");
    let tasks = Awaited::new(RUNTIME.clone(), store.clone());
    let started = Instant::now();
    let is_late = |refused: Result<TakeOutcome, SqliteError>| {
        assert!(matches!(refused, Err(SqliteError::TimedOut(_))), "{refused:?}");
    };
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| is_late(store.take(&id)));
            scope.spawn(|| is_late(tasks.take(&id)));
        }
    });
    assert!(started.elapsed() < 5 * limit, "{:?}", started.elapsed());
    drop(writer);
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_)));
}
