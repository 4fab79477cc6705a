//! No question without a consent.

use std::sync::Arc;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::event::{Action, ActionResult};
use jpki_core::localized::{Locale, Localized as _};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_platform::vault::{
    Consents, InquiryConsent, PeriodicCheck, PeriodicCheckConsent, Place, PredecessorQuestion,
    QuestionRefused, VaultCertificate, VaultEntry, VaultUser,
};
use jpki_revocation::ocsp::OcspRequest;
use jpki_testkit::jpki::{self as testkit, Person, SyntheticJpki};
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::{CertificateKind, Generation, Medium};
use jpki_x509::path::{PathInputs, PathValidator};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};
use static_assertions::assert_not_impl_any;

use super::support::*;

assert_not_impl_any!(VaultCertificate: std::fmt::Display, PartialEq, std::hash::Hash);
assert_not_impl_any!(VaultEntry: std::fmt::Display, PartialEq, std::hash::Hash);
assert_not_impl_any!(VaultUser: std::fmt::Display, PartialEq, Clone);
assert_not_impl_any!(PeriodicCheck<'static>: std::fmt::Display, PartialEq);
assert_not_impl_any!(PredecessorQuestion: std::fmt::Display, PartialEq, Clone);

#[test]
// Requirement: REV-01
fn no_check_without_a_recorded_consent() {
    let world = World::of("bank");
    let mut user = world.user(1);
    let consent = user.entries()[0].periodic_check(now()).unwrap().consent();
    assert_eq!(consent.instant(), now());
    // The other consent does not serve.
    user.consent(Consents { periodic_check: None, ..consents() });
    for entry in user.entries() {
        assert_eq!(entry.periodic_check(now()).unwrap_err(), QuestionRefused::NoConsent);
    }
    // Nor does that of another user, or one that is withdrawn and stored.
    let stored = world.scheme.seal(&world.keys, &user, now()).unwrap();
    let opened = world.scheme.open(&world.keys, &stored).unwrap();
    assert_eq!(opened.entries()[1].periodic_check(now()).unwrap_err(), QuestionRefused::NoConsent);
}

#[test]
// Requirement: LINK-04
fn no_inquiry_without_a_recorded_consent() {
    let world = World::of("bank");
    let mut user = world.user(1);
    for place in [SIGNATURE, LOGIN] {
        let question = user.predecessor_question(certificate(place, 99)).unwrap();
        assert_eq!((question.kind(), question.consent().instant()), (place.kind(), now()));
        assert_eq!(question.serial_number().expose_protected(), serial(99));
        let told = question.operation(ActionResult::Done, now());
        assert_eq!(told.action(), Action::SerialInquiry);
        assert_eq!(told.subject().unwrap().expose_protected(), user.user().as_bytes());
    }
    user.consent(Consents { inquiry: None, ..consents() });
    let refused = user.predecessor_question(certificate(LOGIN, 99)).unwrap_err();
    assert_eq!(refused, QuestionRefused::NoConsent);
    user.consent(consents());
    user.remove(LOGIN);
    let refused = user.predecessor_question(certificate(LOGIN, 99)).unwrap_err();
    assert_eq!(refused, QuestionRefused::NoEntry);
    assert_eq!(refused.code(), "vault.no-entry");
    assert!(refused.text(Locale::Ja).contains("登録"));
}

#[test]
// Requirement: REV-01, LINK-04
fn consent_is_not_given_in_the_future() {
    let ahead = now().after(std::time::Duration::from_secs(5 * 60));
    let far = now().after(std::time::Duration::from_secs(5 * 60 + 1));
    assert!(PeriodicCheckConsent::given_at(ahead, now()).is_some());
    assert!(PeriodicCheckConsent::given_at(far, now()).is_none());
    assert!(InquiryConsent::given_at(ahead, now()).is_some());
    assert!(InquiryConsent::given_at(far, now()).is_none());
}

#[test]
fn nobody_is_asked_about_an_expired_certificate() {
    let world = World::of("bank");
    let user = world.user(1);
    let last = at("2031-01-01T00:00:00+09:00");
    assert!(user.entries()[0].periodic_check(last).is_ok());
    let after = last.after(std::time::Duration::from_secs(1));
    assert_eq!(user.entries()[0].periodic_check(after).unwrap_err(), QuestionRefused::Expired);
}

#[test]
// Requirement: LINK-01
fn a_certificate_is_taken_from_its_valid_path() {
    let jpki = SyntheticJpki::of_vectors();
    let trust = trust(&jpki);
    let issued = jpki.auth_certificate(&Person::hanako()).issue();
    let certificate = Certificate::from_der(issued.certificate()).unwrap();
    let instant = Timestamp::from_unix_seconds(testkit::VECTOR_INSTANT.unix_timestamp());
    let anchor = trust.anchors(CertificateKind::UserAuthentication).next().unwrap();
    let path = PathValidator::new(Arc::new(RustCrypto)).validate(
        std::slice::from_ref(&certificate),
        anchor.as_anchor(),
        &PathInputs::at(ValidationTime::at(instant)),
    );
    let path = path.value().unwrap();
    let taken = VaultCertificate::of(path, &trust, Medium::Card).unwrap();
    assert_eq!((taken.place(), taken.generation()), (LOGIN, Generation::THIRD));
    assert_eq!(taken.not_after(), certificate.not_after());
    let world = World::of("bank");
    let mut user = world.scheme.new_user(&world.tenant, &user(1)).unwrap();
    user.enrol(taken, consents());
    let kind = CertificateKind::UserAuthentication;
    assert!(user.entry_of(kind, certificate.serial_number()).is_some());
    assert!(user.entry_of(CertificateKind::Signature, certificate.serial_number()).is_none());

    // An anchor of no store of ours.
    let other = SyntheticJpki::new(7, testkit::VECTOR_INSTANT);
    let pins = PinTable::empty(TrustDomain::JlisTest).with(Pin {
        certificate: Fingerprint::of(
            &other.sign_ca(testkit::Generation::Third).certificate(),
            &RustCrypto,
        ),
        issues: CertificateKind::Signature,
        generation: Generation::THIRD,
    });
    let sign_ca = other.sign_ca(testkit::Generation::Third).certificate();
    let stranger = TrustStore::from_pinned(&pins, [sign_ca], &RustCrypto).unwrap();
    assert!(VaultCertificate::of(path, &stranger, Medium::Card).is_none());
}

/// Both authorities of one generation.
fn trust(jpki: &SyntheticJpki) -> TrustStore {
    let authorities = [
        (CertificateKind::Signature, jpki.sign_ca(testkit::Generation::Third)),
        (CertificateKind::UserAuthentication, jpki.auth_ca(testkit::Generation::Third)),
    ];
    let pins =
        authorities.iter().fold(PinTable::empty(TrustDomain::JlisTest), |pins, (issues, ca)| {
            let certificate = Fingerprint::of(&ca.certificate(), &RustCrypto);
            pins.with(Pin { certificate, issues: *issues, generation: Generation::THIRD })
        });
    let certificates = authorities.iter().map(|(_, ca)| ca.certificate());
    TrustStore::from_pinned(&pins, certificates, &RustCrypto).unwrap()
}

#[test]
// Requirement: REV-01
fn a_request_from_the_vault_is_that_of_the_certificate() {
    let jpki = SyntheticJpki::of_vectors();
    let trust = trust(&jpki);
    let issued = jpki.auth_certificate(&Person::hanako()).issue();
    let certificate = Certificate::from_der(issued.certificate()).unwrap();
    let world = World::of("bank");
    let mut user = world.scheme.new_user(&world.tenant, &user(1)).unwrap();
    let taken = |generation| {
        let (number, not_after) = (certificate.serial_number(), certificate.not_after());
        VaultCertificate::from_parts(LOGIN, generation, number, not_after).unwrap()
    };
    user.enrol(taken(Generation::THIRD), consents());
    let now = certificate.not_after();
    let check = user.entries()[0].periodic_check(now).unwrap();
    let issuer = check.issuer(&trust).unwrap();
    let algorithm = DigestAlgorithm::Sha256;
    let request = check.ocsp_request(issuer, algorithm, None, &RustCrypto).unwrap();
    let pair = [(&certificate, issuer)];
    let expected = OcspRequest::for_certificates(pair, algorithm, None, &RustCrypto).unwrap();
    assert_eq!(request.expose_protected(), expected.expose_protected());
    let told: Vec<_> = request.operations(ActionResult::Valid, now).collect();
    assert_eq!(told.len(), 1);
    let subject = certificate.as_event_subject();
    assert_eq!(told[0].subject().unwrap().expose_protected(), subject.expose_protected());

    // Of a generation that has no anchor; its kind's other authority does not stand in.
    user.enrol(taken(Generation::SECOND), consents());
    let check = user.entries()[0].periodic_check(now).unwrap();
    assert_eq!(check.issuer(&trust).unwrap_err(), QuestionRefused::NoAuthority);
    let card = Place::new(CertificateKind::Signature, Medium::Card);
    assert!(user.entry(card).is_none());
}
