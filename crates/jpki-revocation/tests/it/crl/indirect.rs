//! Lists that speak of the certificates of several issuers (RFC 5280 §5.2.5, §5.3.3).

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_revocation::{CrlIssuer, CrlPool, RevocationPolicy, RevocationTarget, Status};
use jpki_testkit::jpki::Person;
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    CrlBuilder, CrlEntry, DistinguishedName, DistributionPoint, Extension, GeneralName,
    IssuingDistributionPoint,
};

use crate::crl::world::{World, anchor, at, authority, certificate};

const LIST_KEY: usize = 15;

fn list_issuer() -> DistinguishedName {
    DistinguishedName::common_name("Issuer of lists")
}

/// A list of the issuer of lists, indirect or not.
fn list(world: &World, indirect: bool, entries: impl IntoIterator<Item = CrlEntry>) -> CrlBuilder {
    let scope =
        IssuingDistributionPoint { indirect, only_user_certificates: true, ..Default::default() };
    let list = world
        .list()
        .issuer(list_issuer())
        .extension(Extension::issuing_distribution_point(&scope).critical());
    entries.into_iter().fold(list, CrlBuilder::entry)
}

/// The certificate says who issues its list; the issuer of lists has a path to this anchor.
fn ask(
    world: &World,
    list: &CrlBuilder,
    crl_issuer: DistinguishedName,
    same_anchor: bool,
) -> Status {
    let point = DistributionPoint {
        crl_issuer: vec![GeneralName::Directory(crl_issuer)],
        ..DistributionPoint::default()
    };
    let certificate = certificate(
        &world
            .jpki
            .sign_certificate(&Person::hanako())
            .certificate_builder()
            .replace_extension(Extension::crl_distribution_points(&[point]))
            .sign(world.authority.key()),
    );
    let anchor = anchor(&world.authority);
    let key = Key::rsa_2048(LIST_KEY);
    let signer = authority(&list_issuer().to_der(), key.subject_public_key_info());
    let signer_certificate = self::certificate(
        &world
            .authority
            .certificate_builder()
            .subject(list_issuer())
            .public_key(key)
            .sign(world.authority.key()),
    );
    let above = if same_anchor { anchor.clone() } else { signer.clone() };
    let issuers = [CrlIssuer::certified(signer, &signer_certificate, above).unwrap()];
    let mut pool = CrlPool::new();
    pool.add(list.sign(key), &issuers, &AlgorithmPolicy::current());
    assert_eq!(pool.refused(), []);
    let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
    pool.judge(&RevocationPolicy::daily(), &target, at(world.now())).status()
}

#[test]
fn an_entry_is_of_the_issuer_named_last() {
    let world = World::new();
    let entry = |serial| CrlEntry::new(serial, world.now());
    let ours = || entry(world.person.serial());
    let other = || entry(world.authority.serial_after(0xF_0001));
    let by_us = |entry: CrlEntry| entry.certificate_issuer(world.authority.name());
    let by_another =
        |entry: CrlEntry| entry.certificate_issuer(DistinguishedName::common_name("Another CA"));
    let cases = [
        ("named", vec![by_us(ours())], true),
        ("named by another entry before", vec![by_us(other()), ours()], true),
        ("named two entries before", vec![by_us(other()), other(), ours()], true),
        ("the list's own issuer", vec![ours()], false),
        ("another issuer", vec![by_another(ours())], false),
        ("another issuer before", vec![by_us(other()), by_another(other()), ours()], false),
        ("both issuers", vec![by_another(ours()), by_us(ours())], true),
        ("both issuers, ours first", vec![by_us(ours()), by_another(ours())], true),
        ("ours only listed otherwise", vec![by_us(other()), by_another(ours())], false),
    ];
    for (case, entries, revoked) in cases {
        let status = ask(&world, &list(&world, true, entries), list_issuer(), true);
        match revoked {
            true => assert!(matches!(status, Status::Revoked(_)), "{case}: {status:?}"),
            false => assert_eq!(status, Status::Good, "{case}"),
        }
    }
}

#[test]
fn the_list_must_be_indirect_and_its_issuer_named_and_vouched_for() {
    let world = World::new();
    let indirect = list(&world, true, []);
    assert_eq!(ask(&world, &indirect, list_issuer(), true), Status::Good);
    let missing = Status::Unknown(Reason::CrlMissing);
    assert_eq!(ask(&world, &list(&world, false, []), list_issuer(), true), missing);
    let another = DistinguishedName::common_name("Another issuer of lists");
    assert_eq!(ask(&world, &indirect, another, true), missing);
    let other_key = Status::Unknown(Reason::CrlOtherKey);
    assert_eq!(ask(&world, &indirect, list_issuer(), false), other_key);
}
