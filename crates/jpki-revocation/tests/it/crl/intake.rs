//! What a store expects of a list before it takes it in.

use std::sync::Arc;

use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_core::time::{ClockAllowance, Timestamp};
use jpki_revocation::store::{
    AuthorityCrlStore, CrlImporter, ExpectedCrl, ImportError, InsertError, Inserted, RemovalLimit,
    UserCrlStore,
};
use jpki_revocation::{CrlError, RevocationPolicy, RevocationTarget, Status, Subjects};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::Generation;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    CrlBuilder, DistinguishedName, DistributionPointName, Extension, IssuingDistributionPoint,
    ReasonCode,
};
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::extension::general_name::GeneralName;
use time::{Duration, UtcDateTime};

use crate::crl::world::{World, anchor, anchor_issuer, at, certificate, instant, verify};

struct Users {
    world: World,
    store: UserCrlStore,
    expected: ExpectedCrl<jpki_revocation::Users>,
}

impl Users {
    fn new() -> Self {
        let world = World::new();
        let expected = ExpectedCrl::complete(anchor_issuer(&world.authority));
        Self { world, store: UserCrlStore::in_memory(), expected }
    }

    fn insert(&self, list: &CrlBuilder) -> Result<Inserted, InsertError> {
        self.take_in_at(list, self.world.now())
    }

    fn take_in_at(&self, list: &CrlBuilder, now: UtcDateTime) -> Result<Inserted, InsertError> {
        self.store.insert(verified(&self.world, list), &self.expected, instant(now))
    }

    fn review(&self, list: &CrlBuilder) -> Result<Inserted, InsertError> {
        let (list, now) = (verified(&self.world, list), instant(self.world.now()));
        self.store.replace_after_review(list, &self.expected, now)
    }

    fn status(&self) -> Status {
        let certificate = certificate(self.world.person.certificate());
        let anchor = anchor(&self.world.authority);
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        self.store.judge(&RevocationPolicy::daily(), &target, at(self.world.now())).status()
    }

    fn revoking_person(&self, list: CrlBuilder, reason: ReasonCode) -> CrlBuilder {
        list.revoke(self.world.person.serial(), self.midnight(), reason)
    }

    fn midnight(&self) -> UtcDateTime {
        self.world.jpki.lists_issued_at()
    }

    /// The list issued so long after midnight, the number so much higher.
    fn later(&self, by: u64, after: Duration) -> CrlBuilder {
        dated(&self.world, self.world.list(), by, after)
    }
}

fn dated(world: &World, list: CrlBuilder, by: u64, after: Duration) -> CrlBuilder {
    let issued = world.jpki.lists_issued_at() + after;
    list.this_update(issued)
        .next_update(issued + Duration::DAY)
        .replace_extension(Extension::crl_number(world.jpki.crl_number() + by))
}

fn verified(world: &World, list: &CrlBuilder) -> jpki_revocation::VerifiedCrl {
    verify(&world.sign(list), &anchor_issuer(&world.authority)).unwrap()
}

fn replaced(removed: usize) -> Inserted {
    Inserted::Replaced { removed }
}

/// Security review H1: both lists are signed by one key, and only the address told them apart.
#[test]
fn an_arl_that_does_not_say_so_does_not_replace_the_users_list() {
    let users = Users::new();
    users.insert(&users.revoking_person(users.world.list(), ReasonCode::KeyCompromise)).unwrap();
    let arl = users.world.jpki.arl(&users.world.authority);
    let silent = dated(&users.world, arl, 1, Duration::seconds(5))
        .without_extension(oid::ISSUING_DISTRIBUTION_POINT);
    let refused = users.insert(&silent);
    assert!(matches!(refused, Err(InsertError::TooManyRemoved { removed: 1, allowed: 0 })));
    assert!(matches!(users.status(), Status::Revoked(_)));
    // The honest list of that instant goes on with the revocation.
    let honest =
        users.revoking_person(users.later(1, Duration::seconds(5)), ReasonCode::Superseded);
    assert_eq!(users.insert(&honest).unwrap(), replaced(0));
    assert!(matches!(users.status(), Status::Revoked(_)));
}

