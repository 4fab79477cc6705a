//! Servers that are stopped with SIGSTOP, which take connections and answer nothing: no caller waits longer
//! than its limit, however many there are, and all is well when the server goes on.
//!
//! The servers are those of `scripts/test-servers`, whose folder says their process ids.

#![cfg(all(unix, feature = "redis", feature = "postgres"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::fmt::Debug;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use jpki_auth::asynchronous;
use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{
    ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, SignedForm, TakeOutcome,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, SessionId};
use jpki_core::time::Timestamp;
use jpki_stores::postgres::{AsyncPostgresStore, PostgresError, PostgresServer, PostgresStore};
use jpki_stores::redis::{AsyncRedisStore, RedisError, RedisServer, RedisStore};

const LIMIT: Duration = Duration::from_secs(1);
/// More than one limit, for a busy machine; far less than one after the other would take.
const PATIENCE: Duration = Duration::from_secs(4);

/// Processes that do not run until this is dropped.
struct Stopped(Vec<String>);

impl Stopped {
    fn stop(processes: Vec<String>) -> Self {
        signal("-STOP", &processes);
        Self(processes)
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        signal("-CONT", &self.0);
    }
}

fn signal(name: &str, processes: &[String]) {
    assert!(Command::new("kill").arg(name).args(processes).status().unwrap().success());
}

fn servers() -> Option<PathBuf> {
    let folder = std::env::var_os("SERVERS_DIR");
    assert!(
        folder.is_some() || std::env::var_os("CI").is_none(),
        "no servers: use scripts/test-servers"
    );
    folder.map(PathBuf::from)
}

fn redis_processes(servers: &std::path::Path) -> Vec<String> {
    let id = std::fs::read_to_string(servers.join("redis.pid")).unwrap();
    vec![id.trim().to_owned()]
}

/// The postmaster and its children, which serve the connections.
fn postgres_processes(servers: &std::path::Path) -> Vec<String> {
    let postmaster = std::fs::read_to_string(servers.join("postgres/postmaster.pid")).unwrap();
    let postmaster = postmaster.lines().next().unwrap().to_owned();
    let children = Command::new("ps").args(["-o", "pid=", "--ppid", &postmaster]).output().unwrap();
    let children = String::from_utf8(children.stdout).unwrap();
    let mut all = vec![postmaster];
    all.extend(children.split_whitespace().map(str::to_owned));
    all
}

fn address(variable: &str) -> String {
    std::env::var(variable).unwrap()
}

/// Three threads at once, as many as there are: each is told in time that there was no answer.
fn all_end_in_time<E: Debug + Send>(
    what: &str,
    ask: impl Fn() -> Result<(), E> + Sync,
    is_timeout: impl Fn(&E) -> bool + Sync,
) {
    let started = Instant::now();
    let slowest = Mutex::new(Duration::ZERO);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let error = ask().expect_err("an answer of a stopped server");
                assert!(is_timeout(&error), "{what}: {error:?}");
                let mut slowest = slowest.lock().unwrap();
                *slowest = started.elapsed().max(*slowest);
            });
        }
    });
    let slowest = *slowest.lock().unwrap();
    assert!(slowest < PATIENCE, "{what}: {slowest:?}");
}

/// The connection that was given up is opened anew.
fn answers_again<E: Debug>(what: &str, take: impl Fn() -> Result<TakeOutcome, E>) -> TakeOutcome {
    let started = Instant::now();
    loop {
        match take() {
            Ok(taken) => return taken,
            Err(error) => assert!(started.elapsed() < 10 * PATIENCE, "{what}: {error:?}"),
        }
    }
}

#[test]
fn redis() {
    let Some(servers) = servers() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = || RedisServer::local(&address("JPKI_TEST_REDIS")).unwrap().with_time_limit(LIMIT);
    let store = RedisStore::open(server()).unwrap();
    let tasks = runtime.block_on(AsyncRedisStore::open(server())).unwrap();
    let ids: Vec<_> = (0..2).map(|_| put(&store)).collect();
    let late = |error: &RedisError| matches!(error, RedisError::TimedOut(_));
    let take_in_task =
        |id: &ChallengeId| runtime.block_on(asynchronous::ChallengeStore::take(&tasks, id));

    let stopped = Stopped::stop(redis_processes(&servers));
    all_end_in_time("redis", || store.take(&ids[0]).map(drop), late);
    // The connection is given up: what now takes too long is opening another.
    all_end_in_time("redis, again", || store.clone().take(&ids[0]).map(drop), late);
    all_end_in_time("redis, tasks", || take_in_task(&ids[0]).map(drop), late);
    all_end_in_time("redis, opening", || RedisStore::open(server()).map(drop), late);
    let open_async = || runtime.block_on(AsyncRedisStore::open(server())).map(drop);
    all_end_in_time("redis, opening in tasks", open_async, late);
    all_end_in_time("redis, TLS handshake", encrypted::redis, late);
    drop(stopped);

    // What was asked of a stopped server may be done when it goes on: the challenge is not used then.
    let taken = answers_again("redis", || store.take(&ids[0]));
    assert!(matches!(taken, TakeOutcome::Fresh(_) | TakeOutcome::Spent), "{taken:?}");
    assert!(matches!(answers_again("redis", || take_in_task(&ids[1])), TakeOutcome::Fresh(_)));
    assert!(matches!(store.take(&ids[1]).unwrap(), TakeOutcome::Spent));
}

