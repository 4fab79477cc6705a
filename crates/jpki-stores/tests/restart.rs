//! What becomes of challenges when the store is killed between issue and take: durable stores keep them,
//! spent ones stay spent; the others refuse them.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]
#![allow(dead_code, reason = "which functions are used depends on the features")]

use std::fmt::Debug;
use std::process::{Command, Stdio};

use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{
    ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, SignedForm, TakeOutcome,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, SessionId};
use jpki_core::time::Timestamp;

#[test]
fn memory_refuses_what_another_process_issued() {
    let store = || jpki_auth::memory::MemoryChallenges::with_capacity(10);
    let (id, record) = issue();
    store().put(&id, &record).unwrap();
    assert!(matches!(store().take(&id).unwrap(), TakeOutcome::Unknown));
}

#[cfg(feature = "sqlite")]
#[test]
fn sqlite_keeps_what_a_killed_process_issued_and_spent() {
    use jpki_stores::sqlite::SqliteStore;
    use std::io::{BufRead, BufReader};

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("auth.sqlite");
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "sqlite_process_to_be_killed", "--ignored", "--nocapture"])
        .env("JPKI_TEST_STORE", &file)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let ids: Vec<ChallengeId> = BufReader::new(process.stdout.take().unwrap())
        .lines()
        .filter_map(|line| line.unwrap().strip_prefix("nonce ").map(nonce_id))
        .take(2)
        .collect();
    process.kill().unwrap();
    process.wait().unwrap();

    let store = SqliteStore::open(&file).unwrap();
    assert!(matches!(store.take(&ids[0]).unwrap(), TakeOutcome::Spent));
    assert!(matches!(store.take(&ids[1]).unwrap(), TakeOutcome::Fresh(_)));
    assert!(matches!(store.take(&ids[1]).unwrap(), TakeOutcome::Spent));
}

/// Issues two, spends the first, and waits to be killed.
#[cfg(feature = "sqlite")]
#[test]
#[ignore = "the process that the test above kills"]
fn sqlite_process_to_be_killed() {
    let Some(file) = std::env::var_os("JPKI_TEST_STORE") else { return };
    let store = jpki_stores::sqlite::SqliteStore::open(file).unwrap();
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let (challenge, record) = context().issue(&policy(), now()).unwrap();
        store.put(&ChallengeId::of(challenge.nonce()), &record).unwrap();
        nonces.push(challenge.nonce().clone());
    }
    store.take(&ChallengeId::of(&nonces[0])).unwrap();
    for nonce in nonces {
        println!("nonce {}", nonce.to_base64url());
    }
    std::thread::sleep(std::time::Duration::from_secs(60));
}

#[cfg(feature = "redis")]
#[test]
fn redis_refuses_what_it_kept_before_a_crash() {
    use jpki_stores::redis::{AsyncRedisStore, RedisStore};

    let Some(url) = server("JPKI_TEST_REDIS") else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let store = RedisStore::connect_locally(&url).unwrap();
    let tasks = runtime.block_on(AsyncRedisStore::connect_locally(&url)).unwrap();
    let (spent, issued) = put_two(&store);
    crash("redis");
    // The server wrote everything to its file, so it has both; neither is taken.
    assert!(matches!(patiently(|| store.take(&issued)), TakeOutcome::Unknown));
    assert!(matches!(patiently(|| store.take(&spent)), TakeOutcome::Unknown));
    let take = || runtime.block_on(jpki_auth::asynchronous::ChallengeStore::take(&tasks, &issued));
    assert!(matches!(patiently(take), TakeOutcome::Unknown));
    let (id, record) = issue();
    store.put(&id, &record).unwrap();
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_)));
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_keeps_what_it_had_before_a_crash() {
    use jpki_stores::postgres::{AsyncPostgresStore, PostgresServer, PostgresStore};

    let Some(parameters) = server("JPKI_TEST_POSTGRES") else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    PostgresStore::create_schema(PostgresServer::local(&parameters).unwrap()).unwrap();
    // A session that would lose its last commits in a crash: what was spent must not be among them.
    let hasty = format!("{parameters} options='-c synchronous_commit=off'");
    let store = PostgresStore::connect_locally(&hasty).unwrap();
    let tasks = runtime.block_on(AsyncPostgresStore::connect_locally(&parameters)).unwrap();
    let (spent, issued) = put_two(&store);
    crash("postgres");
    assert!(matches!(patiently(|| store.take(&spent)), TakeOutcome::Spent));
    assert!(matches!(patiently(|| store.take(&issued)), TakeOutcome::Fresh(_)));
    let take = || runtime.block_on(jpki_auth::asynchronous::ChallengeStore::take(&tasks, &issued));
    assert!(matches!(patiently(take), TakeOutcome::Spent));
}

fn put_two<S: ChallengeStore<Error: Debug>>(store: &S) -> (ChallengeId, ChallengeId) {
    let ((spent, first), (issued, second)) = (issue(), issue());
    store.put(&spent, &first).unwrap();
    store.put(&issued, &second).unwrap();
    assert!(matches!(store.take(&spent).unwrap(), TakeOutcome::Fresh(_)));
    (spent, issued)
}

/// A connection that the crash broke fails once and is opened anew.
fn patiently<E: Debug>(take: impl Fn() -> Result<TakeOutcome, E>) -> TakeOutcome {
    let mut last = None;
    for _ in 0..50 {
        match take() {
            Ok(taken) => return taken,
            Err(error) => last = Some(error),
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{last:?}")
}

fn crash(engine: &str) {
    let servers = std::env::var("JPKI_TEST_SERVERS").unwrap();
    assert!(Command::new(servers).args(["crash", engine]).status().unwrap().success());
}

fn server(variable: &str) -> Option<String> {
    let address = std::env::var(variable).ok();
    if address.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{variable} is not set: use scripts/test-servers"
        );
        eprintln!("skipped: {variable} is not set, see scripts/test-servers");
    }
    address
}

fn issue() -> (ChallengeId, ChallengeRecord) {
    let (challenge, record) = context().issue(&policy(), now()).unwrap();
    (ChallengeId::of(challenge.nonce()), record)
}

fn context() -> ChallengeContext {
    ChallengeContext::new(
        SessionId::new(&[1; 16]).unwrap(),
        RelyingParty::new("https://bank.example").unwrap(),
        Purpose::login(),
    )
}

fn policy() -> ChallengePolicy {
    ChallengePolicy::new(SignedForm::RelyingPartyAndNonce)
}

fn now() -> Timestamp {
    Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap()
}

fn nonce_id(text: &str) -> ChallengeId {
    ChallengeId::of(&jpki_auth::challenge::Nonce::from_base64url(text).unwrap())
}
