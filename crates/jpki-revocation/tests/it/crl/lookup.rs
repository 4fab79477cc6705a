//! Looked up by serial number alone: complete lists of the issuing key, fresh, the newest.

use std::path::Path;
use std::sync::Arc;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::report::Reason as Why;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::store::{ExpectedCrl, UserCrlStore};
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationReason, Status, VerifiedCrl};
use jpki_testkit::jpki::{Authority as SyntheticAuthority, Generation};
use jpki_testkit::oid;
use jpki_testkit::pki::{
    CrlBuilder, CrlEntry, DistinguishedName, Extension, IssuingDistributionPoint, Reason,
    ReasonCode,
};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::{Certificate, SerialNumber};
use time::Duration;

use crate::crl::world::World;

fn authority(synthetic: &SyntheticAuthority) -> Authority {
    let name = synthetic.name().to_der();
    let key = synthetic.key().subject_public_key_info();
    Authority::new(Name::from_der(&name).unwrap(), key, &RustCrypto).unwrap()
}

fn verified(list: &CrlBuilder, signer: &SyntheticAuthority) -> VerifiedCrl {
    let list = Crl::from_der(list.sign(signer.key())).unwrap();
    let issuer = CrlIssuer::anchor(authority(signer));
    list.verify(&issuer, &AlgorithmPolicy::current()).unwrap()
}

/// What these lists of the authority say of 花子's serial number.
fn status(world: &World, lists: &[CrlBuilder]) -> Status {
    let lists: Vec<_> = lists.iter().map(|list| verified(list, &world.authority)).collect();
    of_verified(world, &lists)
}

fn of_verified(world: &World, lists: &[VerifiedCrl]) -> Status {
    let at = ValidationTime::at(Timestamp::from_unix_seconds(world.now().unix_timestamp()));
    let issuer = authority(&world.authority);
    let lookup = RevocationPolicy::daily().lookup(&issuer, lists, at);
    let serial = world.person.serial();
    let serial = SerialNumber::from_der_content(serial.as_bytes()).unwrap();
    let status = lookup.status(serial);
    assert_eq!(lookup.statuses(&[serial; 17]), [status; 17]);
    let obstacle = match status {
        Status::Unknown(reason) => Some(reason),
        _ => None,
    };
    assert_eq!(lookup.obstacle(), obstacle);
    status
}

fn revoking(world: &World, list: &CrlBuilder, reason: ReasonCode) -> CrlBuilder {
    list.clone().revoke(world.person.serial(), world.now() - Duration::hours(20), reason)
}

fn is_revoked(status: Status, reason: RevocationReason) -> bool {
    matches!(status, Status::Revoked(revoked) if revoked.reason == reason)
}

#[test]
// Requirement: CRL-03
fn a_complete_list_tells() {
    let world = World::new();
    assert_eq!(status(&world, &[world.list()]), Status::Good);
    let list = revoking(&world, &world.list(), ReasonCode::Superseded);
    assert!(is_revoked(status(&world, &[list]), RevocationReason::Superseded));
    let end_entities = IssuingDistributionPoint { only_user_certificates: true, ..scope() };
    assert_eq!(status(&world, &[with_scope(&world, &end_entities)]), Status::Good);
}

fn scope() -> IssuingDistributionPoint {
    IssuingDistributionPoint::default()
}

fn with_scope(world: &World, scope: &IssuingDistributionPoint) -> CrlBuilder {
    world.list().extension(Extension::issuing_distribution_point(scope).critical())
}

#[test]
// Requirement: CRL-06
fn lists_that_do_not_cover_everything_say_nothing() {
    let world = World::new();
    assert_eq!(status(&world, &[]), Status::Unknown(Why::CrlMissing));
    let some_reasons = IssuingDistributionPoint {
        only_some_reasons: Some(vec![Reason::KeyCompromise]),
        ..scope()
    };
    let authorities = IssuingDistributionPoint { only_ca_certificates: true, ..scope() };
    let partition = DistinguishedName::common_name("Shibuya-ku CRLDP");
    for list in [
        with_scope(&world, &some_reasons),
        with_scope(&world, &authorities),
        world.jpki.partitioned_crl(&world.authority, partition),
        world.list().extension(Extension::delta_crl_indicator(1).critical()),
        world.jpki.arl(&world.authority),
    ] {
        assert_eq!(
            status(&world, std::slice::from_ref(&list)),
            Status::Unknown(Why::CrlScopeMismatch)
        );
        // Nor do they revoke.
        let list = revoking(&world, &list, ReasonCode::Superseded);
        assert_eq!(
            status(&world, std::slice::from_ref(&list)),
            Status::Unknown(Why::CrlScopeMismatch)
        );
        assert_eq!(status(&world, &[list, world.list()]), Status::Good);
    }
}

