//! Policies of a path (RFC 5280 §6.1, RFC 9618), rule by rule.

use crate::support::hierarchy::{
    self, Chain, assert_refused, assert_valid, inputs, name, policy, validator,
};
use jpki_core::der::Oid;
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, CheckId, Fact, FactKey, Reason, Subject, Verdict};
use jpki_testkit::asn1::{self, ObjectIdentifier};
use jpki_testkit::oid;
use jpki_testkit::pki::{Extension, PolicyInformation, PolicyQualifier};
use jpki_x509::path::{
    ExplicitPolicy, PathInputs, PolicyIdentifier, PolicySet, ValidPath, ValidPolicy,
};

const HOLDER: Subject = Subject::EndEntity;
const NO_POLICY: Reason = Reason::NoValidPolicy;

fn policies(policies: &[ObjectIdentifier]) -> Extension {
    let information: Vec<_> = policies.iter().map(|oid| PolicyInformation::new(*oid)).collect();
    Extension::certificate_policies(&information)
}

fn explicit() -> PathInputs {
    inputs().with_explicit_policy()
}

fn set(policies: &[ObjectIdentifier]) -> PolicySet {
    PolicySet::of(policies.iter().map(|oid| PolicyIdentifier::from(*oid)))
}

/// A chain in which the certificate at each place has these policies.
fn chain(places: &[&[ObjectIdentifier]]) -> Chain {
    let mut chain = Chain::new(places.len() - 1);
    for (place, named) in places.iter().enumerate() {
        if !named.is_empty() {
            chain = chain.authority(place, |builder| builder.extension(policies(named)));
        }
    }
    chain
}

fn mapping(chain: Chain, place: usize, pairs: &[(ObjectIdentifier, ObjectIdentifier)]) -> Chain {
    chain.authority(place, |builder| builder.extension(Extension::policy_mappings(pairs)))
}

#[track_caller]
fn assert_sets(
    assessed: &Assessed<ValidPath>,
    authority: &[ObjectIdentifier],
    user: &[ObjectIdentifier],
) {
    assert_valid(assessed);
    let found = |set: &[ValidPolicy]| -> Vec<_> {
        set.iter().map(ValidPolicy::identifier).cloned().collect()
    };
    let expected = |set: &[ObjectIdentifier]| -> Vec<_> {
        set.iter().map(|oid| PolicyIdentifier::from(*oid)).collect()
    };
    let valid = assessed.value().expect("a path").policies();
    assert_eq!(found(valid.authority_constrained()), expected(authority));
    assert_eq!(found(valid.user_constrained()), expected(user));
}

#[track_caller]
fn assert_no_policy(assessed: &Assessed<ValidPath>) {
    assert_eq!(assessed.verdict(), NO_POLICY.verdict());
    let findings = hierarchy::findings(assessed);
    assert!(
        !findings.is_empty()
            && findings
                .iter()
                .all(|(id, _, reason)| (*id, *reason) == (CheckId::PathExplicitPolicy, NO_POLICY)),
        "{findings:?}"
    );
}

// §6.1.3(d)(e)(f), §6.1.5(g)
#[test]
fn a_policy_is_valid_if_every_certificate_has_it() {
    let [one, two] = [policy(1), policy(2)];
    let both = chain(&[&[one, two], &[one]]);
    assert_sets(&both.validate(&explicit()), &[one], &[one]);
    let path = both.judge();
    assert_eq!(path.value().expect("a path").explicit_policy(), ExplicitPolicy::NotRequired);
    let path = both.validate(&explicit());
    assert_eq!(path.value().expect("a path").explicit_policy(), ExplicitPolicy::Required);
    for broken in [chain(&[&[one], &[two]]), chain(&[&[one], &[]]), chain(&[&[], &[one]])] {
        assert_sets(&broken.judge(), &[], &[]);
        assert_no_policy(&broken.validate(&explicit()));
    }
    // Told where it happens, not only in the end.
    let early = chain(&[&[one], &[two], &[two]]).validate(&explicit());
    assert_no_policy(&early);
    let found = (CheckId::PathExplicitPolicy, Subject::Intermediate(1), NO_POLICY);
    assert!(hierarchy::findings(&early).contains(&found));
}

