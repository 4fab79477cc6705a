//! The fault table: each fault has its answer and its reason, and a near miss that has none.

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_revocation::{
    Crl, CrlError, CrlKeyPolicy, FreshnessPolicy, NextUpdate, RevocationPolicy, RevocationReason,
    Status,
};
use jpki_test_support::with;
use jpki_testkit::asn1::ObjectIdentifier;
use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::{
    CrlBuilder, CrlEntry, DistinguishedName, DistributionPointName, Extension,
    IssuingDistributionPoint, ReasonCode,
};
use time::Duration;

use crate::crl::world::{World, anchor_issuer, at, printable, verify};

const UNKNOWN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.1");

#[test]
// Requirement: CRL-03
fn revoked_and_good() {
    let world = World::new();
    let when = world.now() - Duration::days(3);
    let revoked = world.list().revoke(world.person.serial(), when, ReasonCode::KeyCompromise);
    let answer = world.ask(&[revoked]);
    let Status::Revoked(found) = answer.status() else { panic!("{answer:?}") };
    assert_eq!((found.at, found.reason), (at(when).instant(), RevocationReason::KeyCompromise));
    assert!(!found.may_recover());
    assert_eq!(answer.check().outcome(), Outcome::Failed(Reason::Revoked));
    assert_eq!(answer.check().outcome().verdict(), Verdict::Invalid);

    let other = world.authority.serial_after(0xF_0001);
    let answer = world.ask(&[world.list().revoke(other, when, ReasonCode::KeyCompromise)]);
    assert_eq!(answer.status(), Status::Good);
    assert_eq!(answer.evidence().unwrap().age.as_secs(), 12 * 60 * 60);
    assert_eq!(answer.check().outcome(), Outcome::Passed);
}

#[test]
// Requirement: HOLD-01
fn a_hold_is_revoked_for_now() {
    let world = World::new();
    let when = world.now() - Duration::days(1);
    let list = world.list().revoke(world.person.serial(), when, ReasonCode::CertificateHold);
    let answer = world.ask(&[list]);
    let Status::Revoked(found) = answer.status() else { panic!("{answer:?}") };
    assert!(found.may_recover());
    assert_eq!(answer.check().outcome(), Outcome::Failed(Reason::OnHold));
    assert_eq!(world.status(&[world.list()]), Status::Good);
}

#[test]
// Requirement: CRL-06
fn freshness() {
    let world = World::new();
    let now = world.now();
    let issued = |ago: Duration, due: Duration| {
        world.list().this_update(now.saturating_sub(ago)).next_update(now.saturating_add(due))
    };
    let hour = Duration::HOUR;
    let cases: [(&str, CrlBuilder, Status); 7] = [
        ("at nextUpdate", issued(Duration::hours(24), Duration::ZERO), Status::Good),
        (
            "past nextUpdate",
            issued(Duration::hours(24), Duration::seconds(-1)),
            Status::Unknown(Reason::CrlStale),
        ),
        ("of greatest age", issued(Duration::hours(25), hour), Status::Good),
        ("too old", issued(Duration::seconds(90_001), hour), Status::Unknown(Reason::CrlStale)),
        ("within the skew", issued(Duration::minutes(-5), hour), Status::Good),
        (
            "from the future",
            issued(Duration::seconds(-301), hour),
            Status::Unknown(Reason::CrlFromFuture),
        ),
        (
            "without nextUpdate",
            world.list().without_next_update(),
            Status::Unknown(Reason::CrlWithoutNextUpdate),
        ),
    ];
    for (case, list, expected) in cases {
        assert_eq!(world.status(std::slice::from_ref(&list)), expected, "{case}");
        if let Status::Unknown(_) = expected {
            let revoking = list.revoke(world.person.serial(), now, ReasonCode::Superseded);
            assert_eq!(world.status(&[revoking]), expected, "{case}, listed");
        }
    }
}

impl World {
    fn listing(&self, reason: ReasonCode) -> CrlBuilder {
        self.list().revoke(self.person.serial(), self.now() - Duration::DAY, reason)
    }

