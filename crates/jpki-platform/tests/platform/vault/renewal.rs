//! 新旧シリアル番号: one generation back, and no further.

use jpki_platform::vault::{Place, Renewal, VaultUser};
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation, Medium};

use super::support::*;

/// Presents the certificate of this number, of which J-LIS says that this one came before.
fn renew(user: &mut VaultUser, place: Place, new: u64, before: Option<u64>) -> Renewal {
    let question = user.predecessor_question(certificate(place, new)).unwrap();
    assert_eq!(question.serial_number().expose_protected(), serial(new));
    let before = before.map(serial);
    let before = before.as_ref().map(|it| SerialNumber::from_der_content(it).unwrap());
    user.renew(&question, before, now())
}

fn has(user: &VaultUser, kind: CertificateKind, number: u64) -> bool {
    user.entry_of(kind, SerialNumber::from_der_content(&serial(number)).unwrap()).is_some()
}

#[test]
// Requirement: LINK-04, LINK-05
fn each_renewal_that_is_seen_goes_one_generation_on() {
    let world = World::of("bank");
    for (place, first) in [(SIGNATURE, 10), (LOGIN, 11)] {
        let mut user = world.user(1);
        user.note_use(place, now());
        // ×1
        assert_eq!(renew(&mut user, place, 70, Some(first)), Renewal::Renewed);
        assert!(has(&user, place.kind(), 70) && !has(&user, place.kind(), first));
        let entry = user.entry(place).unwrap();
        assert_eq!(entry.succession().renewals(), 1);
        assert_eq!(entry.succession().iter().next(), Some((now(), Generation::THIRD)));
        // What the user consented to goes with it, what the old one was used for does not.
        assert_eq!(entry.consents(), consents());
        assert!(entry.uses().instants().is_empty() && entry.last_good().is_none());
        // ×2, each seen; stored in between.
        let stored = world.scheme.seal(&world.keys, &user, now()).unwrap();
        let mut user = world.scheme.open(&world.keys, &stored).unwrap();
        assert_eq!(renew(&mut user, place, 71, Some(70)), Renewal::Renewed);
        assert_eq!(user.entry(place).unwrap().succession().renewals(), 2);
        assert_eq!(user.entries().len(), 2, "the other kind is as it was");
    }
}

#[test]
// Requirement: LINK-04
fn a_missed_generation_leads_to_re_registration() {
    let world = World::of("bank");
    for (place, first) in [(SIGNATURE, 10), (LOGIN, 11)] {
        let mut user = world.user(1);
        // ×2, of which the first, 70, was not seen.
        assert_eq!(renew(&mut user, place, 71, Some(70)), Renewal::GapNeedsReRegistration);
        assert_eq!(renew(&mut user, place, 71, None), Renewal::GapNeedsReRegistration);
        // The user's certificate of the other kind is none before it.
        let other = if first == 10 { 11 } else { 10 };
        assert_eq!(renew(&mut user, place, 71, Some(other)), Renewal::GapNeedsReRegistration);
        // One that took its place already comes before no second one.
        assert_eq!(renew(&mut user, place, 70, Some(first)), Renewal::Renewed);
        assert_eq!(renew(&mut user, place, 72, Some(first)), Renewal::GapNeedsReRegistration);
        assert!(has(&user, place.kind(), 70) && user.entries().len() == 2);
        // Registered anew, with a new ledger.
        user.enrol(certificate(place, 72), consents());
        assert_eq!(user.entry(place).unwrap().succession().renewals(), 0);
        assert_eq!(user.entries().len(), 2);
    }
}

/// The answer to one user's question moves no other user's certificate.
#[test]
fn an_answer_serves_the_user_who_asked() {
    let world = World::of("bank");
    let (one, mut other) = (world.user(1), world.user(2));
    let question = one.predecessor_question(certificate(LOGIN, 70)).unwrap();
    let before = serial(21);
    let before = SerialNumber::from_der_content(&before).unwrap();
    assert_eq!(other.renew(&question, Some(before), now()), Renewal::GapNeedsReRegistration);
    let question = other.predecessor_question(certificate(LOGIN, 70)).unwrap();
    assert_eq!(other.renew(&question, Some(before), now()), Renewal::Renewed);
}

#[test]
fn card_and_smartphone_have_ledgers_of_their_own() {
    let world = World::of("bank");
    let mut user = world.user(1);
    let phone = Place::new(CertificateKind::UserAuthentication, Medium::Smartphone);
    user.enrol(certificate(phone, 50), consents());
    assert_eq!(user.entries().len(), 3);
    assert_eq!(renew(&mut user, phone, 51, Some(50)), Renewal::Renewed);
    assert_eq!(user.entry(phone).unwrap().succession().renewals(), 1);
    assert_eq!(user.entry(LOGIN).unwrap().succession().renewals(), 0);
    // Registered once more: the history stays.
    user.enrol(certificate(phone, 51), consents());
    assert_eq!(user.entry(phone).unwrap().succession().renewals(), 1);
}