// §6.1.1(c), §6.1.5(g)
#[test]
fn the_relying_party_accepts_some_policies() {
    let [one, two, three] = [policy(1), policy(2), policy(3)];
    let chain = chain(&[&[one, two], &[one, two]]);
    let accepting = |policies: &[ObjectIdentifier]| explicit().with_policies(set(policies));
    assert_sets(&chain.validate(&accepting(&[two, three])), &[one, two], &[two]);
    assert_no_policy(&chain.validate(&accepting(&[three])));
    // Not demanded, not refused.
    assert_sets(&chain.validate(&inputs().with_policies(set(&[three]))), &[one, two], &[]);
}

#[test]
fn the_report_tells_the_policy_that_the_path_is_valid_for() {
    let chain = chain(&[&[policy(1), policy(2)], &[policy(1), policy(2)]]);
    let assessed = chain.validate(&explicit().with_policies(set(&[policy(2)])));
    let path = assessed.report().find(CheckId::Path).expect("the path");
    let last = path.parts().last().and_then(|holder| holder.parts().last()).expect("a check");
    let told = Fact::object_identifier(FactKey::PolicyIdentifier, Oid::of(&policy(2)));
    assert_eq!(
        (last.id(), last.facts()),
        (CheckId::PathExplicitPolicy, &[told.expect("a fact")][..])
    );
    // Where it is valid for none, none is told.
    let assessed = Chain::new(1).judge();
    let path = assessed.report().find(CheckId::Path).expect("the path");
    let last = path.parts().last().and_then(|holder| holder.parts().last()).expect("a check");
    assert_eq!((last.id(), last.facts()), (CheckId::PathExplicitPolicy, &[][..]));
}

// §6.1.3(d)(2)
#[test]
fn any_policy_stands_for_what_is_expected() {
    let [one, two, any] = [policy(1), policy(2), oid::ANY_POLICY];
    assert_sets(&chain(&[&[any], &[one]]).validate(&explicit()), &[one], &[one]);
    assert_sets(&chain(&[&[one], &[any]]).validate(&explicit()), &[one], &[one]);
    let both_any = chain(&[&[any], &[any]]);
    assert_sets(&both_any.validate(&explicit()), &[any], &[any]);
    let accepted = explicit().with_policies(set(&[two]));
    assert_sets(&both_any.validate(&accepted), &[any], &[two]);
}

// §6.1.1(g), §6.1.4(j), §6.1.3(d)(2)
#[test]
fn any_policy_may_be_inhibited() {
    let [one, any] = [policy(1), oid::ANY_POLICY];
    let inhibit = |chain: Chain, skip| {
        chain.authority(0, |builder| {
            builder.extension(Extension::inhibit_any_policy(skip).critical())
        })
    };
    let upper_any = chain(&[&[any], &[one]]);
    assert_valid(&upper_any.validate(&explicit()));
    assert_no_policy(&upper_any.validate(&explicit().without_any_policy()));
    let lower_any = || chain(&[&[one], &[any], &[one]]);
    assert_valid(&inhibit(lower_any(), 1).validate(&explicit()));
    assert_no_policy(&inhibit(lower_any(), 0).validate(&explicit()));
    // A self-issued certificate that is not the last may say anyPolicy all the same.
    let rename = |chain: Chain| {
        chain
            .authority(1, |builder| builder.subject(name("Authority 1")))
            .holder(|holder| holder.issuer(name("Authority 1")))
    };
    assert_valid(&inhibit(rename(lower_any()), 0).validate(&explicit()));
    let last_any = || chain(&[&[one], &[any]]);
    let own = |chain: Chain| chain.holder(|holder| holder.subject(name("Authority 1")));
    assert_valid(&inhibit(own(last_any()), 1).validate(&explicit()));
    assert_no_policy(&inhibit(own(last_any()), 0).validate(&explicit()));
}