    fn issued_yesterday(&self, list: CrlBuilder) -> CrlBuilder {
        list.this_update(self.now() - Duration::hours(20))
    }
}

#[test]
fn the_newest_list_decides() {
    let world = World::new();
    let held = world.issued_yesterday(world.listing(ReasonCode::CertificateHold));
    assert_eq!(world.status(&[held.clone(), world.list()]), Status::Good);
    assert_eq!(world.status(&[world.list(), held]), Status::Good);
    for reason in [ReasonCode::CertificateHold, ReasonCode::Superseded] {
        let older = world.issued_yesterday(world.list());
        assert!(matches!(world.status(&[older, world.listing(reason)]), Status::Revoked(_)));
    }
}

/// RFC 5280 §3.3: an entry stays until the certificate has expired.
#[test]
fn a_revocation_that_lasts_does_not_end_with_a_newer_list() {
    let world = World::new();
    for (reason, expected) in [
        (ReasonCode::Unassigned(0), RevocationReason::Unspecified),
        (ReasonCode::KeyCompromise, RevocationReason::KeyCompromise),
        (ReasonCode::Superseded, RevocationReason::Superseded),
        (ReasonCode::Unassigned(7), RevocationReason::Unassigned(7)),
    ] {
        let older = world.issued_yesterday(world.listing(reason));
        for newer in [world.list(), world.listing(ReasonCode::CertificateHold)] {
            for lists in [[older.clone(), newer.clone()], [newer.clone(), older.clone()]] {
                let found = world.status(&lists);
                assert!(
                    matches!(found, Status::Revoked(it) if it.reason == expected),
                    "{reason:?}"
                );
            }
        }
    }
    // What is out of date tells nothing, and what is being taken off the list may be gone.
    let lasting = world.issued_yesterday(world.listing(ReasonCode::Superseded));
    let stale = lasting.next_update(world.now() - Duration::SECOND);
    assert_eq!(world.status(&[stale, world.list()]), Status::Good);
    let removal = world.issued_yesterday(world.listing(ReasonCode::RemoveFromCrl));
    assert_eq!(world.status(&[removal, world.list()]), Status::Good);
}

/// Not with another key's list, nor with one of another scope, nor with one that never runs out.
#[test]
// Requirement: HOLD-04
fn a_hold_ends_with_a_newer_list_of_its_own_kind() {
    let world = World::new();
    let held = world.issued_yesterday(world.listing(ReasonCode::CertificateHold));
    let scope = IssuingDistributionPoint {
        only_user_certificates: true,
        ..IssuingDistributionPoint::default()
    };
    let scope = Extension::issuing_distribution_point(&scope).critical();
    let second = world.jpki.sign_ca(Generation::Second);
    let daily = FreshnessPolicy::daily();
    let without_end = with(daily, |freshness| freshness.next_update = NextUpdate::Optional);
    for (newer, freshness, ends) in [
        (world.sign(&world.list()), daily, true),
        (world.sign(&world.list().extension(scope)), daily, false),
        (world.jpki.crl(&second).sign(second.key()), daily, false),
        (world.sign(&world.list().without_next_update()), daily, false),
        (world.sign(&world.list().without_next_update()), without_end, false),
    ] {
        let policy = with(RevocationPolicy::daily(), |policy| {
            policy.freshness = freshness;
            policy.keys_of_crls = CrlKeyPolicy::SiblingGeneration;
        });
        let lists = [world.sign(&held), newer];
        match world.ask_about(world.person.certificate(), &lists, &policy).status() {
            Status::Good => assert!(ends),
            status => assert!(matches!(status, Status::Revoked(it) if it.may_recover() && !ends)),
        }
    }
}