#[test]
fn before_there_is_a_list_the_least_number_of_entries_tells_them_apart() {
    let mut users = Users::new();
    users.expected = users.expected.with_at_least(1);
    assert!(matches!(users.insert(&users.world.list()), Err(InsertError::TooFewEntries)));
    let list = users.revoking_person(users.world.list(), ReasonCode::Superseded);
    assert_eq!(users.insert(&list).unwrap(), Inserted::First);
}

#[test]
fn only_the_expected_scope_and_issuer_are_taken_in() {
    let world = World::new();
    let own = anchor_issuer(&world.authority);
    let point = world.person.distribution_point();
    let (point_der, other_der) = (point.to_der(), DistinguishedName::common_name("Other").to_der());
    let name = |der| GeneralName::DirectoryName(jpki_core::name::Name::from_der(der).unwrap());
    let scoped = |scope: &IssuingDistributionPoint| {
        world.list().extension(Extension::issuing_distribution_point(scope).critical())
    };
    let named = |name| IssuingDistributionPoint::named(DistributionPointName::directory(name));
    let users_only = IssuingDistributionPoint {
        only_user_certificates: true,
        ..IssuingDistributionPoint::default()
    };
    let authorities_only = IssuingDistributionPoint {
        only_ca_certificates: true,
        ..IssuingDistributionPoint::default()
    };
    let delta = world
        .list()
        .replace_extension(Extension::crl_number(world.jpki.crl_number() + 1))
        .extension(Extension::delta_crl_indicator(world.jpki.crl_number()).critical());
    let complete = world.list();
    let of_users = scoped(&users_only);
    let partition = world.jpki.partitioned_crl(&world.authority, point);
    let own_name_only = scoped(&named(world.authority.name()));
    let arl = world.jpki.arl(&world.authority);
    let arl_without_name = scoped(&authorities_only);
    let indirect =
        scoped(&IssuingDistributionPoint { indirect: true, ..IssuingDistributionPoint::default() });
    let all = [
        &complete,
        &of_users,
        &partition,
        &own_name_only,
        &arl,
        &arl_without_name,
        &delta,
        &indirect,
    ];
    let now = instant(world.now());
    fn outcomes<S: Subjects>(
        world: &World,
        lists: &[&CrlBuilder],
        expected: &ExpectedCrl<S>,
        now: Timestamp,
    ) -> Vec<bool> {
        let inserted = |list: &&CrlBuilder| {
            let store = jpki_revocation::store::CrlStore::<S>::in_memory();
            match store.insert(verified(world, list), expected, now) {
                Ok(Inserted::First) => true,
                Err(InsertError::OtherScope) => false,
                other => panic!("{other:?}"),
            }
        };
        lists.iter().map(inserted).collect()
    }
    let table = [
        ("complete", outcomes(&world, &all, &ExpectedCrl::complete(own.clone()), now), "ccxxxxxx"),
        (
            "partition",
            outcomes(&world, &all, &ExpectedCrl::partition(own.clone(), &name(&point_der)), now),
            "xxcxxxxx",
        ),
        (
            "other partition",
            outcomes(&world, &all, &ExpectedCrl::partition(own.clone(), &name(&other_der)), now),
            "xxxxxxxx",
        ),
        (
            "any partition",
            outcomes(&world, &all, &ExpectedCrl::any_partition(own.clone()), now),
            "xxccxxxx",
        ),
        ("ARL", outcomes(&world, &all, &ExpectedCrl::arl(own.clone()), now), "xxxxccxx"),
        (
            "ARL that does not say so",
            outcomes(&world, &all, &ExpectedCrl::unscoped_arl(own.clone()), now),
            "cxxxxxxx",
        ),
        (
            "delta",
            outcomes(&world, &all, &ExpectedCrl::complete(own.clone()).as_delta(), now),
            "xxxxxxcx",
        ),
        (
            "indirect",
            outcomes(&world, &all, &ExpectedCrl::complete(own.clone()).as_indirect(), now),
            "xxxxxxxc",
        ),
    ];
    for (expected, found, wanted) in table {
        let found: String = found.iter().map(|taken| if *taken { 'c' } else { 'x' }).collect();
        assert_eq!(found, wanted, "{expected}");
    }
    // Another generation has the same name, and signs for itself.
    let second = world.jpki.sign_ca(Generation::Second);
    let expected = ExpectedCrl::complete(anchor_issuer(&second));
    let store = UserCrlStore::in_memory();
    let refused = store.insert(verified(&world, &world.list()), &expected, now);
    assert!(matches!(refused, Err(InsertError::OtherIssuer)));
}

