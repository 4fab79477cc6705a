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

/// All files below `folder` with this extension.
#[allow(dead_code, reason = "not every test looks for files")]
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
