//! Keys from a file.

use std::fs;

use jpki_audit::file::{KeyFileError, read_keys};
use jpki_core::keys::{KeyId, KeyPurpose, KeyTextError};

use crate::support::second;

const KEYS: &str = "jpki-keys 1
# purpose, name, from, until, secret
audit-token 7 2026-04-01T00:00:00+09:00 2027-04-01T00:00:00+09:00 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
";

#[test]
fn keys_are_read_from_a_file_of_its_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    fs::write(&path, KEYS).unwrap();
    let mode = |mode| {
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
    };
    mode(0o600);
    let keys = read_keys(&path).unwrap();
    let key = keys.current(KeyPurpose::AuditToken, second(0)).unwrap();
    assert_eq!((key.id(), key.expose_secret()[31]), (KeyId(7), 0x1f));
    assert!(!format!("{keys:?}").contains("0, 1, 2"));
    #[cfg(unix)]
    for open in [0o640, 0o604, 0o620, 0o601] {
        mode(open);
        assert!(matches!(read_keys(&path), Err(KeyFileError::OpenToOthers)), "{open:o}");
    }
    mode(0o600);
    fs::write(&path, vec![b'#'; 70_000]).unwrap();
    assert!(matches!(read_keys(&path), Err(KeyFileError::NotKeys)));
    fs::write(&path, "jpki-keys 2\n").unwrap();
    assert!(matches!(read_keys(&path), Err(KeyFileError::Text(KeyTextError::Version))));
    assert!(matches!(read_keys(folder.path().join("none")), Err(KeyFileError::File(_))));
}
