//! No `Debug` shows a serial number, a key, an attribute of a person, or bytes of a certificate; and
//! what is protected can be neither displayed nor serialized.

use std::fmt::{Debug, Display};
use std::hash::Hash;

use crate::support::synthetic::{anchor, read, store};
use jpki_core::algorithm::PublicKeyInfo;
use jpki_core::basic_four_info::BasicFourInfo;
use jpki_core::crypto::{CryptoBackend, Digest};
use jpki_core::der::{Reader, SequenceOf};
use jpki_core::name::Name;
use jpki_core::protected::{Protected, ProtectedBytes, ProtectedItem};
use jpki_core::report::Subject;
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::{Deviation, Person, SyntheticJpki};
use jpki_x509::authority::Authority;
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{
    AuthorityKeyIdentifier, Extension, Extensions, IssuerCertificate, KeyIdentifier, oid,
};
use jpki_x509::kind::{CertificateKind, PolicyTable};
use jpki_x509::path::TrustAnchor;
use jpki_x509::profile::Profile;
use jpki_x509::trust::CertificateClass;
use jpki_x509::trust::{PinnedAnchor, TrustDomain, TrustStore};
use static_assertions::assert_not_impl_any;

assert_not_impl_any!(Certificate: Display, serde::Serialize, Hash, PartialEq);
assert_not_impl_any!(SerialNumber<'static>: Display, serde::Serialize, Hash, PartialEq);
assert_not_impl_any!(PublicKeyInfo<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(Name<'static>: Display, serde::Serialize, Hash, PartialEq);
assert_not_impl_any!(KeyIdentifier<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(AuthorityKeyIdentifier<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(IssuerCertificate<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(Extension<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(Extensions<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(GeneralName<'static>: Display, serde::Serialize, Hash);
assert_not_impl_any!(SequenceOf<'static, GeneralName<'static>>: Display, serde::Serialize, Hash);
assert_not_impl_any!(Authority: Display, serde::Serialize, Hash);
assert_not_impl_any!(TrustAnchor: Display, serde::Serialize, Hash);
assert_not_impl_any!(PinnedAnchor: Display, serde::Serialize, Hash);
assert_not_impl_any!(TrustStore: Display, serde::Serialize, Hash);
assert_not_impl_any!(Digest: Display, serde::Serialize, Hash);

/// Every text in which four bytes in a row would show.
fn forms(bytes: &[u8]) -> Vec<String> {
    let windows = bytes.windows(4.min(bytes.len()).max(1));
    let mut forms: Vec<String> = windows
        .flat_map(|window| {
            let list = |format: fn(&u8) -> String, between: &str| {
                window.iter().map(format).collect::<Vec<_>>().join(between)
            };
            [
                list(u8::to_string, ", "),
                list(u8::to_string, ",\n    "),
                list(|byte| format!("{byte:02x}"), ""),
                list(|byte| format!("{byte:02X}"), ""),
                list(|byte| format!("{byte:02x}"), ":"),
                list(|byte| format!("{byte:02x}"), ", "),
            ]
        })
        .collect();
    if let Ok(text) = std::str::from_utf8(bytes) {
        forms.extend(text.split('\u{3000}').map(str::to_owned));
    }
    forms
}

struct Secrets(Vec<(&'static str, Vec<String>)>);

impl Secrets {
    fn of(certificate: &Certificate, person: &Person) -> Self {
        let serial = certificate.serial_number().expose_protected();
        let number = serial.iter().fold(0_u128, |number, byte| number << 8 | u128::from(*byte));
        let key = certificate.public_key().unwrap().key();
        let identifier = certificate.subject_key_identifier().unwrap().unwrap();
        Self(vec![
            ("serial number", forms(serial)),
            ("serial number in decimal", vec![number.to_string()]),
            ("key", forms(&key[16..])),
            ("key identifier", forms(identifier.as_bytes())),
            ("name", forms(person.name.as_bytes())),
            ("address", forms(person.address.as_bytes())),
            ("date of birth", vec![person.birth_date.clone(), "1990".to_owned()]),
            ("sex", vec!["Female".to_owned()]),
            ("signature", forms(&certificate.signature()[..32])),
            ("subject", forms(b"Mihon-shi")),
        ])
    }

    fn leak(&self, value: &dyn Debug) -> Option<&'static str> {
        let shown = [format!("{value:?}"), format!("{value:#?}")];
        let leaks = |forms: &Vec<String>| {
            forms.iter().any(|form| shown.iter().any(|shown| shown.contains(form.as_str())))
        };
        self.0.iter().find(|(_, forms)| leaks(forms)).map(|(secret, _)| *secret)
    }

    fn check(&self, value: &dyn Debug) {
        assert_eq!(self.leak(value), None, "{value:?}");
    }
}

/// The search finds what a derived `Debug` would show.
#[test]
fn the_search_finds_leaks() {
    let jpki = SyntheticJpki::of_vectors();
    let person = Person::hanako();
    let certificate = read(jpki.sign_certificate(&person).issue().certificate());
    let secrets = Secrets::of(&certificate, &person);
    let leaks: [&dyn Debug; 6] = [
        &certificate.as_der(),
        &certificate.serial_number().expose_protected(),
        &certificate.public_key_bytes().to_vec(),
        &person.name,
        &person.address,
        &certificate.extension(oid::SUBJECT_ALTERNATIVE_NAME).unwrap().value(),
    ];
    assert!(leaks.iter().all(|leak| secrets.leak(leak).is_some()));
    assert_eq!(secrets.leak(&"Certificate(Three, 1500 bytes)"), None);
}

#[test]
// Requirement: LINK-03, LINK-08, ACC-4b, CERT-15
fn certificates_and_their_parts_show_nothing_protected() {
    let jpki = SyntheticJpki::of_vectors();
    let person = Person::hanako();
    let certificate = read(jpki.sign_certificate(&person).issue().certificate());
    let secrets = Secrets::of(&certificate, &person);
    let names = certificate.unverified_subject_alternative_names().unwrap().unwrap();
    let issuer_key = certificate.authority_key_identifier().unwrap().unwrap();
    let key = certificate.public_key().unwrap();
    let authority =
        Authority::new(certificate.subject(), certificate.public_key_bytes(), &RustCrypto);
    let points = certificate.crl_distribution_points().unwrap().unwrap();
    let values: Vec<Box<dyn Debug + '_>> = vec![
        Box::new(certificate.clone()),
        Box::new(certificate.serial_number()),
        Box::new(certificate.issuer()),
        Box::new(certificate.subject()),
        Box::new(certificate.subject().relative_names().collect::<Vec<_>>()),
        Box::new(
            certificate
                .subject()
                .relative_names()
                .flat_map(|name| name.attributes().collect::<Vec<_>>())
                .collect::<Vec<_>>(),
        ),
        Box::new(key),
        Box::new(RustCrypto.prepare(&key).unwrap()),
        Box::new(certificate.signature_algorithm()),
        Box::new(certificate.extensions()),
        Box::new(certificate.extensions().collect::<Vec<_>>()),
        Box::new(names),
        Box::new(names.iter().collect::<Vec<_>>()),
        Box::new(certificate.key_usage()),
        Box::new(certificate.certificate_policies()),
        Box::new(certificate.subject_key_identifier()),
        Box::new(issuer_key),
        Box::new(issuer_key.issuer_certificate()),
        Box::new(points),
        Box::new(points.iter().collect::<Vec<_>>()),
        Box::new(authority.unwrap()),
        Box::new(TrustAnchor::from_certificate(certificate.clone(), &RustCrypto).unwrap()),
        Box::new(Reader::new(certificate.as_der()).unwrap()),
        Box::new(ProtectedBytes::from(certificate.as_der())),
        Box::new(Protected::new(person.name.clone(), ProtectedItem::BasicFourInformation)),
        Box::new(
            RustCrypto.digest(jpki_core::algorithm::DigestAlgorithm::Sha256, certificate.as_der()),
        ),
    ];
    for value in &values {
        secrets.check(value);
    }
}

#[test]
// Requirement: PRIV-07, ACC-4b
fn the_basic_four_information_shows_nothing() {
    let jpki = SyntheticJpki::of_vectors();
    let person = Person::hanako();
    let certificate = read(jpki.sign_certificate(&person).issue().certificate());
    let secrets = Secrets::of(&certificate, &person);
    let info: BasicFourInfo =
        certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).unwrap();
    let date = info.date_of_birth();
    let values: [&dyn Debug; 7] = [
        &info,
        &info.name_with_substitutes(),
        &info.address_with_substitutes(),
        &date,
        &date.era(),
        &date.date(),
        &info.sex(),
    ];
    for value in values {
        secrets.check(value);
        assert!(!format!("{value:?}").chars().any(|character| character.is_ascii_digit()));
    }
}

#[test]
fn trust_and_judgement_show_nothing_of_the_person() {
    let jpki = SyntheticJpki::of_vectors();
    let person = Person::hanako();
    let store = store(&jpki, TrustDomain::Synthetic);
    let issuer = anchor(&store, CertificateKind::Signature, 3);
    let policies = PolicyTable::of(TrustDomain::Synthetic);
    let profile = Profile::Signature(AttributeArc::SYNTHETIC);
    for deviation in [
        Deviation::AttributeUnknown,
        Deviation::AttributesReordered,
        Deviation::KeyUsageAbsent,
        Deviation::PolicyAny,
        Deviation::Serial(&[0x5a; 21]),
    ] {
        let issued = jpki.sign_certificate(&person).with(deviation).issue();
        let certificate = read(issued.certificate());
        let secrets = Secrets::of(&certificate, &person);
        let check = profile.check(&certificate, Subject::EndEntity);
        let class = CertificateClass::of(&certificate, &issuer, &policies);
        let values: [&dyn Debug; 5] = [&store, &issuer, &check, &class, &policies];
        for value in values {
            secrets.check(value);
        }
    }
}

#[test]
fn errors_show_nothing_of_the_person() {
    let jpki = SyntheticJpki::of_vectors();
    let mut person = Person::hanako();
    person.birth_date = "419901399".into();
    person.sex = "Female".into();
    let certificate = read(jpki.sign_certificate(&person).issue().certificate());
    let secrets = Secrets::of(&certificate, &person);
    let error = certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).unwrap_err();
    secrets.check(&error);
    secrets.check(&error.to_string());
    for length in (0..certificate.as_der().len()).step_by(97) {
        let error = Certificate::from_der(&certificate.as_der()[..length]).unwrap_err();
        secrets.check(&error);
        secrets.check(&error.to_string());
    }
}