// §6.1.4(h)(i), §6.1.5(a)(b)
#[test]
fn an_authority_may_require_a_policy() {
    let require = |authorities, skip| {
        Chain::new(authorities).authority(0, |builder| {
            builder.extension(Extension::policy_constraints(Some(skip), None).critical())
        })
    };
    // Two certificates follow: the last makes the third count.
    assert_valid(&require(3, 4).judge());
    assert_no_policy(&require(3, 3).judge());
    assert_no_policy(&require(3, 0).judge());
    // A self-issued certificate is not counted, unless it is the last.
    let renamed = |skip| {
        require(2, skip)
            .authority(1, |builder| builder.subject(name("Authority 1")))
            .holder(|holder| holder.issuer(name("Authority 1")))
    };
    assert_valid(&renamed(2).judge());
    assert_no_policy(&renamed(1).judge());
    let last = |skip| {
        Chain::new(0).holder(|holder| {
            holder.extension(Extension::policy_constraints(Some(skip), None).critical())
        })
    };
    assert_valid(&last(1).judge());
    assert_no_policy(&last(0).judge());
}

// §6.1.4(a)(b), RFC 9618 §5.3
#[test]
fn policies_are_mapped_between_domains() {
    let [one, two, three] = [policy(1), policy(2), policy(3)];
    let mapped = || mapping(chain(&[&[one], &[two]]), 0, &[(one, two)]);
    assert_sets(&mapped().validate(&explicit()), &[one], &[one]);
    assert_no_policy(&mapping(chain(&[&[one], &[three]]), 0, &[(one, two)]).validate(&explicit()));
    // A mapped policy no longer counts under its own name.
    assert_no_policy(&mapping(chain(&[&[one], &[one]]), 0, &[(one, two)]).validate(&explicit()));
    let several = mapping(chain(&[&[one], &[three]]), 0, &[(one, two), (one, three)]);
    assert_sets(&several.validate(&explicit()), &[one], &[one]);
    assert_no_policy(&mapped().validate(&explicit().without_policy_mapping()));
    // Where mappings are inhibited, a mapped policy is no longer valid, under no name.
    let own = mapping(chain(&[&[one, two], &[one, two]]), 0, &[(one, three)]);
    let assessed = own.validate(&explicit().without_policy_mapping());
    assert_sets(&assessed, &[two], &[two]);
    let inhibited = |skip| {
        let chain = mapping(chain(&[&[one], &[one], &[two]]), 1, &[(one, two)]);
        chain.authority(0, |builder| {
            builder.extension(Extension::policy_constraints(None, Some(skip)).critical())
        })
    };
    assert_valid(&inhibited(1).validate(&explicit()));
    assert_no_policy(&inhibited(0).validate(&explicit()));
    // anyPolicy stands for the mapped policy.
    let any = mapping(chain(&[&[oid::ANY_POLICY], &[two]]), 0, &[(one, two)]);
    assert_sets(&any.validate(&explicit()), &[one], &[one]);
    assert_no_policy(&mapping(chain(&[&[three], &[two]]), 0, &[(one, two)]).validate(&explicit()));
}

// RFC 9618 §5.4: sets are intersected, nothing is removed from the graph. Found beside certval.
#[test]
fn a_policy_reached_from_two_is_valid_for_the_accepted_one() {
    let [one, two] = [policy(1), policy(2)];
    let chain = mapping(chain(&[&[one, two], &[one]]), 0, &[(one, one), (two, one)]);
    for (accepted, valid) in [(one, &[one][..]), (two, &[two][..])] {
        let assessed = chain.validate(&explicit().with_policies(set(&[accepted])));
        assert_sets(&assessed, &[one, two], valid);
    }
    assert_no_policy(&chain.validate(&explicit().with_policies(set(&[policy(3)]))));
}

