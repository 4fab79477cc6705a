//! Where the conformance data lies, if it is there.

use std::path::{Path, PathBuf};

/// The conformance folder; nothing, told on standard error, if it is missing outside CI.
pub(crate) fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let folder = std::env::var_os("JPKI_CONFORMANCE_DIR").map_or(beside, PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("CI").is_none(), "no conformance data in {}", folder.display());
    eprintln!("skipped: no conformance data in {}", folder.display());
    None
}

/// The Japanese certificates with their index.
pub(crate) fn japan() -> Option<(PathBuf, serde_json::Value)> {
    let folder = folder()?.join("japan");
    let index = std::fs::read(folder.join("index.json")).unwrap();
    Some((folder, serde_json::from_slice(&index).unwrap()))
}
