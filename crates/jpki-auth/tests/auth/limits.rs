use std::time::Duration;

use jpki_auth::blocking::{AttemptLimiter, LoginService};
use jpki_auth::challenge::Challenge;
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::Purpose;
use jpki_auth::memory::MemoryAttempts;
use jpki_auth::rate_limit::{Admission, AttemptKey};
use jpki_auth_examples::{Card, now};
use jpki_core::report::Reason;
use jpki_testkit::jpki::Person;

use crate::support::*;

fn limits(attempts: u32, keys: usize) -> MemoryAttempts {
    attempts_of(attempts, Duration::from_secs(60), keys)
}

#[test]
fn attempts_are_counted_from_the_first_for_one_window() {
    let limiter = limits(2, 10);
    let key = AttemptKey::of_session(&session(1));
    let at = |seconds| limiter.admit(&key, later(seconds)).unwrap();
    assert_eq!(at(0), Admission::Admitted);
    assert_eq!(at(30), Admission::Admitted);
    assert_eq!(at(59), Admission::Refused);
    assert_eq!(
        limiter.admit(&AttemptKey::of_session(&session(2)), later(59)).unwrap(),
        Admission::Admitted
    );
    assert_eq!(at(60), Admission::Admitted);
}

#[test]
fn a_clock_that_jumps_back_gives_no_new_attempts_and_locks_nobody_out_for_long() {
    let limiter = limits(1, 10);
    let key = AttemptKey::of_session(&session(1));
    let at = |seconds| limiter.admit(&key, later(seconds)).unwrap();
    assert_eq!(at(1_000_000), Admission::Admitted);
    assert_eq!(at(0), Admission::Refused);
    assert_eq!(at(59), Admission::Refused);
    assert_eq!(at(60), Admission::Admitted);
}

#[test]
fn a_full_limiter_drops_no_count() {
    let limiter = limits(1, 2);
    let admit = |number, seconds| {
        limiter.admit(&AttemptKey::of_session(&session(number)), later(seconds)).ok()
    };
    assert_eq!(admit(1, 0), Some(Admission::Admitted));
    assert_eq!(admit(2, 0), Some(Admission::Admitted));
    assert_eq!(admit(3, 1), None);
    assert_eq!(admit(1, 1), Some(Admission::Refused));
    assert_eq!(admit(3, 60), Some(Admission::Admitted));
}

#[test]
fn sessions_and_accounts_are_limited_whether_they_exist_or_not() {
    let (world, bank, card) = (world(), Bank::new(), Card::for_login(&Person::hanako()));
    let _ = bank.bind(&world, &card);
    let logins =
        LoginService::new(rules(), bank.challenges.clone(), bank.bindings.clone(), limits(3, 100));
    for name in ["member-1", "nobody"] {
        let mut reasons = Vec::new();
        for number in 10..14 {
            let challenge = logins.challenge(&session(number), &Purpose::login(), now()).unwrap();
            let attempt =
                card.answer(&challenge, &user(name), &session(number), &Purpose::login()).unwrap();
            let ended = end(&logins, &world, attempt, now());
            reasons.push((!ended.is_accepted()).then(|| ended.refusal().0));
        }
        let first = (name == "nobody").then_some(Reason::AccountNotBound);
        assert_eq!(reasons, [first, first, first, Some(Reason::TooManyAttempts)]);
    }
    let ask = || logins.challenge(&session(20), &Purpose::login(), now());
    assert!(ask().is_ok() && ask().is_ok() && ask().is_ok());
    assert!(matches!(ask(), Err(AuthError::TooManyChallenges)));
}

/// Whoever has no live challenge cannot use up the attempts of somebody's account.
#[test]
fn an_attempt_without_a_live_challenge_is_not_counted() {
    let (world, bank, card) = (world(), Bank::new(), Card::for_login(&Person::hanako()));
    let _ = bank.bind(&world, &card);
    let logins =
        LoginService::new(rules(), bank.challenges.clone(), bank.bindings.clone(), limits(3, 100));
    let challenge_in =
        |number| logins.challenge(&session(number), &Purpose::login(), now()).unwrap();
    let answer = |challenge: &Challenge, number| {
        card.answer(challenge, &bank.user, &session(number), &Purpose::login()).unwrap()
    };
    let first = challenge_in(30);
    assert!(end(&logins, &world, answer(&first, 30), now()).is_accepted());
    for _ in 0..5 {
        let replayed = end(&logins, &world, answer(&first, 30), now());
        assert_eq!(replayed.refusal().0, Reason::ChallengeSpent);
    }
    assert!(end(&logins, &world, answer(&challenge_in(31), 31), now()).is_accepted());
}