// RFC 9618 §5.3(b)(1): anyPolicy stands for a mapped policy only where that has no node of its own.
#[test]
fn a_mapped_policy_with_a_node_is_not_also_below_any_policy() {
    let [one, two, three, any] = [policy(1), policy(2), policy(3), oid::ANY_POLICY];
    let upper = mapping(chain(&[&[one, any], &[two, any], &[three]]), 0, &[(one, two)]);
    let assessed = mapping(upper, 1, &[(two, three)]).validate(&explicit());
    assert_sets(&assessed, &[one], &[one]);
    let upper = mapping(chain(&[&[one, any], &[any], &[three]]), 0, &[(one, one)]);
    let assessed = mapping(upper, 1, &[(two, three)]).validate(&explicit());
    assert_sets(&assessed, &[two], &[two]);
}

// §6.1.3(d)(2), §6.1.4(b)(1). Found beside OpenSSL.
#[test]
fn an_inhibited_any_policy_is_not_mapped() {
    let [one, two] = [policy(1), policy(2)];
    let chain = mapping(chain(&[&[oid::ANY_POLICY], &[two]]), 0, &[(one, two)]);
    assert_sets(&chain.validate(&explicit()), &[one], &[one]);
    assert_no_policy(&chain.validate(&explicit().without_any_policy()));
}

// §6.1.4(a)
#[test]
fn any_policy_is_never_mapped() {
    let [one, any] = [policy(1), oid::ANY_POLICY];
    for pair in [(one, any), (any, one)] {
        let chain = mapping(chain(&[&[one, any], &[one]]), 0, &[pair]);
        assert_refused(
            &chain.judge(),
            CheckId::PathPolicyMappings,
            Subject::Intermediate(1),
            Reason::ExtensionMalformed,
        );
    }
}

// §4.2.1.4
#[test]
fn a_policy_occurs_once() {
    for repeated in [policy(1), oid::ANY_POLICY] {
        let chain = chain(&[&[policy(1), oid::ANY_POLICY], &[repeated, repeated]]);
        let assessed = chain.judge();
        assert_refused(&assessed, CheckId::PathPolicies, HOLDER, Reason::PolicyRepeated);
    }
    let [one, two] = [policy(1), policy(2)];
    let assessed = chain(&[&[one, two], &[one, two, one]]).judge();
    assert_refused(&assessed, CheckId::PathPolicies, HOLDER, Reason::PolicyRepeated);
}

#[test]
fn the_order_of_policies_and_mappings_does_not_matter() {
    let [one, two, three, four] = [1, 2, 3, 4].map(policy);
    let mapped = |pairs: &[_]| mapping(chain(&[&[two, one], &[four, three]]), 0, pairs);
    for pairs in [[(one, three), (two, four)], [(two, four), (one, three)]] {
        assert_sets(&mapped(&pairs).validate(&explicit()), &[one, two], &[one, two]);
    }
    // anyPolicy stands for 1 and 2; 4 has a node of its own, which is the one that is mapped.
    let any = oid::ANY_POLICY;
    let upper =
        mapping(chain(&[&[one, two, three, any], &[four, any], &[policy(5)]]), 0, &[(three, four)]);
    let assessed = mapping(upper, 1, &[(four, policy(5))]).validate(&explicit());
    assert_sets(&assessed, &[three], &[three]);
}

#[test]
fn policies_are_bounded_by_limits() {
    let ten: Vec<_> = (1..=10).map(policy).collect();
    let within = |chain: &Chain, nodes| {
        let validator = validator().with_limits(Limits::DEFAULT.with_policy_nodes(nodes));
        validator.validate(&chain.certificates(), &chain.anchor(), &inputs())
    };
    // Ten policies; ten that they expect; anyPolicy and the ten it stands for; a mapping.
    let named = chain(&[&ten]);
    let stood_for = chain(&[&ten, &[oid::ANY_POLICY]]);
    let mapped = mapping(stood_for.clone(), 0, &[(policy(1), policy(1))]);
    for (chain, nodes) in [(named, 10), (stood_for, 31), (mapped, 32)] {
        assert_valid(&within(&chain, nodes));
        let assessed = within(&chain, nodes - 1);
        assert_refused(&assessed, CheckId::PathPolicies, HOLDER, Reason::LimitReached);
    }
}

