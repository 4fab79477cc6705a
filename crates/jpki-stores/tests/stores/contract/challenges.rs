use std::fmt::Debug;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use jpki_auth::asynchronous;
use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{
    ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, SignedForm, TakeOutcome,
};
use jpki_auth::identifiers::{Purpose, RelyingParty, SessionId};
use jpki_core::time::Timestamp;
use tokio::runtime::Runtime;

pub(crate) const ROUNDS: usize = 100;
pub(crate) const TAKERS: usize = 100;

pub(crate) fn issue(at: Timestamp) -> (ChallengeId, ChallengeRecord) {
    let context = ChallengeContext::new(
        SessionId::new(&[1; 16]).unwrap(),
        RelyingParty::new("https://bank.example").unwrap(),
        Purpose::login(),
    );
    let policy = ChallengePolicy::new(SignedForm::RelyingPartyAndNonce);
    let (challenge, record) = context.issue(&policy, at).unwrap();
    (ChallengeId::of(challenge.nonce()), record)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap()
}

/// Whatever time it is, a challenge is taken once, as it was put, and only its own.
pub(crate) fn is_kept_and_taken_once<S: ChallengeStore<Error: Debug>>(store: &S) {
    let (id, record) = issue(now());
    let (other, other_record) = issue(now());
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Unknown));
    store.put(&id, &record).unwrap();
    assert!(store.put(&id, &other_record).is_err(), "one id is kept twice");
    store.put(&other, &other_record).unwrap();
    match store.take(&id).unwrap() {
        TakeOutcome::Fresh(taken) => assert_eq!(taken.to_bytes(), record.to_bytes()),
        taken => panic!("{taken:?}"),
    }
    for _ in 0..3 {
        assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Spent));
    }
    // One that was spent cannot be put again.
    assert!(store.put(&id, &record).is_err());
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Spent));
    assert!(matches!(store.take(&other).unwrap(), TakeOutcome::Fresh(_)));
}

/// What need not be told apart any more is cleared up, what is live is not.
pub(crate) fn clears_up_behind_itself<S: ChallengeStore<Error: Debug>>(store: &S) {
    let (spent, record) = issue(now());
    store.put(&spent, &record).unwrap();
    store.take(&spent).unwrap();
    let (expired, record) = issue(now());
    store.put(&expired, &record).unwrap();
    let (live, record) = issue(now().after(Duration::from_secs(599)));
    store.put(&live, &record).unwrap();
    assert!(matches!(store.take(&spent).unwrap(), TakeOutcome::Spent));
    for _ in 0..3 {
        let (id, record) = issue(now().after(Duration::from_secs(601)));
        store.put(&id, &record).unwrap();
    }
    assert!(matches!(store.take(&spent).unwrap(), TakeOutcome::Unknown));
    assert!(matches!(store.take(&expired).unwrap(), TakeOutcome::Unknown));
    assert!(matches!(store.take(&live).unwrap(), TakeOutcome::Fresh(_)));
}

/// 100 threads over several connections take one challenge at once, a hundred times over.
pub(crate) fn has_one_winner_among_threads<S: ChallengeStore<Error: Debug>>(stores: &[S]) {
    has_one_winner_in(ROUNDS, stores);
}

pub(crate) fn has_one_winner_in<S: ChallengeStore<Error: Debug>>(rounds: usize, stores: &[S]) {
    let challenges: Vec<_> = (0..rounds).map(|_| issue(now())).collect();
    challenges.iter().for_each(|(id, record)| stores[0].put(id, record).unwrap());
    let wins: Vec<_> = (0..rounds).map(|_| AtomicU32::new(0)).collect();
    let barrier = Barrier::new(TAKERS);
    std::thread::scope(|scope| {
        for taker in 0..TAKERS {
            let (store, challenges, wins, barrier) =
                (&stores[taker % stores.len()], &challenges, &wins, &barrier);
            scope.spawn(move || {
                for ((id, _), wins) in challenges.iter().zip(wins) {
                    barrier.wait();
                    match store.take(id).unwrap() {
                        TakeOutcome::Fresh(_) => drop(wins.fetch_add(1, Ordering::Relaxed)),
                        TakeOutcome::Spent => {}
                        TakeOutcome::Unknown => panic!("forgotten"),
                    }
                }
            });
        }
    });
    assert!(wins.iter().all(|wins| wins.load(Ordering::Relaxed) == 1));
}

/// The same with 100 tasks.
pub(crate) fn has_one_winner_among_tasks<S>(runtime: &Runtime, store: &S)
where
    S: asynchronous::ChallengeStore<Error: Debug> + Clone + 'static,
{
    runtime.block_on(async {
        for _ in 0..ROUNDS {
            let (id, record) = issue(now());
            store.put(&id, &record).await.unwrap();
            let takers: Vec<_> = (0..TAKERS)
                .map(|_| {
                    let store = store.clone();
                    runtime.spawn(async move { store.take(&id).await.unwrap() })
                })
                .collect();
            let mut wins = 0;
            for taker in takers {
                match taker.await.unwrap() {
                    TakeOutcome::Fresh(_) => wins += 1,
                    TakeOutcome::Spent => {}
                    TakeOutcome::Unknown => panic!("forgotten"),
                }
            }
            assert_eq!(wins, 1);
        }
    });
}