#[test]
// Requirement: CRL-06
fn lists_that_are_not_fresh_say_nothing() {
    let world = World::new();
    let now = world.now();
    let stale = world.list().next_update(now - Duration::seconds(1));
    assert_eq!(status(&world, &[stale]), Status::Unknown(Why::CrlStale));
    let last = world.list().next_update(now);
    assert_eq!(status(&world, &[last]), Status::Good);
    let early = world.list().this_update(now + Duration::minutes(6));
    assert_eq!(status(&world, &[early]), Status::Unknown(Why::CrlFromFuture));
}

#[test]
// Requirement: CRL-04, CRL-07
fn lists_of_another_key_say_nothing() {
    let world = World::new();
    // Another generation has the same name; the other authority gives the same serial numbers.
    for other in [world.jpki.sign_ca(Generation::Second), world.jpki.auth_ca(Generation::Third)] {
        let list =
            verified(&revoking(&world, &world.jpki.crl(&other), ReasonCode::Superseded), &other);
        assert_eq!(of_verified(&world, &[list]), Status::Unknown(Why::CrlMissing));
    }
}

#[test]
// Requirement: HOLD-04
fn the_newest_list_tells_so_that_a_hold_may_go() {
    let world = World::new();
    let yesterday = |list: CrlBuilder| list.this_update(world.now() - Duration::hours(24));
    let held = revoking(&world, &world.list(), ReasonCode::CertificateHold);
    let lists = [yesterday(held.clone()), world.list()];
    assert!(is_revoked(status(&world, &lists[..1]), RevocationReason::CertificateHold));
    assert_eq!(status(&world, &lists), Status::Good);
    let [old, new] = lists;
    assert_eq!(status(&world, &[new, old]), Status::Good);
    // Of one time the worst is believed.
    let lasting = revoking(&world, &world.list(), ReasonCode::KeyCompromise);
    for lists in [[held.clone(), lasting.clone()], [lasting, held.clone()]] {
        assert!(is_revoked(status(&world, &lists), RevocationReason::KeyCompromise));
    }
    assert!(is_revoked(status(&world, &[world.list(), held]), RevocationReason::CertificateHold));
}

/// Security review H1, for batches: an ARL that does not say that it is one, later than the users' list.
#[test]
fn a_revocation_that_lasts_does_not_end_with_a_later_list() {
    let world = World::new();
    let listed = revoking(&world, &world.list(), ReasonCode::KeyCompromise);
    let silent = world
        .jpki
        .arl(&world.authority)
        .without_extension(oid::ISSUING_DISTRIBUTION_POINT)
        .this_update(world.jpki.lists_issued_at() + Duration::seconds(5));
    for lists in [[listed.clone(), silent.clone()], [silent.clone(), listed.clone()]] {
        assert!(is_revoked(status(&world, &lists), RevocationReason::KeyCompromise));
    }
    // What is being taken off the list may be gone.
    let removal = revoking(&world, &world.list(), ReasonCode::RemoveFromCrl);
    assert_eq!(status(&world, &[removal, silent.clone()]), Status::Good);
    // What is not fresh tells nothing, so that it ends with the list itself.
    let gone = listed.next_update(world.now() - Duration::seconds(1));
    assert_eq!(status(&world, &[gone, silent]), Status::Good);
}

#[test]
fn the_serial_number_is_compared_whole() {
    let world = World::new();
    let issuer = authority(&world.authority);
    let listed =
        verified(&revoking(&world, &world.list(), ReasonCode::Superseded), &world.authority);
    let at = ValidationTime::at(Timestamp::from_unix_seconds(world.now().unix_timestamp()));
    let lookup = RevocationPolicy::daily().lookup(&issuer, [&listed], at);
    let certificate = Certificate::from_der(world.person.certificate()).unwrap();
    assert!(matches!(lookup.status(certificate.serial_number()), Status::Revoked(_)));
    let bytes = certificate.serial_number().expose_protected();
    let longer = [bytes, &[0]].concat();
    for other in [&bytes[1..], &longer] {
        let other = SerialNumber::from_der_content(other).unwrap();
        assert_eq!(lookup.status(other), Status::Good);
    }
    // As a database of fixed width gives it.
    let padded = SerialNumber::from_magnitude(&[&[0; 12], bytes].concat()).unwrap();
    assert!(matches!(lookup.status(padded.as_serial_number()), Status::Revoked(_)));
}

