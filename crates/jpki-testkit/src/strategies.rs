//! Strategies for property tests with `proptest`.

use ::time::Duration;
use proptest::prelude::*;
use proptest::sample::select;

use crate::asn1::ObjectIdentifier;
use crate::jpki::{EndEntity, Generation, Person, Purpose, SyntheticJpki, VECTOR_INSTANT};
use crate::key::Key;
use crate::mutate;
use crate::oid;
use crate::pki::{Attribute, DistinguishedName, StringType};
use crate::seed::Seed;

/// Any invented person whose attributes keep to their formats.
pub fn person() -> impl Strategy<Value = Person> {
    let birth_date = (0_u8..=5, 1900_u16..=2020, 1_u8..=12, 1_u8..=28)
        .prop_map(|(era, year, month, day)| format!("{era}{year:04}{month:02}{day:02}"));
    let name = ("[\u{4E00}-\u{9FFF}]{1,4}", "[\u{4E00}-\u{9FFF}\u{3041}-\u{3093}]{1,4}")
        .prop_map(|(family, given)| format!("{family}　{given}"));
    let address = "架空県[\u{4E00}-\u{9FFF}]{1,6}市[\u{4E00}-\u{9FFF}]{1,20}[０-９]{1,3}番地";
    let parts = (name, select(vec!["1", "2", "3"]), birth_date, address, 30_usize..40);
    parts.prop_flat_map(|(name, sex, birth_date, address, key)| {
        let person = Person::new("any", &name, sex, &birth_date, &address, Key::rsa_2048(key));
        let flags = (flags(name.chars().count()), flags(address.chars().count()));
        flags.prop_map(move |(name_flags, address_flags)| Person {
            name_substitution: name_flags,
            address_substitution: address_flags,
            ..person.clone()
        })
    })
}

/// Any distinguished name of up to six relative names, in any string type.
pub fn distinguished_name() -> impl Strategy<Value = DistinguishedName> {
    let relative_name = prop::collection::vec(attribute(), 1..3);
    prop::collection::vec(relative_name, 0..6).prop_map(|relative_names| {
        relative_names.into_iter().fold(DistinguishedName::new(), DistinguishedName::relative_name)
    })
}

/// Any valid certificate of the synthetic JPKI at [`VECTOR_INSTANT`].
pub fn certificate(purpose: Purpose) -> impl Strategy<Value = EndEntity> {
    let generation = select(vec![Generation::Second, Generation::Third]);
    (any::<u64>(), person(), generation, 0_i64..200).prop_map(
        move |(seed, person, generation, days)| {
            let jpki = SyntheticJpki::new(seed, VECTOR_INSTANT);
            let builder = match purpose {
                Purpose::Sign => jpki.sign_certificate(&person),
                Purpose::Auth => jpki.auth_certificate(&person),
            };
            let age = match generation {
                Generation::Second => Duration::days(1100),
                _ => Duration::days(100),
            };
            builder
                .issued_by(generation)
                .issued_at(VECTOR_INSTANT - age - Duration::days(days))
                .issue()
        },
    )
}

/// The bytes with one to three random changes.
pub fn mutated(original: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    (any::<u64>(), 1..=3).prop_map(move |(seed, changes)| {
        let mut choices = Seed::new(seed).choices();
        (0..changes).fold(original.clone(), |bytes, _| mutate::mutate(&bytes, &mut choices))
    })
}

fn flags(length: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::bool::weighted(0.1), length)
        .prop_map(|flags| flags.into_iter().map(|flag| if flag { '1' } else { '0' }).collect())
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let types: Vec<ObjectIdentifier> = vec![
        oid::COUNTRY,
        oid::ORGANIZATION,
        oid::ORGANIZATIONAL_UNIT,
        oid::LOCALITY,
        oid::COMMON_NAME,
        oid::SERIAL_NUMBER,
        oid::DOMAIN_COMPONENT,
        oid::EMAIL_ADDRESS,
    ];
    (select(types), text())
        .prop_map(|(oid, (string_type, text))| Attribute::new(oid, string_type, &text))
}

fn text() -> impl Strategy<Value = (StringType, String)> {
    prop_oneof![
        "\\PC{0,20}".prop_map(|text| (StringType::Utf8, text)),
        "[A-Za-z0-9 '()+,./:=?-]{0,20}".prop_map(|text| (StringType::Printable, text)),
        "[ -~]{0,20}".prop_map(|text| (StringType::Ia5, text)),
        "[0-9 ]{0,10}".prop_map(|text| (StringType::Numeric, text)),
        "[ -~\u{A1}-\u{FF}]{0,20}".prop_map(|text| (StringType::Teletex, text)),
        "[ -~\u{3041}-\u{3093}\u{4E00}-\u{9FFF}]{0,20}".prop_map(|text| (StringType::Bmp, text)),
        "\\PC{0,20}".prop_map(|text| (StringType::Universal, text)),
    ]
}
