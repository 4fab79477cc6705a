//! Requests are those that OpenSSL makes.

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::event::{Action, ActionResult};
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{CertificateId, Nonce, OcspError, OcspRequest};
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::Certificate;

use crate::ocsp::openssl::OpenSsl;
use crate::ocsp::world::{NONCE, World};

#[test]
// Requirement: OCSP-01
fn requests_are_octet_for_octet_those_of_openssl() {
    let Some(openssl) = OpenSsl::find() else { return };
    let world = World::new();
    let taro = world.jpki.auth_certificate(&Person::taro()).issue();
    let taro = Certificate::from_der(taro.certificate()).unwrap();
    for (algorithm, option) in [
        (DigestAlgorithm::Sha1, "-sha1"),
        (DigestAlgorithm::Sha256, "-sha256"),
        (DigestAlgorithm::Sha384, "-sha384"),
        (DigestAlgorithm::Sha512, "-sha512"),
    ] {
        for certificates in [vec![&world.certificate], vec![&world.certificate, &taro]] {
            let pairs = certificates.iter().map(|certificate| (*certificate, &world.authority));
            let ours = OcspRequest::for_certificates(pairs, algorithm, None, &RustCrypto).unwrap();
            let ders: Vec<&[u8]> =
                certificates.iter().map(|certificate| certificate.as_der()).collect();
            let theirs = openssl.request(&world.synthetic.certificate(), &ders, option);
            assert_eq!(ours.expose_protected(), theirs, "{option}");
            let numbers = certificates.iter().map(|it| (it.serial_number(), &world.authority));
            let kept = OcspRequest::for_serial_numbers(numbers, algorithm, None, &RustCrypto);
            assert_eq!(kept.unwrap().expose_protected(), theirs, "{option}");
        }
    }
}

#[test]
// Requirement: ACC-4
fn an_inquiry_is_told_about_each_certificate() {
    let world = World::new();
    let taro = world.jpki.auth_certificate(&Person::taro()).issue();
    let taro = Certificate::from_der(taro.certificate()).unwrap();
    let certificates = [&world.certificate, &taro];
    let pairs = certificates.map(|certificate| (certificate, &world.authority));
    let request =
        OcspRequest::for_certificates(pairs, DigestAlgorithm::Sha1, None, &RustCrypto).unwrap();
    let numbers = certificates.map(|it| (it.serial_number(), &world.authority));
    let kept =
        OcspRequest::for_serial_numbers(numbers, DigestAlgorithm::Sha1, None, &RustCrypto).unwrap();
    let now = Timestamp::from_unix_seconds(1_780_000_000);
    let told: Vec<_> = [&request, &kept]
        .iter()
        .flat_map(|request| request.operations(ActionResult::Failed, now))
        .collect();
    assert_eq!(told.len(), 4);
    for (told, certificate) in told.iter().zip(certificates.iter().chain(&certificates)) {
        assert_eq!((told.action(), told.time()), (Action::RevocationInquiry, now));
        assert_eq!(told.result(), ActionResult::Failed);
        let expected = certificate.as_event_subject();
        assert_eq!(told.subject().unwrap().expose_protected(), expected.expose_protected());
    }
    // A responder that reads it does not inquire.
    let read = OcspRequest::from_der(request.expose_protected()).unwrap();
    assert_eq!(read.operations(ActionResult::Done, now).count(), 0);
}

