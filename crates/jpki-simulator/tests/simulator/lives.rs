//! What becomes of certificates, and what is said of them.

use jpki_auth::binding::BindingOutcome;
use jpki_core::report::{Reason, Verdict};
use jpki_revocation::Crl;
use jpki_simulator::{Partition, Simulator};
use jpki_testkit::jpki::Generation;
use jpki_testkit::key::Key;
use jpki_testkit::pki::ReasonCode;
use jpki_transport::blocking::CrlTransport as _;

use crate::story::refused;
use crate::support::{
    Bank, Method, Person, Use, day, judge_application, judge_certificate, outcome, read, start,
};

const VALID: (Verdict, Option<Reason>) = (Verdict::Valid, None);

fn child() -> Person {
    Person::new(
        "child",
        "見本　幼",
        "2",
        "520150401",
        "架空県見本市模擬町１丁目",
        Key::rsa_2048(33),
    )
}

#[test]
// Requirement: CERT-10
fn minors_hold_the_certificate_for_authentication_alone() {
    let jlis = Simulator::new(1, start());
    let child = jlis.person_without_card(child());
    assert!(child.card().is_none());
    assert!(child.receives_card(day(2026, 5, 1)).signing.is_none());
    // The 15th birthday is 2030-04-01.
    assert!(child.receives_card(day(2030, 3, 31)).signing.is_none());
    assert!(child.receives_card(day(2030, 4, 1)).signing.is_some());
    // What was issued on a day to come is not there yet.
    assert!(child.card().unwrap().signing.is_none());
    jlis.set_clock(day(2030, 4, 2));
    assert!(child.card().unwrap().signing.is_some());
}

#[test]
fn certificates_of_several_generations_under_one_name() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person_without_card(Person::hanako());
    let second = hanako.receives_card(day(2023, 1, 10)).authentication;
    let third = hanako.receives_card(day(2026, 1, 10)).authentication;
    assert_eq!(second.authority().generation(), Generation::Second);
    assert_eq!(third.authority().generation(), Generation::Third);
    assert_eq!(second.authority().name(), third.authority().name());
    jlis.fourth_generation_issues(day(2026, 5, 20));
    let fourth = hanako.receives_card(day(2026, 5, 25)).authentication;
    for method in [Method::Lists, Method::Responder] {
        for (certificate, expected) in [
            (&second, VALID),
            (&third, VALID),
            // A rollover that the verifier has not heard of.
            (&fourth, refused(Reason::NoTrustAnchor)),
        ] {
            let found = outcome(&judge_certificate(&jlis, &jlis, method, &read(certificate)));
            assert_eq!(found, expected, "{method:?}");
        }
    }
}

/// guideline 001, 付録①(ア)a: the authorities' own certificates are on the ARL.
#[test]
fn an_authority_that_is_revoked_takes_its_certificates_along() {
    for method in [Method::Lists, Method::Responder] {
        let jlis = Simulator::new(1, start());
        let hanako = jlis.person_without_card(Person::hanako());
        let second = hanako.receives_card(day(2023, 1, 10)).authentication;
        let third = hanako.receives_card(day(2026, 1, 10));
        let compromised = ReasonCode::CaCompromise;
        jlis.authority_is_revoked(Use::Auth, Generation::Third, day(2026, 6, 2), compromised);
        let judge = |card| outcome(&judge_certificate(&jlis, &jlis, method, &read(card)));
        let signing = third.signing.unwrap();
        for (date, expected) in [(2, VALID), (3, refused(Reason::Revoked))] {
            jlis.set_clock(day(2026, 6, date));
            assert_eq!(judge(&third.authentication), expected, "{method:?} June {date}");
            assert_eq!(judge(&second), VALID);
            assert_eq!(outcome(&judge_application(&jlis, &jlis, method, &signing)), VALID);
        }
    }
}