#[test]
fn revocations_that_last_do_not_vanish_unseen() {
    for (case, before, after, removed) in [
        ("the entry is gone", Some(ReasonCode::KeyCompromise), None, 1),
        ("a hold is lifted", Some(ReasonCode::CertificateHold), None, 0),
        (
            "a revocation becomes a hold",
            Some(ReasonCode::Superseded),
            Some(ReasonCode::CertificateHold),
            1,
        ),
        (
            "a hold becomes a revocation",
            Some(ReasonCode::CertificateHold),
            Some(ReasonCode::Superseded),
            0,
        ),
        ("another reason", Some(ReasonCode::Superseded), Some(ReasonCode::KeyCompromise), 0),
        ("a new entry", None, Some(ReasonCode::KeyCompromise), 0),
    ] {
        let users = Users::new();
        let with = |list: CrlBuilder, reason: Option<ReasonCode>| match reason {
            Some(reason) => users.revoking_person(list, reason),
            None => list,
        };
        users.insert(&with(users.world.list(), before)).unwrap();
        let list = with(users.later(1, Duration::HOUR), after);
        match (users.insert(&list), removed) {
            (Ok(Inserted::Replaced { removed: 0 }), 0) => {}
            (Err(InsertError::TooManyRemoved { removed: 1, allowed: 0 }), 1) => {
                assert_eq!(users.review(&list).unwrap(), replaced(1), "{case}");
            }
            (other, _) => panic!("{case}: {other:?}"),
        }
    }
}

/// Entries go when their certificates have expired, which the list does not say: so a share of them may, and all
/// that are older than a certificate can be.
#[test]
fn entries_of_expired_certificates_may_go() {
    let limit = RemovalLimit::DEFAULT;
    let lifetime = Duration::try_from(limit.certificate_lifetime).unwrap();
    let users = Users::new();
    let filled = |list: CrlBuilder, from: u64, revoked: UtcDateTime| {
        (from..100).fold(list, |list, place| {
            let serial = users.world.authority.serial_after(0x100 + place);
            list.revoke(serial, revoked, ReasonCode::AffiliationChanged)
        })
    };
    let recent = users.midnight() - Duration::days(1000);
    for (case, gone, after, allowed) in [
        ("a tenth in a day", 10, Duration::DAY, Some(10)),
        ("more in a day", 11, Duration::DAY, None),
        ("an hour counts as a day", 10, Duration::HOUR, Some(10)),
        ("a fifth in two days", 20, Duration::days(2), Some(20)),
        ("more in two days", 21, Duration::days(2), None),
        ("all in ten days", 100, Duration::days(10), Some(100)),
    ] {
        let users = Users::new();
        users.insert(&filled(users.world.list(), 0, recent)).unwrap();
        let list = filled(users.later(1, after), gone, recent);
        let now = users.world.now() + after;
        match (users.take_in_at(&list, now), allowed) {
            (Ok(found), Some(removed)) => assert_eq!(found, replaced(removed), "{case}"),
            (Err(InsertError::TooManyRemoved { .. }), None) => {}
            (other, _) => panic!("{case}: {other:?}"),
        }
    }
    // Of certificates that have expired for certain all may go at once.
    for (age, goes) in [(lifetime + Duration::HOUR, true), (lifetime - Duration::HOUR, false)] {
        let users = Users::new();
        let later = users.later(1, Duration::HOUR);
        let revoked = users.midnight() + Duration::HOUR - age;
        users.insert(&filled(users.world.list(), 0, revoked)).unwrap();
        assert_eq!(users.insert(&later).is_ok(), goes, "{age}");
    }
}

