//! Two processes take the same challenges at once.

use std::fmt::Debug;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::Mutex;

use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{ChallengeId, Nonce, TakeOutcome};

use crate::contract::challenges::{ROUNDS, now};

const STORE: &str = "JPKI_TEST_STORE";
const NONCES: &str = "JPKI_TEST_NONCES";
const THREADS: usize = 8;

#[cfg(feature = "sqlite")]
#[test]
// Requirement: AUTH-05
fn sqlite_has_one_winner_among_processes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("auth.sqlite");
    let store = jpki_stores::sqlite::SqliteStore::open(&file).unwrap();
    compete(&store, &format!("sqlite {}", file.display()));
}

#[cfg(feature = "redis")]
#[test]
fn redis_has_one_winner_among_processes() {
    let Some(url) = crate::engines::server("JPKI_TEST_REDIS") else { return };
    let store = jpki_stores::redis::RedisStore::connect_locally(&url).unwrap();
    compete(&store, &format!("redis {url}"));
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_has_one_winner_among_processes() {
    let Some(parameters) = crate::engines::server("JPKI_TEST_POSTGRES") else { return };
    let store = crate::engines::postgres::create(&parameters);
    compete(&store, &format!("postgres {parameters}"));
}

/// The other process. Started by [`compete`] only.
#[test]
#[ignore = "the other process of the tests in this file"]
fn competitor() {
    let Ok(spec) = std::env::var(STORE) else { return };
    let nonces = nonces(&std::fs::read(std::env::var(NONCES).unwrap()).unwrap());
    let (engine, address) = spec.split_once(' ').unwrap();
    let wins = match engine {
        #[cfg(feature = "sqlite")]
        "sqlite" => race(&jpki_stores::sqlite::SqliteStore::open(address).unwrap(), &nonces),
        #[cfg(feature = "redis")]
        "redis" => {
            race(&jpki_stores::redis::RedisStore::connect_locally(address).unwrap(), &nonces)
        }
        #[cfg(feature = "postgres")]
        "postgres" => {
            race(&jpki_stores::postgres::PostgresStore::connect_locally(address).unwrap(), &nonces)
        }
        _ => panic!("{engine}"),
    };
    for win in wins {
        println!("win {win}");
    }
}

fn compete<S: ChallengeStore<Error: Debug>>(store: &S, spec: &str) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nonces");
    let bytes: Vec<u8> = (0..ROUNDS).flat_map(|_| issue(store)).collect();
    std::fs::write(&file, &bytes).unwrap();
    let nonces = nonces(&bytes);

    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::competitor", "--ignored", "--nocapture"])
        .env(STORE, spec)
        .env(NONCES, &file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(other.stdout.take().unwrap()).lines();
    while lines.next().expect("the other process ended").unwrap() != "ready" {}
    writeln!(other.stdin.take().unwrap(), "go").unwrap();
    let ours = race_now(store, &nonces);
    let theirs: Vec<usize> = lines
        .filter_map(|line| line.unwrap().strip_prefix("win ").map(|win| win.parse().unwrap()))
        .collect();
    assert!(other.wait().unwrap().success());

    println!("{} wins here, {} there", ours.len(), theirs.len());
    let mut all = [ours, theirs].concat();
    all.sort_unstable();
    assert_eq!(all, (0..ROUNDS).collect::<Vec<_>>());
}

/// Waits for the word of the first process.
fn race<S: ChallengeStore<Error: Debug>>(store: &S, nonces: &[Nonce]) -> Vec<usize> {
    println!("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    race_now(store, nonces)
}

fn race_now<S: ChallengeStore<Error: Debug>>(store: &S, nonces: &[Nonce]) -> Vec<usize> {
    let wins = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for (round, nonce) in nonces.iter().enumerate() {
                    match store.take(&ChallengeId::of(nonce)).unwrap() {
                        TakeOutcome::Fresh(_) => wins.lock().unwrap().push(round),
                        TakeOutcome::Spent => {}
                        TakeOutcome::Unknown => panic!("forgotten"),
                    }
                }
            });
        }
    });
    wins.into_inner().unwrap()
}

fn issue<S: ChallengeStore<Error: Debug>>(store: &S) -> [u8; 32] {
    use jpki_auth::challenge::{ChallengeContext, ChallengePolicy, SignedForm};
    use jpki_auth::identifiers::{Purpose, RelyingParty, SessionId};
    let context = ChallengeContext::new(
        SessionId::new(&[1; 16]).unwrap(),
        RelyingParty::new("https://bank.example").unwrap(),
        Purpose::login(),
    );
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
    let (challenge, record) = context.issue(&policy, now()).unwrap();
    store.put(&ChallengeId::of(challenge.nonce()), &record).unwrap();
    *challenge.nonce().as_bytes()
}

fn nonces(bytes: &[u8]) -> Vec<Nonce> {
    bytes.chunks(32).map(|nonce| Nonce::from_bytes(nonce.try_into().unwrap())).collect()
}
