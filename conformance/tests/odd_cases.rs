//! Whatever is odd about one case is the result of that case, and of no other.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by a panic"
)]

use std::path::Path;

use base64ct::{Base64, Encoding as _};
use jpki_conformance::{Outcome, Results, Suite, run};
use jpki_testkit::key::Key;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension, GeneralName,
    KeyUsage,
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A root and a host below it, both with keys on P-256, and the root's list.
struct Hierarchy {
    root: Vec<u8>,
    host: Vec<u8>,
    list: Vec<u8>,
}

impl Hierarchy {
    fn new() -> Self {
        let name = || DistinguishedName::common_name("root");
        let (root_key, host_key) = (Key::p256(0), Key::p256(1));
        let root = CertificateBuilder::new()
            .issuer(name())
            .subject(name())
            .public_key(root_key)
            .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
            .extension(
                Extension::key_usage(&[KeyUsage::KeyCertSign, KeyUsage::CrlSign]).critical(),
            );
        let host = CertificateBuilder::new()
            .issuer(name())
            .subject(DistinguishedName::common_name("host"))
            .public_key(host_key)
            .extension(Extension::subject_alt_name(&[GeneralName::Dns("a.example".to_owned())]));
        let list = CrlBuilder::new().issuer(name()).extension(Extension::crl_number(1));
        Self { root: root.sign(root_key), host: host.sign(root_key), list: list.sign(root_key) }
    }
}

const AT: &str = "2026-06-01T03:00:00+00:00";

fn folder(manifest: &str, content: &Value, files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, bytes).expect("a file");
    };
    write(manifest, content.to_string().as_bytes());
    files.iter().for_each(|(name, bytes)| write(name, bytes));
    folder
}

fn results(suite: Suite, given: &Path) -> Results {
    run(suite, given).expect("a manifest of the suite")
}

#[track_caller]
fn ended(results: &Results, id: &str, outcome: Outcome, note: &str) {
    let case = results.cases.get(id).unwrap_or_else(|| panic!("no case {id}: {results:?}"));
    assert_eq!(case.outcome, outcome, "{id}: {}", case.note);
    assert!(case.note.contains(note), "{id}: {}", case.note);
}

#[test]
fn a_pkits_of_other_keys_and_odd_cases_is_read_by_its_folder() {
    let hierarchy = Hierarchy::new();
    let case = json!({
        "id": "4.1.4", "trust_anchor": "root.crt", "chain": ["host.crt"], "crls": ["root.crl"],
        "expected": "valid", "features": ["dsa"],
    });
    let changed = |id: &str, field: &str, value: Value| {
        let mut case = case.clone();
        case["id"] = json!(id);
        case[field] = value;
        case
    };
    let manifest = json!({ "validation_time": AT, "tests": [
        case,
        changed("no list", "crls", json!([])),
        changed("no file", "chain", json!(["missing.crt"])),
        changed("unreadable", "chain", json!(["odd.crt"])),
        { "id": "must be refused", "trust_anchor": "root.crt", "chain": ["odd.crt"], "expected": "invalid" },
        { "id": "not understood", "trust_anchor": 7 },
        case,
        "no object",
    ] });
    let (root, host, list) = (&hierarchy.root, &hierarchy.host, &hierarchy.list);
    let folder = folder(
        "pkits.json",
        &manifest,
        &[
            ("certs/root.crt", root),
            ("certs/host.crt", host),
            ("certs/odd.crt", b"odd"),
            ("crls/root.crl", list),
        ],
    );
    let results = results(Suite::Pkits, folder.path());
    ended(&results, "4.1.4", Outcome::Passed, "valid");
    ended(&results, "4.1.4 (2)", Outcome::Passed, "valid");
    ended(&results, "no list", Outcome::Failed, "list-missing");
    ended(&results, "no file", Outcome::Failed, "missing.crt");
    ended(&results, "unreadable", Outcome::Failed, "odd.crt");
    ended(&results, "must be refused", Outcome::Passed, "odd.crt");
    ended(&results, "not understood", Outcome::Failed, "cannot be read");
    ended(&results, "number 7", Outcome::Failed, "cannot be read");
}