/// Reports 11: a list that cannot be believed yet kept every other one out for a year.
#[test]
fn a_list_of_the_future_displaces_nothing() {
    let users = Users::new();
    users.insert(&users.world.list()).unwrap();
    let since_midnight = users.world.now() - users.midnight();
    let allowance = Duration::try_from(ClockAllowance::DEFAULT.span()).unwrap();
    for (case, after) in [
        ("a year", Duration::days(365)),
        ("a second too far", since_midnight + allowance + Duration::SECOND),
        ("the last year", Duration::days(365 * 7900)),
    ] {
        let list = users.later(1, Duration::ZERO).this_update(users.midnight() + after);
        assert!(matches!(users.insert(&list), Err(InsertError::FromFuture)), "{case}");
        assert!(matches!(users.review(&list), Err(InsertError::FromFuture)), "{case}");
        let first = UserCrlStore::in_memory();
        let now = instant(users.world.now());
        let refused = first.insert(verified(&users.world, &list), &users.expected, now);
        assert!(matches!(refused, Err(InsertError::FromFuture)), "{case}, first");
        assert_eq!(users.status(), Status::Good);
    }
    // A clock a little ahead, and the correction that follows.
    let ahead = users.later(1, since_midnight + allowance);
    assert_eq!(users.insert(&ahead).unwrap(), replaced(0));
    let users = Users::new();
    users.insert(&users.world.list()).unwrap();
    assert_eq!(users.insert(&users.later(2, Duration::minutes(10))).unwrap(), replaced(0));
    assert_eq!(users.status(), Status::Good);
}

/// One that got in while our own clock was wrong gives way to any that can be believed.
#[test]
fn a_list_of_the_future_that_is_there_already_protects_nothing() {
    let users = Users::new();
    let year = Duration::days(365);
    users.take_in_at(&users.later(1000, year), users.world.now() + year).unwrap();
    assert_eq!(users.status(), Status::Unknown(Reason::CrlFromFuture));
    assert_eq!(users.insert(&users.world.list()).unwrap(), replaced(0));
    assert_eq!(users.status(), Status::Good);
    assert!(matches!(users.insert(&users.later(0, -Duration::HOUR)), Err(InsertError::Older)));
}

/// Reports 13: after a database was set up anew, numbers start anew, or one with the greatest number ends them all.
#[test]
fn numbers_start_anew_once_the_list_has_run_out() {
    const GREATEST: [u8; 22] = {
        let mut number = [0xff; 22];
        (number[0], number[1], number[2]) = (0x02, 20, 0x7f);
        number
    };
    let users = Users::new();
    let greatest =
        users.world.list().replace_extension(Extension::new(oid::CRL_NUMBER, GREATEST.to_vec()));
    users.insert(&greatest).unwrap();
    let anew =
        |after, number| users.later(0, after).replace_extension(Extension::crl_number(number));
    let without_number = users.later(0, Duration::hours(50)).without_extension(oid::CRL_NUMBER);
    let hours = |hours| users.midnight() + Duration::hours(hours);
    // Until the one that is there has run out, numbers rise.
    let early = anew(Duration::hours(23), 1);
    assert!(matches!(users.take_in_at(&early, hours(23)), Err(InsertError::Older)));
    // Issued before it ran out, it may have been issued before it at all.
    assert!(matches!(users.take_in_at(&early, hours(30)), Err(InsertError::Older)));
    assert_eq!(users.take_in_at(&anew(Duration::hours(25), 1), hours(25)).unwrap(), replaced(0));
    assert_eq!(users.take_in_at(&without_number, hours(51)).unwrap(), replaced(0));
    // Nor earlier than it, whatever has run out.
    let earlier = anew(Duration::hours(40), 7);
    assert!(matches!(users.take_in_at(&earlier, hours(500)), Err(InsertError::Older)));
}

/// A list that may be dated ahead is not followed before it has run out by our own clock.
#[test]
fn numbers_do_not_start_anew_while_the_list_is_in_force() {
    let users = Users::new();
    users.insert(&users.world.list()).unwrap();
    let until = users.midnight() + Duration::DAY;
    let after = Duration::DAY + Duration::minutes(2);
    let ahead = users.later(0, after).replace_extension(Extension::crl_number(1));
    for early in [until - Duration::minutes(1), until] {
        assert!(matches!(users.take_in_at(&ahead, early), Err(InsertError::Older)));
    }
    assert_eq!(users.take_in_at(&ahead, until + Duration::SECOND).unwrap(), replaced(0));
}