#[test]
fn qualifiers_of_the_end_entity_are_given_out() {
    let [one, two] = [policy(1), policy(2)];
    let uri = || PolicyQualifier::CpsUri("http://cps.example".to_owned());
    let qualified =
        |oid| Extension::certificate_policies(&[PolicyInformation::new(oid).qualifier(uri())]);
    let expect = |chain: Chain, accepted: PolicySet| {
        let assessed = chain.validate(&explicit().with_policies(accepted));
        assert_valid(&assessed);
        let path = assessed.value().expect("a path").clone();
        let [policy] = path.policies().user_constrained() else { panic!("one policy") };
        let [qualifiers] = policy.qualifiers() else { panic!("one set of qualifiers") };
        assert!(qualifiers.windows(18).any(|part| part == b"http://cps.example"));
    };
    let holder = |chain: Chain, oid| chain.holder(|holder| holder.extension(qualified(oid)));
    // What anyPolicy adds is not added to a policy that is named beside it.
    let other = PolicyQualifier::CpsUri("http://any.example".to_owned());
    let beside = Extension::certificate_policies(&[
        PolicyInformation::new(one).qualifier(uri()),
        PolicyInformation::new(oid::ANY_POLICY).qualifier(other),
    ]);
    expect(chain(&[&[one], &[]]).holder(|holder| holder.extension(beside)), PolicySet::Any);
    expect(holder(chain(&[&[one], &[]]), one), PolicySet::Any);
    let mapped = mapping(chain(&[&[one], &[]]), 0, &[(one, two)]);
    expect(holder(mapped, two), set(&[one]));
    expect(holder(chain(&[&[one], &[]]), oid::ANY_POLICY), set(&[one]));
    expect(holder(chain(&[&[oid::ANY_POLICY], &[]]), oid::ANY_POLICY), set(&[two]));
}

/// The tree of RFC 9618 §3: two policies in each certificate, each mapped to both, doubles at every level.
#[test]
fn mappings_that_double_a_tree_do_not_double_the_graph() {
    let [one, two] = [policy(1), policy(2)];
    let all = [(one, one), (one, two), (two, one), (two, two)];
    let both = [one, two];
    let places = [&both[..]; 15];
    let mut chain = chain(&places);
    for place in 0..14 {
        chain = mapping(chain, place, &all);
    }
    assert_sets(&chain.validate(&explicit()), &[one, two], &[one, two]);
    let validator = validator().with_limits(Limits::DEFAULT.with_policy_nodes(100));
    let assessed = validator.validate(&chain.certificates(), &chain.anchor(), &inputs());
    let (_, _, reason) = hierarchy::findings(&assessed)[0];
    assert_eq!(reason, Reason::LimitReached);
    assert_eq!(assessed.verdict(), Reason::LimitReached.verdict());
}

/// Policies as the value of the extension: this policy with these qualifiers, each whole.
fn qualified(policy: ObjectIdentifier, qualifiers: &[Vec<u8>]) -> Extension {
    let information = asn1::sequence([asn1::object_identifier(policy), asn1::sequence(qualifiers)]);
    Extension::new(oid::CERTIFICATE_POLICIES, asn1::sequence([information]))
}

fn qualifier(identifier: ObjectIdentifier, value: Vec<u8>) -> Vec<u8> {
    asn1::sequence([asn1::object_identifier(identifier), value])
}

fn text(tag: u8, content: &[u8]) -> Vec<u8> {
    asn1::element(tag, content)
}

const UTF8: u8 = 0x0c;
const PRINTABLE: u8 = 0x13;
const IA5: u8 = 0x16;
const VISIBLE: u8 = 0x1a;
const BMP: u8 = 0x1e;

fn cps(value: Vec<u8>) -> Vec<u8> {
    qualifier(oid::CPS_QUALIFIER, value)
}

fn notice(members: &[Vec<u8>]) -> Vec<u8> {
    qualifier(oid::USER_NOTICE_QUALIFIER, asn1::sequence(members))
}

fn reference(organization: Vec<u8>, numbers: &[Vec<u8>]) -> Vec<u8> {
    asn1::sequence([organization, asn1::sequence(numbers)])
}

