//! Name constraints (RFC 5280 §4.2.1.10), each form with names just inside and just outside.

use crate::support::hierarchy::{
    self, Chain, assert_refused, assert_valid, inputs, name, validator,
};
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, CheckId, Reason, Subject};
use jpki_testkit::asn1;
use jpki_testkit::oid;
use jpki_testkit::pki::{DistinguishedName, Extension, GeneralName, GeneralSubtree, StringType};
use jpki_x509::path::ValidPath;

const HOLDER: Subject = Subject::EndEntity;

fn dns(text: &str) -> GeneralName {
    GeneralName::Dns(text.to_owned())
}

fn mail(text: &str) -> GeneralName {
    GeneralName::Rfc822(text.to_owned())
}

fn uri(text: &str) -> GeneralName {
    GeneralName::Uri(text.to_owned())
}

fn ip(bytes: &[u8]) -> GeneralName {
    GeneralName::IpAddress(bytes.to_vec())
}

/// ::ffff:0:0/96 with 0xff, and a neighbour of it with another byte.
fn mapped(byte: u8, v4: [u8; 4]) -> Vec<u8> {
    [vec![0; 10], vec![0xff, byte], v4.to_vec()].concat()
}

/// 192.0.2.0/24 as a network of mapped addresses.
fn mapped_net() -> Vec<u8> {
    [mapped(0xff, [192, 0, 2, 0]), vec![0xff; 15], vec![0]].concat()
}

fn directory(names: &[&str]) -> GeneralName {
    let add = |name: DistinguishedName, text: &&str| name.utf8(oid::ORGANIZATIONAL_UNIT, text);
    GeneralName::Directory(names.iter().fold(DistinguishedName::new(), add))
}

fn registered(number: u32) -> GeneralName {
    GeneralName::RegisteredId(hierarchy::policy(number))
}

enum List {
    Permitted,
    Excluded,
}

fn judge(list: &List, base: &GeneralSubtree, held: &GeneralName) -> Assessed<ValidPath> {
    let base = std::slice::from_ref(base);
    let constraints = match list {
        List::Permitted => Extension::name_constraints(base, &[]),
        List::Excluded => Extension::name_constraints(&[], base),
    };
    let names = Extension::subject_alt_name(std::slice::from_ref(held));
    Chain::new(1)
        .authority(0, |authority| authority.extension(constraints.critical()))
        .holder(|holder| holder.subject(DistinguishedName::new()).extension(names.critical()))
        .judge()
}

#[track_caller]
fn assert_constrained(assessed: &Assessed<ValidPath>, reason: Reason) {
    assert_refused(assessed, CheckId::PathNameConstraints, HOLDER, reason);
}

#[test]
fn a_name_is_inside_or_outside_a_subtree_of_its_form() {
    let v6 = |last: u8| {
        let mut bytes = vec![0x20, 0x01, 0x0d, 0xb8];
        bytes.resize(15, 0);
        bytes.push(last);
        bytes
    };
    let v6_net: Vec<u8> = v6(0).into_iter().chain([vec![0xff; 15], vec![0]].concat()).collect();
    let table: Vec<(GeneralName, Vec<GeneralName>, Vec<GeneralName>)> = vec![
        (
            dns("host.example"),
            vec![dns("host.example"), dns("a.host.example"), dns("A.B.HOST.Example")],
            vec![dns("ghost.example"), dns("example"), dns("host.example.org")],
        ),
        (dns(""), vec![dns("host.example")], vec![]),
        (
            dns("example"),
            vec![
                dns("a-b_1.example"),
                dns(&format!("{}.example", "a".repeat(63))),
                dns(&format!("{}example", "a.".repeat(123))),
            ],
            vec![],
        ),
        (
            mail("mail.example"),
            vec![mail("a@mail.example"), mail("a@MAIL.example")],
            vec![mail("a@b.mail.example"), mail("a@email.example")],
        ),
        (
            mail(".example"),
            vec![mail("a@mail.example"), mail("a@b.mail.example")],
            vec![mail("a@example"), mail("a@mail.example.org")],
        ),
        (
            mail("User@mail.example"),
            vec![mail("User@mail.example"), mail("User@MAIL.example")],
            vec![mail("user@mail.example"), mail("User@b.mail.example")],
        ),
        (
            uri("host.example"),
            vec![uri("https://host.example/a"), uri("ftp://u:p@HOST.example:21?x")],
            vec![uri("https://a.host.example/"), uri("https://x.example/@host.example")],
        ),
        (
            uri(".example"),
            vec![uri("https://host.example"), uri("https://a.b.example#host")],
            vec![uri("https://example/"), uri("https://host.example.org")],
        ),
        (
            ip(&[192, 0, 2, 0, 255, 255, 255, 128]),
            vec![ip(&[192, 0, 2, 0]), ip(&[192, 0, 2, 127])],
            vec![ip(&[192, 0, 2, 128]), ip(&[192, 0, 3, 1]), ip(&v6(1))],
        ),
        (
            ip(&[192, 0, 2, 0, 255, 255, 255, 0]),
            vec![ip(&[192, 0, 2, 1])],
            vec![ip(&mapped(0xfe, [192, 0, 2, 1]))],
        ),
        (
            ip(&mapped_net()),
            vec![ip(&mapped(0xff, [192, 0, 2, 1]))],
            vec![ip(&mapped(0xff, [192, 0, 3, 1])), ip(&mapped(0xfe, [192, 0, 2, 1]))],
        ),
        (ip(&v6_net), vec![ip(&v6(9))], vec![ip(&[0x20; 16]), ip(&[0x20, 0x01, 0x0d, 0xb8])]),
        (
            directory(&["A", "B"]),
            vec![directory(&["A", "B"]), directory(&["a", "b", "C"])],
            vec![directory(&["A"]), directory(&["B", "A"]), directory(&["A", "BB"])],
        ),
    ];
    for (base, inside, outside) in table {
        let subtree = GeneralSubtree::new(base.clone());
        for held in inside {
            println!("{held:?} in {base:?}");
            assert_valid(&judge(&List::Permitted, &subtree, &held));
            let assessed = judge(&List::Excluded, &subtree, &held);
            assert_constrained(&assessed, Reason::NameExcluded);
        }
        for held in outside {
            println!("{held:?} not in {base:?}");
            assert_valid(&judge(&List::Excluded, &subtree, &held));
            let assessed = judge(&List::Permitted, &subtree, &held);
            assert_constrained(&assessed, Reason::NameNotPermitted);
        }
    }
}

