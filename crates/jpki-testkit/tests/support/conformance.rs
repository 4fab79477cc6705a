//! Files of the conformance folder.

use std::path::PathBuf;

/// Content of a conformance file. Without the folder the test is skipped, in CI it fails.
pub(crate) fn conformance_file(name: &str) -> Option<Vec<u8>> {
    let folder = std::env::var_os("JPKI_CONFORMANCE_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance"),
        PathBuf::from,
    );
    if !folder.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "conformance data is missing");
        println!("skipped: no conformance data (set JPKI_CONFORMANCE_DIR)");
        return None;
    }
    Some(std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}")))
}
