//! OpenSSL reads and verifies what the general builders write, for every kind of key.

use crate::support::openssl::OpenSsl;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Generation, Purpose, SyntheticJpki};
use jpki_testkit::key::{Key, KeyKind};
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{
    AuthorityKeyIdentifier, BasicConstraints, CertificateBuilder, CrlBuilder, CrlEntry,
    DistinguishedName, DistributionPoint, DistributionPointName, Extension, GeneralName,
    GeneralSubtree, IssuingDistributionPoint, KeyUsage, PolicyInformation, PolicyQualifier, Reason,
    ReasonCode,
};
use jpki_testkit::pss::PssParameters;
use jpki_testkit::seed::Seed;
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_testkit::{asn1, oid, strategies};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use time::macros::utc_datetime;

const KINDS: [KeyKind; 8] = [
    KeyKind::Rsa1024,
    KeyKind::Rsa2048,
    KeyKind::Rsa3072,
    KeyKind::Rsa4096,
    KeyKind::P256,
    KeyKind::P384,
    KeyKind::P521,
    KeyKind::Ed25519,
];

fn algorithms(kind: KeyKind) -> Vec<SignatureAlgorithm> {
    use HashAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    match kind {
        KeyKind::Rsa1024 => vec![SignatureAlgorithm::RSA_SHA256],
        KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096 => [Sha1, Sha256, Sha384, Sha512]
            .into_iter()
            .flat_map(|hash| {
                let pss = PssParameters::usual(hash);
                [SignatureAlgorithm::RsaPkcs1(hash), SignatureAlgorithm::RsaPss(pss)]
            })
            .collect(),
        KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => {
            [Sha1, Sha256, Sha384, Sha512].map(SignatureAlgorithm::Ecdsa).to_vec()
        }
        KeyKind::Ed25519 => vec![SignatureAlgorithm::Ed25519],
    }
}

#[test]
fn every_key_with_every_algorithm() {
    let Some(openssl) = OpenSsl::find() else { return };
    for kind in KINDS {
        assert!(kind.count() > 0);
        for index in 0..kind.count() {
            let key = Key::new(kind, index);
            // Algorithms do not depend on the key, so one key of each kind tries them all.
            let algorithms =
                if index == 0 { algorithms(kind) } else { vec![key.usual_algorithm()] };
            for algorithm in algorithms {
                let root = root(key).sign_with(key, algorithm);
                assert!(openssl.is_self_signed(&root), "{kind:?} {index} {algorithm:?}");
                let mut spoilt = root.clone();
                *spoilt.last_mut().expect("a signature") ^= 1;
                assert!(!openssl.is_self_signed(&spoilt), "{kind:?} {index} {algorithm:?}, spoilt");
            }
        }
    }
}

/// OpenSSL's text shows each extension with its name and no parse error.
#[test]
fn every_certificate_extension() {
    let Some(openssl) = OpenSsl::find() else { return };
    let name = || DistinguishedName::common_name("架空");
    let directory = || GeneralName::Directory(name());
    let point = |reasons: &[Reason]| DistributionPoint {
        name: Some(DistributionPointName::uri("http://crl.example/1")),
        reasons: Some(reasons.to_vec()),
        crl_issuer: vec![directory()],
    };
    let names = [
        GeneralName::other(oid::COMMON_NAME, jpki_testkit::pki::StringType::Utf8, "other"),
        GeneralName::Rfc822("a@mail.example".to_owned()),
        GeneralName::Dns("host.example".to_owned()),
        directory(),
        GeneralName::Uri("https://site.example/".to_owned()),
        GeneralName::IpAddress(vec![192, 0, 2, 1]),
        GeneralName::RegisteredId(oid::ANY_POLICY),
    ];
    let policy = PolicyInformation::new(oid::ANY_POLICY)
        .qualifier(PolicyQualifier::CpsUri("http://cps.example".to_owned()))
        .qualifier(PolicyQualifier::UserNotice("a notice".to_owned()));
    let subtrees = [
        GeneralSubtree::new(GeneralName::Dns("example".to_owned())),
        GeneralSubtree::new(GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0])),
    ];
    let key = Key::rsa_2048(0);
    let certificate = root(key)
        .replace_extension(
            Extension::basic_constraints(BasicConstraints::CaWithPathLength(300)).critical(),
        )
        .extension(Extension::authority_key_identifier(&AuthorityKeyIdentifier {
            key_identifier: Some(key.identifier()),
            issuer: vec![directory()],
            serial: Some(0x1234.into()),
        }))
        .extension(Extension::subject_alt_name(&names))
        .extension(Extension::issuer_alt_name(&[directory()]))
        .extension(Extension::certificate_policies(&[policy]))
        .extension(Extension::policy_mappings(&[(oid::CLIENT_AUTH, oid::SERVER_AUTH)]))
        .extension(Extension::policy_constraints(Some(2), Some(0)))
        .extension(Extension::inhibit_any_policy(3))
        .extension(Extension::name_constraints(&subtrees, &subtrees))
        .extension(Extension::extended_key_usage(&[oid::CLIENT_AUTH, oid::OCSP_SIGNING]))
        .extension(Extension::crl_distribution_points(&[point(&[Reason::KeyCompromise])]))
        .extension(Extension::freshest_crl(&[point(&[Reason::AaCompromise])]))
        .extension(Extension::authority_info_access(&[(oid::OCSP, names[4].clone())]))
        .extension(Extension::subject_info_access(&[(oid::CA_ISSUERS, names[4].clone())]))
        .extension(Extension::ocsp_no_check())
        .extension(Extension::subject_directory_attributes(&[(
            oid::TITLE,
            vec![jpki_testkit::pki::StringType::Utf8.element("title")],
        )]))
        .sign(key);
    let text = one_line(&openssl.text("x509", &certificate));
    for expected in [
        "CA:TRUE, pathlen:300",
        "Certificate Sign, CRL Sign",
        "serial:12:34",
        "othername",
        "email:a@mail.example",
        "DNS:host.example",
        "URI:https://site.example/",
        "IP Address:192.0.2.1",
        "Registered ID:X509v3 Any Policy",
        "CPS: http://cps.example",
        "Explicit Text: a notice",
        "TLS Web Client Authentication:TLS Web Server Authentication",
        "Require Explicit Policy:2, Inhibit Policy Mapping:0",
        "X509v3 Inhibit Any Policy",
        "Permitted:",
        "Excluded:",
        "IP:192.0.2.0/255.255.255.0",
        "TLS Web Client Authentication, OCSP Signing",
        "Reasons: Key Compromise",
        "X509v3 Freshest CRL",
        "OCSP - URI:https://site.example/",
        "CA Issuers - URI:https://site.example/",
        "OCSP No Check",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
    assert!(!text.contains("Error"), "{text}");
}

