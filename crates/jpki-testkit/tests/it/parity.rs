//! The synthetic certificates have the shape of the published ones, element by element.

use crate::support::der::{self, Shape, extension_values, shape};
use jpki_test_support::conformance;
use jpki_testkit::jpki::{
    Environment, Generation, Person, SyntheticJpki, VECTOR_INSTANT, VECTOR_SEED,
};
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use time::macros::utc_datetime;

fn parity() -> SyntheticJpki {
    SyntheticJpki::in_environment(Environment::Parity, VECTOR_SEED, VECTOR_INSTANT)
}

fn published(name: &str) -> Option<Vec<u8>> {
    let (folder, _) = conformance::japan()?;
    Some(std::fs::read(folder.join(name)).expect("a published certificate"))
}

#[test]
fn roots_have_the_shape_of_the_published_ones() {
    let generations =
        [(Generation::First, "2015"), (Generation::Second, "2019"), (Generation::Third, "2023")];
    for (generation, year) in generations {
        for (authority, purpose) in
            [(parity().sign_ca(generation), "sign"), (parity().auth_ca(generation), "auth")]
        {
            let Some(published) = published(&format!("jpki-{purpose}-ca-{year}.crt")) else {
                return;
            };
            let ours = authority.certificate();
            assert_eq!(shape(&ours), shape(&published), "{purpose} {year}");
            // Everything but the key identifier is equal, in the same order.
            for ((name, ours), (published_name, published)) in
                extension_values(&ours).into_iter().zip(extension_values(&published))
            {
                assert_eq!(name, published_name);
                if name != oid::SUBJECT_KEY_IDENTIFIER.as_bytes() {
                    assert_eq!(ours, published, "{purpose} {year}, extension {name:02X?}");
                }
            }
            assert_eq!(validity_text(&ours), validity_text(&published), "{purpose} {year}");
        }
    }
}

#[test]
fn signing_certificate_has_the_shape_of_the_published_dummy() {
    let Some(published) = published("jpki-sign-dummy-ee.crt") else { return };
    // Attributes of the same lengths as the dummy's.
    let person = Person::new(
        "parity",
        "さんぷる　はなこ",
        "2",
        "419900401",
        "架空県見本市模擬町１丁目２番号",
        Key::rsa_2048(30),
    );
    let mut person = person.living_in("Tokyo-to", "Shibuya-ku", "13113");
    person.name_substitution = "0000".to_owned();
    person.address_substitution = "0".repeat(41);
    let ours = parity()
        .sign_certificate(&person)
        .issued_by(Generation::Second)
        .serial(1)
        .issued_at(utc_datetime!(2022-01-01 0:00))
        .issue();

    assert_eq!(shape(ours.certificate()), shape(&published));
    let identifiers =
        [oid::SUBJECT_ALT_NAME, oid::AUTHORITY_KEY_IDENTIFIER, oid::SUBJECT_KEY_IDENTIFIER];
    let mut compared = 0;
    for ((name, ours), (published_name, published)) in
        extension_values(ours.certificate()).into_iter().zip(extension_values(&published))
    {
        assert_eq!(name, published_name);
        if !identifiers.iter().any(|identifier| identifier.as_bytes() == name) {
            assert_eq!(ours, published, "extension {name:02X?}");
            compared += 1;
        }
    }
    assert_eq!(
        compared, 4,
        "keyUsage, policies, issuerAltName and distribution points were compared"
    );
}

/// jpki-profile §3: 1586 bytes, of which 1306 are signed.
#[test]
fn authentication_certificate_has_the_size_of_a_real_one() {
    let person = Person::hanako().living_in("Tokyo-to", "Kiyose-shi", "13221");
    let certificate = parity().auth_certificate(&person).issued_by(Generation::Second).issue();
    let size = certificate.certificate().len();
    assert!((1570..1600).contains(&size), "{size} bytes");
}

/// A near miss: one string type changed is another shape.
#[test]
fn another_string_type_is_another_shape() {
    use jpki_testkit::jpki::{Deviation, PersonalAttribute};
    use jpki_testkit::pki::StringType;
    let certificate = |deviation: Option<Deviation>| -> Vec<Shape> {
        let builder = parity().sign_certificate(&Person::hanako());
        let builder =
            deviation.into_iter().fold(builder, |builder, deviation| builder.with(deviation));
        shape(builder.issue().certificate())
    };
    let deviation = Deviation::AttributeString(PersonalAttribute::Sex, StringType::Printable);
    assert_ne!(certificate(None), certificate(Some(deviation)));
}

fn validity_text(certificate: &[u8]) -> Vec<Vec<u8>> {
    der::elements(certificate)
        .into_iter()
        .filter(|(tag, _)| *tag == jpki_testkit::asn1::UTC_TIME)
        .map(|(_, content)| content)
        .collect()
}