#[test]
fn peers_are_compared_with_the_names_in_the_certificate() {
    let hierarchy = Hierarchy::new();
    let base64 = Base64::encode_string;
    let pem = |der: &[u8]| {
        let text = base64(der);
        let lines: Vec<&str> = text
            .as_bytes()
            .chunks(64)
            .map(|line| std::str::from_utf8(line).expect("text"))
            .collect();
        format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
    };
    let limbo = |id: &str, host: &str, expected: &str| {
        json!({
            "id": id, "trusted_certs": ["odd", pem(&hierarchy.root)],
            "peer_certificate": pem(&hierarchy.host), "validation_time": AT,
            "expected_peer_name": { "kind": "DNS", "value": host }, "expected_result": expected,
        })
    };
    let manifest = json!({ "version": 1, "testcases": [
        limbo("same", "A.example", "SUCCESS"),
        limbo("other", "b.example", "FAILURE"),
        limbo("wrongly expected", "b.example", "SUCCESS"),
    ] });
    let limbo = folder("limbo.json", &manifest, &[]);
    let found = results(Suite::Limbo, limbo.path());
    ended(&found, "same", Outcome::Passed, "valid");
    ended(&found, "other", Outcome::Passed, "another peer");
    ended(&found, "wrongly expected", Outcome::Failed, "another peer");

    let case = |id: u32, host: &str, expected: &str, is_soft: bool| {
        json!({
            "id": id, "certificates": [base64(&hierarchy.host), "b2Rk"], "hostname": host,
            "expected": expected, "failureIsWarning": is_soft,
        })
    };
    let cases = json!([
        case(1, "a.example", "ACCEPT", false),
        case(2, "192.0.2.1", "REJECT", false),
        case(3, "a.example", "REJECT", true),
        case(4, "a.example", "REJECT", false),
    ]);
    let manifest = json!({
        "trustRoot": base64(&hierarchy.root), "validationTime": AT,
        "suites": { "names": { "testCases": cases } },
    });
    let bettertls = folder("bettertls.json", &manifest, &[]);
    let found = results(Suite::Bettertls, bettertls.path());
    ended(&found, "names 00001", Outcome::Passed, "valid");
    ended(&found, "names 00002", Outcome::Passed, "another peer");
    ended(&found, "names 00003", Outcome::Skipped, "either answer");
    ended(&found, "names 00004", Outcome::Failed, "valid");
}

#[test]
fn what_is_not_offered_is_skipped_with_its_reason() {
    let hierarchy = Hierarchy::new();
    let case = |id: &str, options: Value| {
        json!({
            "id": id, "set": "openssl-verify", "validation_time": AT, "expected": "valid",
            "trust_anchors": ["root.crt"], "target": "host.crt", "openssl_options": options,
        })
    };
    let manifest = json!({ "cases": [
        case("plain", json!([])),
        case("inhibited", json!(["-inhibit_map", "-inhibit_any"])),
        case("unknown", json!(["-trusted_first", "-nameopt", "utf8"])),
        { "id": "unknown set", "set": "other" },
    ] });
    let (root, host) = (&hierarchy.root, &hierarchy.host);
    let path = folder("manifest.json", &manifest, &[("root.crt", root), ("host.crt", host)]);
    let found = results(Suite::Path, path.path());
    ended(&found, "plain", Outcome::Passed, "valid");
    ended(&found, "inhibited", Outcome::Passed, "valid");
    ended(&found, "unknown", Outcome::Skipped, "-trusted_first");
    ended(&found, "unknown set", Outcome::Failed, "cannot be read");

    let test = json!({ "tcId": 3, "msg": "", "sig": "00", "result": "valid" });
    let manifest = json!({ "testGroups": [
        { "type": "EcdsaP1363Verify", "tests": [test], "publicKeyDer": "00" },
        { "type": "EcdsaVerify", "sha": "SHA3-256", "tests": [test], "publicKeyDer": "00" },
        { "type": "EcdsaVerify", "sha": "SHA-256", "tests": [test, { "tcId": 4 }], "publicKeyDer": "00" },
    ] });
    let wycheproof = folder("ecdsa_test.json", &manifest, &[]);
    let found = results(Suite::Wycheproof, wycheproof.path());
    ended(&found, "ecdsa_test 0003", Outcome::Skipped, "EcdsaP1363Verify");
    ended(&found, "ecdsa_test 0003 (2)", Outcome::Skipped, "SHA3-256");
    ended(&found, "ecdsa_test 0003 (3)", Outcome::Failed, "key rejected");
    ended(&found, "ecdsa_test 0004", Outcome::Failed, "cannot be read");
}

#[test]
fn any_file_is_taken_through_every_reader() {
    let hierarchy = Hierarchy::new();
    let files: [(&str, &[u8]); 4] = [
        ("certificate", &hierarchy.host),
        ("deeper/list", &hierarchy.list),
        ("deep", &[0x30, 0x80].repeat(50_000)),
        ("empty", b""),
    ];
    let corpus = folder("text.json", &json!("text"), &files);
    let found = results(Suite::Corpus, corpus.path());
    ended(&found, "certificate", Outcome::Passed, "certificate");
    ended(&found, "deeper/list", Outcome::Passed, "list");
    for file in ["deep", "empty", "text.json"] {
        ended(&found, file, Outcome::Passed, "read by none");
    }
}

#[test]
fn a_folder_without_a_manifest_is_an_error() {
    let folder = folder("other.json", &json!({}), &[]);
    assert!(run(Suite::Cms, folder.path()).is_err());
    assert!(run(Suite::Cms, &folder.path().join("other.json")).is_err());
}
