//! The operation log in SQLite and PostgreSQL: durable events a second beside bare commits of the same engine.
//!
//! `scripts/test-servers cargo bench -p jpki-benches --features databases --bench audit_databases`

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "a bench reads no foreign input"
)]

#[path = "audit/event.rs"]
mod event;

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use jpki_audit::file::CheckpointFolder;
use jpki_audit::store::LogStore;
use jpki_audit::{EventSink, Log};
use jpki_core::time::Timestamp;
use jpki_stores::audit::{PostgresAppender, PostgresLogStore, SqliteLogStore};
use jpki_stores::postgres::PostgresServer;
use tokio_postgres::NoTls;

const RUN: Duration = Duration::from_secs(3);
const LINE: [u8; 250] = [b'x'; 250];

fn main() {
    load();
    let folder = tempfile::tempdir().expect("a folder");
    sqlite(folder.path());
    match std::env::var("JPKI_TEST_POSTGRES") {
        Ok(parameters) => postgres(&parameters, folder.path()),
        Err(_) => println!("PostgreSQL: see scripts/test-servers"),
    }
    load();
}

fn sqlite(folder: &Path) {
    let bare = rusqlite::Connection::open(folder.join("bare.sqlite")).expect("a file");
    bare.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         CREATE TABLE line (number INTEGER PRIMARY KEY, line BLOB NOT NULL)",
    )
    .expect("a table");
    rate("SQLite, bare commits of a row", || {
        bare.prepare_cached("INSERT INTO line (line) VALUES (?1)")
            .and_then(|mut statement| statement.execute([&LINE]))
            .expect("committed");
    });
    for threads in [1, 64] {
        let store = SqliteLogStore::open(folder.join(format!("log-{threads}.sqlite")));
        let log = open(store.expect("a store"), &folder.join(format!("sqlite-{threads}")));
        durable("SQLite", &log, threads);
    }
}

fn postgres(parameters: &str, folder: &Path) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let client = runtime.block_on(async {
        let (client, connection) =
            tokio_postgres::connect(parameters, NoTls).await.expect("a server");
        tokio::spawn(connection);
        client.batch_execute("CREATE TABLE bare (line bytea NOT NULL)").await.expect("a table");
        client
    });
    rate("PostgreSQL, bare commits of a row, one connection", || {
        let insert = "INSERT INTO bare (line) VALUES ($1)";
        runtime.block_on(client.execute(insert, &[&&LINE[..]])).expect("committed");
    });
    let server = PostgresServer::local(parameters).expect("a server on this machine");
    let store = PostgresLogStore::create_schema(server.clone()).expect("a store");
    let log = open(store, &folder.join("postgres"));
    for (threads, appenders) in [(1, 1), (64, 1), (64, 4), (256, 4)] {
        let appenders: Vec<_> = (0..appenders)
            .map(|_| PostgresAppender::open(server.clone(), &event::keys()).expect("an appender"))
            .collect();
        durable(
            &format!("PostgreSQL, {} appenders", appenders.len()),
            &Shared(&appenders),
            threads,
        );
    }
    let start = Instant::now();
    while log.sequence().expect("sequenced") > 0 {}
    let taken = start.elapsed().as_secs_f64();
    println!("PostgreSQL, sequenced: {} events, {:.0}/s", log.size(), log.size() as f64 / taken);
    proofs(&log);
}

/// Appenders of several machines, of which each thread has one.
struct Shared<'a>(&'a [PostgresAppender]);

impl EventSink for Shared<'_> {
    type Receipt = <PostgresAppender as EventSink>::Receipt;

    fn append(
        &self,
        event: &jpki_core::event::Event,
    ) -> Result<Self::Receipt, jpki_audit::LogError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        thread_local!(static OWN: u64 = NEXT.fetch_add(1, Ordering::Relaxed));
        let own = OWN.with(|own| *own) as usize % self.0.len();
        self.0.get(own).expect("an appender").append(event)
    }
}

/// Threads that each wait for their event before the next.
fn durable<S: EventSink<Receipt: fmt::Debug> + Sync>(name: &str, sink: &S, threads: u64) {
    let (start, events) = (Instant::now(), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while start.elapsed() < RUN {
                    let number = events.fetch_add(1, Ordering::Relaxed);
                    sink.append(&event::event(number)).expect("durable");
                }
            });
        }
    });
    let rate = events.into_inner() as f64 / start.elapsed().as_secs_f64();
    println!("{name}, {threads} threads that wait: {rate:.0} durable events/s");
}

fn rate(name: &str, mut work: impl FnMut()) {
    let (start, mut times) = (Instant::now(), 0_u32);
    while start.elapsed() < RUN {
        work();
        times += 1;
    }
    println!("{name}: {:.0}/s", f64::from(times) / start.elapsed().as_secs_f64());
}

fn proofs<S: LogStore>(log: &Log<S>) {
    let note = log.checkpoint(Timestamp::MAX.before(Duration::from_secs(1))).expect("a checkpoint");
    let checkpoint = log.checkpoint_keys().verify(&note).expect("signed");
    const PROOFS: u64 = 200;
    let start = Instant::now();
    for number in 0..PROOFS {
        let number = number * (log.size() / PROOFS);
        log.prove_inclusion(number, &checkpoint).expect("a proof");
    }
    println!("inclusion among {}: {:?} on average", log.size(), start.elapsed() / PROOFS as u32);
}

fn open<S: LogStore>(store: S, folder: &Path) -> Log<S> {
    let place = CheckpointFolder::open(folder).expect("a folder");
    Log::open(store, event::name(), event::keys(), place).expect("a log")
}

fn load() {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load: {}", load.trim());
}
