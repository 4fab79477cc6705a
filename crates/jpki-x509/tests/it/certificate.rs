//! Certificates: what is read from real and synthetic ones, and what is refused.

use std::path::Path;
use std::process::Command;

use jpki_core::algorithm::{AlgorithmPolicy, EllipticCurve, KeyKind};
use jpki_core::der::DerErrorKind;
use jpki_core::limits::Limits;
use jpki_core::localized::Localized;
use jpki_core::report::Reason;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_test_support::conformance;
use jpki_testkit::jpki::{Deviation, Generation, Person, SyntheticJpki};
use jpki_testkit::pki::{CertificateBuilder, Extension, SerialNumber};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::{Certificate, CertificateError, Version};

fn read(path: &Path) -> Certificate {
    let bytes = std::fs::read(path).unwrap();
    Certificate::from_der(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn hanako() -> Vec<u8> {
    let jpki = SyntheticJpki::of_vectors();
    jpki.sign_certificate(&Person::hanako()).issue().certificate().to_vec()
}

fn verify(certificate: &Certificate, authority: &Authority) -> Result<(), Reason> {
    authority
        .verify(
            &certificate.signature_algorithm().unwrap(),
            &AlgorithmPolicy::current(),
            certificate.signed_bytes(),
            certificate.signature(),
        )
        .map(|_| ())
}

fn authority(certificate: &Certificate) -> Authority {
    Authority::new(certificate.subject(), certificate.public_key_bytes(), &RustCrypto).unwrap()
}

#[test]
fn japanese_certificates_read_as_their_index_says() {
    let Some((folder, index)) = conformance::japan() else { return };
    let entries = index["certificates"].as_array().unwrap();
    assert!(entries.len() >= 19);
    for entry in entries {
        let file = entry["file"].as_str().unwrap();
        let certificate = read(&folder.join(file));
        let serial = certificate.serial_number().expose_protected();
        let serial = serial.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let expected = entry["serial_hex"].as_str().unwrap().to_lowercase();
        assert_eq!(serial.trim_start_matches('0'), expected.trim_start_matches('0'), "{file}");
        for (instant, key) in
            [(certificate.not_before(), "not_before"), (certificate.not_after(), "not_after")]
        {
            let expected = Timestamp::from_rfc3339(entry[key].as_str().unwrap()).unwrap();
            assert_eq!(instant, expected, "{file} {key}");
        }
        assert_eq!(certificate.is_self_issued(), entry["self_signed"], "{file}");
        let expected = entry["key"].as_str().unwrap();
        match certificate.public_key().unwrap().kind() {
            KeyKind::Rsa { bits } => assert_eq!(format!("RSA {bits}"), expected, "{file}"),
            KeyKind::Ec(EllipticCurve::P384) => assert_eq!("EC secp384r1", expected, "{file}"),
            other => panic!("{file}: {other:?}, not {expected}"),
        }
        let extensions: Vec<(String, bool)> = certificate
            .extensions()
            .map(|extension| (extension.oid().to_string(), extension.is_critical()))
            .collect();
        let expected: Vec<(String, bool)> = entry["extensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| {
                (entry["oid"].as_str().unwrap().to_owned(), entry["critical"].as_bool().unwrap())
            })
            .collect();
        assert_eq!(extensions, expected, "{file}");
    }
}

/// The index counts signatures with SHA-1 as invalid: they are right by arithmetic (`openssl dgst -sha1
/// -verify`), and refused by policy.
#[test]
fn japanese_certificates_verify_under_whom_their_index_says() {
    let Some((folder, index)) = conformance::japan() else { return };
    let by_sha1: Vec<&str> = index["certificates"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["signature_algorithm"] == "sha1WithRSAEncryption")
        .map(|entry| entry["file"].as_str().unwrap())
        .collect();
    let (mut valid, mut mismatch, mut weak) = (0, 0, 0);
    for link in index["signature_links"].as_array().unwrap() {
        let certificate = link["certificate"].as_str().unwrap();
        let issuer = link["issuer"].as_str().unwrap();
        let result =
            verify(&read(&folder.join(certificate)), &authority(&read(&folder.join(issuer))));
        let (expected, count) = match link["signature"].as_str().unwrap() {
            "valid" => (Ok(()), &mut valid),
            _ if by_sha1.contains(&certificate) => (Err(Reason::AlgorithmNotAllowed), &mut weak),
            _ => (Err(Reason::SignatureMismatch), &mut mismatch),
        };
        assert_eq!(result, expected, "{link}");
        *count += 1;
    }
    assert!(valid >= 6 && mismatch >= 6 && weak >= 3, "{valid} {mismatch} {weak}");
}

#[test]
fn the_published_dummy_verifies_under_no_authority() {
    let Some((folder, _)) = conformance::japan() else { return };
    let dummy = read(&folder.join("jpki-sign-dummy-ee.crt"));
    for year in ["2015", "2019", "2023"] {
        let root = read(&folder.join(format!("jpki-sign-ca-{year}.crt")));
        assert!(dummy.issuer().matches(&root.subject()));
        assert_eq!(verify(&dummy, &authority(&root)), Err(Reason::SignatureMismatch), "{year}");
    }
}

/// All but the two that PKITS gives a bad signature (4.1.2 and 4.1.6): it is no whole number of bytes.
#[test]
fn pkits_certificates_are_read() {
    let Some(folder) = conformance::folder() else { return };
    let mut read = 0;
    for file in std::fs::read_dir(folder.join("pkits/certs")).unwrap() {
        let path = file.unwrap().path();
        match Certificate::from_der(&std::fs::read(&path).unwrap()) {
            Ok(_) => read += 1,
            Err(_) => assert!(
                path.ends_with("BadSignedCACert.crt")
                    || path.ends_with("InvalidDSASignatureTest6EE.crt"),
                "{path:?}"
            ),
        }
    }
    assert_eq!(read, 403);
}

#[test]
fn fields_of_a_synthetic_certificate() {
    let bytes = hanako();
    let certificate = Certificate::from_der(&bytes).unwrap();
    assert_eq!(certificate.as_der(), bytes);
    assert_eq!(certificate.version(), Version::Three);
    assert!(certificate.serial_number().is_conforming());
    assert!(certificate.signature_algorithms_agree());
    assert!(!certificate.is_self_issued());
    assert_eq!(certificate.signature().len(), 256);
    assert_eq!(certificate.public_key().unwrap().kind(), KeyKind::Rsa { bits: 2048 });
    assert_eq!(certificate.extensions().count(), 7);
    let (first, last) = (certificate.not_before(), certificate.not_after());
    let second =
        |instant: Timestamp, by: i64| Timestamp::from_unix_seconds(instant.unix_seconds() + by);
    for (instant, within) in
        [(first, true), (second(first, -1), false), (last, true), (second(last, 1), false)]
    {
        assert_eq!(certificate.is_within_validity(instant), within);
    }
}

/// Every byte of a certificate is either signed, or part of what the signature is checked with.
///
/// Outside the signed bytes lie the outer header, which then does not fit the length; the algorithm
/// beside the signature, which then is not the one in the signed bytes; and the signature itself.
#[test]
fn no_bit_can_be_flipped() {
    let jpki = SyntheticJpki::of_vectors();
    let bytes = hanako();
    let issuer = Certificate::from_der(&jpki.sign_ca(Generation::Third).certificate()).unwrap();
    let issuer = authority(&issuer);
    let original = Certificate::from_der(&bytes).unwrap();
    assert_eq!(verify(&original, &issuer), Ok(()));
    let mut refused = [0_u32; 3];
    for position in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[position] ^= 1 << bit;
            let cause = match Certificate::from_der(&flipped) {
                Err(_) => 0,
                Ok(certificate) if !certificate.signature_algorithms_agree() => 1,
                Ok(certificate) => {
                    assert!(verify(&certificate, &issuer).is_err(), "byte {position} bit {bit}");
                    2
                }
            };
            refused[cause] += 1;
        }
    }
    assert!(refused.iter().all(|&count| count > 0), "{refused:?}");
}