#[test]
fn a_person_may_let_numbers_start_anew_at_once() {
    let users = Users::new();
    users.insert(&users.revoking_person(users.world.list(), ReasonCode::Superseded)).unwrap();
    let anew = users.later(0, Duration::HOUR).replace_extension(Extension::crl_number(1));
    assert!(matches!(users.insert(&anew), Err(InsertError::Older)));
    assert_eq!(users.review(&anew).unwrap(), replaced(1));
    assert_eq!(users.status(), Status::Good);
    // Not to go back in time, nor to take another list.
    assert!(matches!(users.review(&users.later(9, Duration::ZERO)), Err(InsertError::Older)));
    let arl = dated(&users.world, users.world.jpki.arl(&users.world.authority), 9, Duration::HOUR);
    assert!(matches!(users.review(&arl), Err(InsertError::OtherScope)));
}

/// A delta to a list that is not there yet would take away what the one that is there adds.
#[test]
fn a_delta_waits_for_its_complete_list() {
    let users = Users::new();
    let number = users.world.jpki.crl_number();
    let delta = |by: u64, base: u64, after| {
        users.later(by, after).extension(Extension::delta_crl_indicator(number + base).critical())
    };
    let deltas = users.expected.clone().as_delta();
    let insert = |list: &CrlBuilder| {
        let list = verified(&users.world, list);
        users.store.insert(list, &deltas, instant(users.world.now()))
    };
    users.insert(&users.world.list()).unwrap();
    let revoking = users.revoking_person(delta(1, 0, Duration::HOUR), ReasonCode::KeyCompromise);
    assert_eq!(insert(&revoking).unwrap(), Inserted::First);
    assert!(matches!(users.status(), Status::Revoked(_)));
    let to_next = delta(3, 2, Duration::hours(3));
    assert!(matches!(insert(&to_next), Err(InsertError::BaseMissing)));
    assert!(matches!(users.status(), Status::Revoked(_)));
    // With it, it is taken in.
    let next = users.revoking_person(users.later(2, Duration::hours(2)), ReasonCode::KeyCompromise);
    users.insert(&next).unwrap();
    assert_eq!(insert(&to_next).unwrap(), replaced(0));
    assert!(matches!(users.status(), Status::Revoked(_)));
    // Nor does a delta to the same list forget what the last one had.
    let forgetting = delta(4, 2, Duration::hours(4));
    assert_eq!(insert(&forgetting).unwrap(), replaced(0));
}

#[test]
fn an_intake_takes_bytes_to_the_one_store_where_they_belong() {
    let world = World::new();
    let now = instant(world.now());
    let (users, authorities) =
        (Arc::new(UserCrlStore::in_memory()), Arc::new(AuthorityCrlStore::in_memory()));
    let issuer = anchor_issuer(&world.authority);
    let crls = CrlImporter::new(
        Arc::clone(&users),
        ExpectedCrl::complete(issuer.clone()),
        Limits::DEFAULT,
    );
    let arls =
        CrlImporter::new(Arc::clone(&authorities), ExpectedCrl::arl(issuer), Limits::DEFAULT);
    let (crl, arl) = (world.sign(&world.list()), world.sign(&world.jpki.arl(&world.authority)));
    assert!(crls.held().is_none());
    for inserted in [Inserted::First, Inserted::Unchanged] {
        let intake = crls.import(crl.clone(), now).unwrap();
        assert_eq!(intake.inserted, inserted);
        let next_update = instant(world.jpki.lists_issued_at() + Duration::DAY);
        assert_eq!(intake.next_update, Some(next_update));
        assert_eq!(arls.import(arl.clone(), now).unwrap().inserted, inserted);
    }
    assert_eq!(crls.held().unwrap().list().as_der(), crl);
    for (intake, list) in [(&crls, &arl), (&arls, &crl)] {
        let refused = intake.import(list.clone(), now);
        assert!(matches!(refused, Err(ImportError::Store(InsertError::OtherScope))));
    }
    let other = world.list().sign(world.jpki.sign_ca(Generation::Second).key());
    let refused = crls.import(other, now);
    assert!(matches!(refused, Err(ImportError::List(CrlError::Signature(_)))));
    let weak = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1);
    let refused = crls.import(world.list().sign_with(world.authority.key(), weak), now);
    let expected = CrlError::Signature(Reason::AlgorithmNotAllowed);
    assert!(matches!(refused, Err(ImportError::List(error)) if error == expected));
    assert_eq!((users.lists().len(), authorities.lists().len()), (1, 1));
}