#[test]
fn a_newer_list_that_has_run_out_is_not_overruled_by_an_older_one() {
    let world = World::new();
    let minutes = |ago| world.now() - Duration::minutes(ago);
    let issuer = authority(&world.authority);
    let at = ValidationTime::at(Timestamp::from_unix_seconds(world.now().unix_timestamp()));
    let ask = |lists: &[CrlBuilder]| {
        let lists: Vec<_> = lists.iter().map(|list| verified(list, &world.authority)).collect();
        let lookup = RevocationPolicy::daily().lookup(&issuer, &lists, at);
        lookup.status(SerialNumber::from_der_content(world.person.serial().as_bytes()).unwrap())
    };
    let newer = |list: CrlBuilder| list.this_update(minutes(60)).next_update(minutes(1));
    let listing = newer(revoking(&world, &world.list(), ReasonCode::KeyCompromise));
    let stale = Status::Unknown(Why::CrlStale);
    assert_eq!(ask(&[world.list(), listing.clone()]), stale);
    let later = world.list().this_update(minutes(30));
    assert_eq!(ask(&[listing, world.list(), later]), Status::Good);
    assert_eq!(ask(&[world.list(), newer(world.list())]), Status::Good);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Numbers of any length, some of them listed twice, entries of the common form and others; complete CRLs, deltas
    /// and indirect CRLs; as verified, and as opened from a store.
    #[test]
    fn many_are_found_as_each_alone_is(
        listed in proptest::collection::vec((proptest::collection::vec(1_u8..0x80, 1..22), 0..4_u8), 0..120),
        others in proptest::collection::vec(proptest::collection::vec(1_u8..0x80, 1..22), 0..40),
        repeated in proptest::bool::ANY,
        form in proptest::sample::select(vec![Form::Complete, Form::Delta, Form::Indirect]),
    ) {
        let world = World::new();
        let mut list = form.of(&world);
        let mut seen = std::collections::BTreeSet::new();
        for (serial, kind) in listed.iter().filter(|(serial, _)| repeated || seen.insert(serial.clone())) {
            for _ in 0..if repeated { 2 } else { 1 } {
                list = list.entry(entry(&world, form, serial, *kind));
            }
        }
        let list = verified(&list, &world.authority);
        let folder = tempfile::tempdir().unwrap();
        let stored = stored(folder.path(), &world, &list, form);
        let all: Vec<_> = listed
            .iter()
            .map(|(serial, _)| serial)
            .chain(&others)
            .map(|serial| SerialNumber::from_der_content(serial).unwrap())
            .collect();
        let other = other_issuer().to_der();
        let nobody = Name::from_der(&[0x30, 0]).unwrap();
        for issuer in [list.list().issuer(), Name::from_der(&other).unwrap(), nobody] {
            let alone: Vec<_> = all.iter().map(|serial| list.find(&issuer, *serial)).collect();
            for list in [&list, &stored] {
                proptest::prop_assert_eq!(&list.find_many(&issuer, &all), &alone);
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Complete,
    Delta,
    Indirect,
}

impl Form {
    fn of(self, world: &World) -> CrlBuilder {
        let list = world.list();
        match self {
            Self::Complete => list,
            Self::Delta => list.extension(Extension::delta_crl_indicator(1).critical()),
            Self::Indirect => {
                let scope = IssuingDistributionPoint { indirect: true, ..Default::default() };
                list.extension(Extension::issuing_distribution_point(&scope).critical())
            }
        }
    }
}

fn other_issuer() -> DistinguishedName {
    DistinguishedName::common_name("Other CA")
}

/// Without a reason, with one, with an invalidity date, or in an indirect CRL of another issuer.
fn entry(world: &World, form: Form, serial: &[u8], kind: u8) -> CrlEntry {
    let serial = jpki_testkit::pki::SerialNumber::from_bytes(serial);
    let entry = CrlEntry::new(serial, world.now() - Duration::hours(20 + i64::from(kind)));
    match (kind, form) {
        (0, _) => entry,
        (1, Form::Delta) => entry.reason(ReasonCode::RemoveFromCrl),
        (1, _) => entry.reason(ReasonCode::CertificateHold),
        (2, Form::Indirect) => entry.certificate_issuer(other_issuer()),
        (2, _) => entry.extension(Extension::invalidity_date(world.now())),
        _ => entry.reason(ReasonCode::KeyCompromise),
    }
}

/// The list, written to a store and opened again.
fn stored(folder: &Path, world: &World, list: &VerifiedCrl, form: Form) -> VerifiedCrl {
    let issuer = CrlIssuer::anchor(authority(&world.authority));
    let expected = ExpectedCrl::complete(issuer.clone());
    let expected = match form {
        Form::Complete => expected,
        Form::Delta => expected.as_delta(),
        Form::Indirect => expected.as_indirect(),
    };
    let issuers = [issuer.clone()];
    let open = || {
        let opened =
            UserCrlStore::open(folder, &issuers, Arc::new(RustCrypto), &Limits::DEFAULT).unwrap();
        opened.0
    };
    let now = Timestamp::from_unix_seconds(world.now().unix_timestamp());
    open().insert(list.clone(), &expected, now).unwrap();
    open().lists()[0].as_ref().clone()
}
