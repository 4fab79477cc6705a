//! Delta lists with their base (RFC 5280 §5.2.4).

use jpki_core::report::Reason;
use jpki_revocation::{RevocationReason, Status};
use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, CrlBuilder, DistributionPointName, Extension, GeneralName,
    IssuingDistributionPoint, ReasonCode,
};
use time::Duration;

use crate::crl::world::{World, printable};

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
    assert_eq!(world.status(&[revoking]), Status::Unknown(Reason::CrlMissing));
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
    // One that is out of date does not tell, but what was known last is not overruled by its older base.
    let out_of_date = |delta: CrlBuilder| delta.next_update(world.now() - Duration::SECOND);
    let lists = [out_of_date(compromise(world.delta(11, 10))), base()];
    assert_eq!(world.status(&lists), Status::Unknown(Reason::CrlStale));
    assert_eq!(reason(world.status(&[out_of_date(world.delta(11, 10)), base()])), None);
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
    let stale = Status::Unknown(Reason::CrlStale);
    assert_eq!(world.status(std::slice::from_ref(&old)), stale);
    assert_eq!(world.status(&[old.clone(), world.delta(11, 10)]), Status::Good);
    let revoked = world.revoking(old, ReasonCode::Superseded);
    assert!(reason(world.status(&[revoked, world.delta(11, 10)])).is_some());
}

/// RFC 5280 §6.3.3(c): scope and key identifier match by what they say, not by how they are written.
#[test]
fn a_delta_goes_with_its_base_however_both_are_written() {
    let world = World::new();
    let point = world.person.distribution_point();
    let scoped = |list: CrlBuilder, scope: &IssuingDistributionPoint| {
        list.extension(Extension::issuing_distribution_point(scope).critical())
    };
    let named = |name| IssuingDistributionPoint::named(DistributionPointName::directory(name));
    let uris = |uris: &[&str]| {
        let uris = uris.iter().map(|uri| GeneralName::Uri((*uri).to_owned()));
        IssuingDistributionPoint::named(DistributionPointName::Full(uris.collect()))
    };
    let directory = world.person.distribution_point();
    let both = |uri: &str| {
        let names = vec![GeneralName::Directory(directory.clone()), GeneralName::Uri(uri.into())];
        IssuingDistributionPoint::named(DistributionPointName::Full(names))
    };
    let compromise = world.revoking(world.delta(11, 10), ReasonCode::KeyCompromise);
    for (base, delta, is_used) in [
        (named(point.clone()), named(printable(&point)), true),
        (both("http://example.jp/crl"), both("HTTP://EXAMPLE.jp:80/crl"), true),
        (both("http://example.jp/crl"), both("http://example.jp/other"), false),
        (both("http://example.jp/crl"), named(point.clone()), false),
        (both("http://example.jp/crl"), uris(&["http://example.jp/crl"]), false),
    ] {
        let lists = [scoped(world.base(), &base), scoped(compromise.clone(), &delta)];
        assert_eq!(reason(world.status(&lists)).is_some(), is_used);
    }
    let own = AuthorityKeyIdentifier::of_key(world.authority.key());
    let longer = AuthorityKeyIdentifier {
        issuer: vec![GeneralName::Directory(world.authority.name())],
        serial: Some(world.authority.serial()),
        ..own
    };
    let other = AuthorityKeyIdentifier { key_identifier: Some(vec![7; 20]), ..longer.clone() };
    for (identifier, is_used) in [(longer, true), (other, false)] {
        let identifier = Extension::authority_key_identifier(&identifier);
        let lists = [world.base(), compromise.clone().replace_extension(identifier)];
        assert_eq!(reason(world.status(&lists)).is_some(), is_used);
    }
}
