//! A binding that commit 2cdb321 wrote lets its user log in, and is of the present form afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by a panic")]

use std::sync::Arc;

use jpki_auth::binding::{BindingScheme, KeyId, LinkageKey, LinkageKeys, PairwiseIdentifier};
use jpki_auth::blocking::{AccountBindings, LoginService};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{LocalLogin, LoginRules, VerifiedLogin};
use jpki_auth::memory::MemoryAttempts;
use jpki_auth_examples::{Card, World, now};
use jpki_stores::sqlite::SqliteStore;
use jpki_testkit::jpki::Person;
use jpki_verify::Assessed;
use jpki_verify::crypto::RustCrypto;

/// Of the account member-2 of the provider bank, under key 2; the card is Hanako's.
const STORE: &[u8] = include_bytes!("../../../crates/jpki-stores/tests/stores/data/store-1.sqlite");

fn key(name: u8) -> LinkageKey {
    LinkageKey::new(KeyId(u32::from(name)), [name; 32])
}

fn log_in(store: &SqliteStore, keys: LinkageKeys, user: &[u8]) -> Assessed<VerifiedLogin> {
    let book = BindingScheme::new(ServiceProvider::new("bank").unwrap(), keys);
    let bindings = AccountBindings::new(book, store.clone());
    let relying_party = RelyingParty::new("https://bank.example").unwrap();
    let rules = LoginRules::new(relying_party, Arc::new(RustCrypto));
    let logins = LoginService::new(rules, store.clone(), bindings, MemoryAttempts::default());

    let world = World::with_revoked(Arc::new(RustCrypto), &[]).unwrap();
    let (session, purpose) = (SessionId::new(&[1; 16]).unwrap(), Purpose::login());
    let challenge = logins.challenge(&session, &purpose, now()).unwrap();
    let card = Card::for_login(&Person::hanako());
    let user = UserIdentifier::new(user).unwrap();
    let attempt = card.answer(&challenge, &user, &session, &purpose).unwrap();
    match logins.begin(attempt, now()).unwrap() {
        LocalLogin::Refused(conclusion) => conclusion.into_parts().0,
        LocalLogin::Pending(pending) => {
            let answer = world.judge(pending.certificate());
            logins.finish(*pending, answer, now()).unwrap().into_parts().0
        }
    }
}

#[test]
fn a_binding_of_an_earlier_version_lets_its_user_log_in() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.sqlite");
    std::fs::write(&file, STORE).unwrap();
    let store = SqliteStore::open(&file).unwrap();
    let both = || LinkageKeys::new(key(1), [key(2)]).unwrap();

    assert!(log_in(&store, both(), b"member-1").value().is_none(), "another's account");
    let verified = log_in(&store, both(), b"member-2").into_result().unwrap();
    let identifier = PairwiseIdentifier::from_bytes([7; 16]);
    assert_eq!(verified.binding().identifier(), identifier);

    // It moved to the current key with that; the key before is needed no more.
    let current = LinkageKeys::new(key(1), []).unwrap();
    let verified = log_in(&store, current, b"member-2").into_result().unwrap();
    assert_eq!(verified.binding().identifier(), identifier);
}
