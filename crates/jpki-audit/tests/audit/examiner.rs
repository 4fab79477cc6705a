//! The examiner's script, which shares no code with the crate: OpenSSL for signatures, RFC 6962 written anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use jpki_audit::Log;
use jpki_audit::file::FileStore;
use jpki_audit::note::SigningKey;
use jpki_core::keys::KeyPurpose;
use jpki_test_support::{openssl, skip};

use crate::support::{Place, checkpoint_keys, export, fill, origin, period, ring, second, secret};

struct Shown {
    folder: tempfile::TempDir,
    key: String,
}

/// A segment between two checkpoints, and one from the beginning.
fn shown() -> Shown {
    let folder = tempfile::tempdir().unwrap();
    let store = FileStore::open(folder.path().join("log")).unwrap();
    let log = Log::open(store, origin(), ring(), Place::default()).unwrap();
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let mut older = None;
    for (name, size) in [("older", 13), ("newer", 30)] {
        fill(&log, log.size()..size);
        let note = log.checkpoint(second(size)).unwrap();
        write(&format!("{name}.note"), note.to_text().as_bytes());
        let checkpoint = checkpoint_keys().verify(&note).unwrap();
        write(&format!("to-{name}"), &export(&log, older.as_ref(), &checkpoint));
        older = Some(checkpoint);
    }
    let secret = secret(KeyPurpose::LogSigning, 1, period(0, 1));
    let key = SigningKey::new(origin(), &secret).verifying_key().to_text();
    Shown { folder, key }
}

/// Whether the script verifies; with what it says.
fn verify(key: &str, folder: &Path, files: &[&str]) -> (bool, String) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/verify-log-segment");
    let files = files.iter().map(|name| folder.join(name));
    let output = Command::new("python3").arg(script).arg(key).args(files).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

fn is_available() -> bool {
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    if !has_python {
        skip("python3");
    }
    has_python && openssl::available()
}

#[test]
fn the_script_verifies_what_the_log_exports() {
    if !is_available() {
        return;
    }
    let Shown { folder, key } = shown();
    for files in [&["to-older", "older.note"][..], &["to-newer", "newer.note", "older.note"]] {
        let (is_verified, said) = verify(&key, folder.path(), files);
        assert!(is_verified && said.contains("verified: entries"), "{files:?}: {said}");
    }
}

#[test]
fn the_script_finds_every_kind_of_change() {
    if !is_available() {
        return;
    }
    let Shown { folder, key } = shown();
    let path = |name: &str| folder.path().join(name);
    let original = fs::read_to_string(path("to-newer")).unwrap();
    let (head, entries) = original.split_once("\n\n").unwrap();
    let lines: Vec<&str> = entries.lines().collect();
    let changed = |change: &dyn Fn(&mut Vec<&str>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        format!("{head}\n\n{}\n", lines.join("\n"))
    };
    let segments = [
        changed(&|lines| lines[3] = lines[4]),
        changed(&|lines| {
            lines.remove(3);
        }),
        changed(&|lines| lines.insert(3, lines[4])),
        changed(&|lines| lines.swap(3, 4)),
        changed(&|lines| {
            lines.pop();
        }),
        original.replacen("refused", "done", 1),
        original.replacen("13 30", "13 31", 1),
        original.strip_suffix('\n').unwrap().to_owned(),
    ];
    for segment in segments {
        assert_ne!(segment, original);
        fs::write(path("changed"), &segment).unwrap();
        let (is_verified, said) =
            verify(&key, folder.path(), &["changed", "newer.note", "older.note"]);
        assert!(!is_verified && said.contains("not verified"), "{said}\n{segment}");
    }
    // Another checkpoint, none, a changed one, another key.
    assert!(!verify(&key, folder.path(), &["to-newer", "older.note", "older.note"]).0);
    assert!(!verify(&key, folder.path(), &["to-newer", "newer.note"]).0);
    let note = fs::read_to_string(path("newer.note")).unwrap();
    fs::write(path("changed.note"), note.replacen("\n30\n", "\n31\n", 1)).unwrap();
    assert!(!verify(&key, folder.path(), &["to-newer", "changed.note", "older.note"]).0);
    let other = secret(KeyPurpose::LogSigning, 2, period(0, 1));
    let other = SigningKey::new(origin(), &other).verifying_key().to_text();
    assert!(!verify(&other, folder.path(), &["to-newer", "newer.note", "older.note"]).0);
}
