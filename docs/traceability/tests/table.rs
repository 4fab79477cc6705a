//! The page that is committed is the one that is made.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by a panic")]

use std::path::Path;

use jpki_traceability::{Repository, trace};

#[test]
// Requirement: ACC-9, PROC-04
fn the_table_is_true() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let made = trace(&Repository::read(&root).unwrap());
    let (page, _) = made.unwrap_or_else(|findings| {
        let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"));
    });
    let committed = std::fs::read_to_string(root.join("docs/traceability.md")).unwrap();
    assert!(page == committed, "docs/traceability.md is stale: cargo run -p jpki-traceability");
}
