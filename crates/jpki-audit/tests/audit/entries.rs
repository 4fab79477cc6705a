//! Entries as lines, and subjects as tokens.

use hmac::{Hmac, KeyInit, Mac};
use jpki_audit::entry::{Entry, EntryError};
use jpki_audit::token::TokenKeys;
use jpki_core::event::{EventSubject, SubjectKind, Tenant};
use jpki_core::keys::{KeyId, KeyPurpose, KeyRing};
use jpki_core::localized::Localized as _;

use crate::support::{event, period, ring, second, secret, subject, tenant};

fn line(number: u64) -> String {
    Entry::new(&event(number), &TokenKeys::of_ring(&ring())).unwrap().to_line()
}

#[test]
// Requirement: ROLE-09
fn an_entry_is_one_line() {
    assert_eq!(
        line(0),
        "1\t2026-06-01T03:00:00Z\tbank-1\t運用 太郎\taccount-opening\tsignature-verification\tdone\t\t\t"
    );
    let with_subject = line(4);
    assert!(with_subject.starts_with(
        "1\t2026-06-01T03:00:04Z\tbank-1\t\taccount-opening\tbasic-four-inquiry\trefused\tcertificate\t1\t"
    ));
}

#[test]
// Requirement: ACC-4, ROLE-09
fn every_entry_is_read_as_it_was_written() {
    for number in 0..60 {
        let line = line(number);
        let entry = Entry::from_line(line.as_bytes()).unwrap();
        assert_eq!(entry.to_line(), line);
        let event = event(number);
        assert_eq!(entry.requester(), event.requester());
        assert_eq!(entry.action(), event.operation().action());
        assert_eq!(entry.time(), event.operation().time());
        assert_eq!(entry.subject().is_some(), event.operation().subject().is_some());
    }
}

#[test]
fn other_lines_are_refused() {
    let good = line(4);
    let fields: Vec<&str> = good.split('\t').collect();
    let with = |place: usize, value: &str| {
        let mut fields = fields.clone();
        fields[place] = value;
        Entry::from_line(fields.join("\t").as_bytes())
    };
    assert!(with(0, "1").is_ok());
    for (place, value, expected) in [
        (0, "2", EntryError::Newer),
        (0, "0", EntryError::Malformed),
        (0, "", EntryError::Malformed),
        (1, "2026-06-01T12:00:04+09:00", EntryError::Malformed),
        (1, "2026-06-01T03:00:04.5Z", EntryError::Malformed),
        (2, "Bank", EntryError::Malformed),
        (2, "", EntryError::Malformed),
        (3, "a\u{7}b", EntryError::Malformed),
        (4, "", EntryError::Malformed),
        (5, "levitation", EntryError::Newer),
        (5, "Erasure", EntryError::Malformed),
        (6, "", EntryError::Malformed),
        (7, "", EntryError::Malformed),
        (8, "01", EntryError::Malformed),
        (8, "+1", EntryError::Malformed),
        (9, "", EntryError::Malformed),
        (9, "AAAA", EntryError::Malformed),
    ] {
        assert_eq!(with(place, value), Err(expected), "{place} {value}");
    }
    for wrong in [format!("{good}\t"), format!("{good}\n"), format!(" {good}"), "1".to_owned()] {
        assert_eq!(Entry::from_line(wrong.as_bytes()), Err(EntryError::Malformed), "{wrong}");
    }
    assert_eq!(Entry::from_line(b"\xff\t"), Err(EntryError::Malformed));
}

#[test]
// Requirement: ACC-4b
fn a_token_is_an_hmac_of_labelled_fields() {
    let token = TokenKeys::of_ring(&ring()).token(second(0), &tenant(), &subject(1)).unwrap();
    let all = period(0, 1);
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(
        secret(KeyPurpose::AuditToken, 1, all).expose_secret(),
    )
    .unwrap();
    for field in ["jpki-audit/subject/v1", "bank-1", "certificate", "serial 1"] {
        mac.update(&(field.len() as u64).to_be_bytes());
        mac.update(field.as_bytes());
    }
    assert_eq!(token.digest().as_slice(), mac.finalize().into_bytes().as_slice());
    assert_eq!((token.key(), token.kind().code()), (Some(KeyId(1)), "certificate"));
}

#[test]
fn tokens_differ_by_tenant_kind_and_key() {
    let [first, second_key] = [(1, 0, 100), (2, 50, 200)]
        .map(|(id, from, until)| secret(KeyPurpose::AuditToken, id, period(from, until)));
    let keys = TokenKeys::of_ring(&KeyRing::new([first, second_key]).unwrap());
    let subject = subject(1);
    let other_kind = EventSubject::new(SubjectKind::Account, subject.expose_protected());
    let other_tenant = Tenant::new("bank-2").unwrap();
    let token =
        |at, tenant: &Tenant, subject: &EventSubject| keys.token(second(at), tenant, subject);
    let one = token(10, &tenant(), &subject).unwrap();
    assert_eq!(token(49, &tenant(), &subject).unwrap(), one);
    for other in [
        token(50, &tenant(), &subject).unwrap(),
        token(10, &other_tenant, &subject).unwrap(),
        token(10, &tenant(), &other_kind).unwrap(),
    ] {
        assert_ne!(other.digest(), one.digest());
    }
    // In use at two times, found by both.
    let all = keys.all_tokens(&tenant(), &subject);
    assert_eq!(all.len(), 2);
    assert!(all.contains(&one) && all.contains(&token(199, &tenant(), &subject).unwrap()));
    assert!(token(200, &tenant(), &subject).is_none());
}
