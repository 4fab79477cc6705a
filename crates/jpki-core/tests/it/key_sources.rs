//! Keys from files, from the environment, and from a key management service.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use jpki_core::keys::{KeyId, KeyPurpose, KeyRing, KeyService, KeySourceError, KeyTextError};

const KEYS: &str = "jpki-keys 1
# purpose, name, from, until, secret
audit-token 7 2026-04-01T00:00:00+09:00 2027-04-01T00:00:00+09:00 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
";

fn is_the_ring(keys: &KeyRing) -> bool {
    let key = keys.key(KeyPurpose::AuditToken, KeyId(7));
    key.is_some_and(|key| key.expose_secret()[31] == 0x1f)
}

fn set_mode(path: &Path, mode: u32) {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn keys_are_read_from_a_file_of_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(&path, KEYS).unwrap();
    set_mode(&path, 0o600);
    let keys = KeyRing::from_file(&path).unwrap();
    assert!(is_the_ring(&keys));
    assert!(!format!("{keys:?}").contains("0, 1, 2"));
    #[cfg(unix)]
    for open in [0o640, 0o604, 0o620, 0o601] {
        set_mode(&path, open);
        assert!(matches!(KeyRing::from_file(&path), Err(KeySourceError::OpenToOthers)), "{open:o}");
    }
    set_mode(&path, 0o600);
    // As long as a file may be, and longer.
    let comment = |length: usize| format!("{KEYS}{}", "#".repeat(length - KEYS.len()));
    fs::write(&path, comment(65_536)).unwrap();
    assert!(is_the_ring(&KeyRing::from_file(&path).unwrap()));
    fs::write(&path, comment(65_537)).unwrap();
    assert!(matches!(KeyRing::from_file(&path), Err(KeySourceError::NotKeys)));
    fs::write(&path, b"jpki-keys 1\n\xff").unwrap();
    assert!(matches!(KeyRing::from_file(&path), Err(KeySourceError::NotKeys)));
    fs::write(&path, "jpki-keys 2\n").unwrap();
    let newer = KeyRing::from_file(&path);
    assert!(matches!(newer, Err(KeySourceError::Text(KeyTextError::Version))));
    let none = KeyRing::from_file(folder.path().join("none"));
    assert!(matches!(none, Err(KeySourceError::File(_))));
}

/// Opens what begins with its name.
struct Service(&'static str);

impl KeyService for Service {
    fn open(&self, sealed: &[u8]) -> io::Result<Vec<u8>> {
        let opened = sealed.strip_prefix(self.0.as_bytes());
        opened.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::PermissionDenied.into())
    }
}

#[test]
fn sealed_keys_are_opened_by_their_service_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(&path, format!("ours{KEYS}")).unwrap();
    // Others may read what is sealed.
    set_mode(&path, 0o644);
    assert!(is_the_ring(&KeyRing::from_sealed_file(&path, &Service("ours")).unwrap()));
    let other = KeyRing::from_sealed_file(&path, &Service("another's"));
    assert!(matches!(other, Err(KeySourceError::Service(_))));
    fs::write(&path, "ourssomething else").unwrap();
    let other = KeyRing::from_sealed_file(&path, &Service("ours"));
    assert!(matches!(other, Err(KeySourceError::Text(KeyTextError::Version))));
}

#[test]
fn keys_are_read_from_the_environment() {
    let missing = KeyRing::from_environment("JPKI_TEST_NO_KEYS");
    assert!(matches!(missing, Err(KeySourceError::Missing)));
    let run = |keys: &str| {
        let mut process = Command::new(std::env::current_exe().unwrap());
        process.args(["--exact", "key_sources::process_with_keys", "--ignored", "--nocapture"]);
        let output = process.env("JPKI_TEST_KEYS", keys).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(run(KEYS).contains("the ring: true"));
    let refused = run("jpki-keys 1\nno key");
    assert!(refused.contains("refused: keys: line 2: not a key"), "{refused}");
}

#[test]
#[ignore = "the process that the test above starts"]
fn process_with_keys() {
    match KeyRing::from_environment("JPKI_TEST_KEYS") {
        Ok(keys) => println!("the ring: {}", is_the_ring(&keys)),
        Err(error) => println!("refused: {error}"),
    }
}
