//! Partitions: by name, by holder, by reason.

use jpki_core::report::Reason as Why;
use jpki_revocation::{CrlPartitionPolicy, RevocationPolicy, Status};
use jpki_test_support::with;
use jpki_testkit::jpki::Person;
use jpki_testkit::pki::{
    CrlBuilder, DistinguishedName, DistributionPoint, DistributionPointName, Extension,
    GeneralName, IssuingDistributionPoint, Reason, ReasonCode,
};

use crate::crl::world::World;

const FIRST: [Reason; 4] =
    [Reason::KeyCompromise, Reason::CaCompromise, Reason::AffiliationChanged, Reason::Superseded];
const SECOND: [Reason; 4] = [
    Reason::CessationOfOperation,
    Reason::CertificateHold,
    Reason::PrivilegeWithdrawn,
    Reason::AaCompromise,
];

impl World {
    /// A list with this scope, that revokes the person or nobody.
    fn scoped(&self, scope: &IssuingDistributionPoint, revoking: bool) -> CrlBuilder {
        let list = self.list().extension(Extension::issuing_distribution_point(scope).critical());
        if revoking {
            list.revoke(self.person.serial(), self.now(), ReasonCode::Superseded)
        } else {
            list
        }
    }

    /// The person's certificate with these distribution points.
    fn with_points(&self, points: &[DistributionPoint]) -> Vec<u8> {
        self.jpki
            .sign_certificate(&Person::hanako())
            .certificate_builder()
            .replace_extension(Extension::crl_distribution_points(points))
            .sign(self.authority.key())
    }

    fn ask_of_points(&self, points: &[DistributionPoint], lists: &[CrlBuilder]) -> Status {
        let lists: Vec<_> = lists.iter().map(|list| self.sign(list)).collect();
        let policy = RevocationPolicy::daily();
        self.ask_about(&self.with_points(points), &lists, &policy).status()
    }
}

fn named(name: DistributionPointName) -> IssuingDistributionPoint {
    IssuingDistributionPoint::named(name)
}

#[test]
fn a_list_of_the_certificates_distribution_point() {
    let world = World::new();
    let point = world.person.distribution_point();
    let own = named(DistributionPointName::directory(point.clone()));
    assert_eq!(world.status(&[world.scoped(&own, false)]), Status::Good);
    assert!(matches!(world.status(&[world.scoped(&own, true)]), Status::Revoked(_)));

    let elsewhere = DistinguishedName::common_name("Elsewhere CRLDP");
    let elsewhere = named(DistributionPointName::directory(elsewhere));
    let unknown = Status::Unknown(Why::CrlScopeMismatch);
    assert_eq!(world.status(&[world.scoped(&elsewhere, true)]), unknown);
    let both = [world.scoped(&elsewhere, true), world.scoped(&own, false)];
    assert_eq!(world.status(&both), Status::Good);
}

#[test]
fn a_list_of_the_issuers_own_name_is_none_of_the_certificates() {
    let world = World::new();
    let own = named(DistributionPointName::directory(world.authority.name()));
    let list = world.sign(&world.scoped(&own, true));
    let ask = |policy: &RevocationPolicy| {
        world.ask_about(world.person.certificate(), std::slice::from_ref(&list), policy).status()
    };
    let daily = RevocationPolicy::daily();
    assert_eq!(ask(&daily), Status::Unknown(Why::CrlScopeMismatch));
    let partitions = CrlPartitionPolicy::OfIssuersName;
    let lenient = with(daily, |policy| policy.partitions = partitions);
    assert!(matches!(ask(&lenient), Status::Revoked(_)));
}

/// What an option admits fills a gap, but does not overrule what the last own list knew.
#[test]
fn a_list_of_the_issuers_own_name_does_not_overrule_a_stale_list() {
    let world = World::new();
    let own = named(DistributionPointName::directory(world.authority.name()));
    let partitions = CrlPartitionPolicy::OfIssuersName;
    let policy = with(RevocationPolicy::daily(), |policy| policy.partitions = partitions);
    let issued = world.now() - time::Duration::days(3);
    let stale = world.list().this_update(issued).next_update(issued + time::Duration::DAY);
    let listing = stale.clone().revoke(world.person.serial(), issued, ReasonCode::Superseded);
    for (stale, expected) in [(stale, Status::Good), (listing, Status::Unknown(Why::CrlStale))] {
        let lists = [world.sign(&stale), world.sign(&world.scoped(&own, false))];
        let found = world.ask_about(world.person.certificate(), &lists, &policy);
        assert_eq!(found.status(), expected);
    }
}

