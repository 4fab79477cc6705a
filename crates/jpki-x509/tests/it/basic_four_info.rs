//! The basic four information of the published dummy and of synthetic persons, and what is refused.

use crate::support::synthetic::read;
use jpki_core::basic_four_info::{
    BasicFourInfo, BirthDate, DateOfBirth, Era, PersonalAttribute, PersonalAttributeError, Sex,
    TextWithSubstitutes,
};
use jpki_core::der::Oid;
use jpki_core::time::JapanDay;
use jpki_test_support::conformance;
use jpki_testkit::jpki::{self, Deviation, Person, SyntheticJpki};
use jpki_testkit::pki::{Extension, StringType};
use jpki_testkit::vectors::{self, Verdict};
use jpki_x509::basic_four_info::{AttributeArc, BasicFourInfoError};
use jpki_x509::certificate::Certificate;
use static_assertions::assert_not_impl_any;

assert_not_impl_any!(BasicFourInfo: std::fmt::Display, serde::Serialize, std::hash::Hash, PartialEq);
assert_not_impl_any!(DateOfBirth<'static>: std::fmt::Display, serde::Serialize, std::hash::Hash);
assert_not_impl_any!(BirthDate: std::fmt::Display, serde::Serialize, std::hash::Hash);
assert_not_impl_any!(Era: std::fmt::Display, serde::Serialize, std::hash::Hash);
assert_not_impl_any!(Sex: std::fmt::Display, serde::Serialize, std::hash::Hash);
assert_not_impl_any!(
    TextWithSubstitutes<'static>: std::fmt::Display, serde::Serialize, std::hash::Hash
);

fn decode(certificate: &Certificate) -> Result<BasicFourInfo, BasicFourInfoError> {
    certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC)
}

fn hanako(deviation: Deviation) -> Certificate {
    let jpki = SyntheticJpki::of_vectors();
    read(jpki.sign_certificate(&Person::hanako()).with(deviation).issue().certificate())
}

fn person(change: impl FnOnce(&mut Person)) -> Result<BasicFourInfo, BasicFourInfoError> {
    let mut person = Person::hanako();
    change(&mut person);
    decode(&read(SyntheticJpki::of_vectors().sign_certificate(&person).issue().certificate()))
}

/// As `openssl x509 -text` shows them.
#[test]
fn the_published_dummy_has_its_six_attributes() {
    let Some((folder, _)) = conformance::japan() else { return };
    let dummy = read(&std::fs::read(folder.join("jpki-sign-dummy-ee.crt")).unwrap());
    let info = dummy.unverified_basic_four_info(&AttributeArc::JPKI).unwrap();
    assert_eq!(info.name(), "なかもと\u{3000}さとし");
    assert_eq!(info.address(), "東京都港区芝公園４丁目２番地８");
    assert_eq!(info.date_of_birth().digits(), "420081031");
    assert!(info.date_of_birth().era() == Era::Heisei);
    assert!(info.date_of_birth().date() == BirthDate::Day(JapanDay::new(2008, 10, 31).unwrap()));
    assert!(info.sex() == Sex::Male);
    assert_eq!(info.name_with_substitutes().flags(), "0000");
    assert!(!info.name_with_substitutes().lengths_agree());
    assert_eq!(info.address_with_substitutes().flags(), "0".repeat(41));
    assert_eq!(dummy.unknown_attributes(&AttributeArc::JPKI).count(), 0);

    assert_eq!(
        decode(&dummy).unwrap_err(),
        BasicFourInfoError::Missing(PersonalAttribute::Name),
        "under another arc"
    );
}

#[test]
// Requirement: CERT-02, DA-01, DA-02
fn persons_of_the_vectors_have_the_values_of_the_manifest() {
    let manifest = vectors::read_manifest().unwrap();
    let mut valid = 0;
    for person in &manifest.persons {
        let certificate = read(&vectors::read_file(&person.file).unwrap());
        let mut cases = manifest.cases.iter().filter(|case| case.certificate == person.file);
        match decode(&certificate) {
            Ok(info) => {
                assert_eq!(info.name(), person.name, "{}", person.file);
                assert_eq!(info.name_with_substitutes().flags(), person.name_substitution);
                assert_eq!(info.date_of_birth().digits(), person.birth_date);
                let sex = [("1", Sex::Male), ("2", Sex::Female), ("3", Sex::Other)];
                assert!(sex.contains(&(person.sex.as_str(), info.sex())), "{}", person.file);
                assert_eq!(info.address(), person.address);
                assert_eq!(info.address_with_substitutes().flags(), person.address_substitution);
                valid += 1;
            }
            Err(error) => assert!(
                cases.all(|case| case.expected.verdict == Verdict::Invalid),
                "{}: {error}",
                person.file
            ),
        }
    }
    assert!(valid >= 30, "{valid} persons");
}