#[test]
fn every_list_extension() {
    let Some(openssl) = OpenSsl::find() else { return };
    let key = Key::p256(0);
    let scope = IssuingDistributionPoint {
        name: Some(DistributionPointName::directory(DistinguishedName::common_name("a point"))),
        only_some_reasons: Some(vec![Reason::Superseded, Reason::PrivilegeWithdrawn]),
        only_user_certificates: true,
        indirect: true,
        ..Default::default()
    };
    let date = utc_datetime!(2026-05-01 0:00);
    let entry = CrlEntry::new(0x77, date)
        .reason(ReasonCode::AaCompromise)
        .extension(Extension::invalidity_date(utc_datetime!(2026-04-01 0:00)))
        .certificate_issuer(DistinguishedName::common_name("another issuer"));
    let list = CrlBuilder::new()
        .issuer(DistinguishedName::common_name("an issuer"))
        .next_update(utc_datetime!(2060-01-01 0:00))
        .entry(entry)
        .extension(Extension::crl_number(70_000))
        .extension(Extension::delta_crl_indicator(69_999).critical())
        .extension(Extension::issuing_distribution_point(&scope).critical())
        .sign(key);
    let text = one_line(&openssl.text("crl", &list));
    for expected in [
        "Version 2",
        "Next Update: Jan 1 00:00:00 2060 GMT",
        "70000",
        "X509v3 Delta CRL Indicator: critical",
        "X509v3 Issuing Distribution Point: critical",
        "Only User Certificates",
        "Indirect CRL",
        "Superseded, Privilege Withdrawn",
        "AA Compromise",
        "Invalidity Date: Apr 1 00:00:00 2026 GMT",
        "X509v3 Certificate Issuer: critical",
        "Serial Number: 77",
    ] {
        assert!(text.contains(expected), "{expected:?} is not in\n{text}");
    }
}

/// Versions break and indent lines in their own ways.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn large_lists() {
    let Some(openssl) = OpenSsl::find() else { return };
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    for (serials, entry_length) in [
        (Serials::Sequential { first: 0x0100_0000 }, 37),
        (Serials::Random { bytes: 16, seed: Seed::new(7) }, 49),
        (Serials::Random { bytes: 20, seed: Seed::new(7) }, 53),
    ] {
        let list = large_list(&jpki.crl(&authority), authority.key(), serials, 10_000);
        assert!(list.len() > 10_000 * entry_length && list.len() < 10_000 * entry_length + 700);
        let text = openssl.text("crl", &list);
        assert_eq!(text.matches("Serial Number:").count(), 10_000);
        let last = asn1::concatenated([serials.at(9_999).as_bytes()]);
        let last: String = last.iter().map(|byte| format!("{byte:02X}")).collect();
        assert!(text.contains(&last), "{last}");
        assert!(openssl.is_list_of(&list, &authority.certificate()));
    }
}

/// Arbitrary certificates verify; arbitrary names can be read.
#[test]
fn strategies_give_what_openssl_accepts() {
    let Some(openssl) = OpenSsl::find() else { return };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    for purpose in [Purpose::Sign, Purpose::Auth] {
        for _ in 0..20 {
            let certificate =
                strategies::certificate(purpose).new_tree(&mut runner).expect("a tree").current();
            let anchor = certificate.authority().certificate();
            let at = "2026-06-01T03:00:00Z";
            let answer = openssl.verify_bytes(certificate.certificate(), &[anchor], &[], at, &[]);
            assert_eq!(answer, "ok");
        }
    }
    for _ in 0..50 {
        let name =
            strategies::distinguished_name().new_tree(&mut runner).expect("a tree").current();
        let key = Key::p256(1);
        let certificate =
            CertificateBuilder::new().subject(name.clone()).issuer(name).public_key(key).sign(key);
        let text = openssl.text("x509", &certificate);
        assert!(text.contains("Subject:"), "{text}");
    }
}

fn root(key: Key) -> CertificateBuilder {
    let name = DistinguishedName::common_name("root");
    CertificateBuilder::new()
        .issuer(name.clone())
        .subject(name)
        .public_key(key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .extension(Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical())
        .extension(Extension::subject_key_identifier(&key.identifier()))
}
