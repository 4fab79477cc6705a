//! Reports as they are kept: what stands at their top, their schemas, and that they are read back the same.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::ocsp::CertificateStatus;
use jpki_testkit::oid;
use jpki_testkit::pki::Extension;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::form::FieldMatch;
use jpki_verify::localized::Localized;
use jpki_verify::report::{Fact, FactKey, InquiryMethod, Report, Subject};
use jpki_verify::revocation::ocsp::{Nonce, OcspPolicy, OcspVerifier, ResponderRole};
use jpki_verify::revocation::resolver::StatusMethod;
use jpki_verify::revocation::{Crl, RevocationReason};
use jpki_verify::validation_report::DisclosedRevocation;
use jpki_verify::x509::kind::{CertificateKind, Medium};
use jpki_verify::{
    Locale, PolicyVersion, ServiceProviderReport, Timestamp, ValidationReport, Verdict,
};
use serde_json::{Value, json};

use crate::responder::{NONCE, response};
use crate::vectors::{read, reports, reports_of};
use crate::world::{CONTENT, Signed, hanako, instant, jpki, lists, noon, verifier};

fn folder(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The schemas of `docs/schemas`.
struct Schema {
    compiled: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn of(name: &str) -> Self {
        let (mut compiler, mut compiled) = (boon::Compiler::new(), boon::Schemas::new());
        for file in fs::read_dir(folder("../../docs/schemas")).unwrap() {
            let text = fs::read(file.unwrap().path()).unwrap();
            let schema: Value = serde_json::from_slice(&text).unwrap();
            let id = schema["$id"].as_str().unwrap().to_owned();
            compiler.add_resource(&id, schema).unwrap();
        }
        let index = compiler.compile(&format!("urn:jpki:schema:{name}:1"), &mut compiled).unwrap();
        Self { compiled, index }
    }

    fn is_valid(&self, value: &Value) -> bool {
        self.compiled.validate(value, self.index).is_ok()
    }

    fn assert_valid(&self, value: &Value, id: &str) {
        let outcome = self.compiled.validate(value, self.index).map_err(|error| error.to_string());
        assert_eq!(outcome, Ok(()), "{id}: {value}");
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn each_report_of_a_vector_fits_its_schema_and_is_read_back_the_same() {
    let [full, tree, for_provider, disclosed] =
        ["validation-report", "report", "service-provider-report", "disclosed-revocation"]
            .map(Schema::of);
    for (case, reports) in reports() {
        let (stored, id) = (json(&reports.full), &*case.id);
        assert_eq!(stored["verdict"], case.expected.verdict, "{id}");
        full.assert_valid(&stored, id);
        tree.assert_valid(&stored["report"], id);
        let read = ValidationReport::from_json(stored.to_string().as_bytes()).unwrap();
        assert_eq!(read, reports.full, "{id}");
        let tree = Report::from_json(stored["report"].to_string().as_bytes()).unwrap();
        assert_eq!(tree, *reports.full.report(), "{id}");
        for locale in [Locale::Ja, Locale::En] {
            assert_eq!(read.render(locale), reports.full.render(locale), "{id}");
            assert_eq!(read.render_summary(locale), reports.full.render_summary(locale), "{id}");
            assert_eq!(tree.render_summary(locale), reports.full.report().render_summary(locale));
            assert_eq!(json(&read.localized(locale)), json(&reports.full.localized(locale)));
        }
        let sent = json(&reports.for_provider);
        for_provider.assert_valid(&sent, id);
        let read = ServiceProviderReport::from_json(sent.to_string().as_bytes()).unwrap();
        assert_eq!(read, reports.for_provider, "{id}");
        assert_eq!(read, reports.full.for_service_provider(), "{id}");
        if let Some(report) = &reports.disclosed {
            let sent = json(report);
            disclosed.assert_valid(&sent, id);
            assert_eq!(
                DisclosedRevocation::from_json(sent.to_string().as_bytes()).as_ref(),
                Ok(report)
            );
        }
    }
}

#[test]
fn the_schemas_refuse_what_the_readers_refuse() {
    let (_, reports) = reports_of("sign-revoked");
    let (schema, stored) = (Schema::of("validation-report"), json(&reports.full));
    assert!(schema.is_valid(&stored));
    let checks = stored["report"]["checks"].as_array().unwrap();
    let revocation = checks.iter().position(|check| check["id"] == "revocation").unwrap();
    for (place, value) in [
        ("/version", json!(2)),
        ("/format", json!("jpki-report")),
        ("/verdict", json!("maybe")),
        ("/time/utc", json!("2026-06-01T12:00:00+09:00")),
        ("/anchor/sha-256", json!("AB".repeat(32))),
        ("/crls/0/number", json!(20604)),
        ("/crls/0/subject", json!("document")),
        ("/report/checks/0/outcome", json!("felt")),
        ("/report/checks/0/outcome", json!("failed")),
        ("/report/checks/0/subject", json!("signer")),
        ("/report/checks/0/rules/0", json!("Book of Kells 1")),
        (&format!("/report/checks/{revocation}/reason"), json!("no code\u{202e}")),
        (&format!("/report/checks/{revocation}/facts/0/value"), json!("yesterday")),
    ] {
        let mut changed = stored.clone();
        *changed.pointer_mut(place).unwrap_or_else(|| panic!("{place}: {stored}")) = value;
        assert!(!schema.is_valid(&changed), "{place}");
        assert!(ValidationReport::from_json(changed.to_string().as_bytes()).is_err(), "{place}");
    }
}

fn sha_256(bytes: &[u8]) -> Vec<u8> {
    HashAlgorithm::Sha256.digest(bytes)
}

#[test]
// Requirement: OCSP-05
fn its_top_names_anchor_lists_and_how_old_the_status_may_be() {
    let (case, reports) = reports_of("sign-valid");
    let full = &reports.full;
    let anchor = full.anchor().unwrap();
    assert_eq!(anchor.sha_256.to_vec(), sha_256(&read("trust/sign-ca-3.cer")));
    assert_eq!(anchor.generation, 3);
    let found: Vec<_> = full.crls().iter().map(|it| (it.subject, it.sha_256.to_vec())).collect();
    let named = case.arl.iter().map(|file| (Subject::Arl, sha_256(&read(file))));
    let named: Vec<_> =
        named.chain(case.crl.iter().map(|file| (Subject::Crl, sha_256(&read(file))))).collect();
    assert!(!found.is_empty() && found.iter().all(|it| named.contains(it)), "{found:?}");
    assert_eq!(found.len(), 2, "an ARL and a CRL");
    let issued = Timestamp::from_unix_seconds(jpki().lists_issued_at().unix_timestamp());
    let status = full.status().unwrap();
    assert_eq!((status.method, status.as_of), (InquiryMethod::Lists, issued));
    assert_eq!(full.staleness(), Some(full.time().instant().since(issued)));
    assert_eq!(full.policy(), None);

    let (_, revoked) = reports_of("sign-revoked");
    assert_eq!(revoked.full.status().map(|it| it.method), Some(InquiryMethod::Lists));
    let (_, expired) = reports_of("sign-expired");
    assert_eq!((expired.full.status(), expired.full.anchor()), (None, None));
}

#[test]
// Requirement: OCSP-05
fn a_response_is_named_by_its_digest_and_the_status_is_as_old_as_it_says() {
    let signed = Signed::by(&hanako(), CONTENT);
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let verifier = verifier(lists(None)).responder(responder, StatusMethod::Ocsp);
    let policy = PolicyVersion::new("bank.example/onboarding", 3);
    let verifier = verifier.policy_version(policy.clone().unwrap()).build().unwrap();
    let (sent, at) = (response(&hanako(), CertificateStatus::Good), jpki().instant());
    let later = instant(at + time::Duration::minutes(4));
    let settled = verifier
        .begin_signature(&signed.document(), later)
        .finish_with_ocsp_and_nonce(&Nonce::new(NONCE), |_| Ok(sent.clone()));
    assert_eq!(settled.assessed().verdict(), Verdict::Valid);
    let report = settled.validation_report(&RustCrypto);
    let [named] = report.responses() else { panic!("{report:?}") };
    assert_eq!(named.sha_256.to_vec(), sha_256(&sent));
    assert_eq!(named.produced_at, Some(noon().instant()));
    assert_eq!(named.issuer, signed.certificate.issuer().display().to_string());
    let status = report.status().unwrap();
    assert_eq!((status.method, status.as_of), (InquiryMethod::Responder, noon().instant()));
    assert_eq!(report.staleness(), Some(core::time::Duration::from_secs(240)));
    assert_eq!(report.policy(), policy.as_ref());
    assert_eq!(report.crls().len(), 1, "the ARL");
    let ja = report.render_summary(Locale::Ja);
    assert!(ja.contains("失効情報の古さ (最大): 4分\n"), "{ja}");
}

/// Files as the first version wrote them: they stay, and are read by every later version.
#[test]
fn stored_files_of_each_version_are_read() {
    let stored = |name: &str| fs::read(folder("tests/stored").join(name)).unwrap();
    let report = ValidationReport::from_json(&stored("validation-report-1.json")).unwrap();
    assert_eq!(report.verdict(), Verdict::Invalid);
    let ja = report.render(Locale::Ja);
    assert!(ja.starts_with("判定: 無効\n理由: 失効しています [失効リストの照会,"), "{ja}");
    assert!(ja.contains("検証時刻: 2026-06-01 12:00:00 JST (2026-06-01T03:00:00Z)\n"), "{ja}");
    assert_eq!((report.library(), report.guideline()), ("0.1.0", "1.3"));
    let report = Report::from_json(&stored("report-1.json")).unwrap();
    assert_eq!(report.verdict(), Verdict::Invalid);
    let report = ServiceProviderReport::from_json(&stored("service-provider-report-1.json"));
    assert!(!report.unwrap().is_to_be_accepted());
    let disclosed = DisclosedRevocation::from_json(&stored("disclosed-revocation-1.json")).unwrap();
    assert_eq!(disclosed.tenant().text(), "insurer-1");
}

#[test]
fn a_code_in_a_stored_report_has_the_text_of_the_type_it_comes_from() {
    fn look<T: Localized>(key: FactKey, all: impl IntoIterator<Item = T>) {
        for value in all {
            let fact = Fact::code(key, value.code());
            for locale in [Locale::Ja, Locale::En] {
                let (shown, text) = (fact.display_value(locale).to_string(), value.text(locale));
                assert_eq!(shown, text, "{}", value.code());
            }
        }
    }
    use FieldMatch::{Different, Equivalent, Exact, Substituted, Undecided};
    use StatusMethod::{Both, Crl, CrlThenOcsp, Ocsp, OcspThenCrl};
    look(FactKey::Kind, [CertificateKind::Signature, CertificateKind::UserAuthentication]);
    look(FactKey::Medium, [Medium::Card, Medium::Smartphone, Medium::Unknown]);
    look(FactKey::Method, [Crl, Ocsp, CrlThenOcsp, OcspThenCrl, Both]);
    look(FactKey::Method, InquiryMethod::ALL.iter().copied());
    look(
        FactKey::Responder,
        [ResponderRole::Issuer, ResponderRole::Delegate, ResponderRole::Named],
    );
    look(FactKey::RevocationReason, (0..=u8::MAX).map(RevocationReason::from_number));
    look(FactKey::Detail, [Exact, Equivalent, Substituted, Undecided, Different]);
}

#[test]
fn a_list_number_is_written_in_decimal_digits() {
    // Of 20 bytes, the longest (RFC 5280 §5.2.3): 2^160 - 1 by Python.
    let longest = "1461501637330902918203684832716283019655932542975";
    let authority = jpki().sign_ca(jpki_testkit::jpki::Generation::Third);
    let list = |number: &[u8]| {
        let integer = [&[0x02, number.len() as u8], number].concat();
        let number = Extension::new(oid::CRL_NUMBER, integer);
        let list = jpki().crl(&authority).replace_extension(number).sign(authority.key());
        Crl::from_der(list).unwrap().number().unwrap().to_string()
    };
    assert_eq!(list(&[&[0][..], &[0xff; 20]].concat()), longest);
    assert_eq!(list(&[0]), "0");
    assert_eq!(list(&[1, 0, 0]), "65536");
}