#[test]
fn what_no_certificate_is() {
    let good = hanako();
    let mut trailing = good.clone();
    trailing.push(0);
    let truncated = &good[..good.len() - 1];
    let mut indefinite = good.clone();
    indefinite[1] = 0x80;
    let kind = |bytes: &[u8]| match Certificate::from_der(bytes).unwrap_err() {
        CertificateError::Malformed(error) => error.kind,
        other => panic!("{other}"),
    };
    assert_eq!(kind(&[]), DerErrorKind::Truncated);
    assert_eq!(kind(&trailing), DerErrorKind::TrailingBytes);
    assert_eq!(kind(truncated), DerErrorKind::Truncated);
    assert_eq!(kind(&indefinite), DerErrorKind::IndefiniteLength);
    assert_eq!(kind(&vec![0x30; 0x1_0001]), DerErrorKind::TooLarge);
}

#[test]
fn rules_of_rfc_5280_that_reading_enforces() {
    let jpki = SyntheticJpki::of_vectors();
    let with = |deviation| {
        let certificate = jpki.sign_certificate(&Person::hanako()).with(deviation).issue();
        Certificate::from_der(certificate.certificate())
    };
    assert_eq!(
        with(Deviation::VersionV1).unwrap_err(),
        CertificateError::ExtensionsNeedVersionThree
    );
    assert_eq!(
        with(Deviation::ExtensionDuplicated).unwrap_err(),
        CertificateError::RepeatedExtension
    );
    assert!(matches!(
        with(Deviation::Serial(&[0x00, 0x07])).unwrap_err(),
        CertificateError::Malformed(_)
    ));
}

