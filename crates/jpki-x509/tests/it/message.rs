//! Every coded message of this crate has a code of its own, and a text in Japanese and in English.

use std::collections::BTreeSet;

use jpki_core::basic_four_info::{PersonalAttribute, PersonalAttributeError};
use jpki_core::crypto::CryptoError;
use jpki_core::der::{Decode, DerError};
use jpki_core::localized::{Locale, Localized};
use jpki_core::report::Reason;
use jpki_x509::authority::AuthorityError;
use jpki_x509::basic_four_info::BasicFourInfoError;
use jpki_x509::certificate::CertificateError;
use jpki_x509::extension::KeyUsage;
use jpki_x509::kind::{CertificateKind, Medium};
use jpki_x509::trust::{AnchorError, TrustDomain, TrustStoreError};

fn malformed() -> DerError {
    KeyUsage::from_der(&[]).unwrap_err()
}

fn check(messages: &[&dyn Localized]) {
    let codes: BTreeSet<_> = messages.iter().map(|message| message.code()).collect();
    assert_eq!(codes.len(), messages.len(), "{codes:?}");
    for message in messages {
        let (japanese, english) = (message.text(Locale::Ja), message.text(Locale::En));
        assert!(!japanese.is_ascii(), "{japanese}");
        assert!(!english.is_empty() && english.is_ascii(), "{english}");
    }
}

#[test]
fn errors() {
    use BasicFourInfoError as Attributes;
    let attribute = PersonalAttribute::Sex;
    check(&[
        &CertificateError::Malformed(malformed()),
        &CertificateError::Pem,
        &CertificateError::UnknownVersion,
        &CertificateError::ExtensionsNeedVersionThree,
        &CertificateError::RepeatedExtension,
        &CertificateError::TooManyExtensions,
        &Attributes::NoSubjectAlternativeName,
        &Attributes::Malformed(malformed()),
        &Attributes::Missing(attribute),
        &Attributes::Repeated(attribute),
        &Attributes::NotUtf8String(attribute),
        &PersonalAttributeError::BrokenUtf8(attribute),
        &PersonalAttributeError::ControlCharacter(attribute),
        &PersonalAttributeError::SubstituteFlags(attribute),
        &PersonalAttributeError::DateOfBirth,
        &PersonalAttributeError::Sex,
        &AnchorError::NotPinned,
        &AnchorError::OtherAuthority,
        &AnchorError::ProductionRoot,
        &AnchorError::Profile(Reason::ExtensionMissing),
        &AnchorError::NotSelfIssued,
        &AnchorError::KeyIdentifier,
        &AnchorError::Key(AuthorityError::Crypto(CryptoError::KeyRejected)),
        &AnchorError::NotSelfSigned(Reason::SignatureMismatch),
        &TrustStoreError::Empty,
        &TrustStoreError::Unreadable { position: 0 },
    ]);
    let value = PersonalAttributeError::Sex;
    assert_eq!(Attributes::Value(value).code(), value.code());
    let refusal = AnchorError::NotCertificate(CertificateError::Pem);
    assert_eq!(refusal.code(), CertificateError::Pem.code());
    assert_eq!(TrustStoreError::Refused { position: 0, refusal }.code(), refusal.code());
}

#[test]
fn vocabularies() {
    check(&[&CertificateKind::Signature, &CertificateKind::UserAuthentication]);
    check(&[&Medium::Card, &Medium::Smartphone, &Medium::Unknown]);
    check(&[&TrustDomain::Production, &TrustDomain::JlisTest, &TrustDomain::Synthetic]);
    let attributes = PersonalAttribute::ALL;
    check(&attributes.each_ref().map(|attribute| attribute as &dyn Localized));
}
