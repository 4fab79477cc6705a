//! The fast ways say what the slow one says: store, pool and lookup against the policy over all lists.

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_revocation::store::{ExpectedCrl, InsertError, RemovalLimit, UserCrlStore};
use jpki_revocation::{
    CrlPool, RevocationPolicy, RevocationReason, RevocationTarget, Status, VerifiedCrl,
};
use jpki_test_support::with;
use jpki_testkit::jpki::Generation;
use jpki_testkit::pki::{
    CrlBuilder, DistinguishedName, DistributionPointName, Extension, IssuingDistributionPoint,
    Reason, ReasonCode,
};
use proptest::prelude::*;
use time::Duration;

use crate::crl::world::{
    World, anchor, anchor_issuer, at, certificate, instant, printable, verify,
};

#[derive(Clone, Debug)]
struct Made {
    second_generation: bool,
    issuer_printable: bool,
    point: MadePoint,
    users_only: bool,
    reasons: Option<bool>,
    delta: bool,
    minutes: i64,
    number: u64,
    reason: Option<ReasonCode>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MadePoint {
    None,
    Own,
    OwnPrintable,
    Relative,
    Other,
    OfIssuer,
}

fn made() -> impl Strategy<Value = Made> {
    use MadePoint::{None, OfIssuer, Other, Own, OwnPrintable, Relative};
    let points =
        prop::sample::select(vec![None, None, Own, OwnPrintable, Relative, Other, OfIssuer]);
    let reasons = prop::option::of(prop::sample::select(vec![
        ReasonCode::KeyCompromise,
        ReasonCode::CertificateHold,
        ReasonCode::RemoveFromCrl,
    ]));
    (
        (prop::bool::weighted(0.2), any::<bool>(), points, any::<bool>()),
        (prop::option::weighted(0.3, any::<bool>()), prop::bool::weighted(0.2)),
        (prop::sample::select(vec![-1600_i64, -60, 0, 10, 20, 740]), 1_u64..5, reasons),
    )
        .prop_map(|((second_generation, issuer_printable, point, users_only), more, rest)| {
            Made {
                second_generation,
                issuer_printable,
                point,
                users_only,
                reasons: more.0,
                delta: more.1,
                minutes: rest.0,
                number: rest.1,
                reason: rest.2,
            }
        })
}

/// Mostly complete lists of the authority that issued the certificate.
fn made_mostly_complete() -> impl Strategy<Value = Made> {
    (made(), prop::bool::weighted(0.7)).prop_map(|(made, complete)| match complete {
        true => Made {
            second_generation: false,
            point: MadePoint::None,
            reasons: None,
            delta: false,
            ..made
        },
        false => made,
    })
}

impl Made {
    /// Whether a lookup by the serial number uses it.
    fn is_complete(&self) -> bool {
        !self.second_generation
            && self.point == MadePoint::None
            && self.reasons.is_none()
            && !self.delta
    }
}

fn build(world: &World, made: &Made) -> Option<(VerifiedCrl, ExpectedCrl<jpki_revocation::Users>)> {
    let generation = if made.second_generation { Generation::Second } else { Generation::Third };
    let authority = world.jpki.sign_ca(generation);
    let own = world.person.distribution_point();
    let name = match made.point {
        MadePoint::None => None,
        MadePoint::Own => Some(DistributionPointName::directory(own)),
        MadePoint::OwnPrintable => Some(DistributionPointName::directory(printable(&own))),
        MadePoint::Relative => Some(DistributionPointName::RelativeToIssuer(own)),
        MadePoint::Other => {
            Some(DistributionPointName::directory(DistinguishedName::common_name("Elsewhere")))
        }
        MadePoint::OfIssuer => Some(DistributionPointName::directory(authority.name())),
    };
    let some = |first: bool| match first {
        true => vec![Reason::KeyCompromise, Reason::CaCompromise, Reason::CertificateHold],
        false => vec![
            Reason::AffiliationChanged,
            Reason::Superseded,
            Reason::CessationOfOperation,
            Reason::PrivilegeWithdrawn,
            Reason::AaCompromise,
        ],
    };
    let is_partition = name.is_some();
    let scope = IssuingDistributionPoint {
        name,
        only_user_certificates: made.users_only,
        only_some_reasons: made.reasons.map(some),
        ..IssuingDistributionPoint::default()
    };
    let issued = world.jpki.lists_issued_at() + Duration::minutes(made.minutes);
    let mut list: CrlBuilder = world
        .jpki
        .crl(&authority)
        .this_update(issued)
        .next_update(issued + Duration::DAY)
        .replace_extension(Extension::crl_number(made.number));
    if made.issuer_printable {
        list = list.issuer(printable(&authority.name()));
    }
    if is_partition || made.users_only || made.reasons.is_some() {
        list = list.extension(Extension::issuing_distribution_point(&scope).critical());
    }
    if made.delta {
        let base = made.number.checked_sub(1).filter(|base| *base > 0)?;
        list = list.extension(Extension::delta_crl_indicator(base).critical());
    }
    if let Some(reason) = made.reason {
        list = list.revoke(world.person.serial(), issued - Duration::HOUR, reason);
    }
    let issuer = anchor_issuer(&authority);
    let list = verify(&list.sign(authority.key()), &issuer).unwrap();
    let expected = match is_partition {
        true => ExpectedCrl::any_partition(issuer),
        false => ExpectedCrl::complete(issuer),
    };
    let expected = if made.delta { expected.as_delta() } else { expected };
    let any = with(RemovalLimit::DEFAULT, |limit| limit.daily_permille = 1000);
    Some((list, expected.with_removal_limit(any)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn store_and_pool_say_what_the_policy_says_over_all_lists(
        made in prop::collection::vec(made(), 1..7),
    ) {
        let world = World::new();
        let store = UserCrlStore::in_memory();
        let mut pool = CrlPool::new();
        let issuers = Generation::TRUSTED.map(|it| anchor_issuer(&world.jpki.sign_ca(it)));
        for (list, expected) in made.iter().filter_map(|made| build(&world, made)) {
            match store.insert(list, &expected, instant(world.now())) {
                Ok(_) => {}
                Err(
                    InsertError::Older
                    | InsertError::SameNumberOtherContent
                    | InsertError::FromFuture
                    | InsertError::BaseMissing,
                ) => continue,
                Err(other) => panic!("{other}"),
            }
        }
        let lists = store.lists();
        for list in &lists {
            pool.add(list.list().as_der(), &issuers, &AlgorithmPolicy::current());
        }
        let certificate = certificate(world.person.certificate());
        let anchor = anchor(&world.authority);
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        let now = at(world.now());
        for policy in [RevocationPolicy::daily(), RevocationPolicy::rfc_5280()] {
            let slow = policy.judge(&target, lists.iter().map(|list| &**list), now);
            let fast = store.judge(&policy, &target, now);
            prop_assert_eq!(fast.status(), slow.status());
            prop_assert_eq!(pool.judge(&policy, &target, now).status(), slow.status());
        }
    }

    #[test]
    fn a_lookup_says_what_the_policy_says_over_the_lists_that_it_uses(
        made in prop::collection::vec(made_mostly_complete(), 1..6),
    ) {
        let world = World::new();
        let issuers = Generation::TRUSTED.map(|it| anchor_issuer(&world.jpki.sign_ca(it)));
        let mut pool = CrlPool::new();
        let built: Vec<_> =
            made.iter().filter_map(|made| Some((made, build(&world, made)?.0))).collect();
        for (_, list) in &built {
            pool.add(list.list().as_der(), &issuers, &AlgorithmPolicy::current());
        }
        let all = || built.iter().map(|(_, list)| list);
        let used = || built.iter().filter(|(made, _)| made.is_complete()).map(|(_, list)| list);
        let certificate = certificate(world.person.certificate());
        let anchor = anchor(&world.authority);
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        let now = at(world.now());
        for policy in [RevocationPolicy::daily(), RevocationPolicy::rfc_5280()] {
            let found = policy.lookup(&anchor, all(), now).status(certificate.serial_number());
            let of_used = policy.judge(&target, used(), now).status();
            match (found, of_used) {
                // Why nothing is known is told of other lists too.
                (Status::Unknown(_), Status::Unknown(_)) => {}
                _ => prop_assert_eq!(found, of_used),
            }
            let of_all = policy.judge(&target, all(), now).status();
            prop_assert_eq!(pool.judge(&policy, &target, now).status(), of_all);
            // Nor does any further list end what lasts.
            let lasts = |status: Status| match status {
                Status::Revoked(revoked) => revoked.reason == RevocationReason::KeyCompromise,
                _ => false,
            };
            prop_assert!(lasts(of_all) || !lasts(found));
        }
    }
}

/// Security review M7, reports 15: a complete list is clean, a newer partition in other string types is not.
#[test]
fn a_partition_in_other_string_types_is_near() {
    let world = World::new();
    let store = UserCrlStore::in_memory();
    let own = world.person.distribution_point();
    let insert = |point: Option<DistinguishedName>, minutes, reason: Option<ReasonCode>| {
        let list = match &point {
            Some(point) => world.jpki.partitioned_crl(&world.authority, point.clone()),
            None => world.list(),
        };
        let list = list.this_update(world.jpki.lists_issued_at() + Duration::minutes(minutes));
        let list = match reason {
            Some(reason) => list.revoke(world.person.serial(), world.now(), reason),
            None => list,
        };
        let issuer = anchor_issuer(&world.authority);
        let list = verify(&world.sign(&list), &issuer).unwrap();
        let expected = match point {
            Some(_) => ExpectedCrl::any_partition(issuer),
            None => ExpectedCrl::complete(issuer),
        };
        store.insert(list, &expected, instant(world.now()))
    };
    let status = || {
        let certificate = certificate(world.person.certificate());
        let anchor = anchor(&world.authority);
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        store.judge(&RevocationPolicy::daily(), &target, at(world.now())).status()
    };
    insert(None, 0, None).unwrap();
    assert_eq!(status(), Status::Good);
    insert(Some(printable(&own)), 120, Some(ReasonCode::KeyCompromise)).unwrap();
    assert!(matches!(status(), Status::Revoked(_)));
    // In the certificate's own string types it is the same kind of list, and may not go back.
    let older = insert(Some(own.clone()), 60, Some(ReasonCode::KeyCompromise));
    assert!(matches!(older, Err(InsertError::Older)));
    let same = insert(Some(own), 120, None);
    assert!(matches!(same, Err(InsertError::SameNumberOtherContent)));
    assert_eq!(store.lists().len(), 2);
}