#[test]
fn real_departures_from_der_and_rfc_5280_are_read() {
    let jpki = SyntheticJpki::of_vectors();
    let with = |deviation| {
        let certificate = jpki.sign_certificate(&Person::hanako()).with(deviation).issue();
        Certificate::from_der(certificate.certificate()).unwrap()
    };
    let critical_false = with(Deviation::CriticalFalseWritten);
    let plain = Certificate::from_der(&hanako()).unwrap();
    assert_eq!(critical_false.as_der().len(), plain.as_der().len() + 3);
    assert!(!with(Deviation::AlgorithmsDiffer).signature_algorithms_agree());
    for (bytes, conforming) in [
        (&[0x07][..], true),
        (&[0x5a; 20], true),
        (&[0x5a; 21], false),
        (&[0x00], false),
        (&[0xff, 0x01], false),
    ] {
        let certificate = with(Deviation::Serial(Box::leak(bytes.to_vec().into_boxed_slice())));
        assert_eq!(certificate.serial_number().expose_protected(), bytes);
        assert_eq!(certificate.serial_number().is_conforming(), conforming);
    }
}

#[test]
fn limits_hold() {
    let good = hanako();
    let bytes = Limits::DEFAULT.with_certificate_bytes(good.len());
    assert!(Certificate::from_der_with(&good, &bytes).is_ok());
    let bytes = Limits::DEFAULT.with_certificate_bytes(good.len() - 1);
    assert!(matches!(
        Certificate::from_der_with(&good, &bytes).unwrap_err(),
        CertificateError::Malformed(error) if error.kind == DerErrorKind::TooLarge
    ));
    let extensions = Limits::DEFAULT.with_certificate_extensions(7);
    assert!(Certificate::from_der_with(&good, &extensions).is_ok());
    let extensions = Limits::DEFAULT.with_certificate_extensions(6);
    assert_eq!(
        Certificate::from_der_with(&good, &extensions).unwrap_err(),
        CertificateError::TooManyExtensions
    );
}

#[test]
fn many_extensions_are_told_apart() {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let unknown = |number: u32| {
        let oid = jpki.environment().attribute(1000 + number);
        Extension::new(oid, jpki_testkit::asn1::null())
    };
    let build = |numbers: &[u32]| {
        let builder = CertificateBuilder::new()
            .serial(SerialNumber::from(7_u64))
            .issuer(authority.name())
            .validity(authority.validity())
            .subject(authority.name())
            .public_key(authority.key())
            .extensions(numbers.iter().map(|number| unknown(*number)));
        Certificate::from_der(&builder.sign(authority.key()))
    };
    let distinct: Vec<u32> = (0..64).collect();
    assert_eq!(build(&distinct).unwrap().extensions().count(), 64);
    let mut repeated = distinct.clone();
    repeated[63] = 0;
    assert_eq!(build(&repeated).unwrap_err(), CertificateError::RepeatedExtension);
    let too_many: Vec<u32> = (0..65).collect();
    assert_eq!(build(&too_many).unwrap_err(), CertificateError::TooManyExtensions);
}

#[test]
fn pem_of_openssl_is_read() {
    let bytes = hanako();
    let file = std::env::temp_dir().join(format!("jpki-x509-pem-{}.der", std::process::id()));
    std::fs::write(&file, &bytes).unwrap();
    let output = Command::new("openssl")
        .args(["x509", "-inform", "DER", "-in"])
        .arg(&file)
        .output()
        .unwrap();
    std::fs::remove_file(&file).unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(Certificate::from_pem(&text).unwrap().as_der(), bytes);
    for near_miss in [
        text.replace("CERTIFICATE", "X509 CRL"),
        text.replace("-----END", "----END"),
        text.replacen("MII", "MI!", 1),
        String::new(),
    ] {
        let error = Certificate::from_pem(&near_miss).unwrap_err();
        assert_eq!(error.code(), "certificate.pem");
    }
}