#[test]
fn names_of_any_form() {
    let world = World::new();
    let oid = jpki_testkit::oid::COMMON_NAME;
    let forms = [
        (
            GeneralName::Uri("http://a.example/1.crl".into()),
            GeneralName::Uri("http://a.example/2.crl".into()),
        ),
        (GeneralName::Rfc822("a@a.example".into()), GeneralName::Rfc822("b@a.example".into())),
        (GeneralName::Dns("a.example".into()), GeneralName::Dns("b.example".into())),
        (GeneralName::IpAddress(vec![192, 0, 2, 1]), GeneralName::IpAddress(vec![192, 0, 2, 2])),
        (GeneralName::RegisteredId(oid), GeneralName::RegisteredId(jpki_testkit::oid::CRL_NUMBER)),
        (
            GeneralName::Directory(DistinguishedName::common_name("a")),
            GeneralName::Directory(DistinguishedName::common_name("b")),
        ),
    ];
    for (this, that) in forms {
        let point = |names: &[GeneralName]| {
            DistributionPoint::named(DistributionPointName::Full(names.to_vec()))
        };
        let list = |names: &[GeneralName]| {
            [world.scoped(&named(DistributionPointName::Full(names.to_vec())), false)]
        };
        let both = [that.clone(), this.clone()];
        let one = std::slice::from_ref(&this);
        assert_eq!(world.ask_of_points(&[point(one)], &list(one)), Status::Good, "{this:?}");
        assert_eq!(world.ask_of_points(&[point(&both)], &list(one)), Status::Good);
        assert_eq!(world.ask_of_points(&[point(one)], &list(&both)), Status::Good);
        assert_eq!(
            world.ask_of_points(&[point(one)], &list(std::slice::from_ref(&that))),
            Status::Unknown(Why::CrlScopeMismatch)
        );
    }
}

#[test]
fn names_relative_to_the_issuer() {
    let world = World::new();
    let under_issuer =
        |name: &str| world.authority.name().utf8(jpki_testkit::oid::COMMON_NAME, name);
    let full = |name: &str| DistributionPointName::directory(under_issuer(name));
    let relative = |name: &str| DistributionPointName::RelativeToIssuer(under_issuer(name));
    for (in_certificate, in_list) in
        [(full("1"), relative("1")), (relative("1"), full("1")), (relative("1"), relative("1"))]
    {
        let points = [DistributionPoint::named(in_certificate)];
        let list = [world.scoped(&named(in_list), true)];
        assert!(matches!(world.ask_of_points(&points, &list), Status::Revoked(_)));
    }
    for (in_certificate, in_list) in
        [(full("1"), relative("2")), (relative("1"), full("2")), (relative("1"), relative("2"))]
    {
        let points = [DistributionPoint::named(in_certificate)];
        let list = [world.scoped(&named(in_list), true)];
        let unknown = Status::Unknown(Why::CrlScopeMismatch);
        assert_eq!(world.ask_of_points(&points, &list), unknown);
    }
}

#[test]
fn every_distribution_point_is_looked_at() {
    let world = World::new();
    let name = |text: &str| DistributionPointName::directory(DistinguishedName::common_name(text));
    let points = ["1", "2", "3"].map(|text| DistributionPoint::named(name(text)));
    for text in ["1", "2", "3"] {
        let good = [world.scoped(&named(name(text)), false)];
        assert_eq!(world.ask_of_points(&points, &good), Status::Good);
        let revoked = [world.scoped(&named(name(text)), true)];
        assert!(matches!(world.ask_of_points(&points, &revoked), Status::Revoked(_)));
    }
    let other = [world.scoped(&named(name("4")), false)];
    let unknown = Status::Unknown(Why::CrlScopeMismatch);
    assert_eq!(world.ask_of_points(&points, &other), unknown);
}

