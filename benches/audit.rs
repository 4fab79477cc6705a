//! The operation log: events a second beside the bare fdatasyncs of the same disk, and proofs.
//!
//! `cargo bench -p jpki-benches --bench audit -- 1000000`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench reads no foreign input"
)]

#[path = "audit/event.rs"]
mod event;

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jpki_audit::Log;
use jpki_audit::file::{CheckpointFolder, FileStore, Medium};
use jpki_core::time::Timestamp;

use event::{event, keys, name};

fn main() {
    let bulk = std::env::args().skip(1).find_map(|argument| argument.parse().ok());
    let folder = tempfile::tempdir().expect("a folder");
    bare(folder.path());
    for threads in [1, 16, 64, 256] {
        durable(&folder.path().join(format!("log-{threads}")), threads);
    }
    bare(folder.path());
    submitted(&folder.path().join("bulk"), bulk.unwrap_or(1_000_000));
    println!("largest resident set: {}", resident());
}

/// What the disk does by itself: a line of the same length, then fdatasync.
fn bare(folder: &Path) {
    let mut file =
        OpenOptions::new().create(true).append(true).open(folder.join("bare")).expect("a file");
    let mut syncs = 0_u32;
    let start = Instant::now();
    while start.elapsed() < RUN {
        file.write_all(&[b'x'; 250]).expect("written");
        file.sync_data().expect("durable");
        syncs += 1;
    }
    println!("bare fdatasync: {:.0}/s", f64::from(syncs) / start.elapsed().as_secs_f64());
}

/// A file whose syncs are counted.
struct Counted(File, Arc<AtomicU64>);

impl Medium for Counted {
    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.0.append(bytes)
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.sync()
    }

    fn cut(&mut self, length: u64) -> std::io::Result<()> {
        self.0.cut(length)
    }
}

/// Threads that each wait for their event before the next.
fn durable(folder: &Path, threads: u64) {
    let syncs = Arc::new(AtomicU64::new(0));
    let counted = |file| Box::new(Counted(file, syncs.clone())) as Box<dyn Medium>;
    let log = open(FileStore::open_with(folder, counted).expect("a store"), folder);
    let start = Instant::now();
    thread::scope(|scope| {
        for thread in 0..threads {
            let log = &log;
            scope.spawn(move || {
                let mut number = thread;
                while start.elapsed() < RUN {
                    log.append(&event(number)).expect("durable");
                    number += threads;
                }
            });
        }
    });
    let (events, syncs) = (log.size() as f64, syncs.load(Ordering::Relaxed) as f64);
    let rate = events / start.elapsed().as_secs_f64();
    println!(
        "{threads} threads that wait: {rate:.0} durable events/s, {:.1} events an fdatasync, {:.0} fdatasyncs/s",
        events / syncs,
        syncs / start.elapsed().as_secs_f64(),
    );
}

/// One thread that does not wait but for the last; then proofs, an export and its verification.
fn submitted(folder: &Path, events: u64) {
    let log = open(FileStore::open(folder).expect("a store"), folder);
    let (start, worked) = (Instant::now(), computed());
    let mut last = None;
    for number in 0..events {
        last = Some(log.submit(&event(number)).expect("taken"));
    }
    last.expect("an event").confirm().expect("durable");
    let rate = events as f64 / start.elapsed().as_secs_f64();
    let each = (computed() - worked) / events as f64;
    println!(
        "{events} events without waiting: {rate:.0}/s, {each:.0} ns of a core each, all durable at the end"
    );
    println!("resident set after them: {}", resident());

    let note = log.checkpoint(Timestamp::MAX.before(Duration::from_secs(1))).expect("a checkpoint");
    let checkpoint = log.checkpoint_keys().verify(&note).expect("signed");
    let (mut longest, mut slowest, mut all) = (0, Duration::ZERO, Duration::ZERO);
    const PROOFS: u64 = 1000;
    for number in (0..PROOFS).map(|step| step * (events / PROOFS)) {
        let start = Instant::now();
        let proof = log.prove_inclusion(number, &checkpoint).expect("a proof");
        let taken = start.elapsed();
        longest = longest.max(proof.as_bytes().len());
        slowest = slowest.max(taken);
        all += taken;
    }
    println!(
        "inclusion: {longest} bytes at most, {:?} on average, {slowest:?} at most",
        all / PROOFS as u32
    );

    let start = Instant::now();
    let path = folder.join("segment");
    log.export(None, &checkpoint, &mut File::create(&path).expect("a file")).expect("exported");
    println!("export: {:?}", start.elapsed());
    let start = Instant::now();
    let input = std::io::BufReader::new(File::open(&path).expect("a file"));
    let segment = jpki_audit::segment::SegmentReader::new(input).expect("a segment");
    segment.verify(None, &checkpoint, |_, _| {}).expect("verified");
    println!("verification of the segment: {:?}", start.elapsed());

    drop(log);
    let start = Instant::now();
    let log = open(FileStore::open(folder).expect("a store"), folder);
    println!("opened again: {:?}, {} entries", start.elapsed(), log.size());
}

const RUN: Duration = Duration::from_secs(3);

fn open(store: FileStore, folder: &Path) -> Log<FileStore> {
    let place = CheckpointFolder::open(folder.join("checkpoints")).expect("a folder");
    Log::open(store, name(), keys(), place).expect("a log")
}

/// Nanoseconds that a core worked for this thread, where the system says it: the time of a quiet machine.
fn computed() -> f64 {
    let spent = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    spent.split(' ').next().and_then(|spent| spent.parse().ok()).unwrap_or_default()
}

/// The largest resident set of the process, where the system says it.
fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "unknown".to_owned(), |line| line.trim().to_owned())
}
