//! An example run leaves no serial number, certificate, attribute, user identifier or key behind: neither
//! in its database nor in what it prints.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use jpki_auth_examples::Card;
use jpki_testkit::jpki::{Person, PersonalAttribute};

#[test]
// Requirement: ACC-4, ACC-4b, LINK-03, PRIV-07
fn an_example_run_leaves_nothing_protected_behind() {
    let folder = tempfile::tempdir().unwrap();
    let run = Command::new(example("onboard_then_login"))
        .arg(folder.path().join("auth.sqlite"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));

    let mut left = vec![("output", [run.stdout, run.stderr].concat())];
    left.extend(files(folder.path()).into_iter().map(|bytes| ("file", bytes)));
    assert!(left.len() > 1 && left.iter().any(|(_, bytes)| bytes.starts_with(b"SQLite format 3")));
    // Every operation is in the log.
    let log = left.iter().find(|(_, bytes)| bytes.starts_with(b"jpki-audit entries"));
    let log = String::from_utf8_lossy(&log.unwrap().1);
    let count = |action: &str| log.matches(action).count();
    let operations = [
        "signature-verification",
        "serial-inquiry",
        "account-binding",
        "login-verification",
        "erasure",
    ];
    assert_eq!(operations.map(count), [1, 2, 2, 4, 1], "{log}");

    let person = Person::hanako();
    let cards = [Card::for_signing(&person), Card::for_login(&person), Card::renewed(&person, 7)];
    let mut protected = vec![b"member-0001".to_vec(), b"a session identifier".to_vec()];
    protected.extend([0x5a, 0x6b, 0x7c].map(|byte| vec![byte; 16]));
    for card in &cards {
        protected.push(card.serial());
        // Any 16 bytes in a row of the certificate: also those of its key and signature.
        protected.extend(card.certificate().chunks_exact(16).map(<[u8]>::to_vec));
    }
    protected.extend(
        PersonalAttribute::IN_ORDER
            .map(|attribute| person.attribute(attribute).as_bytes().to_vec())
            .into_iter()
            .filter(|attribute| attribute.len() > 4),
    );
    for (place, bytes) in &left {
        for secret in &protected {
            for form in forms(secret) {
                assert!(
                    !bytes.windows(form.len()).any(|window| window == form),
                    "{} in {place}",
                    String::from_utf8_lossy(&form)
                );
            }
        }
    }

    // The scan finds what is there.
    let identifier = left[0].1.windows(9).any(|window| window == "利用者".as_bytes());
    assert!(identifier);
}

/// The files of a folder and of those in it.
fn files(folder: &Path) -> Vec<Vec<u8>> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files(&path),
            false => vec![std::fs::read(&path).unwrap()],
        })
        .collect()
}

/// Bytes as they are and as hexadecimal.
fn forms(bytes: &[u8]) -> [Vec<u8>; 3] {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [bytes.to_vec(), hex.clone().into_bytes(), hex.to_uppercase().into_bytes()]
}

/// Cargo builds a package's examples beside its tests.
fn example(name: &str) -> PathBuf {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    folder.pop();
    folder.join("examples").join(name)
}
