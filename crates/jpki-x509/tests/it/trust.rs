//! Trust stores: the six roots against their pins, domains that do not mix, candidates by key.

use std::path::PathBuf;
use std::process::Command;

use crate::support::synthetic::{KINDS, anchor, pin, read, store};
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_test_support::conformance;
use jpki_testkit::jpki::{self, Deviation, Environment, Person, Purpose, SyntheticJpki};
use jpki_testkit::vectors;
use jpki_x509::certificate::CertificateError;
use jpki_x509::kind::{CertificateKind, Generation, Medium};
use jpki_x509::kind::{PolicyEntry, PolicyTable};
use jpki_x509::trust::CertificateClass;
use jpki_x509::trust::{
    AnchorError, Fingerprint, PinTable, ProductionRoot, TrustDomain, TrustStore, TrustStoreError,
};

fn root_files() -> Option<Vec<PathBuf>> {
    let (folder, _) = conformance::japan()?;
    let names = ["sign", "auth"].into_iter().flat_map(|purpose| {
        ["2015", "2019", "2023"].map(|year| format!("jpki-{purpose}-ca-{year}.crt"))
    });
    Some(names.map(|name| folder.join(name)).collect())
}

fn refusal(result: Result<TrustStore, TrustStoreError>) -> AnchorError {
    match result.unwrap_err() {
        TrustStoreError::Refused { refusal, .. } => refusal,
        other => panic!("{other}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

#[test]
// Requirement: PATH-06
fn the_six_roots_are_pinned_and_load() {
    let Some(files) = root_files() else { return };
    let (_, index) = conformance::japan().unwrap();
    let store = TrustStore::from_files_pinned(&files, &RustCrypto).unwrap();
    assert_eq!(store.domain(), TrustDomain::Production);
    let mut roots = ProductionRoot::ALL.iter();
    for (_, issues) in KINDS {
        let anchors: Vec<_> = store.anchors(issues).collect();
        assert_eq!(anchors.len(), 3);
        for (number, anchor) in (1..).zip(anchors) {
            let root = roots.next().unwrap();
            assert_eq!((root.issues, root.generation), (issues, Generation::new(number)));
            assert_eq!((anchor.issues(), anchor.generation()), (issues, Generation::new(number)));
            assert_eq!(anchor.domain(), TrustDomain::Production);
            let certificate = anchor.certificate();
            let digest =
                |bytes: &[u8]| hex(RustCrypto.digest(DigestAlgorithm::Sha256, bytes).as_bytes());
            assert_eq!(digest(certificate.as_der()), root.certificate);
            assert_eq!(digest(certificate.public_key_bytes()), root.public_key);
            let identifier = anchor.key_identifier().unwrap();
            assert_eq!(hex(identifier.as_bytes()), root.key_identifier);
            let listed = index["certificates"].as_array().unwrap().iter();
            assert!(listed.map(|entry| &entry["sha256"]).any(|sha| sha == root.certificate));
        }
    }
    let again = [&files[0], &files[0]];
    let one = TrustStore::from_files_pinned(&again, &RustCrypto).unwrap();
    assert_eq!(one.anchors(CertificateKind::Signature).count(), 1);
}

#[test]
fn pem_loads_like_der() {
    let Some(files) = root_files() else { return };
    let output = Command::new("openssl")
        .args(["x509", "-inform", "DER", "-in"])
        .arg(&files[1])
        .output()
        .unwrap();
    let store =
        TrustStore::from_pinned(&PinTable::production(), [&output.stdout], &RustCrypto).unwrap();
    assert_eq!(anchor(&store, CertificateKind::Signature, 2).generation(), Generation::SECOND);
    let other = String::from_utf8(output.stdout).unwrap().replace("CERTIFICATE", "PUBLIC KEY");
    assert_eq!(
        refusal(TrustStore::from_pinned(&PinTable::production(), [other], &RustCrypto)),
        AnchorError::NotCertificate(CertificateError::Pem)
    );
}

#[test]
fn fingerprints_as_openssl_prints_them() {
    let Some(files) = root_files() else { return };
    let output = Command::new("openssl")
        .args(["x509", "-inform", "DER", "-noout", "-fingerprint", "-sha256", "-in"])
        .arg(&files[2])
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let printed = text.trim().split_once('=').unwrap().1;
    let fingerprint = Fingerprint::from_hex(printed).unwrap();
    assert_eq!(fingerprint, Fingerprint::of(&std::fs::read(&files[2]).unwrap(), &RustCrypto));
    assert_eq!(fingerprint.to_string(), ProductionRoot::ALL[2].certificate);
    for near_miss in [&printed[1..], &printed.replace('A', "G"), &format!("{printed}:00"), ""] {
        assert_eq!(Fingerprint::from_hex(near_miss), None, "{near_miss}");
    }
}

#[test]
// Requirement: PATH-02
fn what_is_not_pinned_is_refused() {
    let Some(files) = root_files() else { return };
    let root = std::fs::read(&files[2]).unwrap();
    for position in (0..root.len()).step_by(7) {
        let mut changed = root.clone();
        changed[position] ^= 1;
        assert!(matches!(
            refusal(TrustStore::from_pinned(&PinTable::production(), [changed], &RustCrypto)),
            AnchorError::NotPinned | AnchorError::NotCertificate(_)
        ));
    }
    let (folder, _) = conformance::japan().unwrap();
    for other in ["jpki-bridge-ca-2003.crt", "gpki-application-ca2-root-2013.crt"] {
        let result = TrustStore::from_files_pinned(&[folder.join(other)], &RustCrypto);
        assert_eq!(refusal(result), AnchorError::NotPinned, "{other}");
    }
    let jpki = SyntheticJpki::of_vectors();
    let synthetic = jpki.sign_ca(jpki::Generation::Third).certificate();
    assert_eq!(
        TrustStore::from_pinned(&PinTable::production(), [root, synthetic], &RustCrypto)
            .unwrap_err(),
        TrustStoreError::Refused { position: 1, refusal: AnchorError::NotPinned }
    );
}

#[test]
fn a_store_needs_certificates_that_can_be_read() {
    let none: [&[u8]; 0] = [];
    assert_eq!(
        TrustStore::from_pinned(&PinTable::production(), none, &RustCrypto).unwrap_err(),
        TrustStoreError::Empty
    );
    assert_eq!(
        TrustStore::from_files_pinned(&["no such file"], &RustCrypto).unwrap_err(),
        TrustStoreError::Unreadable { position: 0 }
    );
    for garbage in [&b""[..], b"\xff\xfe", b"\x30\x80", b"-----BEGIN CERTIFICATE-----"] {
        assert!(matches!(
            refusal(TrustStore::from_pinned(&PinTable::production(), [garbage], &RustCrypto)),
            AnchorError::NotCertificate(_)
        ));
    }
}

#[test]
// Requirement: PATH-08
fn domains_do_not_mix_even_by_a_wrong_pin() {
    let synthetic = SyntheticJpki::of_vectors().sign_ca(jpki::Generation::Third).certificate();
    let pins = PinTable::production().with(pin(&synthetic, CertificateKind::Signature, 4));
    assert_eq!(
        refusal(TrustStore::from_pinned(&pins, [&synthetic], &RustCrypto)),
        AnchorError::OtherAuthority
    );

    let Some(files) = root_files() else { return };
    let production = std::fs::read(&files[2]).unwrap();
    for domain in [TrustDomain::JlisTest, TrustDomain::Synthetic] {
        let pins = PinTable::empty(domain).with(pin(&production, CertificateKind::Signature, 3));
        assert_eq!(
            refusal(TrustStore::from_pinned(&pins, [&production], &RustCrypto)),
            AnchorError::ProductionRoot
        );
    }
}

/// The next generation has the name of all others and a new key.
#[test]
fn a_new_generation_is_a_pin() {
    let jpki = SyntheticJpki::in_environment(
        Environment::Parity,
        vectors_seed(),
        jpki_testkit::jpki::VECTOR_INSTANT,
    );
    let fourth = jpki.sign_ca(jpki::Generation::Fourth).certificate();
    let without = TrustStore::from_pinned(&PinTable::production(), [&fourth], &RustCrypto);
    assert_eq!(refusal(without), AnchorError::NotPinned);

    let pins = PinTable::production().with(pin(&fourth, CertificateKind::Signature, 4));
    let store = TrustStore::from_pinned(&pins, [&fourth], &RustCrypto).unwrap();
    assert_eq!(anchor(&store, CertificateKind::Signature, 4).domain(), TrustDomain::Production);

    let wrong_purpose =
        PinTable::production().with(pin(&fourth, CertificateKind::UserAuthentication, 4));
    assert_eq!(
        refusal(TrustStore::from_pinned(&wrong_purpose, [&fourth], &RustCrypto)),
        AnchorError::OtherAuthority
    );
}

fn vectors_seed() -> u64 {
    jpki_testkit::jpki::VECTOR_SEED
}

#[test]
fn authorities_of_the_vectors_deserve_their_pins_or_not() {
    let manifest = vectors::read_manifest().unwrap();
    let mut refused = 0;
    for entry in &manifest.anchors {
        let certificate = vectors::read_file(&entry.file).unwrap();
        let pins = PinTable::empty(TrustDomain::Synthetic).with(pin(
            &certificate,
            CertificateKind::Signature,
            3,
        ));
        let result = TrustStore::from_pinned(&pins, [&certificate], &RustCrypto);
        let name = entry.file.rsplit_once("sign-ca-3-").map(|(_, name)| name);
        let expected = match name {
            None => {
                assert_eq!(entry.deviation, None);
                None
            }
            Some("path-length-0.cer" | "ca-false.cer" | "without-cert-sign.cer")
            | Some("without-crl-sign.cer") => Some(AnchorError::Profile(Reason::ExtensionContent)),
            Some("without-basic-constraints.cer" | "without-key-usage.cer") => {
                Some(AnchorError::Profile(Reason::ExtensionMissing))
            }
            Some("basic-constraints-non-critical.cer") => {
                Some(AnchorError::Profile(Reason::ExtensionCriticality))
            }
            Some("unknown-critical-extension.cer") => {
                Some(AnchorError::Profile(Reason::UnknownCriticalExtension))
            }
            Some("wrong-key-identifier.cer") => Some(AnchorError::KeyIdentifier),
            Some("not-self-issued.cer") => Some(AnchorError::NotSelfIssued),
            Some("forged.cer") => Some(AnchorError::NotSelfSigned(Reason::SignatureMismatch)),
            // What a synthetic authority is called in Japanese is not for this crate to know; the
            // production roots are pinned to the byte.
            Some("alt-name-not-japanese.cer") => None,
            Some(other) => panic!("{other}"),
        };
        match expected {
            None => assert!(result.is_ok(), "{}", entry.file),
            Some(expected) => {
                assert_eq!(refusal(result), expected, "{}", entry.file);
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 11);
}

#[test]
// Requirement: CRL-07
fn candidates_are_found_by_key_before_name() {
    let jpki = SyntheticJpki::of_vectors();
    let store = store(&jpki, TrustDomain::Synthetic);
    for (purpose, issues) in KINDS {
        let other = match issues {
            CertificateKind::Signature => CertificateKind::UserAuthentication,
            CertificateKind::UserAuthentication => CertificateKind::Signature,
        };
        for (number, generation) in (1..).zip(jpki::Generation::TRUSTED) {
            let builder = match purpose {
                Purpose::Sign => jpki.sign_certificate(&Person::hanako()),
                Purpose::Auth => jpki.auth_certificate(&Person::hanako()),
            }
            .issued_by(generation);
            let candidates = |deviation: Option<Deviation>, issues| {
                let builder = deviation.into_iter().fold(builder.clone(), |b, d| b.with(d));
                let certificate = read(builder.issue().certificate());
                let found = store.candidates(issues, &certificate);
                found.map(|anchor| anchor.generation().number()).collect::<Vec<_>>()
            };
            assert_eq!(candidates(None, issues), [number]);
            assert_eq!(candidates(None, other), [0; 0]);
            let unnamed = Some(Deviation::AuthorityKeyIdentifierAbsent);
            assert_eq!(candidates(unnamed, issues), [1, 2, 3], "one name, three keys");
            assert_eq!(candidates(unnamed, other), [0; 0]);
            let wrong = Some(Deviation::AuthorityKeyIdentifierWrong);
            assert_eq!(candidates(wrong, issues), [0; 0]);
        }
    }
}

#[test]
// Requirement: CERT-01, SIG-07
fn a_certificate_is_classified_by_all_that_it_says() {
    let jpki = SyntheticJpki::of_vectors();
    let store = store(&jpki, TrustDomain::Synthetic);
    let policies = PolicyTable::of(TrustDomain::Synthetic);
    let sign = |deviation: Option<Deviation>| {
        let builder = jpki.sign_certificate(&Person::hanako());
        let builder = deviation.into_iter().fold(builder, |builder, d| builder.with(d));
        read(builder.issue().certificate())
    };
    let by_sign = anchor(&store, CertificateKind::Signature, 3);
    let by_auth = anchor(&store, CertificateKind::UserAuthentication, 3);

    let class = CertificateClass::of(&sign(None), &by_sign, &policies).unwrap();
    assert_eq!(class.kind(), CertificateKind::Signature);
    assert_eq!(class.medium(), Medium::Card);
    assert_eq!(class.generation(), Generation::THIRD);
    assert_eq!(class.domain(), TrustDomain::Synthetic);
    assert_eq!(class.policy().to_string(), "1.3.6.1.4.1.32473.8.5.1.1.20");
    use jpki_core::report::Outcome;
    assert_eq!(class.check(CertificateKind::Signature).outcome(), Outcome::Passed);
    assert_eq!(
        class.check(CertificateKind::UserAuthentication).outcome(),
        Outcome::Failed(Reason::WrongKindForPurpose)
    );

    assert_eq!(
        CertificateClass::of(&sign(None), &by_auth, &policies),
        Err(Reason::KindContradiction)
    );
    use jpki_testkit::pki::KeyUsage::{DigitalSignature, KeyCertSign, NonRepudiation};
    for (deviation, reason) in [
        (Deviation::KeyUsages(&[DigitalSignature]), Reason::KindContradiction),
        (
            Deviation::KeyUsages(&[DigitalSignature, NonRepudiation, KeyCertSign]),
            Reason::KindContradiction,
        ),
        (Deviation::KeyUsageAbsent, Reason::KindContradiction),
        (Deviation::ExtendedKeyUsageEmail, Reason::KindContradiction),
        (Deviation::PolicyOfOtherPurpose, Reason::KindContradiction),
        (Deviation::PolicyTail([1, 40]), Reason::PolicyNotAccepted),
        (Deviation::PolicyAny, Reason::PolicyNotAccepted),
        (Deviation::PoliciesAbsent, Reason::PolicyNotAccepted),
        (Deviation::PolicyDuplicated, Reason::PolicyNotAccepted),
        (Deviation::PolicyAdditional, Reason::PolicyNotAccepted),
    ] {
        let result = CertificateClass::of(&sign(Some(deviation)), &by_sign, &policies);
        assert_eq!(result, Err(reason), "{deviation:?}");
    }
}

#[test]
// Requirement: CERT-04, DA-05
fn smartphones_are_configuration() {
    let jpki = SyntheticJpki::of_vectors();
    let anchor = anchor(&store(&jpki, TrustDomain::Synthetic), CertificateKind::Signature, 3);
    let tail = Deviation::PolicyTail([1, 40]);
    let issued = jpki.sign_certificate(&Person::hanako()).with(tail).issue();
    let certificate = read(issued.certificate());
    let policies = PolicyTable::of(TrustDomain::Synthetic);
    assert_eq!(
        CertificateClass::of(&certificate, &anchor, &policies),
        Err(Reason::PolicyNotAccepted)
    );
    let entry = PolicyEntry {
        policy: jpki.environment().policy_with_tail([1, 40]),
        kind: CertificateKind::Signature,
        medium: Medium::Smartphone,
    };
    let class = CertificateClass::of(&certificate, &anchor, &policies.clone().with(entry)).unwrap();
    assert_eq!(class.medium(), Medium::Smartphone);
    let wrong = PolicyEntry { kind: CertificateKind::UserAuthentication, ..entry };
    assert_eq!(
        CertificateClass::of(&certificate, &anchor, &policies.with(wrong)),
        Err(Reason::KindContradiction)
    );
}

#[test]
fn policies_of_another_domain_are_refused() {
    let parity = SyntheticJpki::in_environment(
        Environment::Parity,
        vectors_seed(),
        jpki_testkit::jpki::VECTOR_INSTANT,
    );
    let anchor = anchor(&store(&parity, TrustDomain::Synthetic), CertificateKind::Signature, 3);
    let certificate = read(parity.sign_certificate(&Person::hanako()).issue().certificate());
    assert_eq!(
        CertificateClass::of(&certificate, &anchor, &PolicyTable::of(TrustDomain::Production)),
        Err(Reason::TrustDomainMismatch)
    );
    let entries = PolicyTable::of(TrustDomain::Production).entries().to_vec();
    let declared =
        entries.into_iter().fold(PolicyTable::empty(TrustDomain::Synthetic), PolicyTable::with);
    assert!(CertificateClass::of(&certificate, &anchor, &declared).is_ok());
    assert_eq!(
        CertificateClass::of(&certificate, &anchor, &PolicyTable::of(TrustDomain::Synthetic)),
        Err(Reason::PolicyNotAccepted)
    );
}

/// jpki-profile §2.5
#[test]
fn public_policies_by_domain() {
    let of = |domain| {
        let table = PolicyTable::of(domain);
        let entries = table.entries().iter();
        entries.map(|entry| (entry.policy.to_string(), entry.kind)).collect::<Vec<_>>()
    };
    use CertificateKind::{Signature, UserAuthentication};
    assert_eq!(
        of(TrustDomain::Production),
        [
            ("1.2.392.200149.8.5.1.1.20".to_owned(), Signature),
            ("1.2.392.200149.8.5.1.3.30".to_owned(), UserAuthentication),
        ]
    );
    assert_eq!(of(TrustDomain::JlisTest), [("1.2.392.200149.8.5.1.0.20".to_owned(), Signature)]);
}