/// guideline 001, 付録①(ア)b: of an expired certificate there is no information.
#[test]
// Requirement: CRL-01, OCSP-01
fn of_an_expired_certificate_nothing_is_said() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person_without_card(Person::hanako());
    // The fifth birthday after is 2026-04-01 + 5 years = 2031-04-01 23:59:59 in Japan.
    let card = hanako.receives_card(day(2026, 4, 2));
    hanako.is_revoked(Use::Auth, day(2026, 5, 1), ReasonCode::KeyCompromise);
    let listed = |at| {
        jlis.set_clock(at);
        let list = jlis.crl(Use::Auth, Generation::Third, Some(Partition::of(&Person::hanako())));
        Crl::from_der(list.fetch().unwrap()).unwrap().count_entries().unwrap()
    };
    assert_eq!(listed(day(2026, 6, 1)), 1);
    assert_eq!(listed(day(2031, 4, 1)), 1);
    assert_eq!(listed(day(2031, 4, 2)), 0);
    let found = judge_certificate(&jlis, &jlis, Method::Responder, &read(&card.authentication));
    assert_eq!(outcome(&found), refused(Reason::Expired));
}

#[test]
fn each_municipality_has_a_list_of_its_own() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    hanako.loses_card(day(2026, 5, 1));
    let entries = |partition| {
        let list = jlis.crl(Use::Auth, Generation::Third, partition).fetch();
        list.map(|list| Crl::from_der(list).unwrap().count_entries().unwrap())
    };
    assert_eq!(entries(Some(Partition::of(&Person::hanako()))), Ok(1));
    // She has not lived there, nor has anybody.
    assert!(entries(Some(Partition::of_municipality("99202"))).is_err());
    hanako.moves(day(2026, 5, 2));
    assert_eq!(entries(Some(Partition::of_municipality("99202"))), Ok(0));
    assert!(entries(None).unwrap() > 1);
}

#[test]
// Requirement: CERT-04
fn a_smartphone_has_a_life_of_its_own() {
    for method in [Method::Lists, Method::Responder] {
        let jlis = Simulator::new(1, start());
        let hanako = jlis.person(Person::hanako());
        let phone = hanako.receives_smartphone_certificates(day(2026, 5, 1));
        let (phone_signing, phone_login) = (phone.signing.unwrap(), phone.authentication);
        let bank = Bank::new(&jlis, &jlis, method);
        assert!(matches!(bank.register(&phone_signing), BindingOutcome::Bound(_)));
        assert_eq!(bank.login(&phone_login), VALID);
        let card = hanako.card().unwrap();
        assert_eq!(bank.login(&card.authentication), refused(Reason::CertificateNotBound));

        hanako.loses_smartphone(day(2026, 6, 2));
        jlis.set_clock(day(2026, 6, 4));
        assert_eq!(bank.login(&phone_login), refused(Reason::OnHold));
        let application = |card: &_| outcome(&judge_application(&jlis, &jlis, method, card));
        assert_eq!(application(card.signing.as_ref().unwrap()), VALID);
        hanako.finds_smartphone(day(2026, 6, 5));
        jlis.set_clock(day(2026, 6, 7));
        assert_eq!(bank.login(&phone_login), VALID);

        // A move is no less one on the smartphone; given up, nothing of it is left.
        hanako.moves(day(2026, 6, 8));
        hanako.gives_smartphone_up(day(2026, 6, 10));
        jlis.set_clock(day(2026, 6, 9).after(crate::support::hours(1)));
        assert_eq!(application(&phone_signing), refused(Reason::Revoked));
        assert_eq!(bank.login(&phone_login), VALID);
        jlis.set_clock(day(2026, 6, 12));
        assert_eq!(bank.login(&phone_login), refused(Reason::Revoked));
    }
}

/// A person without a certificate for authentication in force has none to link to.
#[test]
// Requirement: LINK-02
fn the_counterpart_of_whoever_has_none() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    hanako.is_revoked(Use::Auth, day(2026, 5, 1), ReasonCode::CessationOfOperation);
    let bank = Bank::new(&jlis, &jlis, Method::Responder);
    let signing = hanako.card().unwrap().signing.unwrap();
    assert_eq!(bank.register(&signing), BindingOutcome::NoCounterpart);
}
