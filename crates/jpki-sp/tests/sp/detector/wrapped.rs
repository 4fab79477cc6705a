//! A certificate in BER, and structures with one part changed.

use std::io::Write as _;

use jpki_sp::detector::{Detector, FindingKind, Outcome};
use jpki_test_support::der::element;
use jpki_testkit::cms::{ContentEncoding, LengthForm, SignedDataBuilder, SignerBuilder};
use jpki_testkit::jpki::{Person, SyntheticJpki};
use jpki_testkit::ocsp::{CertId, Responder, ResponseBuilder, SingleResponse};
use jpki_testkit::oid;
use proptest::prelude::*;

use super::{certificate, inspect, list};

/// A certificate with the smallest parts, written by hand. `part` may change each element.
fn small(part: impl Fn(&'static str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let tlv = |name, tag: u8, content: &[u8]| part(name, element(tag, content));
    let algorithm = |name| tlv(name, 0x30, &[6, 3, 0x2B, 0x65, 0x70]);
    let name = |name| {
        let attribute = element(0x30, &[&[6, 3, 0x55, 4, 3][..], &element(0x0C, b"x")].concat());
        tlv(name, 0x30, &element(0x31, &attribute))
    };
    let times = [element(0x17, b"260101000000Z"), element(0x18, b"20460101000000Z")].concat();
    let key = [algorithm("key algorithm"), element(3, &[0; 33])].concat();
    let fields = [
        tlv("version", 0xA0, &[2, 1, 2]),
        tlv("serial", 2, &[1]),
        algorithm("algorithm"),
        name("issuer"),
        tlv("validity", 0x30, &times),
        name("subject"),
        tlv("key", 0x30, &key),
    ];
    let signed = tlv("signed", 0x30, &fields.concat());
    tlv("certificate", 0x30, &[signed, algorithm("outer"), element(3, &[0; 65])].concat())
}

/// The same element with a length that is indefinite, or longer than it must be.
fn lengthened(element: &[u8], indefinite: bool) -> Vec<u8> {
    let content = match element[1] {
        0x81 => &element[3..],
        0x82 => &element[4..],
        _ => &element[2..],
    };
    if indefinite {
        return [&[element[0], 0x80], content, &[0, 0]].concat();
    }
    let length = (content.len() as u32).to_be_bytes();
    [&[element[0], 0x84], &length[..], content].concat()
}

#[test]
fn a_small_certificate_in_each_form_of_length() {
    const PARTS: [&str; 10] = [
        "version",
        "algorithm",
        "issuer",
        "validity",
        "subject",
        "key algorithm",
        "key",
        "signed",
        "outer",
        "certificate",
    ];
    assert_eq!(inspect(&small(|_, part| part)), "certificate");
    for indefinite in [true, false] {
        for chosen in PARTS {
            let changed = |name, part: Vec<u8>| {
                if name == chosen { lengthened(&part, indefinite) } else { part }
            };
            assert_eq!(inspect(&small(changed)), "certificate", "{chosen}");
        }
        let all = small(
            |name, part| {
                if PARTS.contains(&name) { lengthened(&part, indefinite) } else { part }
            },
        );
        assert_eq!(inspect(&all), "certificate");
    }
    let without_version = small(|name, part| if name == "version" { Vec::new() } else { part });
    assert_eq!(inspect(&without_version), "certificate");
    let nameless = small(|name, part| match name {
        "issuer" | "subject" => vec![0x30, 0],
        _ => part,
    });
    assert_eq!(inspect(&nameless), "certificate");
}

#[test]
// Requirement: PRIV-03
fn a_structure_that_lacks_one_part_is_no_certificate() {
    for lacking in ["serial", "algorithm", "issuer", "validity", "subject", "key"] {
        let changed = small(|name, part| if name == lacking { Vec::new() } else { part });
        assert_eq!(inspect(&changed), "clean", "without {lacking}");
    }
    for (changed, tag) in
        [("serial", 4), ("algorithm", 0x31), ("issuer", 0x31), ("validity", 0x31), ("key", 0x31)]
    {
        let changed = small(|name, mut part| {
            if name == changed {
                part[0] = tag;
            }
            part
        });
        assert_eq!(inspect(&changed), "clean", "{tag:02X}");
    }
    let no_digits = small(|name, part| match name {
        "validity" => element(
            0x30,
            &[element(0x17, b"26o1o1oooooooZ"), element(0x17, b"260101000000Z")].concat(),
        ),
        _ => part,
    });
    assert_eq!(inspect(&no_digits), "clean");
    let no_times = small(|name, part| match name {
        "validity" => element(0x30, &element(4, b"260101000000Z").repeat(2)),
        _ => part,
    });
    assert_eq!(inspect(&no_times), "clean");
}

/// `IssuerAndSerialNumber` has a name that is not empty, a number, and nothing else.
#[test]
fn a_name_with_something_else_than_a_number_is_no_serial_number() {
    let attribute = element(0x30, &[&[6, 3, 0x55, 4, 3][..], &element(0x0C, b"x")].concat());
    let name = element(0x30, &element(0x31, &attribute));
    let of = |parts: &[&[u8]]| inspect(&element(0x30, &parts.concat()));
    assert_eq!(of(&[&name, &[2, 1, 1]]), "issuer-and-serial-number");
    assert_eq!(of(&[&[0x30, 0], &[2, 1, 1]]), "clean");
    assert_eq!(of(&[&name, &[4, 1, 1]]), "clean");
    assert_eq!(of(&[&name, &[2, 1, 1], &[2, 1, 1]]), "clean");
    assert_eq!(of(&[&name]), "clean");
}

#[test]
fn a_certificate_that_is_cut_off_counts_from_its_key_on() {
    let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
    let whole = hanako.certificate();
    let key = hanako.key().subject_public_key_info();
    let key = whole.windows(key.len()).position(|window| window == key).expect("the key");
    // Headers of four bytes of the SubjectPublicKeyInfo and its BIT STRING, and the AlgorithmIdentifier of RSA between.
    let shortest = key + 4 + 15 + 4;
    assert_eq!(inspect(&whole[..shortest]), "certificate");
    assert_eq!(inspect(&whole[..shortest - 1]), "clean");
}

#[test]
fn the_place_is_told_and_not_the_content() {
    let mut encoder = flate2::write::ZlibEncoder::new(vec![b'-'; 7], flate2::Compression::best());
    encoder.write_all(&[&[b'.'; 11], &certificate()[..]].concat()).expect("memory");
    let file = encoder.finish().expect("memory");
    let Outcome::Holds(finding) = Detector::new().inspect(&file) else { panic!("not found") };
    assert_eq!(finding.kind(), FindingKind::Certificate);
    assert_eq!(finding.path()[0].offset, 7);
    // Four bytes of the outer SEQUENCE come before the TBSCertificate.
    assert_eq!(finding.offset(), 11 + 4);
    assert_eq!(finding.to_string(), "zlib@7 > certificate@15");
}

#[test]
// Requirement: PRIV-02, PRIV-03
fn signed_data_shows_certificate_or_serial_number() {
    let hanako = SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue();
    let signer = || SignerBuilder::new(hanako.certificate(), hanako.key());
    let message = |lengths| {
        SignedDataBuilder::new(b"content")
            .encoding(ContentEncoding::NestedPieces(2, 2))
            .lengths(lengths)
            .signer(signer())
    };
    for lengths in [LengthForm::Definite, LengthForm::Indefinite] {
        let with = message(lengths).certificate(hanako.certificate()).build();
        assert_eq!(inspect(&with), "certificate");
        assert_eq!(inspect(&message(lengths).build()), "issuer-and-serial-number");
    }
    let pieces = SignedDataBuilder::new(&certificate())
        .encoding(ContentEncoding::NestedPieces(9, 2))
        .lengths(LengthForm::Indefinite);
    assert_eq!(inspect(&pieces.build()), "octet-string > certificate");
}

#[test]
fn lists_and_responses_are_no_certificates() {
    assert_eq!(inspect(&list()), "clean");
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.auth_ca(jpki_testkit::jpki::Generation::Third);
    let serial = jpki.auth_certificate(&Person::hanako()).issue().serial();
    let id = CertId::sha1(&authority.name(), authority.key(), serial);
    let good =
        ResponseBuilder::new(jpki.instant()).single(SingleResponse::good(id, jpki.instant()));
    assert_eq!(inspect(&good.clone().sign(&Responder::by_key(authority.key()))), "clean");
    let certificate = jpki.responder_certificate(&authority).sign(authority.key());
    let delegated = good.certificate(&certificate).sign(&Responder::by_key(jpki.responder_key()));
    assert_eq!(inspect(&delegated), "certificate");
    assert_eq!(inspect(authority.key().subject_public_key_info()), "clean");
    assert_eq!(inspect(oid::CMS_DATA.as_bytes()), "clean");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_around_a_certificate_do_not_hide_it(
        before in prop::collection::vec(any::<u8>(), 0..600),
        after in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let file = [before, certificate(), after].concat();
        let found = Detector::new().inspect(&file);
        prop_assert!(matches!(found, Outcome::Holds(_)));
    }
}
