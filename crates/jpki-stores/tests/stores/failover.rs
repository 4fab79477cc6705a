//! Redis servers of the test's own: failing over and back, restarts, replicas, eviction.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use jpki_auth::binding::Insertion;
use jpki_auth::blocking::{BindingStore, ChallengeStore};
use jpki_auth::challenge::{ChallengeId, TakeOutcome};
use jpki_stores::redis::{AsyncRedisStore, RedisError, RedisStore};
use tempfile::TempDir;

use crate::awaited::Awaited;
use crate::contract::bindings::one_record;
use crate::contract::challenges::{issue, now};
use crate::engines::{RUNTIME, server};

struct Server {
    process: Child,
    folder: TempDir,
    port: u16,
}

impl Server {
    fn start() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let folder = tempfile::tempdir().unwrap();
        let process = Self::run(port, &folder);
        Self { process, folder, port }
    }

    fn run(port: u16, folder: &TempDir) -> Child {
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--dir"])
            .arg(folder.path())
            .args(["--appendonly", "yes", "--appendfsync", "always"])
            .args(["--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1"])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        until(|| ask(port, &["PING"]).trim() == "PONG");
        process
    }

    fn crash_and_restart(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        self.process = Self::run(self.port, &self.folder);
    }

    fn ask(&self, command: &[&str]) -> String {
        ask(self.port, command)
    }

    fn follow(&self, primary: &Self) {
        self.ask(&["REPLICAOF", "127.0.0.1", &primary.port.to_string()]);
        until(|| {
            let info = self.ask(&["INFO", "replication"]);
            info.contains("master_link_status:up") && info.contains("master_sync_in_progress:0")
        });
    }

    fn lead(&self) {
        self.ask(&["REPLICAOF", "NO", "ONE"]);
    }

    fn has(&self, keys: &str) -> bool {
        !self.ask(&["KEYS", keys]).trim().is_empty()
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    fn store(&self) -> RedisStore {
        RedisStore::connect_locally(&self.url()).unwrap()
    }

    fn tasks(&self) -> Awaited<AsyncRedisStore> {
        let store = RUNTIME.block_on(AsyncRedisStore::connect_locally(&self.url())).unwrap();
        Awaited::new(RUNTIME.clone(), store)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn ask(port: u16, command: &[&str]) -> String {
    let mut program = Command::new("redis-cli");
    let output = program.args(["-p", &port.to_string()]).args(command).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn until(mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(30), "it does not come about");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn put(store: &impl ChallengeStore<Error = RedisError>) -> ChallengeId {
    let (id, record) = issue(now());
    store.put(&id, &record).unwrap();
    id
}

/// Whatever else is said, nothing that was spent is fresh again.
fn is_fresh(store: &impl ChallengeStore<Error = RedisError>, id: &ChallengeId) -> bool {
    for _ in 0..3 {
        if let Ok(taken) = store.take(id) {
            return matches!(taken, TakeOutcome::Fresh(_));
        }
    }
    false
}

/// A is cut off with what was spent last, B takes over, A follows it, and takes over again: the same process,
/// with the data of B, in which the challenge is unspent. The connection to A stays open all the while.
#[test]
fn failing_over_and_back_revives_nothing() {
    if server("JPKI_TEST_REDIS").is_none() {
        return;
    }
    let (a, b) = (Server::start(), Server::start());
    let (store, other, tasks) = (a.store(), a.store(), a.tasks());
    b.follow(&a);
    let (first, second, third) = (put(&store), put(&store), put(&tasks));
    until(|| b.ask(&["DBSIZE"]).trim() == "3");
    // B is cut off, and takes over.
    b.lead();
    assert!(is_fresh(&store, &first), "the honest answer");
    assert!(is_fresh(&store, &second));
    assert!(is_fresh(&tasks, &third));
    assert!(!is_fresh(&b.store(), &first), "another process does not know it");
    a.follow(&b);
    // One of the stores asks while A is a replica; the others hear nothing of all this.
    assert!(matches!(store.take(&first), Err(RedisError::NotPrimary)));
    assert!(matches!(store.of_account(&one_record().1), Err(RedisError::NotPrimary)));
    assert!(matches!(RedisStore::connect_locally(&a.url()), Err(RedisError::NotPrimary)));
    a.lead();
    assert!(a.has("jpki:challenge:*"), "the unspent copies are there, or this shows nothing");
    for id in [&first, &second, &third] {
        assert!(!is_fresh(&store, id));
        assert!(!is_fresh(&other, id));
        assert!(!is_fresh(&tasks, id));
        assert!(!is_fresh(&a.store(), id));
    }
    // It serves as before.
    let id = put(&other);
    assert!(is_fresh(&tasks, &id));
    assert!(!is_fresh(&store, &id));
}

#[test]
fn a_restart_revives_nothing() {
    if server("JPKI_TEST_REDIS").is_none() {
        return;
    }
    let mut a = Server::start();
    let store = a.store();
    let (spent, issued) = (put(&store), put(&store));
    assert!(is_fresh(&store, &spent));
    a.crash_and_restart();
    assert!(a.has("jpki:challenge:*"), "the server kept both, or this shows nothing");
    assert!(!is_fresh(&store, &spent));
    assert!(!is_fresh(&store, &issued));
}

/// A replica that may be written to takes nothing either.
#[test]
fn a_replica_serves_nothing() {
    if server("JPKI_TEST_REDIS").is_none() {
        return;
    }
    let (a, b) = (Server::start(), Server::start());
    let store = b.store();
    b.ask(&["CONFIG", "SET", "replica-read-only", "no"]);
    b.follow(&a);
    let (id, record) = issue(now());
    assert!(matches!(store.put(&id, &record), Err(RedisError::NotPrimary)));
    assert!(matches!(store.take(&id), Err(RedisError::NotPrimary)));
}

/// What was evicted is not known; what has no expiry is not put where it may be.
#[test]
fn eviction_loses_challenges_and_no_bindings() {
    if server("JPKI_TEST_REDIS").is_none() {
        return;
    }
    let a = Server::start();
    let store = a.store();
    let (record, accounts, certificates) = one_record();
    let insert = || store.insert(&record, &accounts, &certificates);
    let spent = put(&store);
    assert!(is_fresh(&store, &spent));
    a.ask(&["CONFIG", "SET", "maxmemory-policy", "allkeys-lru"]);
    assert!(matches!(insert(), Err(RedisError::Evicting)));
    let unspent = put(&store);
    a.ask(&["CONFIG", "SET", "maxmemory", "1"]);
    until(|| {
        a.ask(&["SET", "x", "x"]);
        a.ask(&["DBSIZE"]).trim() == "0"
    });
    a.ask(&["CONFIG", "SET", "maxmemory", "0"]);
    for id in [&spent, &unspent] {
        assert!(matches!(store.take(id).unwrap(), TakeOutcome::Unknown));
    }
    a.ask(&["CONFIG", "SET", "maxmemory-policy", "volatile-lru"]);
    a.ask(&["CONFIG", "SET", "appendonly", "no"]);
    assert!(matches!(insert(), Err(RedisError::NotPersistent)));
    assert!(is_fresh(&store, &put(&store)), "a challenge needs no file");
    a.ask(&["CONFIG", "SET", "appendonly", "yes"]);
    assert!(matches!(insert(), Ok(Insertion::Inserted(_))));
    a.ask(&["SET", "jpki:binding:format", "2"]);
    assert!(matches!(insert(), Err(RedisError::FormatNewer)));
    assert!(matches!(store.of_account(&accounts), Err(RedisError::FormatNewer)));
}
