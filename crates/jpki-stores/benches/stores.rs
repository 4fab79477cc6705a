//! Issue and take of one challenge in each store. Redis and PostgreSQL are those of `scripts/test-servers`:
//!
//! ```text
//! scripts/test-servers cargo bench -p jpki-stores --all-features
//! ```

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use criterion::{Criterion, criterion_group, criterion_main};
use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{
    ChallengeContext, ChallengeId, ChallengePolicy, SignedForm, TakeOutcome,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, SessionId};
use jpki_auth::memory::MemoryChallenges;
use jpki_core::time::Timestamp;

fn stores(criterion: &mut Criterion) {
    issue_and_take(criterion, "memory", &MemoryChallenges::with_capacity(10_000_000));
    #[cfg(feature = "sqlite")]
    {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("auth.sqlite");
        let store = jpki_stores::sqlite::SqliteStore::open(file).unwrap();
        issue_and_take(criterion, "sqlite", &store);
    }
    #[cfg(feature = "redis")]
    if let Ok(url) = std::env::var("JPKI_TEST_REDIS") {
        let store = jpki_stores::redis::RedisStore::connect_locally(&url).unwrap();
        issue_and_take(criterion, "redis", &store);
    }
    #[cfg(feature = "postgres")]
    if let Ok(parameters) = std::env::var("JPKI_TEST_POSTGRES") {
        use jpki_stores::postgres::{PostgresServer, PostgresStore};
        let server = PostgresServer::local(&parameters).unwrap();
        let store = PostgresStore::create_schema(server).unwrap();
        issue_and_take(criterion, "postgres", &store);
    }
}

fn issue_and_take<S>(criterion: &mut Criterion, name: &str, store: &S)
where
    S: ChallengeStore<Error: std::fmt::Debug>,
{
    let context = ChallengeContext::new(
        SessionId::new(&[1; 32]).unwrap(),
        RelyingParty::new("https://bank.example").unwrap(),
        Purpose::login(),
    );
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
    let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap();
    criterion.bench_function(&format!("issue and take, {name}"), |bencher| {
        bencher.iter(|| {
            let (challenge, record) = context.issue(&policy, now).unwrap();
            let id = ChallengeId::of(challenge.nonce());
            store.put(&id, &record).unwrap();
            assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_)));
        });
    });
}

criterion_group!(benches, stores);
criterion_main!(benches);