#[test]
// Requirement: CERT-02
fn each_attribute_must_be_there_once_as_utf8_string() {
    use PersonalAttribute as Ours;
    use jpki::PersonalAttribute as Theirs;
    let pairs = [
        (Theirs::Name, Ours::Name),
        (Theirs::NameSubstitution, Ours::NameSubstitutes),
        (Theirs::Sex, Ours::Sex),
        (Theirs::BirthDate, Ours::DateOfBirth),
        (Theirs::Address, Ours::Address),
        (Theirs::AddressSubstitution, Ours::AddressSubstitutes),
    ];
    assert!(decode(&hanako(Deviation::AttributesReordered)).is_ok());
    for (theirs, ours) in pairs {
        assert_eq!(
            decode(&hanako(Deviation::AttributeMissing(theirs))).unwrap_err(),
            BasicFourInfoError::Missing(ours)
        );
        assert_eq!(
            decode(&hanako(Deviation::AttributeDuplicated(theirs))).unwrap_err(),
            BasicFourInfoError::Repeated(ours)
        );
        let string = if matches!(ours, Ours::Name | Ours::Address) {
            StringType::Bmp
        } else {
            StringType::Printable
        };
        assert_eq!(
            decode(&hanako(Deviation::AttributeString(theirs, string))).unwrap_err(),
            BasicFourInfoError::NotUtf8String(ours)
        );
    }
    assert_eq!(
        decode(&hanako(Deviation::AltNameAbsent)).unwrap_err(),
        BasicFourInfoError::NoSubjectAlternativeName
    );
}

#[test]
fn formats_are_kept() {
    use PersonalAttribute as Attribute;
    use PersonalAttributeError as Error;
    for sex in ["0", "4", "11", "F", "", "１"] {
        assert_eq!(
            person(|person| person.sex = sex.into()).unwrap_err(),
            Error::Sex.into(),
            "{sex}"
        );
    }
    for date in ["41990040", "4199004010", "４１９９００４０１", ""] {
        let result = person(|person| person.birth_date = date.into());
        assert_eq!(result.unwrap_err(), Error::DateOfBirth.into(), "{date}");
    }
    for flags in ["002", "0 0", "０", "-1"] {
        assert_eq!(
            person(|person| person.name_substitution = flags.into()).unwrap_err(),
            Error::SubstituteFlags(Attribute::NameSubstitutes).into()
        );
        assert_eq!(
            person(|person| person.address_substitution = flags.into()).unwrap_err(),
            Error::SubstituteFlags(Attribute::AddressSubstitutes).into()
        );
    }
    for text in ["見本\0花子", "見本\u{202e}子花", "見本\n花子", "\u{2067}見本", "\u{85}"]
    {
        assert_eq!(
            person(|person| person.name = text.into()).unwrap_err(),
            Error::ControlCharacter(Attribute::Name).into()
        );
        assert_eq!(
            person(|person| person.address = text.into()).unwrap_err(),
            Error::ControlCharacter(Attribute::Address).into()
        );
    }
    for text in ["", "見本\u{3000}花子", "か\u{3099}くう", "葛\u{e0100}飾区", "𠮷見本"]
    {
        assert_eq!(person(|person| person.name = text.into()).unwrap().name(), text);
    }
}