#[test]
fn a_request_reads_back_as_what_was_asked() {
    let world = World::new();
    let nonce = Nonce::new(NONCE);
    // Shapes of an INTEGER: zero, a sign byte or none, negative, the longest of RFC 5280, and longer.
    let shapes: [&[u8]; 8] =
        [&[0], &[0x7f], &[0, 0x80], &[0x80], &[0xff, 0x7f], &[0x7f; 20], &[0x80; 20], &[0x01; 127]];
    let certificates: Vec<Certificate> = shapes
        .map(|serial| {
            let serial = jpki_testkit::pki::SerialNumber::from_bytes(serial);
            let issued = world.jpki.auth_certificate(&Person::hanako()).serial(serial).issue();
            Certificate::from_der(issued.certificate()).unwrap()
        })
        .into();
    let pairs = || certificates.iter().map(|certificate| (certificate, &world.authority));
    for algorithm in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha512] {
        let request =
            OcspRequest::for_certificates(pairs(), algorithm, Some(&nonce), &RustCrypto).unwrap();
        let read = OcspRequest::from_der(request.expose_protected()).unwrap();
        let ids: Vec<_> = read.certificates().collect();
        assert_eq!(ids.len(), certificates.len());
        for (place, id) in ids.iter().enumerate() {
            let asked = |one: &Certificate| {
                CertificateId::of(one, &world.authority, algorithm, &RustCrypto)
                    .unwrap()
                    .matches(id)
            };
            let found: Vec<_> = certificates.iter().map(asked).collect();
            assert_eq!(found.iter().position(|is_it| *is_it), Some(place));
            assert_eq!(found.iter().filter(|is_it| **is_it).count(), 1, "no other serial number");
            let serial = id.serial_number();
            assert_eq!(serial.expose_protected(), shapes[place], "not a byte of it changes");
        }
        assert_eq!(read.nonce(), Some([&[4, 32], NONCE.as_slice()].concat().as_slice()));
    }
    let mut nearly = NONCE;
    nearly[31] ^= 1;
    let of = |nonce| {
        let algorithm = DigestAlgorithm::Sha1;
        OcspRequest::for_certificates(pairs(), algorithm, nonce, &RustCrypto).unwrap()
    };
    let nearly = Nonce::new(nearly);
    let (this, that) = (of(Some(&nonce)), of(Some(&nearly)));
    assert_ne!(this.nonce(), that.nonce());
    assert_eq!(of(None).nonce(), None);
}

#[test]
// Requirement: OCSP-01
fn openssl_finds_the_nonce() {
    let Some(openssl) = OpenSsl::find() else { return };
    let world = World::new();
    let pair = [(&world.certificate, &world.authority)];
    let request = OcspRequest::for_certificates(
        pair,
        DigestAlgorithm::Sha1,
        Some(&Nonce::new(NONCE)),
        &RustCrypto,
    );
    let text = openssl.request_text(request.unwrap().expose_protected());
    assert!(text.contains("OCSP Nonce"), "{text}");
    // An OCTET STRING of 32 bytes, as RFC 9654 has it.
    assert!(text.contains("04205A5A5A5A"), "{text}");
}

#[test]
fn a_request_about_nothing_or_too_much_is_not_made() {
    let world = World::new();
    let make = |count: usize| {
        let pairs = std::iter::repeat_n((&world.certificate, &world.authority), count);
        OcspRequest::for_certificates(pairs, DigestAlgorithm::Sha1, None, &RustCrypto)
    };
    let limit = Limits::DEFAULT.response_answers;
    assert_eq!(make(0).unwrap_err(), OcspError::NothingAsked);
    assert_eq!(make(limit).unwrap().certificates().count(), limit);
    assert_eq!(make(limit + 1).unwrap_err(), OcspError::TooManyAnswers);
}

#[test]
fn debug_shows_no_serial_number() {
    let world = World::new();
    let pair = [(&world.certificate, &world.authority)];
    let request =
        OcspRequest::for_certificates(pair, DigestAlgorithm::Sha1, None, &RustCrypto).unwrap();
    let id = request.certificates().next().unwrap();
    assert_eq!(format!("{request:?}"), "OcspRequest(1 certificates)");
    assert_eq!(format!("{id:?}"), "CertificateId(SHA-1)");
    let response = world.response().single(world.good()).sign(&world.issuer());
    let response = jpki_revocation::ocsp::OcspResponse::from_der(&response).unwrap();
    let text = format!("{response:?} {:?}", response.basic().unwrap().answers().next().unwrap());
    let expected = format!(
        "OcspResponse(Successful, {} bytes) Answer(2026-06-01T02:55:00Z)",
        response.as_der().len()
    );
    assert_eq!(text, expected);
}