// §4.2.1.4: who reads a critical extension understands its qualifiers, or refuses.
#[test]
fn qualifiers_of_critical_policies_are_understood() {
    let address = || text(IA5, b"http://cps.example/");
    let long = "本".repeat(300);
    let understood = [
        vec![cps(address())],
        vec![notice(&[])],
        vec![notice(&[text(UTF8, "本".as_bytes())])],
        vec![notice(&[text(UTF8, long.as_bytes())])],
        vec![notice(&[text(VISIBLE, b"text")])],
        vec![notice(&[text(IA5, b"text")])],
        vec![notice(&[text(BMP, &[0x67, 0x2c])])],
        vec![notice(&[reference(text(UTF8, b"org"), &[asn1::unsigned(1)])])],
        vec![notice(&[reference(text(UTF8, b"org"), &[]), text(UTF8, b"text")])],
        vec![cps(address()), notice(&[text(UTF8, b"text")]), cps(address())],
    ];
    let unknown = || qualifier(policy(9), asn1::null());
    let not_understood = [vec![unknown()], vec![cps(address()), unknown()]];
    let malformed = [
        vec![cps(asn1::unsigned(1))],
        vec![cps(text(UTF8, b"http://cps.example/"))],
        vec![cps(text(IA5, &[0xe6, 0x9c, 0xac]))],
        vec![notice(&[]), cps(asn1::null())],
        vec![qualifier(oid::USER_NOTICE_QUALIFIER, asn1::null())],
        vec![qualifier(oid::USER_NOTICE_QUALIFIER, text(UTF8, b"text"))],
        vec![notice(&[text(PRINTABLE, b"text")])],
        vec![notice(&[text(UTF8, &[0xff])])],
        vec![notice(&[text(BMP, b"odd")])],
        vec![notice(&[text(UTF8, b"one"), text(UTF8, b"two")])],
        vec![notice(&[text(UTF8, b"text"), reference(text(UTF8, b"org"), &[])])],
        vec![notice(&[reference(asn1::null(), &[])])],
        vec![notice(&[reference(text(UTF8, b"org"), &[asn1::null()])])],
        vec![notice(&[asn1::sequence([text(UTF8, b"org")])])],
    ];
    let unreadable = [
        // no qualifier at all, and none behind its identifier
        vec![],
        vec![asn1::sequence([asn1::object_identifier(oid::CPS_QUALIFIER)])],
        vec![asn1::sequence([
            asn1::object_identifier(oid::CPS_QUALIFIER),
            address(),
            asn1::null(),
        ])],
    ];
    let one = policy(1);
    for named in [one, oid::ANY_POLICY] {
        for qualifiers in understood.iter().chain(&not_understood).chain(&malformed) {
            let extension = qualified(named, qualifiers);
            assert_valid(&Chain::new(1).everywhere(&extension).judge());
        }
        for qualifiers in &understood {
            let extension = qualified(named, qualifiers).critical();
            assert_valid(&Chain::new(1).everywhere(&extension).judge());
        }
        let refused = |qualifiers: &[Vec<u8>], reason| {
            let critical = || qualified(named, qualifiers).critical();
            let chain = Chain::new(1).holder(|holder| holder.extension(critical()));
            assert_refused(&chain.judge(), CheckId::PathCriticalExtensions, HOLDER, reason);
            let chain = Chain::new(1).authority(0, |authority| authority.extension(critical()));
            let upper = Subject::Intermediate(1);
            assert_refused(&chain.judge(), CheckId::PathCriticalExtensions, upper, reason);
        };
        for qualifiers in &not_understood {
            refused(qualifiers, Reason::UnknownCriticalExtension);
        }
        for qualifiers in &malformed {
            refused(qualifiers, Reason::ExtensionMalformed);
        }
        for qualifiers in &unreadable {
            let chain = Chain::new(1).everywhere(&qualified(named, qualifiers));
            assert_eq!(chain.judge().verdict(), Verdict::Invalid);
        }
    }
}