#[test]
fn postgres() {
    let Some(servers) = servers() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server =
        || PostgresServer::local(&address("JPKI_TEST_POSTGRES")).unwrap().with_time_limit(LIMIT);
    let store = PostgresStore::create_schema(server().with_time_limit(10 * LIMIT)).unwrap();
    let ids: Vec<_> = (0..2).map(|_| put(&store)).collect();
    let store = PostgresStore::open(server()).unwrap();
    let tasks = runtime.block_on(AsyncPostgresStore::open(server())).unwrap();
    let late = |error: &PostgresError| matches!(error, PostgresError::TimedOut(_));
    let take_in_task =
        |id: &ChallengeId| runtime.block_on(asynchronous::ChallengeStore::take(&tasks, id));

    let stopped = Stopped::stop(postgres_processes(&servers));
    all_end_in_time("postgres", || store.take(&ids[0]).map(drop), late);
    all_end_in_time("postgres, again", || store.clone().take(&ids[0]).map(drop), late);
    all_end_in_time("postgres, tasks", || take_in_task(&ids[0]).map(drop), late);
    all_end_in_time("postgres, opening", || PostgresStore::open(server()).map(drop), late);
    let create = || PostgresStore::create_schema(server()).map(drop);
    all_end_in_time("postgres, making the schema", create, late);
    let open_async = || runtime.block_on(AsyncPostgresStore::open(server())).map(drop);
    all_end_in_time("postgres, opening in tasks", open_async, late);
    all_end_in_time("postgres, TLS handshake", encrypted::postgres, late);
    drop(stopped);

    let taken = answers_again("postgres", || store.take(&ids[0]));
    assert!(matches!(taken, TakeOutcome::Fresh(_) | TakeOutcome::Spent), "{taken:?}");
    assert!(matches!(answers_again("postgres", || take_in_task(&ids[1])), TakeOutcome::Fresh(_)));
    assert!(matches!(answers_again("postgres", || store.take(&ids[1])), TakeOutcome::Spent));

    // A lock that somebody holds ends on the server, too.
    let (client, connection) = runtime
        .block_on(tokio_postgres::connect(&address("JPKI_TEST_POSTGRES"), tokio_postgres::NoTls))
        .unwrap();
    runtime.spawn(connection);
    let hold = "BEGIN; LOCK TABLE jpki_challenge IN ACCESS EXCLUSIVE MODE";
    runtime.block_on(client.batch_execute(hold)).unwrap();
    let started = Instant::now();
    store.take(&ids[0]).unwrap_err();
    assert!(started.elapsed() < PATIENCE);
    runtime.block_on(client.batch_execute("ROLLBACK")).unwrap();
    assert!(matches!(answers_again("postgres", || store.take(&ids[0])), TakeOutcome::Spent));
}

#[cfg(feature = "tls")]
mod encrypted {
    use jpki_stores::encryption::Encryption;

    use super::*;

    fn encryption() -> Encryption {
        let folder = PathBuf::from(address("JPKI_TEST_CERTIFICATES"));
        let file = |name: &str| std::fs::read(folder.join(name)).unwrap();
        let encryption = Encryption::trusting(&file("authority.pem")).unwrap();
        encryption.with_identity(&file("client.pem"), &file("client.key")).unwrap()
    }

    pub(super) fn redis() -> Result<(), RedisError> {
        let server = RedisServer::encrypted(&address("JPKI_TEST_REDIS_TLS"), &encryption())?;
        RedisStore::open(server.with_time_limit(LIMIT)).map(drop)
    }

    pub(super) fn postgres() -> Result<(), PostgresError> {
        let parameters = address("JPKI_TEST_POSTGRES_TLS");
        let server = PostgresServer::encrypted(&parameters, &encryption())?;
        PostgresStore::open(server.with_time_limit(LIMIT)).map(drop)
    }
}

#[cfg(not(feature = "tls"))]
mod encrypted {
    use super::*;

    pub(super) fn redis() -> Result<(), RedisError> {
        Err(jpki_stores::TimedOut.into())
    }

    pub(super) fn postgres() -> Result<(), PostgresError> {
        Err(jpki_stores::TimedOut.into())
    }
}

fn put<S: ChallengeStore<Error: Debug>>(store: &S) -> ChallengeId {
    let (id, record) = issue();
    store.put(&id, &record).unwrap();
    id
}

fn issue() -> (ChallengeId, ChallengeRecord) {
    let context = ChallengeContext::new(
        SessionId::new(&[1; 16]).unwrap(),
        RelyingParty::new("https://bank.example").unwrap(),
        Purpose::login(),
    );
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
    let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap();
    let (challenge, record) = context.issue(&policy, now).unwrap();
    (ChallengeId::of(challenge.nonce()), record)
}
