//! The conformance data: published certificates, PKITS, Wycheproof and others.

use std::path::{Path, PathBuf};

use crate::skip;

/// Returns the folder that `JPKI_CONFORMANCE_DIR` names, or the one beside the workspace. Without it a test
/// that asks is [skipped](skip).
#[must_use]
#[track_caller]
pub fn folder() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance");
    let folder = std::env::var_os("JPKI_CONFORMANCE_DIR").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        skip(&format!("the conformance data in {}", folder.display()));
        return None;
    }
    Some(folder)
}

/// Returns the folder of the published Japanese certificates and its index.
#[must_use]
#[track_caller]
pub fn japan() -> Option<(PathBuf, serde_json::Value)> {
    let folder = folder()?.join("japan");
    let index = std::fs::read(folder.join("index.json")).expect("an index");
    Some((folder, serde_json::from_slice(&index).expect("JSON")))
}

/// Returns all files below `folder` with this extension, in the order of their paths.
#[must_use]
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
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
