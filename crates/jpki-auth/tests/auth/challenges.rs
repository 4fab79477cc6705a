use std::process::{Command, Stdio};
use std::time::Duration;

use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{
    ChallengeContext, ChallengeId, ChallengePolicy, ChallengeRecord, Nonce, SignedForm, TakeOutcome,
};
use jpki_auth::identifiers::{LabelError, Purpose, RelyingParty, ServiceProvider, SessionId};
use jpki_auth::memory::{MemoryChallenges, MemoryChallengesError};
use jpki_auth_examples::now;
use jpki_core::time::Timestamp;
use proptest::prelude::*;

use crate::support::{book, keys, later, session, user};

fn context() -> ChallengeContext {
    let relying_party = RelyingParty::new("https://bank.example").unwrap();
    ChallengeContext::new(session(1), relying_party, Purpose::login())
}

fn policy() -> ChallengePolicy {
    ChallengePolicy::new(SignedForm::RelyingPartyAndNonce)
}

#[test]
fn the_message_is_the_documented_one() {
    let (challenge, _) = context().issue(&policy(), now()).unwrap();
    // Digests by OpenSSL.
    let sha256 = |text: &str| {
        let mut openssl = Command::new("openssl")
            .args(["dgst", "-sha256", "-binary"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        std::io::Write::write_all(&mut openssl.stdin.take().unwrap(), text.as_bytes()).unwrap();
        openssl.wait_with_output().unwrap().stdout
    };
    let expected = [
        b"JPKI-AUTH-CHALLENGE-V1\n".to_vec(),
        sha256("https://bank.example"),
        sha256("login"),
        challenge.nonce().as_bytes().to_vec(),
    ]
    .concat();
    assert_eq!(expected.len(), 119);
    assert_eq!(challenge.message().as_bytes(), expected);
}

/// HMAC-SHA-256 by OpenSSL of a label and a field, each after its length.
fn hmac(key: &[u8], label: &str, fields: &[&[u8]]) -> Vec<u8> {
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut openssl = Command::new("openssl")
        .args(["dgst", "-sha256", "-binary", "-mac", "HMAC", "-macopt", &format!("hexkey:{hex}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = openssl.stdin.take().unwrap();
    for field in [label.as_bytes()].iter().chain(fields) {
        std::io::Write::write_all(&mut input, &(field.len() as u64).to_be_bytes()).unwrap();
        std::io::Write::write_all(&mut input, field).unwrap();
    }
    drop(input);
    openssl.wait_with_output().unwrap().stdout
}

/// What stores hold of contexts and accounts must be found again by later versions.
#[test]
fn keyed_digests_are_those_that_stores_hold() {
    let (challenge, record) = context().issue(&policy(), now()).unwrap();
    let nonce = challenge.nonce().as_bytes();
    let tags = [
        hmac(nonce, "jpki-auth/challenge/session/v1", &[&[1; 16]]),
        hmac(nonce, "jpki-auth/challenge/relying-party/v1", &[b"https://bank.example"]),
        hmac(nonce, "jpki-auth/challenge/purpose/v1", &[b"login"]),
    ];
    assert_eq!(record.to_bytes()[18..], tags.concat());

    let accounts = book("bank", keys(&[2, 1])).accounts(&user("member-1"));
    for (account, secret) in accounts.iter().zip([[2; 32], [1; 32]]) {
        let expected = hmac(&secret, "jpki-auth/binding/account/v1", &[b"bank", b"member-1"]);
        assert_eq!(account.digest()[..], expected);
    }
}

#[test]
// Requirement: AUTH-04
fn nonces_differ_and_have_one_text() {
    let draw = || context().issue(&policy(), now()).unwrap().0.nonce().clone();
    let (one, two) = (draw(), draw());
    assert_ne!(one.as_bytes(), two.as_bytes());
    let text = one.to_base64url();
    assert_eq!(text.len(), 43);
    assert_eq!(Nonce::from_base64url(&text).unwrap().as_bytes(), one.as_bytes());

    let zeros = "A".repeat(43);
    assert_eq!(Nonce::from_base64url(&zeros).unwrap().as_bytes(), &[0; 32]);
    for near_miss in [
        "A".repeat(42),
        "A".repeat(44),
        format!("{zeros}="),
        format!("{}B", "A".repeat(42)), // bits beyond the 256th set
        format!("{}+", "A".repeat(42)),
        format!(" {zeros}"),
        String::new(),
    ] {
        assert!(Nonce::from_base64url(&near_miss).is_err(), "{near_miss}");
    }
}

#[test]
fn records_are_read_as_written_and_nothing_else_is() {
    let (challenge, record) = context().issue(&policy(), now()).unwrap();
    let bytes = record.to_bytes();
    let read = ChallengeRecord::from_bytes(&bytes).unwrap();
    assert_eq!(read.to_bytes(), bytes);
    assert_eq!((read.issued_at(), read.expires_at()), (now(), later(300)));
    assert_eq!(read.forget_after(), later(600));
    let nonce = challenge.nonce().as_bytes();
    assert!(!bytes.windows(8).any(|part| nonce.windows(8).any(|secret| secret == part)));

    let mut other_version = bytes;
    other_version[0] = 2;
    let mut other_content = bytes;
    other_content[1] = 3;
    let mut backwards = bytes;
    backwards[10..18].copy_from_slice(&0_i64.to_be_bytes());
    let mut beyond_time = bytes;
    beyond_time[2..10].copy_from_slice(&i64::MAX.to_be_bytes());
    for near_miss in [
        &other_version[..],
        &other_content,
        &backwards,
        &beyond_time,
        &bytes[..113],
        &[&bytes[..], &[0]].concat(),
        &[],
    ] {
        assert!(ChallengeRecord::from_bytes(near_miss).is_err());
    }
}

#[test]
fn labels_have_one_form() {
    for origin in ["https://bank.example", "https://a.b-c.example:8443", "https://localhost:1"] {
        assert_eq!(RelyingParty::new(origin).unwrap().origin(), origin);
    }
    for near_miss in [
        "http://bank.example",
        "https://",
        "https://Bank.example",
        "https://bank.example/",
        "https://bank.example:443",
        "https://bank.example:0443",
        "https://bank.example:0",
        "https://bank.example:65536",
        "https://bank.example:",
        "https://bank..example",
        "https://bank.example.",
        "https://-bank.example",
        "https://user@bank.example",
        "https://b\u{430}nk.example",
        "https://bank.example ",
    ] {
        assert_eq!(RelyingParty::new(near_miss), Err(LabelError::Origin), "{near_miss}");
    }
    assert!(Purpose::new("transfer:4711").is_ok() && Purpose::new("Transfer").is_err());
    assert!(Purpose::new("").is_err() && Purpose::new(&"a".repeat(65)).is_err());
    assert!(ServiceProvider::new("synth-bank").is_ok() && ServiceProvider::new("a:b").is_err());
    assert!(SessionId::new(&[0; 16]).is_ok() && SessionId::new(&[0; 15]).is_err());
    // An error says which name it is about.
    let said = [
        Purpose::new("Transfer").unwrap_err().to_string(),
        ServiceProvider::new("").unwrap_err().to_string(),
        SessionId::new(&[0; 15]).unwrap_err().to_string(),
    ];
    assert_eq!(
        said,
        [
            "purpose: a character that may not be there",
            "service provider: length outside 1 to 64",
            "session: length outside 16 to 256",
        ]
    );
}

/// Two challenges with one id cannot be drawn, but a caller can put one twice: what was spent stays spent.
#[test]
fn an_id_that_repeats_is_refused() {
    let store = MemoryChallenges::with_capacity(3);
    let (challenge, record) = context().issue(&policy(), now()).unwrap();
    let id = ChallengeId::of(challenge.nonce());
    store.put(&id, &record).unwrap();
    assert_eq!(store.put(&id, &record), Err(MemoryChallengesError::Repeated));
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Fresh(_)));
    assert_eq!(store.put(&id, &record), Err(MemoryChallengesError::Repeated));
    assert!(matches!(store.take(&id).unwrap(), TakeOutcome::Spent));
    assert_eq!(store.kept(), 1);
}

#[test]
fn a_full_memory_store_refuses_new_ones_and_forgets_no_live_one() {
    let store = MemoryChallenges::with_capacity(3);
    let issue = |at: Timestamp| {
        let (challenge, record) = context().issue(&policy(), at).unwrap();
        let id = ChallengeId::of(challenge.nonce());
        (id, store.put(&id, &record))
    };
    let (first, kept) = issue(now());
    kept.unwrap();
    let (second, _) = issue(now());
    let (_, _) = issue(now());
    assert!(matches!(store.take(&second).unwrap(), TakeOutcome::Fresh(_)));
    // One is spent, none has expired: the spent one must stay, or a replay would look like a stranger.
    assert_eq!(issue(later(300)).1, Err(MemoryChallengesError::Full));
    assert!(matches!(store.take(&second).unwrap(), TakeOutcome::Spent));
    // Expired ones make room, one for one.
    assert_eq!(issue(later(301)).1, Ok(()));
    assert_eq!(issue(later(301)).1, Ok(()));
    assert_eq!(issue(later(301)).1, Ok(()));
    assert_eq!(issue(later(301)).1, Err(MemoryChallengesError::Full));
    assert!(matches!(store.take(&first).unwrap(), TakeOutcome::Unknown));
}

#[derive(Clone, Debug)]
enum Step {
    Issue,
    Take(usize),
    Wait(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        Just(Step::Issue),
        (0..12_usize).prop_map(Step::Take),
        (0..400_u64).prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// The model knows of each challenge only when it was issued and whether it was taken.
    #[test]
    fn the_life_of_challenges_follows_the_model(steps in prop::collection::vec(step(), 1..60)) {
        let store = MemoryChallenges::with_capacity(5);
        let mut at = now();
        let mut model: Vec<(Nonce, Timestamp, bool)> = Vec::new();
        for step in steps {
            match step {
                Step::Wait(seconds) => at = at.after(Duration::from_secs(seconds)),
                Step::Issue => {
                    let (challenge, record) = context().issue(&policy(), at).unwrap();
                    let id = ChallengeId::of(challenge.nonce());
                    let unexpired = model
                        .iter()
                        .filter(|(_, issued_at, _)| at <= issued_at.after(Duration::from_secs(300)))
                        .count();
                    match store.put(&id, &record) {
                        Ok(()) => model.push((challenge.nonce().clone(), at, false)),
                        // Refused only when full of those that have not expired.
                        Err(error) => {
                            prop_assert_eq!(error, MemoryChallengesError::Full);
                            prop_assert_eq!(unexpired, 5);
                        }
                    }
                    prop_assert!(unexpired <= 5);
                }
                Step::Take(index) => {
                    let Some((nonce, issued_at, taken)) = model.get_mut(index) else { continue };
                    let live = at <= issued_at.after(Duration::from_secs(300));
                    match store.take(&ChallengeId::of(nonce)).unwrap() {
                        TakeOutcome::Fresh(record) => {
                            prop_assert!(!*taken, "taken twice");
                            prop_assert_eq!(record.issued_at(), *issued_at);
                            *taken = true;
                        }
                        TakeOutcome::Spent => prop_assert!(*taken),
                        // A live one is never forgotten.
                        TakeOutcome::Unknown => prop_assert!(!live),
                    }
                }
            }
        }
    }
}
