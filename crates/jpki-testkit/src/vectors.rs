//! The committed test vectors: `test-vectors/` at the root of the workspace.
//!
//! [`generate`] makes them anew; [`read_manifest`] and [`read_file`] read what is committed.

mod cases;
mod manifest;
mod set;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

pub use self::manifest::{
    Anchor, Case, Check, Expected, Kind, List, MANIFEST, Manifest, OpenSsl, PersonCertificate,
    Policies, Reason, Scheme, Trust, Verdict,
};

use self::set::VectorSet;

/// All files of the vectors by name, the manifest included. The same files at every call.
pub fn generate() -> BTreeMap<String, Vec<u8>> {
    let mut set = VectorSet::new();
    cases::add_all(&mut set);
    set.into_files()
}

/// Folder of the committed vectors.
pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors")
}

/// The committed manifest.
///
/// # Errors
///
/// If the file cannot be read or is not a manifest.
pub fn read_manifest() -> io::Result<Manifest> {
    Ok(serde_json::from_slice(&read_file(MANIFEST)?)?)
}

/// A committed file, by its name in the manifest.
///
/// # Errors
///
/// If the file cannot be read.
pub fn read_file(name: &str) -> io::Result<Vec<u8>> {
    std::fs::read(folder().join(name))
}
