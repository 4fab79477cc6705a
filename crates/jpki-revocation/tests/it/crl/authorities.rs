//! The standing of the trust anchor itself (ARL).

use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_revocation::{RevocationAssessment, RevocationPolicy, RevocationTarget, Status};
use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::{CrlBuilder, ReasonCode};
use time::Duration;

use crate::crl::world::{World, anchor, at, certificate};

fn ask(world: &World, lists: &[Vec<u8>]) -> RevocationAssessment {
    let (certificate, anchor) =
        (certificate(&world.authority.certificate()), anchor(&world.authority));
    let target = RevocationTarget::trust_anchor(&certificate, &anchor);
    world.pool(lists).judge(&RevocationPolicy::daily(), &target, at(world.now()))
}

#[test]
fn an_anchor_is_good_by_its_own_list_only() {
    let world = World::new();
    let arl = || world.jpki.arl(&world.authority);
    let status = |list: &CrlBuilder| ask(&world, &[world.sign(list)]).status();
    assert_eq!(status(&arl()), Status::Good);
    let other = world.authority.serial_after(1);
    assert_eq!(status(&arl().revoke(other, world.now(), ReasonCode::CaCompromise)), Status::Good);
    let stale = arl().next_update(world.now() - Duration::SECOND);
    assert_eq!(status(&stale), Status::Unknown(Reason::CrlStale));
    let partition = world.jpki.partitioned_crl(&world.authority, world.person.distribution_point());
    assert_eq!(status(&partition), Status::Unknown(Reason::CrlScopeMismatch));

    let second = world.jpki.sign_ca(Generation::Second);
    let of_second = world.jpki.arl(&second).sign(second.key());
    assert_eq!(ask(&world, &[of_second]).status(), Status::Unknown(Reason::CrlOtherKey));
    let missing = ask(&world, &[]);
    assert_eq!(missing.status(), Status::Unknown(Reason::CrlMissing));
    assert_eq!(missing.check().outcome().verdict(), Verdict::Indeterminate);
}

#[test]
// Requirement: PATH-03
fn a_revoked_anchor_is_invalid() {
    let world = World::new();
    let arl = world.jpki.arl(&world.authority).revoke(
        world.authority.serial(),
        world.now(),
        ReasonCode::CaCompromise,
    );
    let answer = ask(&world, &[world.sign(&arl)]);
    assert!(matches!(answer.status(), Status::Revoked(_)));
    assert_eq!(answer.check().id(), CheckId::AnchorRevocation);
    assert_eq!(answer.check().outcome(), Outcome::Failed(Reason::Revoked));
}

#[test]
fn the_arl_says_nothing_of_users() {
    let world = World::new();
    let arl = world.jpki.arl(&world.authority);
    let arl = arl.revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise);
    assert_eq!(world.status(&[arl]), Status::Unknown(Reason::CrlScopeMismatch));
}
