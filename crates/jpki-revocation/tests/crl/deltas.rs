//! Delta lists with their base (RFC 5280 §5.2.4).

use jpki_core::report::Reason;
use jpki_revocation::{RevocationReason, Status};
use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::{
    CrlBuilder, DistributionPointName, Extension, IssuingDistributionPoint, ReasonCode,
};
use time::Duration;

use crate::world::World;

impl World {
    /// The complete list number 10.
    fn base(&self) -> CrlBuilder {
        self.list().replace_extension(Extension::crl_number(10))
    }

    /// A delta with this number to lists from `base` on.
    fn delta(&self, number: u64, base: u64) -> CrlBuilder {
        self.list()
            .this_update(self.now() - Duration::HOUR)
            .replace_extension(Extension::crl_number(number))
            .extension(Extension::delta_crl_indicator(base).critical())
    }

    fn revoking(&self, list: CrlBuilder, reason: ReasonCode) -> CrlBuilder {
        list.revoke(self.person.serial(), self.now(), reason)
    }
}

fn reason(status: Status) -> Option<RevocationReason> {
    match status {
        Status::Revoked(revoked) => Some(revoked.reason),
        Status::Good => None,
        Status::Unknown(reason) => panic!("{reason:?}"),
    }
}

#[test]
fn a_delta_adds_changes_and_removes() {
    let world = World::new();
    let hold = || world.revoking(world.base(), ReasonCode::CertificateHold);
    let compromise = world.revoking(world.delta(11, 10), ReasonCode::KeyCompromise);
    let removal = world.revoking(world.delta(11, 10), ReasonCode::RemoveFromCrl);
    let ask = |base, delta| reason(world.status(&[base, delta]));
    assert_eq!(ask(world.base(), compromise.clone()), Some(RevocationReason::KeyCompromise));
    assert_eq!(ask(hold(), compromise), Some(RevocationReason::KeyCompromise));
    assert_eq!(ask(hold(), removal.clone()), None);
    assert_eq!(ask(world.base(), removal), None);
    assert_eq!(ask(hold(), world.delta(11, 10)), Some(RevocationReason::CertificateHold));
}

/// RFC 5280 §5.3.1: removeFromCRL lifts a hold, or is of a certificate that has expired.
#[test]
fn a_delta_ends_a_hold_and_nothing_that_lasts() {
    let world = World::new();
    for listed in [ReasonCode::CertificateHold, ReasonCode::KeyCompromise] {
        for change in [ReasonCode::RemoveFromCrl, ReasonCode::CertificateHold] {
            let expected = match (listed, change) {
                (ReasonCode::KeyCompromise, _) => Some(RevocationReason::KeyCompromise),
                (_, ReasonCode::RemoveFromCrl) => None,
                _ => Some(RevocationReason::CertificateHold),
            };
            let base = world.revoking(world.base(), listed);
            // Of this one only the delta is fresh.
            let old = base.clone().this_update(world.now() - Duration::days(3));
            let old = old.next_update(world.now() - Duration::days(2));
            for base in [base, old] {
                let delta = world.revoking(world.delta(11, 10), change);
                let found = reason(world.status(&[base, delta]));
                assert_eq!(found, expected, "{listed:?} {change:?}");
            }
        }
    }
}

#[test]
fn a_delta_without_its_base_is_nothing() {
    let world = World::new();
    let revoking = world.revoking(world.delta(11, 10), ReasonCode::KeyCompromise);
    assert_eq!(world.status(&[revoking]), Status::Unknown(Reason::ListMissing));
}

#[test]
fn the_newest_delta_that_fits_is_used() {
    let world = World::new();
    let compromise = |list| world.revoking(list, ReasonCode::KeyCompromise);
    let base = || world.base();
    let cases = [
        ("base as old as allowed", compromise(world.delta(11, 10)), true),
        ("base too old", compromise(world.delta(12, 11)), false),
        ("not after the complete list", compromise(world.delta(10, 10)), false),
        (
            "no number",
            compromise(world.delta(11, 10).without_extension(jpki_testkit::oid::CRL_NUMBER)),
            false,
        ),
        (
            "out of date",
            compromise(world.delta(11, 10).next_update(world.now() - Duration::SECOND)),
            false,
        ),
        (
            "other scope",
            compromise(
                world.delta(11, 10).extension(
                    Extension::issuing_distribution_point(&IssuingDistributionPoint::named(
                        DistributionPointName::directory(world.person.distribution_point()),
                    ))
                    .critical(),
                ),
            ),
            false,
        ),
        (
            "other key identifier",
            compromise(
                world.delta(11, 10).without_extension(jpki_testkit::oid::AUTHORITY_KEY_IDENTIFIER),
            ),
            false,
        ),
    ];
    for (case, delta, used) in cases {
        assert_eq!(reason(world.status(&[delta, base()])).is_some(), used, "{case}");
    }
    let held = world.revoking(world.delta(11, 10), ReasonCode::CertificateHold);
    let older = held.this_update(world.now() - Duration::hours(2));
    assert_eq!(reason(world.status(&[older.clone(), world.delta(12, 10), base()])), None);
    assert!(reason(world.status(&[older, base()])).is_some());
    // What lasts does not end with a newer one that does not have it.
    let older = compromise(world.delta(11, 10)).this_update(world.now() - Duration::hours(2));
    assert!(reason(world.status(&[older, world.delta(12, 10), base()])).is_some());
}

#[test]
fn a_delta_of_another_key_is_not_used() {
    let world = World::new();
    let second = world.jpki.sign_ca(Generation::Second);
    let delta = world.revoking(world.delta(11, 10), ReasonCode::KeyCompromise);
    let lists = [world.sign(&world.base()), delta.sign(second.key())];
    let policy = jpki_revocation::RevocationPolicy::daily();
    let answer = world.ask_about(world.person.certificate(), &lists, &policy);
    assert_eq!(answer.status(), Status::Good);
}

#[test]
fn a_fresh_delta_freshens_its_base() {
    let world = World::new();
    let old = world.base().this_update(world.now() - Duration::days(3));
    let old = old.next_update(world.now() - Duration::days(2));
    let stale = Status::Unknown(Reason::ListStale);
    assert_eq!(world.status(std::slice::from_ref(&old)), stale);
    assert_eq!(world.status(&[old.clone(), world.delta(11, 10)]), Status::Good);
    let revoked = world.revoking(old, ReasonCode::Superseded);
    assert!(reason(world.status(&[revoked, world.delta(11, 10)])).is_some());
}
