//! Options add revocations and fill gaps. None of them ever turns revoked into good.

use jpki_core::report::Reason;
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};
use jpki_revocation::{
    CrlKeyPolicy, CrlPartitionPolicy, FreshnessPolicy, NextUpdate, RevocationPolicy,
    RevocationTarget, Status, VerifiedCrl,
};
use jpki_test_support::with;
use jpki_testkit::jpki::{Authority, Generation};
use jpki_testkit::pki::{
    CrlBuilder, DistributionPointName, Extension, IssuingDistributionPoint, ReasonCode,
};
use jpki_testkit::seed::Seed;
use time::Duration;

use crate::crl::world::{World, anchor, anchor_issuer, at, certificate, verify};

fn siblings() -> RevocationPolicy {
    with(RevocationPolicy::daily(), |policy| policy.keys_of_crls = CrlKeyPolicy::SiblingGeneration)
}

impl World {
    fn dated(&self, authority: &Authority, minutes_ago: i64) -> CrlBuilder {
        let issued = self.now() - Duration::minutes(minutes_ago);
        self.jpki.crl(authority).this_update(issued).next_update(issued + Duration::DAY)
    }

    fn by_siblings(&self, lists: &[Vec<u8>]) -> Status {
        self.ask_about(self.person.certificate(), lists, &siblings()).status()
    }
}

#[test]
fn a_newer_list_of_a_sibling_hides_nothing() {
    let world = World::new();
    let second = world.jpki.sign_ca(Generation::Second);
    let own = |ago, revoking: bool| {
        let list = world.dated(&world.authority, ago);
        let list = match revoking {
            true => list.revoke(world.person.serial(), world.now(), ReasonCode::KeyCompromise),
            false => list,
        };
        list.sign(world.authority.key())
    };
    let sibling = |ago| world.dated(&second, ago).sign(second.key());
    for lists in
        [[own(60, true), sibling(5)], [sibling(5), own(60, true)], [own(5, true), sibling(60)]]
    {
        assert!(matches!(world.by_siblings(&lists), Status::Revoked(_)));
    }
    assert_eq!(world.by_siblings(&[own(60, false), sibling(5)]), Status::Good);
    // The sibling's fills the gap where there is no list of the own key, not where the last one listed it.
    assert_eq!(world.by_siblings(&[sibling(5)]), Status::Good);
    let days = 3 * 24 * 60;
    assert_eq!(world.by_siblings(&[own(days, false), sibling(5)]), Status::Good);
    let known = world.by_siblings(&[own(days, true), sibling(5)]);
    assert_eq!(known, Status::Unknown(Reason::CrlStale));
    // An entry of a sibling's list counts too.
    let listed = world.dated(&second, 5);
    let listed = listed.revoke(world.person.serial(), world.now(), ReasonCode::Superseded);
    let listed = [own(60, false), listed.sign(second.key())];
    assert!(matches!(world.by_siblings(&listed), Status::Revoked(_)));
}

/// The same of the list of authorities.
#[test]
fn a_newer_authority_list_of_a_sibling_hides_nothing() {
    let world = World::new();
    let second = world.jpki.sign_ca(Generation::Second);
    let own = certificate(&world.authority.certificate());
    let anchor = anchor(&world.authority);
    let target = RevocationTarget::trust_anchor(&own, &anchor);
    let issued = world.now() - Duration::MINUTE;
    let newer = world.jpki.arl(&second).this_update(issued).sign(second.key());
    let arl = world.jpki.arl(&world.authority);
    let revoking = arl.revoke(world.authority.serial(), world.now(), ReasonCode::CaCompromise);
    let pool = world.pool(&[world.sign(&revoking), newer]);
    let status = pool.judge(&siblings(), &target, at(world.now())).status();
    assert!(matches!(status, Status::Revoked(_)));
}