#[test]
fn of_lists_that_contradict_each_other_the_worse_is_believed() {
    let world = World::new();
    let revoking = world.list().revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    for lists in [[revoking.clone(), world.list()], [world.list(), revoking.clone()]] {
        assert!(matches!(world.status(&lists), Status::Revoked(_)));
    }
    let hold = world.list().revoke(world.person.serial(), world.now(), ReasonCode::CertificateHold);
    for lists in [[revoking.clone(), hold.clone()], [hold, revoking]] {
        let Status::Revoked(revoked) = world.status(&lists) else { panic!("not revoked") };
        assert_eq!(revoked.reason, RevocationReason::Superseded);
    }
}

#[test]
fn no_list() {
    assert_eq!(World::new().status(&[]), Status::Unknown(Reason::CrlMissing));
}

#[test]
// Requirement: CRL-04, CRL-07
fn lists_of_others() {
    let world = World::new();
    let policy = RevocationPolicy::daily();
    let ask = |list: Vec<u8>, policy: &RevocationPolicy| {
        world.ask_about(world.person.certificate(), &[list], policy).status()
    };
    let second = world.jpki.sign_ca(Generation::Second);
    let of_second = world.jpki.crl(&second).sign(second.key());
    assert_eq!(ask(of_second.clone(), &policy), Status::Unknown(Reason::CrlOtherKey));
    let siblings = with(policy, |policy| policy.keys_of_crls = CrlKeyPolicy::SiblingGeneration);
    assert_eq!(ask(of_second.clone(), &siblings), Status::Good);
    let same_anchor = with(policy, |policy| policy.keys_of_crls = CrlKeyPolicy::SameAnchor);
    assert_eq!(ask(of_second, &same_anchor), Status::Unknown(Reason::CrlOtherKey));

    let foreign = world.jpki.sign_ca(Generation::Foreign);
    let of_foreign = world.jpki.crl(&foreign).sign(foreign.key());
    for policy in [policy, siblings] {
        let unknown = Status::Unknown(Reason::CrlSignatureMismatch);
        assert_eq!(ask(of_foreign.clone(), &policy), unknown);
    }
    let auth = world.jpki.auth_ca(Generation::Third);
    let of_auth = world.jpki.crl(&auth).sign(auth.key());
    assert_eq!(ask(of_auth, &siblings), Status::Unknown(Reason::CrlScopeMismatch));
}

#[test]
// Requirement: CRL-06
fn critical_extensions() {
    let world = World::new();
    let extension = Extension::new(UNKNOWN, vec![0x05, 0x00]);
    let entry = || CrlEntry::new(world.authority.serial_after(0xF_0001), world.now());
    let closed = Status::Unknown(Reason::CrlUnknownCriticalExtension);
    let cases = [
        (world.list().extension(extension.clone()), Status::Good),
        (world.list().extension(extension.clone().critical()), closed),
        (world.list().entry(entry().extension(extension.clone())), Status::Good),
        (world.list().entry(entry().extension(extension.critical())), closed),
    ];
    for (list, expected) in cases {
        assert_eq!(world.status(&[list]), expected);
    }
}

#[test]
// Requirement: CRL-02
fn every_flipped_bit_is_refused() {
    let world = World::new();
    let issuer = anchor_issuer(&world.authority);
    let list = world.list().revoke(world.person.serial(), world.now(), ReasonCode::Unspecified);
    let der = world.sign(&list);
    assert!(verify(&der, &issuer).is_ok());
    for (bit, flipped) in jpki_testkit::mutate::bit_flips(&der) {
        assert!(verify(&flipped, &issuer).is_err(), "bit {bit}");
    }
}

#[test]
fn every_truncation_is_refused() {
    let world = World::new();
    let der = world.sign(&world.list());
    for part in jpki_testkit::mutate::truncations(&der).filter(|part| part.len() < der.len()) {
        assert!(Crl::from_der(part).is_err());
    }
    let longer = [&der[..], &[0]].concat();
    assert!(matches!(Crl::from_der(longer), Err(CrlError::Malformed(_))));
}

#[test]
fn claimed_lengths_allocate_nothing() {
    for head in [
        &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff][..],
        &[0x30, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x30, 0x80],
    ] {
        let bytes = [head, &[0; 64]].concat();
        assert!(matches!(Crl::from_der(bytes), Err(CrlError::Malformed(_))));
    }
}