/// RFC 6125 §6.4.3: a wildcard stands for every label.
#[test]
fn a_wildcard_is_all_that_it_stands_for() {
    let judge =
        |list, base: &str, held: &str| judge(&list, &GeneralSubtree::new(dns(base)), &dns(held));
    assert_valid(&judge(List::Permitted, "host.example", "*.host.example"));
    let assessed = judge(List::Permitted, "a.host.example", "*.host.example");
    assert_constrained(&assessed, Reason::NameNotPermitted);
    let assessed = judge(List::Excluded, "a.host.example", "*.host.example");
    assert_constrained(&assessed, Reason::NameExcluded);
    assert_valid(&judge(List::Excluded, "a.b.host.example", "*.host.example"));
}

#[test]
fn other_forms_are_not_constrained() {
    let subtree = GeneralSubtree::new(dns("host.example"));
    for held in [mail("a@mail.example"), uri("https://x.example"), registered(1)] {
        assert_valid(&judge(&List::Permitted, &subtree, &held));
        assert_valid(&judge(&List::Excluded, &subtree, &held));
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let other = |text| GeneralName::other(hierarchy::policy(1), StringType::Utf8, text);
    let partial = |minimum, maximum| GeneralSubtree { base: dns("example"), minimum, maximum };
    let whole = GeneralSubtree::new;
    let cases = [
        (whole(registered(1)), registered(2)),
        (whole(other("a")), other("b")),
        (whole(dns("example")), dns("host..example")),
        (whole(dns("example")), dns("host.example.")),
        (whole(dns("example")), dns("*host.example")),
        (whole(dns("example")), dns("-host.example")),
        (whole(dns("example")), dns("host-.example")),
        (whole(dns("example")), dns(&format!("{}.example", "a".repeat(64)))),
        (whole(dns("example")), dns(&format!("{}example", "a.".repeat(124)))),
        (whole(dns(".example")), dns("host.example")),
        (whole(mail("mail.example")), mail("mail.example")),
        (whole(mail("mail.example")), mail("a@b@mail.example")),
        (whole(mail("mail.example")), mail("\"a\"@mail.example")),
        (whole(mail("mail.example")), mail("@mail.example")),
        (whole(mail("mail..example")), mail("a@mail.example")),
        (whole(mail("a@")), mail("a@mail.example")),
        (whole(uri("host.example")), uri("urn:host.example")),
        (whole(uri("host.example")), uri("https://192.0.2.1/")),
        (whole(uri("host.example")), uri("https://[2001:db8::1]/")),
        (whole(uri("https://host.example")), uri("https://host.example")),
        (whole(uri("host.example")), uri("https://other.example:80:host.example/")),
        (whole(uri("host.example")), uri("https://other.example:host.example/")),
        (whole(ip(&[192, 0, 2, 0, 255, 255, 255, 0])), ip(&mapped(0xff, [192, 0, 2, 1]))),
        (whole(ip(&mapped_net())), ip(&[192, 0, 2, 1])),
        (whole(ip(&[192, 0, 2, 0, 255, 255, 255, 0b1010_0000])), ip(&[192, 0, 2, 1])),
        (whole(ip(&[192, 0, 2, 0, 255, 0, 255, 0])), ip(&[192, 0, 2, 1])),
        (whole(ip(&[192, 0, 2, 0])), ip(&[192, 0, 2, 0])),
        (whole(ip(&[192, 0, 2, 0, 255, 255, 255, 0])), ip(&[192, 0, 2])),
        (partial(1, None), dns("host.example")),
        (partial(0, Some(1)), dns("host.example")),
    ];
    for (subtree, held) in cases {
        for list in [List::Permitted, List::Excluded] {
            println!("{held:?} against {subtree:?}");
            assert_constrained(&judge(&list, &subtree, &held), Reason::NameNotComparable);
        }
    }
}

/// A name whose string type hides what it says is no way around an excluded subtree, nor into a permitted
/// one.
#[test]
fn a_directory_name_without_canonical_form_is_not_comparable() {
    let in_organization = |organization: &str, string_type, text: &str| {
        let name = DistinguishedName::new().utf8(oid::ORGANIZATION, organization);
        GeneralName::Directory(name.attribute(oid::ORGANIZATIONAL_UNIT, string_type, text))
    };
    let held = |string_type, text: &str| in_organization("A", string_type, text);
    let base = GeneralSubtree::new(held(StringType::Utf8, "Müller"));
    let hidden = [
        held(StringType::Teletex, "Müller"),
        held(StringType::Printable, "Müller"),
        held(StringType::Utf8, "\u{e000}"),
    ];
    for hidden in hidden {
        for list in [List::Permitted, List::Excluded] {
            assert_constrained(&judge(&list, &base, &hidden), Reason::NameNotComparable);
        }
        let same = GeneralSubtree::new(hidden.clone());
        assert_valid(&judge(&List::Permitted, &same, &hidden));
        assert_constrained(&judge(&List::Excluded, &same, &hidden), Reason::NameExcluded);
    }
    // what is ASCII can be compared
    let ascii = held(StringType::Teletex, "Muller");
    assert_valid(&judge(&List::Excluded, &base, &ascii));
    let subtree = GeneralSubtree::new(held(StringType::Utf8, "Muller"));
    assert_valid(&judge(&List::Permitted, &subtree, &ascii));
    // as can what differs elsewhere
    let other = in_organization("B", StringType::Teletex, "Müller");
    assert_valid(&judge(&List::Excluded, &base, &other));
}

#[test]
fn a_name_within_one_permitted_subtree_is_permitted_whatever_the_others_are() {
    let judge = |bases: &[GeneralName], held: GeneralName| {
        let bases: Vec<_> = bases.iter().cloned().map(GeneralSubtree::new).collect();
        let constraints = Extension::name_constraints(&bases, &[]).critical();
        let names = Extension::subject_alt_name(&[held]);
        Chain::new(1)
            .authority(0, |authority| authority.extension(constraints))
            .holder(|holder| holder.extension(names))
            .judge()
    };
    let (good, other, strange) = (dns("host.example"), dns("b.example"), dns(".example"));
    for bases in [[&good, &other, &strange], [&strange, &other, &good], [&other, &good, &strange]] {
        assert_valid(&judge(&bases.map(Clone::clone), dns("a.host.example")));
    }
    for bases in [[&other, &strange], [&strange, &other]] {
        let assessed = judge(&bases.map(Clone::clone), dns("a.host.example"));
        assert_constrained(&assessed, Reason::NameNotComparable);
    }
    let assessed = judge(&[other, dns("c.example")], dns("a.host.example"));
    assert_constrained(&assessed, Reason::NameNotPermitted);
}

fn constrained(chain: Chain, place: usize, permitted: GeneralName) -> Chain {
    let subtree = GeneralSubtree::new(permitted);
    let constraints = Extension::name_constraints(&[subtree], &[]).critical();
    chain.authority(place, |authority| authority.extension(constraints))
}

#[test]
fn the_subject_is_a_directory_name() {
    let with =
        |base: &str| constrained(Chain::new(1), 0, GeneralName::Directory(name(base))).judge();
    assert_valid(&with("Holder"));
    assert_constrained(&with("Other"), Reason::NameNotPermitted);
}

#[test]
fn an_address_in_the_subject_is_constrained() {
    let with = |address: &str, string_type| {
        let subject = DistinguishedName::new().attribute(oid::EMAIL_ADDRESS, string_type, address);
        constrained(Chain::new(1), 0, mail("mail.example")).holder(|holder| holder.subject(subject))
    };
    let ia5 = StringType::Ia5;
    assert_valid(&with("a@mail.example", ia5).judge());
    assert_constrained(&with("a@x.example", ia5).judge(), Reason::NameNotPermitted);
    let utf8 = with("a@mail.example", StringType::Utf8).judge();
    assert_constrained(&utf8, Reason::NameNotComparable);
    let names = Extension::subject_alt_name(&[mail("a@mail.example")]);
    let beside = with("a@x.example", ia5).holder(|holder| holder.extension(names));
    assert_constrained(&beside.judge(), Reason::NameNotPermitted);
}

// §6.1.4(g): intersection of what is permitted
#[test]
fn constraints_of_all_authorities_apply() {
    let held = Extension::subject_alt_name(&[dns("a.host.example")]);
    let both = |upper: &str, lower: &str| {
        constrained(constrained(Chain::new(2), 0, dns(upper)), 1, dns(lower))
            .holder(|holder| holder.extension(held.clone()))
            .judge()
    };
    assert_valid(&both("example", "host.example"));
    assert_valid(&both("host.example", "example"));
    assert_constrained(&both("b.example", "host.example"), Reason::NameNotPermitted);
    assert_constrained(&both("host.example", "b.example"), Reason::NameNotPermitted);
}

// §6.1.3(b)(c)
#[test]
fn a_self_issued_authority_is_exempt_but_not_a_self_issued_holder() {
    let base = GeneralName::Directory(DistinguishedName::new().utf8(oid::COMMON_NAME, "Holder"));
    let chain = |second: &str| {
        constrained(Chain::new(2), 0, base.clone())
            .authority(1, |authority| authority.subject(name(second)))
            .holder(|holder| holder.issuer(name(second)))
    };
    assert_valid(&chain("Authority 1").judge());
    assert_refused(
        &chain("Authority 2").judge(),
        CheckId::PathNameConstraints,
        Subject::Intermediate(1),
        Reason::NameNotPermitted,
    );
    let own =
        constrained(Chain::new(1), 0, base).holder(|holder| holder.subject(name("Authority 1")));
    assert_constrained(&own.judge(), Reason::NameNotPermitted);
}

// §6.1.1(h)(i)
#[test]
fn the_relying_party_may_constrain_names() {
    let base = GeneralSubtree::new(GeneralName::Directory(name("Other")));
    let excluded = Extension::name_constraints(&[], std::slice::from_ref(&base)).value;
    let permitted = Extension::name_constraints(&[base], &[]).value;
    let within = |value: &[u8]| inputs().with_name_constraints(value).expect("name constraints");
    assert_valid(&Chain::new(0).validate(&within(&excluded)));
    let assessed = Chain::new(0).validate(&within(&permitted));
    assert_constrained(&assessed, Reason::NameNotPermitted);
    assert!(inputs().with_name_constraints(&asn1::sequence([[]; 0])).is_err());
}

#[test]
fn comparisons_are_bounded() {
    let held: Vec<_> = (0..20).map(|number| dns(&format!("a{number}.example"))).collect();
    let names = Extension::subject_alt_name(&held);
    let chain = constrained(Chain::new(1), 0, dns("example"))
        .holder(|holder| holder.subject(DistinguishedName::new()).extension(names));
    let within = |comparisons| {
        let limits = Limits::DEFAULT.with_name_comparisons(comparisons);
        let validator = validator().with_limits(limits);
        validator.validate(&chain.certificates(), &chain.anchor(), &inputs())
    };
    // Before these 20: issuer beside subject of the authority, whose names cost a half of their bytes, and
    // the issuer of each certificate.
    let before = (1 + 3 + 6) + 2;
    assert_valid(&within(before + 20));
    assert_constrained(&within(before + 19), Reason::LimitReached);
}

#[test]
fn directory_names_cost_by_their_text() {
    let costly = |last| name(&format!("{}{last}", "\u{fdfa}".repeat(1000)));
    let names = Extension::subject_alt_name(&[GeneralName::Directory(costly("a"))]);
    let chain = constrained(Chain::new(1), 0, GeneralName::Directory(costly("A")))
        .holder(|holder| holder.subject(DistinguishedName::new()).extension(names.critical()));
    assert_valid(&chain.judge());
    let limits = Limits::DEFAULT.with_name_comparisons(150_000);
    let validator = validator().with_limits(limits);
    let assessed = validator.validate(&chain.certificates(), &chain.anchor(), &inputs());
    assert_constrained(&assessed, Reason::LimitReached);
}
