//! Comparison of names: RFC 5280 §7.1 with RFC 4518, PKITS 4.3, and near misses.

use crate::support::certificate::issuer_and_subject;
use crate::support::names::{
    COMMON_NAME, COUNTRY, DOMAIN, ORGANIZATION, Part, SERIAL_NUMBER, UNIT, element, name,
    printable, relative_name, utf8, utf16, utf32,
};
use jpki_core::der::{Reader, Tag};
use jpki_core::name::{Containment, Name, RelativeName};
use jpki_test_support::conformance;
use proptest::prelude::*;

fn matches(one: &[u8], other: &[u8]) -> bool {
    let (one, other) = (Name::from_der(one).unwrap(), Name::from_der(other).unwrap());
    let result = one.matches(&other);
    assert_eq!(result, other.matches(&one), "not symmetric");
    assert_eq!(result, one.canonical() == other.canonical(), "the canonical forms disagree");
    result
}

fn parts_match(one: Part<'_>, other: Part<'_>) -> bool {
    matches(&name(&[&[one]]), &name(&[&[other]]))
}

fn texts_match(one: &str, other: &str) -> bool {
    parts_match(utf8(COMMON_NAME, one), utf8(COMMON_NAME, other))
}

#[test]
fn preparation_makes_equal_what_rfc_4518_calls_equal() {
    let table = [
        // case folding: RFC 3454 table B.2
        ("Good CA", "gOOD ca"),
        ("ÄÖÅ Œ", "äöå œ"),
        ("Straße", "STRASSE"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("İ", "i\u{307}"),
        ("ŉ", "ʼn"),
        ("ſ", "s"),
        ("ǰ", "j\u{30c}"),
        ("և", "եւ"),
        ("\u{345}", "ι"),
        ("ΰ", "\u{3c5}\u{308}\u{301}"),
        ("℡", "tel"),
        // folding can make what composes again
        ("Ϊ\u{301}", "ΐ"),
        ("ß\u{301}", "sś"),
        ("𝐀", "a"),
        ("К", "к"),
        // width and compatibility forms: NFKC
        ("ＪＰＫＩ　１２３", "jpki 123"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("か\u{3099}", "が"),
        ("㈱日本", "(株)日本"),
        ("㍿", "株式会社"),
        ("\u{f900}", "豈"),
        ("①", "1"),
        ("ﬁ", "fi"),
        ("é", "e\u{301}"),
        ("Ω\u{2126}", "ωω"),
        // spaces: RFC 4518 §2.6.1
        ("  Good   CA ", "Good CA"),
        ("Good\u{3000}\u{a0}CA", "Good CA"),
        ("Good\tCA\r\n", "Good CA"),
        ("Good\u{2028}CA", "Good CA"),
        ("", "   "),
        // characters without width: RFC 4518 §2.2
        ("Go\u{ad}od\u{200b}", "Good"),
        ("\u{feff}Go\u{202e}od", "Good"),
        ("Go\0od\u{7f}", "Good"),
        ("葛\u{fe00}", "葛"),
    ];
    for (one, other) in table {
        assert!(texts_match(one, other), "{one:?} {other:?}");
    }
}

/// RFC 4518 §2.2, each range at its ends and one beyond.
#[test]
fn preparation_maps_these_characters_and_no_others() {
    let to_nothing = [
        (0x00_u32, 0x08_u32),
        (0x0e, 0x1f),
        (0x7f, 0x84),
        (0x86, 0x9f),
        (0xad, 0xad),
        (0x34f, 0x34f),
        (0x6dd, 0x6dd),
        (0x70f, 0x70f),
        (0x1806, 0x1806),
        (0x180b, 0x180e),
        (0x200b, 0x200f),
        (0x202a, 0x202e),
        (0x2060, 0x2063),
        (0x206a, 0x206f),
        (0xfe00, 0xfe0f),
        (0xfeff, 0xfeff),
        (0xfff9, 0xfffc),
        (0x1d173, 0x1d17a),
        (0xe0001, 0xe0001),
        (0xe0020, 0xe007f),
    ];
    let to_space = [
        (0x09, 0x0d),
        (0x20, 0x20),
        (0x85, 0x85),
        (0xa0, 0xa0),
        (0x1680, 0x1680),
        (0x2000, 0x200a),
        (0x2028, 0x2029),
        (0x202f, 0x202f),
        (0x205f, 0x205f),
        (0x3000, 0x3000),
    ];
    let is_in = |ranges: &[(u32, u32)], code: u32| {
        ranges.iter().any(|(first, last)| (*first..=*last).contains(&code))
    };
    for (first, last) in to_nothing.into_iter().chain(to_space) {
        for code in [first.saturating_sub(1), first, last, last.saturating_add(1)] {
            let text = format!("a{}b", char::from_u32(code).unwrap());
            assert_eq!(texts_match(&text, "ab"), is_in(&to_nothing, code), "{code:x}");
            assert_eq!(texts_match(&text, "a b"), is_in(&to_space, code), "{code:x}");
        }
    }
}

#[test]
fn preparation_keeps_apart_what_differs() {
    let table = [
        ("Good CA", "Good CB"),
        ("Good CA", "GoodCA"),
        ("Good CA", "Good CA 2"),
        ("Good", "Goo"),
        ("", "a"),
        // dotless i is a letter of its own
        ("ı", "i"),
        ("ı", "I"),
        ("e", "é"),
        ("か", "が"),
        ("ハ", "バ"),
        ("日本", "日本国"),
        // look alike, are not alike: Cyrillic а, Greek ο; forms of one character
        ("a", "а"),
        ("o", "ο"),
        ("高", "髙"),
        ("斎", "斉"),
        ("葛\u{e0100}", "葛"),
        ("ー", "一"),
        // a space that carries a mark is no space (RFC 4518 §2.6.1)
        ("Good \u{301}CA", "Good  \u{301}CA"),
        ("Good \u{301}", "Good\u{301}"),
        // prohibited characters have no canonical form: only equal bytes match
        ("外字\u{e000}A", "外字\u{e000}a"),
        ("\u{fffd}A", "\u{fffd}a"),
        ("\u{fdd0}A", "\u{fdd0}a"),
        ("\u{ffff}A", "\u{ffff}a"),
        ("\u{f0000}A", "\u{f0000}a"),
    ];
    for (one, other) in table {
        assert!(!texts_match(one, other), "{one:?} {other:?}");
        assert!(texts_match(one, one) && texts_match(other, other));
    }
}

#[test]
fn string_types_of_one_text_match() {
    let (bmp, universal) = (utf16("good ca"), utf32("Good Ca"));
    let same = [
        utf8(COMMON_NAME, "Good CA"),
        printable(COMMON_NAME, "GOOD CA"),
        (COMMON_NAME, Tag::BMP_STRING, &bmp),
        (COMMON_NAME, Tag::UNIVERSAL_STRING, &universal),
        (COMMON_NAME, Tag::TELETEX_STRING, b"Good CA"),
        (COMMON_NAME, Tag::IA5_STRING, b"good CA"),
        (COMMON_NAME, Tag::VISIBLE_STRING, b"Good  CA"),
    ];
    for one in same {
        assert!(same.iter().all(|other| parts_match(one, *other)), "{:?}", one.1);
        assert!(!parts_match(one, printable(COMMON_NAME, "Good CAs")));
        assert!(!parts_match(one, printable(ORGANIZATION, "Good CA")));
    }
    let japanese = "日本🗾";
    let (bmp, universal) = (utf16(japanese), utf32(japanese));
    assert!(parts_match(utf8(UNIT, japanese), (UNIT, Tag::BMP_STRING, &bmp)));
    assert!(parts_match(utf8(UNIT, japanese), (UNIT, Tag::UNIVERSAL_STRING, &universal)));
}

#[test]
fn values_without_a_canonical_form_match_by_bytes_only() {
    let pairs: [(Part<'_>, Part<'_>); 10] = [
        // NumericString is no DirectoryString
        (
            (SERIAL_NUMBER, Tag::NUMERIC_STRING, b"12 34"),
            (SERIAL_NUMBER, Tag::NUMERIC_STRING, b"1234"),
        ),
        ((SERIAL_NUMBER, Tag::NUMERIC_STRING, b"12"), printable(SERIAL_NUMBER, "12")),
        // TeletexString beyond ASCII
        ((COMMON_NAME, Tag::TELETEX_STRING, b"\xe9"), utf8(COMMON_NAME, "é")),
        (
            (COMMON_NAME, Tag::TELETEX_STRING, b"\xe9A"),
            (COMMON_NAME, Tag::TELETEX_STRING, b"\xe9a"),
        ),
        // broken UTF-8, half a surrogate pair, an odd byte
        ((COMMON_NAME, Tag::UTF8_STRING, b"A\xff"), (COMMON_NAME, Tag::UTF8_STRING, b"a\xff")),
        (
            (COMMON_NAME, Tag::BMP_STRING, b"\0A\xd8\0"),
            (COMMON_NAME, Tag::BMP_STRING, b"\0a\xd8\0"),
        ),
        ((COMMON_NAME, Tag::BMP_STRING, b"\0A\0"), (COMMON_NAME, Tag::BMP_STRING, b"\0a\0")),
        // bytes beyond ASCII in PrintableString
        (
            (COMMON_NAME, Tag::PRINTABLE_STRING, b"A\xe9"),
            (COMMON_NAME, Tag::PRINTABLE_STRING, b"a\xe9"),
        ),
        // the same bytes under another tag
        ((COMMON_NAME, Tag::PRINTABLE_STRING, b"\xe9"), (COMMON_NAME, Tag::IA5_STRING, b"\xe9")),
        // no string at all
        ((COMMON_NAME, Tag::INTEGER, b"\x41"), utf8(COMMON_NAME, "A")),
    ];
    for (one, other) in pairs {
        assert!(!parts_match(one, other), "{one:?} {other:?}");
        assert!(parts_match(one, one) && parts_match(other, other), "{one:?} {other:?}");
    }
}

#[test]
fn domain_components_match_but_for_case() {
    let ia5 = |text: &'static [u8]| (DOMAIN, Tag::IA5_STRING, text);
    assert!(parts_match(ia5(b"Example"), ia5(b"eXAMPLE")));
    assert!(parts_match(ia5(b"example"), utf8(DOMAIN, "EXAMPLE")));
    // RFC 5280 §7.3: an exact match but for case, so no other preparation
    assert!(!parts_match(ia5(b"example"), ia5(b" example")));
    assert!(!parts_match(ia5(b"example"), utf8(DOMAIN, "ｅxample")));
    assert!(!parts_match(utf8(DOMAIN, "bücher"), utf8(DOMAIN, "BÜCHER")));
    assert!(!parts_match(utf8(DOMAIN, "bücher"), ia5(b"xn--bcher-kva")));
}

#[test]
fn attributes_of_one_rdn_match_in_any_order() {
    let (a, b, c) = (utf8(COMMON_NAME, "A"), utf8(SERIAL_NUMBER, "1"), utf8(UNIT, "U"));
    let orders: [[Part<'_>; 3]; 6] =
        [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]];
    for order in orders {
        assert!(matches(&name(&[&[a, b, c]]), &name(&[&order])));
        let folded = [printable(COMMON_NAME, "a"), order[1], order[2]];
        assert_eq!(matches(&name(&[&order]), &name(&[&folded])), order[0] == a);
    }
    // not one attribute more or less, nor one for another
    assert!(!matches(&name(&[&[a, b, c]]), &name(&[&[a, b]])));
    assert!(!matches(&name(&[&[a, b]]), &name(&[&[a, c]])));
    // an attribute that occurs twice needs its double
    assert!(!matches(&name(&[&[a, a, b]]), &name(&[&[a, b, b]])));
    assert!(matches(&name(&[&[a, b, a]]), &name(&[&[a, a, b]])));
    // one RDN of two attributes is not two RDNs
    assert!(!matches(&name(&[&[a, b]]), &name(&[&[a], &[b]])));
}

#[test]
fn rdns_match_in_their_order() {
    let (a, b, c) = (utf8(COUNTRY, "JP"), utf8(UNIT, "One"), utf8(UNIT, "Two"));
    assert!(matches(&name(&[&[a], &[b], &[c]]), &name(&[&[a], &[b], &[c]])));
    assert!(!matches(&name(&[&[a], &[b], &[c]]), &name(&[&[a], &[c], &[b]])));
    assert!(!matches(&name(&[&[a], &[b], &[c]]), &name(&[&[a], &[b]])));
    assert!(!matches(&name(&[&[a], &[b]]), &name(&[&[a], &[b], &[c]])));
    assert!(!matches(&name(&[]), &name(&[&[a]])));
    assert!(matches(&name(&[]), &name(&[])));
}

#[test]
fn a_subtree_holds_what_begins_with_its_base() {
    let (a, b, c) = (utf8(COUNTRY, "JP"), utf8(ORGANIZATION, "Org"), utf8(COMMON_NAME, "C"));
    let within = |one: &[u8], base: &[u8]| {
        Name::from_der(one).unwrap().containment_in(&Name::from_der(base).unwrap())
    };
    let whole = name(&[&[a], &[b], &[c]]);
    for base in [name(&[]), name(&[&[a]]), name(&[&[a], &[b]]), whole.clone()] {
        assert_eq!(within(&whole, &base), Containment::Within);
    }
    let folded = name(&[&[printable(COUNTRY, "jp")], &[utf8(ORGANIZATION, " ORG")]]);
    assert_eq!(within(&whole, &folded), Containment::Within);
    let misses = [
        name(&[&[b]]),
        name(&[&[b], &[a]]),
        name(&[&[a], &[c]]),
        name(&[&[a], &[utf8(ORGANIZATION, "Or")]]),
        name(&[&[a, b]]),
        name(&[&[a], &[b], &[c], &[c]]),
    ];
    for miss in misses {
        assert_eq!(within(&whole, &miss), Containment::Outside);
    }
    assert_eq!(within(&name(&[]), &name(&[&[a]])), Containment::Outside);
}

#[test]
fn what_takes_long_to_compare_costs_more() {
    let cost = |one: &str, other: &str| {
        let (one, other) = (name(&[&[utf8(UNIT, one)]]), name(&[&[utf8(UNIT, other)]]));
        Name::from_der(&one).unwrap().comparison_cost(&Name::from_der(&other).unwrap())
    };
    let long = "a".repeat(2000);
    let (expanding, other) = ("\u{fdfa}".repeat(600), "\u{fdfa}".repeat(601));
    assert_eq!(cost(&expanding, &expanding), 1);
    assert!(cost("a", "b") < 10);
    assert!(cost(&long, "b") > 900);
    assert!(cost(&expanding, &other) > 100_000);
    let bmp = |text: &str| name(&[&[(UNIT, Tag::BMP_STRING, &utf16(text)[..])]]);
    let (one, other) = (bmp("あいう"), bmp("あいえ"));
    let cost = Name::from_der(&one).unwrap().comparison_cost(&Name::from_der(&other).unwrap());
    assert!(cost > 200);
}

#[test]
fn a_value_without_canonical_form_leaves_a_subtree_undecided() {
    let containment = |one: &[&[Part<'_>]], base: &[&[Part<'_>]]| {
        let (one, base) = (name(one), name(base));
        Name::from_der(&one).unwrap().containment_in(&Name::from_der(&base).unwrap())
    };
    let latin = (ORGANIZATION, Tag::TELETEX_STRING, &b"M\xfcller"[..]);
    let broken = (ORGANIZATION, Tag::UTF8_STRING, &b"M\xfcller"[..]);
    let numeric = (ORGANIZATION, Tag::NUMERIC_STRING, &b"1 2"[..]);
    let gaiji = utf8(ORGANIZATION, "\u{e000}");
    let plain = utf8(ORGANIZATION, "M\u{fc}ller");
    for unprepared in [latin, broken, numeric, gaiji] {
        assert_eq!(containment(&[&[unprepared]], &[&[unprepared]]), Containment::Within);
        assert_eq!(containment(&[&[unprepared]], &[&[plain]]), Containment::Undecided);
        assert_eq!(containment(&[&[plain]], &[&[unprepared]]), Containment::Undecided);
    }
    let (country, other) = (printable(COUNTRY, "JP"), printable(COUNTRY, "US"));
    let two = [country, latin];
    type Parts<'a> = &'a [&'a [Part<'a>]];
    let table: [(Parts<'_>, Parts<'_>, Containment); 7] = [
        (&[&[country], &[latin]], &[&[country], &[plain]], Containment::Undecided),
        (&[&[latin], &[country]], &[&[plain], &[country]], Containment::Undecided),
        (&[&two], &[&[country, plain]], Containment::Undecided),
        // something else tells them apart
        (&[&[latin], &[country]], &[&[plain], &[other]], Containment::Outside),
        (&[&two], &[&[other, plain]], Containment::Outside),
        (&[&two], &[&[plain]], Containment::Outside),
        (&[&[latin]], &[&[utf8(UNIT, "M\u{fc}ller")]], Containment::Outside),
    ];
    for (one, base, expected) in table {
        assert_eq!(containment(one, base), expected, "{one:?} in {base:?}");
    }
}

#[test]
fn a_relative_name_is_joined_to_its_issuer() {
    let (a, b) = (printable(COUNTRY, "JP"), utf8(ORGANIZATION, "Org"));
    let (c, d) = (utf8(COMMON_NAME, "CRL1"), utf8(COMMON_NAME, "CRL2"));
    let joined = |full: &[u8], base: &[u8], relative: &[u8]| {
        let reader = Reader::new(relative).unwrap();
        let element = Reader::any(&mut reader.clone()).unwrap();
        let relative = RelativeName::read_inside(&reader, element).unwrap();
        let (full, base) = (Name::from_der(full).unwrap(), Name::from_der(base).unwrap());
        let result = full.is_joined_from(&base, &relative);
        assert_eq!(result, full.canonical() == base.canonical_joined(&relative));
        result
    };
    // nameRelativeToCRLIssuer [1] IMPLICIT: the tag of a SET is replaced
    let relative = |parts: &[Part<'_>]| [&[0xa1], &relative_name(parts)[1..]].concat();
    let (full, base) = (name(&[&[a], &[b], &[c]]), name(&[&[a], &[b]]));
    assert!(joined(&full, &base, &relative(&[c])));
    assert!(joined(&full, &base, &relative(&[printable(COMMON_NAME, "crl1")])));
    assert!(!joined(&full, &base, &relative(&[d])));
    assert!(!joined(&full, &base, &relative(&[c, d])));
    assert!(!joined(&full, &name(&[&[a]]), &relative(&[c])));
    assert!(!joined(&full, &name(&[&[a]]), &relative(&[b])));
    assert!(!joined(&base, &base, &relative(&[c])));
    assert!(joined(&name(&[&[c]]), &name(&[]), &relative(&[c])));
}

#[test]
fn the_canonical_form_of_the_longest_name_is_bounded() {
    // U+FDFA in two bytes stands for eighteen characters in 33.
    let value = utf16(&"\u{fdfa}".repeat(2000));
    let longest = name(&[&[(COMMON_NAME, Tag::BMP_STRING, &value)]]);
    let canonical = Name::from_der(&longest).unwrap().canonical();
    assert!(canonical.as_bytes().len() <= longest.len() * 17);
    assert!(Name::from_der(&longest).unwrap().canonical_cost() > value.len());
    assert_eq!(
        format!("{:?}", canonical),
        format!("CanonicalName({} bytes)", canonical.as_bytes().len())
    );
}

#[test]
fn an_empty_rdn_is_refused() {
    for inside in [&[][..], &[0x30, 0x00], &[0x30, 0x02, 0x05, 0x00], &[0x04, 0x00]] {
        let set = element(0xa1, inside);
        let reader = Reader::new(&set).unwrap();
        let outer = Reader::any(&mut reader.clone()).unwrap();
        assert!(RelativeName::read_inside(&reader, outer).is_err());
        assert!(Name::from_der(&element(0x30, &element(0x31, inside))).is_err());
    }
}

/// PKITS 4.3: verdicts of these paths follow from their names alone.
#[test]
fn pkits_paths_chain_by_name() {
    let Some(folder) = conformance::folder() else { return };
    let suite = std::fs::read(folder.join("pkits/pkits.json")).unwrap();
    let suite: serde_json::Value = serde_json::from_slice(&suite).unwrap();
    let file = |name: &serde_json::Value| {
        std::fs::read(folder.join("pkits/certs").join(name.as_str().unwrap())).unwrap()
    };
    let (mut valid, mut by_preparation) = (0_u32, 0_u32);
    for test in suite["tests"].as_array().unwrap() {
        let id = test["id"].as_str().unwrap();
        let is_broken_chain = matches!(id, "4.3.1" | "4.3.2");
        if test["expected"] != "valid" && !is_broken_chain {
            continue;
        }
        let mut issuer = file(&test["trust_anchor"]);
        let mut links = Vec::new();
        for certificate in test["chain"].as_array().unwrap() {
            let certificate = file(certificate);
            let (expected, (found, _)) =
                (issuer_and_subject(&issuer).1, issuer_and_subject(&certificate));
            by_preparation = by_preparation.saturating_add(
                (expected.matches(&found) && expected.as_bytes() != found.as_bytes()).into(),
            );
            links.push(expected.matches(&found));
            issuer = certificate;
        }
        assert_eq!(links.iter().all(|link| *link), !is_broken_chain, "{id}");
        valid = valid.saturating_add((!is_broken_chain).into());
    }
    // 4.3.3, 4.3.4, 4.3.5, 4.3.10 and 4.3.11 hold by more than bytes.
    assert!(valid > 80 && by_preparation >= 5, "{valid} valid, {by_preparation} prepared");
}

/// Text of characters that the preparation treats in one way or another.
fn text() -> impl Strategy<Value = String> {
    let characters = "aAｱア ﾞ゛\u{3099}éE\u{301}\u{a0}\u{3000}ßıİΣς\u{200b}\0\u{e000}日🗾,=";
    let characters: Vec<char> = characters.chars().collect();
    prop::collection::vec(prop::sample::select(characters), 0..5)
        .prop_map(|characters| characters.into_iter().collect())
}

type OwnedPart = (&'static [u8], Tag, Vec<u8>);

fn part() -> impl Strategy<Value = OwnedPart> {
    let types = prop::sample::select(vec![COMMON_NAME, UNIT, DOMAIN]);
    (types, text(), 0..6_u8).prop_map(|(oid, text, string)| match string {
        0 => (oid, Tag::BMP_STRING, utf16(&text)),
        1 => (oid, Tag::UNIVERSAL_STRING, utf32(&text)),
        2 => (oid, Tag::PRINTABLE_STRING, text.into_bytes()),
        3 => (oid, Tag::TELETEX_STRING, text.into_bytes()),
        _ => (oid, Tag::UTF8_STRING, text.into_bytes()),
    })
}

fn any_name() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::collection::vec(part(), 1..4), 0..4).prop_map(|sets| {
        let parts: Vec<Vec<Part<'_>>> = sets
            .iter()
            .map(|set| set.iter().map(|(oid, tag, content)| (*oid, *tag, &content[..])).collect())
            .collect();
        name(&parts.iter().map(Vec::as_slice).collect::<Vec<_>>())
    })
}

proptest! {
    #[test]
    fn matching_is_an_equivalence(one in any_name(), two in any_name(), three in any_name()) {
        prop_assert!(matches(&one, &one));
        // `matches` here asserts symmetry
        if matches(&one, &two) && matches(&two, &three) {
            prop_assert!(matches(&one, &three));
        }
    }

    #[test]
    fn texts_match_as_an_equivalence(texts in prop::collection::vec(text(), 6)) {
        for one in &texts {
            for two in &texts {
                for three in &texts {
                    if texts_match(one, two) && texts_match(two, three) {
                        prop_assert!(texts_match(one, three), "{one:?} {two:?} {three:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_a_name_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(name) = Name::from_der(&bytes) {
            prop_assert!(name.matches(&name) && name.containment_in(&name) == Containment::Within);
        }
    }

    #[test]
    fn a_name_with_a_changed_octet_is_a_name_or_an_error(
        original in any_name(),
        position in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut changed = original.clone();
        let index = position.index(changed.len());
        changed[index] = byte;
        if let Ok(changed) = Name::from_der(&changed) {
            prop_assert!(changed.matches(&changed));
            let original = Name::from_der(&original).unwrap();
            prop_assert_eq!(changed.matches(&original), original.matches(&changed));
        }
    }
}
