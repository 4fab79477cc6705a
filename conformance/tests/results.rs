//! The suites give the committed results: a better result fails too, until the file is updated.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::path::PathBuf;

use jpki_conformance::{Suite, run};
use jpki_test_support::conformance;

fn compare(suite: Suite) {
    let Some(folder) = conformance::folder() else { return };
    let results = run(suite, &folder).expect("the manifest can be read");
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("results/{}.json", suite.name()));
    let committed = std::fs::read_to_string(&file).expect("the results are committed");
    let found = results.to_json();
    for (committed, found) in committed.lines().zip(found.lines()) {
        assert_eq!(committed, found, "the {} results differ", suite.name());
    }
    assert_eq!(committed, found, "the {} results differ", suite.name());
    assert_eq!(results.summary().failed, 0, "{results}");
}

#[test]
fn pkits() {
    compare(Suite::Pkits);
}

#[test]
fn limbo() {
    compare(Suite::Limbo);
}

#[test]
fn path() {
    compare(Suite::Path);
}

#[test]
fn japan() {
    compare(Suite::Japan);
}

#[test]
fn wycheproof() {
    compare(Suite::Wycheproof);
}

#[test]
fn cms() {
    compare(Suite::Cms);
}

#[test]
fn crl() {
    compare(Suite::Crl);
}

#[test]
fn ocsp() {
    compare(Suite::Ocsp);
}

#[test]
fn bettertls() {
    compare(Suite::Bettertls);
}

/// Whatever is in the folder, and in each of its manifests, is read by every reader.
#[test]
fn corpus() {
    let Some(folder) = conformance::folder() else { return };
    let results = run(Suite::Corpus, &folder).expect("a folder");
    let summary = results.summary();
    assert_eq!(summary.failed, 0, "{results}");
    assert!(summary.passed > 1000, "{results}");
}