#[test]
// Requirement: CRL-06
fn by_holder() {
    let world = World::new();
    let users = IssuingDistributionPoint { only_user_certificates: true, ..Default::default() };
    let authorities = IssuingDistributionPoint { only_ca_certificates: true, ..Default::default() };
    let attributes =
        IssuingDistributionPoint { only_attribute_certificates: true, ..Default::default() };
    assert_eq!(world.status(&[world.scoped(&users, false)]), Status::Good);
    for scope in [authorities, attributes] {
        let unknown = Status::Unknown(Why::CrlScopeMismatch);
        assert_eq!(world.status(&[world.scoped(&scope, true)]), unknown);
    }
    let contradiction = IssuingDistributionPoint {
        only_user_certificates: true,
        only_ca_certificates: true,
        ..Default::default()
    };
    let refused = Status::Unknown(Why::CrlMalformed);
    assert_eq!(world.status(&[world.scoped(&contradiction, false)]), refused);
}

#[test]
fn reasons_must_be_covered_together() {
    let world = World::new();
    let list = |reasons: &[Reason], revoking| {
        let scope = IssuingDistributionPoint {
            only_some_reasons: Some(reasons.to_vec()),
            ..Default::default()
        };
        world.scoped(&scope, revoking)
    };
    let incomplete = Status::Unknown(Why::CrlReasonsIncomplete);
    assert_eq!(world.status(&[list(&FIRST, false)]), incomplete);
    assert_eq!(world.status(&[list(&FIRST, false), list(&SECOND[..3], false)]), incomplete);
    assert_eq!(world.status(&[list(&FIRST, false), list(&SECOND, false)]), Status::Good);
    for lists in
        [[list(&FIRST, true), list(&SECOND, false)], [list(&FIRST, false), list(&SECOND, true)]]
    {
        assert!(matches!(world.status(&lists), Status::Revoked(_)));
    }
    assert!(matches!(world.status(&[list(&FIRST, true)]), Status::Revoked(_)));
}

#[test]
fn what_several_lists_say_together_is_known_as_of_the_oldest() {
    let world = World::new();
    let list = |reasons: &[Reason], hours| {
        let scope = IssuingDistributionPoint {
            only_some_reasons: Some(reasons.to_vec()),
            ..Default::default()
        };
        world.scoped(&scope, false).this_update(world.now() - time::Duration::hours(hours))
    };
    for (first, second) in [(2, 5), (5, 2)] {
        let answer = world.ask(&[list(&FIRST, first), list(&SECOND, second)]);
        let oldest = world.now() - time::Duration::hours(5);
        assert_eq!(answer.as_of().unwrap().unix_seconds(), oldest.unix_timestamp());
        assert_eq!(answer.values().crls().len(), 2);
    }
    // One list alone does not tell, and is kept as what there was.
    let answer = world.ask(&[list(&FIRST, 2)]);
    assert_eq!((answer.as_of(), answer.values().crls().len()), (None, 1));
}

#[test]
fn reasons_of_the_certificates_points_must_be_covered_together() {
    let world = World::new();
    let name = |text: &str| DistributionPointName::directory(DistinguishedName::common_name(text));
    let point = |text: &str, reasons: &[Reason]| DistributionPoint {
        reasons: Some(reasons.to_vec()),
        ..DistributionPoint::named(name(text))
    };
    let points = [point("1", &FIRST), point("2", &SECOND)];
    let list = |text: &str| world.scoped(&named(name(text)), false);
    assert_eq!(world.ask_of_points(&points, &[list("1"), list("2")]), Status::Good);
    assert_eq!(world.ask_of_points(&points, &[world.list()]), Status::Good);
    let users = IssuingDistributionPoint { only_user_certificates: true, ..Default::default() };
    assert_eq!(world.ask_of_points(&points, &[world.scoped(&users, false)]), Status::Good);
    let both = DistributionPointName::Full(vec![
        GeneralName::Directory(DistinguishedName::common_name("1")),
        GeneralName::Directory(DistinguishedName::common_name("2")),
    ]);
    assert_eq!(world.ask_of_points(&points, &[world.scoped(&named(both), false)]), Status::Good);
    let incomplete = Status::Unknown(Why::CrlReasonsIncomplete);
    assert_eq!(world.ask_of_points(&points, &[list("1")]), incomplete);
    assert_eq!(world.ask_of_points(&points[..1], &[list("1"), list("2")]), incomplete);
}