#[test]
fn what_is_malformed_is_said_so() {
    let world = World::new();
    let revoked =
        || world.list().revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    let version_one = |list: CrlBuilder| list.version(jpki_testkit::pki::Version::V1);
    let plain = CrlBuilder::new().issuer(world.authority.name()).this_update(world.now());
    let entry = || CrlEntry::new(world.person.serial(), world.now());
    let number = |bytes: &[u8]| {
        let integer = jpki_testkit::asn1::integer(bytes);
        world.list().replace_extension(Extension::new(jpki_testkit::oid::CRL_NUMBER, integer))
    };
    let twice = Extension::reason_code(ReasonCode::Superseded);
    let cases = [
        ("empty revokedCertificates", world.list().write_empty_entries(), false),
        ("version 1", version_one(plain.clone()), true),
        ("version 1 with an entry", version_one(plain.clone().entry(entry())), true),
        ("version 1 with extensions", version_one(world.list()), false),
        (
            "version 1 with an entry's extension",
            version_one(plain.entry(entry().reason(ReasonCode::Superseded))),
            false,
        ),
        ("number of 20 bytes", number(&[0x7f; 20]), true),
        ("number of 21 bytes", number(&[0x7f; 21]), false),
        ("negative number", number(&[0xff]), false),
        (
            "reason twice",
            world.list().entry(entry().extension(twice.clone()).extension(twice)),
            false,
        ),
        ("an extension twice", revoked().extension(Extension::crl_number(1)), false),
        (
            "empty issuing distribution point",
            world.list().extension(
                Extension::issuing_distribution_point(&IssuingDistributionPoint::default())
                    .critical(),
            ),
            false,
        ),
        (
            "certificate issuer in a direct list",
            world.list().entry(entry().certificate_issuer(world.authority.name())),
            false,
        ),
    ];
    let issuer = anchor_issuer(&world.authority);
    for (case, list, accepted) in cases {
        let found = verify(&world.sign(&list), &issuer);
        assert_eq!(found.is_ok(), accepted, "{case}: {found:?}");
    }
}

#[test]
fn the_algorithms_must_agree_and_be_admitted() {
    let world = World::new();
    let issuer = anchor_issuer(&world.authority);
    let sha384 = jpki_testkit::signature::SignatureAlgorithm::RsaPkcs1(
        jpki_testkit::digest::HashAlgorithm::Sha384,
    );
    let list = world.list().inner_algorithm(sha384.identifier());
    let found = verify(&world.sign(&list), &issuer);
    assert_eq!(found.err(), Some(CrlError::AlgorithmMismatch));
    let sha1 = jpki_testkit::signature::SignatureAlgorithm::RsaPkcs1(
        jpki_testkit::digest::HashAlgorithm::Sha1,
    );
    let list = world.list().sign_with(world.authority.key(), sha1);
    let found = verify(&list, &issuer).err();
    assert_eq!(found, Some(CrlError::Signature(Reason::AlgorithmNotAllowed)));
    let list = Crl::from_der(list).unwrap();
    assert!(list.verify(&issuer, &AlgorithmPolicy::legacy()).is_ok());
}

#[test]
fn an_issuer_that_may_not_sign_lists() {
    use jpki_testkit::pki::KeyUsage;
    let world = World::new();
    let authority = crate::crl::world::anchor(&world.authority);
    let with = |usages: &[KeyUsage]| {
        let certificate = world
            .authority
            .certificate_builder()
            .replace_extension(Extension::key_usage(usages).critical())
            .sign(world.authority.key());
        let certificate = crate::crl::world::certificate(&certificate);
        jpki_revocation::CrlIssuer::certified(authority.clone(), &certificate, authority.clone())
            .err()
    };
    assert_eq!(with(&[KeyUsage::CrlSign]), None);
    assert_eq!(with(&[KeyUsage::KeyCertSign]), Some(Reason::KeyUsageInsufficient));
}

