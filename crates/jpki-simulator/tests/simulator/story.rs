//! A customer's years, each step with what the guideline makes expect.

use jpki_auth::binding::BindingOutcome;
use jpki_auth::login::Renewal;
use jpki_core::report::{Reason, Verdict};
use jpki_simulator::{OcspSigner, Simulator};

use crate::support::{Bank, Method, Person, Ports, day, hours, judge_application, outcome, start};

const VALID: (Verdict, Option<Reason>) = (Verdict::Valid, None);

pub(crate) fn refused(reason: Reason) -> (Verdict, Option<Reason>) {
    (Verdict::Invalid, Some(reason))
}

/// From registration to death. By lists an event shows the day after, by the responder within 15 minutes.
pub(crate) fn story<P: Ports>(jlis: &Simulator, ports: &P, method: Method) {
    let hanako = jlis.person(Person::hanako());
    let bank = Bank::new(jlis, ports, method);
    let application = |card: &_| outcome(&judge_application(jlis, ports, method, card));
    let comes = |year, month, date| jlis.set_clock(day(year, month, date));
    let first = hanako.card().unwrap();
    let first_signing = first.signing.unwrap();

    // Registration by a signature: J-LIS names the other certificate (guideline 001 fig. 4-3).
    assert!(matches!(bank.register(&first_signing), BindingOutcome::Bound(_)), "{method:?}");
    assert_eq!(bank.login(&first.authentication), VALID);

    // A move revokes the one for signing alone (fig. 3-4 ①); the login goes on.
    hanako.moves(day(2026, 7, 1));
    comes(2026, 7, 3);
    assert_eq!(application(&first_signing), refused(Reason::Revoked), "{method:?}");
    assert_eq!(bank.login(&first.authentication), VALID);
    let second_signing = hanako.receives_signing_certificate(day(2026, 7, 4)).unwrap();
    comes(2026, 7, 5);
    assert_eq!(application(&second_signing), VALID);

    // A renewal: the old certificate is refused, the new one takes its place by the number before (fig. 3-9).
    let second = hanako.renews(day(2026, 8, 1));
    comes(2026, 8, 3);
    assert_eq!(bank.login(&first.authentication), refused(Reason::Revoked));
    assert_eq!(bank.login(&second.authentication), refused(Reason::CertificateNotBound));
    assert!(matches!(bank.renew(&second.authentication), Renewal::Renewed(_)));
    assert_eq!(bank.login(&second.authentication), VALID);

    // Two renewals of which one was missed: one generation back is not enough (L546-547).
    hanako.renews(day(2026, 9, 1));
    let fourth = hanako.renews(day(2026, 10, 1));
    comes(2026, 10, 3);
    assert!(matches!(bank.renew(&fourth.authentication), Renewal::ReRegistrationRequired));
    let fourth_signing = fourth.signing.unwrap();
    assert!(matches!(bank.register(&fourth_signing), BindingOutcome::Bound(_)));
    assert_eq!(bank.login(&fourth.authentication), VALID);

    // Lost and found: the hold is gone with the next list, and nothing is kept of it.
    hanako.loses_card(day(2026, 11, 1));
    comes(2026, 11, 3);
    assert_eq!(bank.login(&fourth.authentication), refused(Reason::OnHold), "{method:?}");
    assert_eq!(application(&fourth_signing), refused(Reason::OnHold));
    hanako.finds_card(day(2026, 11, 5));
    comes(2026, 11, 7);
    assert_eq!(bank.login(&fourth.authentication), VALID);
    assert_eq!(application(&fourth_signing), VALID);

    // Death: both for good.
    hanako.dies(day(2027, 1, 10));
    comes(2027, 1, 12);
    assert_eq!(bank.login(&fourth.authentication), refused(Reason::Revoked));
    assert_eq!(application(&fourth_signing), refused(Reason::Revoked));
    hanako.finds_card(day(2027, 1, 13));
    comes(2027, 1, 15);
    assert_eq!(bank.login(&fourth.authentication), refused(Reason::Revoked), "{method:?}");
}

#[test]
// Requirement: LINK-02, LINK-04, LINK-05, HOLD-04, REV-02, PROC-01
fn a_story_from_registration_to_death() {
    for (method, signer) in [
        (Method::Lists, OcspSigner::Authority),
        (Method::Responder, OcspSigner::Authority),
        (Method::Responder, OcspSigner::Delegate),
    ] {
        let jlis = Simulator::new(1, start());
        jlis.set_ocsp_signer(signer);
        story(&jlis, &jlis, method);
    }
}

/// Of an event at noon: the responder knows after 15 minutes at most, the list the day after, from 5 to 10 minutes
/// past midnight on (guideline 001 ※10, jpki-profile §5).
#[test]
// Requirement: OCSP-03, OCSP-05, CRL-01
fn when_an_event_shows() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let signing = hanako.card().unwrap().signing.unwrap();
    hanako.loses_card(day(2026, 6, 2).after(std::time::Duration::from_secs(60)));
    let noon = day(2026, 6, 2);
    let minutes = |count: u64| noon.after(std::time::Duration::from_secs(60 * count));
    let midnight = noon.after(hours(12));
    let held = refused(Reason::OnHold);
    let stale = (Verdict::Indeterminate, Some(Reason::CrlStale));
    for (at, method, expected) in [
        (minutes(0), Method::Responder, VALID),
        (minutes(14), Method::Responder, VALID),
        (minutes(15), Method::Responder, held),
        (minutes(15), Method::Lists, VALID),
        (minutes(11 * 60 + 59), Method::Lists, VALID),
        // Yesterday's list is served, and has run out.
        (midnight.after(std::time::Duration::from_secs(1)), Method::Lists, stale),
        (midnight.after(std::time::Duration::from_secs(5 * 60 - 1)), Method::Lists, stale),
        (midnight.after(std::time::Duration::from_secs(10 * 60)), Method::Lists, held),
    ] {
        jlis.set_clock(at);
        let found = outcome(&judge_application(&jlis, &jlis, method, &signing));
        assert_eq!(found, expected, "{method:?} at {}", at.in_japan());
    }
}
