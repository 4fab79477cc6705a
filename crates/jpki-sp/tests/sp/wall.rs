//! The wall between service provider and platform: none of the evaluated crates is below this one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, iter};

use jpki_test_support::conformance::files;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Returns the crates that `docs/architecture.md` calls evaluated.
fn evaluated() -> BTreeSet<String> {
    let text = fs::read_to_string(repository().join("docs/architecture.md")).expect("a text");
    let list = text.split("\nEvaluated, because").nth(1).expect("the list");
    let list = list.split("None of them").next().expect("its end");
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// Returns the packages that `cargo tree` finds below one, its tests left out.
fn below(package: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "-e", "normal,build", "--prefix", "none", "-p"])
        .args(package)
        .current_dir(repository())
        .output()
        .expect("cargo");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
// Requirement: LINK-06, PRIV-02, ROLE-08
fn no_evaluated_crate_is_below_the_service_providers() {
    let evaluated = evaluated();
    assert_eq!(evaluated.len(), 10);
    assert!(evaluated.contains("jpki-x509"));
    let found = below(&["jpki-sp", "--all-features"]);
    assert!(found.contains("jpki-core"));
    assert_eq!(found.intersection(&evaluated).next(), None);
    // The same look finds them where they are.
    assert!(below(&["jpki-verify"]).contains("jpki-x509"));
}

/// What would name something of guideline table 4-1.
const PROTECTED: [&str; 7] =
    ["SerialNumber", "Serial", "Crl", "RevocationList", "Ocsp", "PublicKey", "RevocationReason"];

/// Returns the public items of a source text that name something protected. Looks at declarations with `pub` and at variants
/// and fields line by line: what a macro makes of other words is not seen.
fn protected_items(source: &str) -> Vec<&str> {
    let declares = |line: &&str| {
        let line = line.trim_start();
        let is_variant = line.starts_with(|first: char| first.is_ascii_uppercase());
        line.starts_with("pub ") || (is_variant && !line.starts_with("Some("))
    };
    let names = |line: &&str| {
        let words = line.split(|sign: char| !sign.is_ascii_alphanumeric());
        words
            .into_iter()
            .any(|word| PROTECTED.iter().any(|name| word.contains(name)) || word == "Certificate")
    };
    source.lines().filter(declares).filter(names).collect()
}

#[test]
// Requirement: LINK-06, ROLE-08
fn nothing_of_table_4_1_can_be_named() {
    let sources = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs");
    let mut named = Vec::new();
    for path in &sources {
        let source = fs::read_to_string(path).expect("a source");
        named.extend(protected_items(&source).into_iter().map(|line| line.trim().to_owned()));
    }
    // What the detector says that it found: two words, and no value.
    let found: Vec<_> = named.iter().map(|line| line.split(' ').next().expect("a word")).collect();
    assert_eq!(found, ["Certificate", "IssuerAndSerialNumber"], "{named:?}");
    assert!(named.iter().all(|line| line.contains("=> \"")));
}

#[test]
fn the_look_for_names_finds_them() {
    let declared = [
        "pub fn serial(&self) -> SerialNumber {",
        "    pub certificate: Certificate,",
        "    Revoked(RevocationReason),",
        "pub struct CrlStore;",
    ];
    for line in declared {
        assert_eq!(protected_items(line), [line]);
    }
    assert!(protected_items("pub fn inspect(&self, file: &[u8]) -> Outcome {").is_empty());
    assert_eq!(iter::once("let certificate = Certificate;").flat_map(protected_items).count(), 0);
}