#[test]
// Requirement: VAL-01
fn nothing_is_known_of_expired_certificates() {
    let world = World::new();
    let expiring = |at| {
        world.jpki.sign_certificate(&jpki_testkit::jpki::Person::hanako()).not_after(at).issue()
    };
    let ask = |person: &jpki_testkit::jpki::EndEntity| {
        let lists = [world.sign(&world.list())];
        world.ask_about(person.certificate(), &lists, &RevocationPolicy::daily()).status()
    };
    assert_eq!(ask(&expiring(world.now())), Status::Good);
    let unknown = Status::Unknown(Reason::NoInformationOnceExpired);
    assert_eq!(ask(&expiring(world.now() - Duration::SECOND)), unknown);
}

#[test]
// Requirement: CRL-05, REVM-02, OCSP-05
fn the_report_names_the_list_and_nobody() {
    let world = World::new();
    let list = world.list().revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    let check = world.ask(&[list]).into_check();
    assert_eq!(check.id(), CheckId::Revocation);
    let json = serde_json::to_string(&check).unwrap();
    let number = world.jpki.crl_number();
    for fact in [
        format!(r#"{{"key":"list-number","value":{number}}}"#),
        r#"{"key":"this-update","value":"2026-05-31T15:00:00Z"}"#.to_owned(),
        r#"{"key":"age","value":43200}"#.to_owned(),
        r#"{"key":"revocation-reason","value":"superseded"}"#.to_owned(),
    ] {
        assert!(json.contains(&fact), "{fact} in {json}");
    }
    let serial = world.person.serial();
    let digits: String = serial.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let debug = format!("{check:?} {:?}", world.pool(&[world.sign(&world.list())]));
    assert!(!json.contains(&digits) && !debug.contains(&digits));
}

/// What was known last is not overruled by an older list that can still be used.
#[test]
fn a_newer_list_that_has_run_out_is_not_overruled_by_an_older_one() {
    let world = World::new();
    let minutes = |ago| world.now() - Duration::minutes(ago);
    let urgent = |reason| {
        let list = world.listing(reason).this_update(minutes(60));
        list.replace_extension(Extension::crl_number(90_000))
    };
    for reason in [ReasonCode::KeyCompromise, ReasonCode::CertificateHold] {
        let run_out = urgent(reason).next_update(minutes(1));
        for lists in [[world.list(), run_out.clone()], [run_out.clone(), world.list()]] {
            let judgement = world.ask(&lists);
            assert_eq!(judgement.status(), Status::Unknown(Reason::CrlStale), "{reason:?}");
            assert!(judgement.is_listed_in_stale());
        }
        let endless = urgent(reason).without_next_update();
        let unknown = Status::Unknown(Reason::CrlWithoutNextUpdate);
        assert_eq!(world.status(&[world.list(), endless]), unknown, "{reason:?}");
        // A later one that can be used tells.
        let later = world.list().this_update(minutes(30));
        assert_eq!(world.status(&[run_out, world.list(), later]), Status::Good, "{reason:?}");
    }
    let silent = world.list().this_update(minutes(60)).next_update(minutes(1));
    assert_eq!(world.status(&[world.list(), silent]), Status::Good);
}

/// What another list of the same scope is does not depend on how the scope is written.
#[test]
fn a_hold_ends_with_a_newer_list_however_its_point_is_written() {
    let world = World::new();
    let point = world.person.distribution_point();
    let scoped = |list: CrlBuilder, name| {
        let scope = IssuingDistributionPoint::named(DistributionPointName::directory(name));
        list.extension(Extension::issuing_distribution_point(&scope).critical())
    };
    let held = world.issued_yesterday(world.listing(ReasonCode::CertificateHold));
    let held = scoped(held, point.clone());
    let other = scoped(world.list(), DistinguishedName::common_name("Shibuya-ku CRLDP"));
    for name in [point.clone(), printable(&point)] {
        assert_eq!(world.status(&[held.clone(), scoped(world.list(), name)]), Status::Good);
    }
    assert!(matches!(world.status(&[held, other]), Status::Revoked(_)));
}