#[test]
fn dates_of_birth_whole_in_part_and_unknown() {
    let day = |year, month, day| BirthDate::Day(JapanDay::new(year, month, day).unwrap());
    for (digits, era, date) in [
        ("119111231", Era::Meiji, day(1911, 12, 31)),
        ("219261224", Era::Taisho, day(1926, 12, 24)),
        ("319261225", Era::Showa, day(1926, 12, 25)),
        ("420000229", Era::Heisei, day(2000, 2, 29)),
        ("520190501", Era::Reiwa, day(2019, 5, 1)),
        ("019800715", Era::Unknown, day(1980, 7, 15)),
        ("319400500", Era::Showa, BirthDate::Month { year: 1940, month: 5 }),
        ("319400000", Era::Showa, BirthDate::Year(1940)),
        ("000000000", Era::Unknown, BirthDate::Unknown),
        ("300000000", Era::Showa, BirthDate::Unknown),
    ] {
        let read = DateOfBirth::new(digits).unwrap_or_else(|| panic!("{digits}"));
        assert!(read.era() == era, "{digits}");
        assert!(read.date() == date, "{digits}");
        assert_eq!(read.digits(), digits);
    }
    for refused in [
        "619900401", // an era that nobody knows
        "919900401",
        "419901301", // month 13
        "419900230", // 30 February
        "419000229", // 1900 was no leap year
        "419900432", // day 32
        "419900015", // a day of no month
        "400000401", // a day of no year
        "400000400", // a month of no year
        "41990040",
        "4199004010",
        "+19900401",
        "4-1990401",
        "4 9900401",
        "",
    ] {
        assert!(DateOfBirth::new(refused).is_none(), "{refused}");
    }
}

#[test]
// Requirement: CERT-17
fn substitutes_by_position() {
    let with = |flags: &str| person(|person| person.name_substitution = flags.into()).unwrap();
    for (flags, positions, agree) in [
        ("00000", vec![], true),
        ("00010", vec![3], true),
        ("11011", vec![0, 1, 3, 4], true),
        ("0000", vec![], false),
        ("000001", vec![5], false),
        ("", vec![], false),
    ] {
        let info = with(flags);
        let name = info.name_with_substitutes();
        assert_eq!(name.text(), "見本\u{3000}花子");
        assert_eq!(name.flags(), flags);
        assert_eq!(name.has_substitutes(), !positions.is_empty());
        assert_eq!(name.positions().collect::<Vec<_>>(), positions);
        assert_eq!(name.lengths_agree(), agree);
    }
    let info = person(|person| {
        person.name = "𠮷見本".into();
        person.name_substitution = "100".into();
    });
    assert!(info.unwrap().name_with_substitutes().lengths_agree(), "characters, not bytes");
}

#[test]
// Requirement: PRIV-08, PRIV-09
fn unknown_attributes_are_listed() {
    let certificate = hanako(Deviation::AttributeUnknown);
    let seventh = SyntheticJpki::of_vectors().environment().attribute(7);
    assert_eq!(
        certificate.unknown_attributes(&AttributeArc::SYNTHETIC).collect::<Vec<_>>(),
        [Oid::of(&seventh)]
    );
    assert_eq!(decode(&certificate).unwrap().name(), Person::hanako().name);
}

#[test]
fn broken_bytes_are_refused() {
    let jpki = SyntheticJpki::of_vectors();
    let bytes = jpki.sign_certificate(&Person::hanako()).issue().certificate().to_vec();
    let name = Person::hanako().name.into_bytes();
    let start = bytes.windows(name.len()).position(|window| window == name).unwrap();
    let mut broken = bytes.clone();
    broken[start] = 0xff;
    assert_eq!(
        decode(&read(&broken)).unwrap_err(),
        PersonalAttributeError::BrokenUtf8(PersonalAttribute::Name).into()
    );

    let issuer = jpki.sign_ca(jpki::Generation::Third).key();
    let builder = jpki.sign_certificate(&Person::hanako()).certificate_builder();
    for value in [
        &[][..],
        &[0x30, 0x01],
        &[0x30, 0x00, 0x00],
        &[0x30, 0x02, 0xa0, 0x00],
        &[0x30, 0x04, 0xa0, 0x02, 0x06, 0x00],
        &[0x30, 0x02, 0x9e, 0x00],
    ] {
        let names = Extension::new(jpki_testkit::oid::SUBJECT_ALT_NAME, value.to_vec());
        let certificate = read(&builder.clone().replace_extension(names).sign(issuer));
        let error = decode(&certificate).unwrap_err();
        assert!(matches!(error, BasicFourInfoError::Malformed(_)), "{value:02x?}: {error}");
    }
}