/// Lists of every sort: by which key, of which scope, how old, with nextUpdate or not, whom it lists; and deltas.
fn lists_of_every_sort(world: &World) -> Vec<VerifiedCrl> {
    let second = world.jpki.sign_ca(Generation::Second);
    let scopes = [
        None,
        Some(DistributionPointName::directory(world.person.distribution_point())),
        Some(DistributionPointName::directory(world.authority.name())),
    ];
    let reasons = [None, Some(ReasonCode::CertificateHold), Some(ReasonCode::Superseded)];
    let mut lists = Vec::new();
    for authority in [&world.authority, &second] {
        for scope in &scopes {
            for (number, ago) in [(12, -3), (11, 10), (10, 10), (9, 26 * 60)] {
                for reason in reasons.into_iter().chain([Some(ReasonCode::RemoveFromCrl)]) {
                    let is_delta = reason == Some(ReasonCode::RemoveFromCrl);
                    if is_delta && number < 11 {
                        continue;
                    }
                    let list = world.dated(authority, ago);
                    let list = list.next_update(world.now() + Duration::HOUR);
                    let list = list.replace_extension(Extension::crl_number(number));
                    let list = match scope {
                        None => list,
                        Some(name) => {
                            let scope = IssuingDistributionPoint::named(name.clone());
                            let scope = Extension::issuing_distribution_point(&scope);
                            list.extension(scope.critical())
                        }
                    };
                    let list = match is_delta {
                        true => list.extension(Extension::delta_crl_indicator(9).critical()),
                        false => list,
                    };
                    let list = reason.into_iter().fold(list, |list, reason| {
                        list.revoke(world.person.serial(), world.now() - Duration::DAY, reason)
                    });
                    for list in [list.clone(), list.without_next_update()] {
                        let signed = list.sign(authority.key());
                        lists.push(verify(&signed, &anchor_issuer(authority)).unwrap());
                    }
                }
            }
        }
    }
    lists
}

/// Each option off and on, the more lenient behind.
fn policies() -> Vec<([usize; 5], RevocationPolicy)> {
    let keys = [CrlKeyPolicy::SameKey, CrlKeyPolicy::SameAnchor, CrlKeyPolicy::SiblingGeneration];
    let partitions = [CrlPartitionPolicy::Refused, CrlPartitionPolicy::OfIssuersName];
    let next_updates = [NextUpdate::Required, NextUpdate::Optional];
    let ages = [FreshnessPolicy::daily().maximum_age, None];
    let skews = [ClockAllowance::NONE, ClockAllowance::DEFAULT];
    let mut policies = Vec::new();
    for (a, keys_of_crls) in keys.into_iter().enumerate() {
        for (b, partitions) in partitions.into_iter().enumerate() {
            for (c, next_update) in next_updates.into_iter().enumerate() {
                for (d, maximum_age) in ages.into_iter().enumerate() {
                    for (e, clock_skew) in skews.into_iter().enumerate() {
                        let mut policy = RevocationPolicy::daily();
                        policy.freshness.next_update = next_update;
                        policy.freshness.maximum_age = maximum_age;
                        policy.freshness.clock_skew = clock_skew;
                        policy.keys_of_crls = keys_of_crls;
                        policy.partitions = partitions;
                        policies.push(([a, b, c, d, e], policy));
                    }
                }
            }
        }
    }
    policies
}

#[test]
fn no_option_turns_revoked_into_good() {
    let world = World::new();
    let lists = lists_of_every_sort(&world);
    let policies = policies();
    let (own, anchor) = (certificate(world.person.certificate()), anchor(&world.authority));
    let target = RevocationTarget::end_entity(&own, &anchor, &anchor);
    let now = at(world.now());
    let earlier = |minutes: i64| {
        let instant = world.now() - Duration::minutes(minutes);
        now.looking_back_to(Timestamp::from_unix_seconds(instant.unix_timestamp()))
    };
    let times: [ValidationTime; 3] = [now, earlier(5), earlier(12 * 60)];
    let (mut revoked, mut good, mut filled) = (0, 0, 0);
    for number in 0..600 {
        let mut choices = Seed::new(number).derive("options").choices();
        let count = 1 + choices.below(4);
        let some: Vec<_> = (0..count).map(|_| choices.pick(&lists).unwrap()).collect();
        let at = *choices.pick(&times).unwrap();
        let statuses: Vec<_> = policies
            .iter()
            .map(|(options, policy)| {
                (options, policy.judge(&target, some.iter().copied(), at).status())
            })
            .collect();
        for (strict, before) in &statuses {
            for (lenient, after) in &statuses {
                let is_more_lenient = strict.iter().zip(*lenient).all(|(this, that)| this <= that);
                let hides = matches!(before, Status::Revoked(_)) && *after == Status::Good;
                assert!(!(is_more_lenient && hides), "{number}: {strict:?}, {lenient:?}");
            }
        }
        let kinds: Vec<_> = statuses.iter().map(|(_, status)| status).collect();
        revoked += usize::from(kinds.iter().any(|status| matches!(status, Status::Revoked(_))));
        good += usize::from(kinds.contains(&&Status::Good));
        filled +=
            usize::from(matches!(kinds[0], Status::Unknown(_)) && kinds.contains(&&Status::Good));
    }
    assert!(revoked > 100 && good > 100 && filled > 50, "{revoked} {good} {filled}");
}
