use jpki_core::report::{Outcome, Reason, Verdict};
use jpki_revocation::{RevocationPolicy, RevocationReason, Status, Target};
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_testkit::pki::ReasonCode;
use time::Duration;

use crate::world::{anchor, anchor_issuer, at, certificate, now, verify};

#[test]
fn a_complete_list_tells_revoked_from_good() {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let revoked = jpki.sign_certificate(&Person::hanako()).issue();
    let other = jpki.sign_certificate(&Person::taro()).issue();
    let when = jpki.instant() - Duration::days(3);
    let list = jpki.crl(&authority).revoke(revoked.serial(), when, ReasonCode::KeyCompromise);
    let list = verify(&list.sign(authority.key()), &anchor_issuer(&authority)).unwrap();

    let anchor = anchor(&authority);
    let policy = RevocationPolicy::daily();
    let ask = |der: &[u8]| {
        let certificate = certificate(der);
        let target = Target::end_entity(&certificate, &anchor, &anchor);
        policy.judge(&target, [&list], now())
    };
    let answer = ask(revoked.certificate());
    let Status::Revoked(found) = answer.status() else { panic!("{answer:?}") };
    assert_eq!(found.reason, RevocationReason::KeyCompromise);
    assert_eq!(found.at, at(when).instant());
    assert_eq!(answer.check().outcome(), Outcome::Failed(Reason::Revoked));
    assert_eq!(answer.check().outcome().verdict(), Verdict::Invalid);

    let answer = ask(other.certificate());
    assert_eq!(answer.status(), Status::Good);
    assert_eq!(answer.evidence().unwrap().this_update, list.list().this_update());
}
