//! Our readers beside `der`, `x509-cert` and `cms`: they agree, or the difference is on a list.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_wrap,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by a panic"
)]

mod compare;
#[allow(unreachable_pub, reason = "of the fuzz targets too")]
#[path = "../../../fuzz/fuzz_targets/credulous.rs"]
mod credulous;
mod inputs;

use jpki_testkit::jpki::Purpose;
use jpki_testkit::mutate::mutate;
use jpki_testkit::seed::Seed;
use jpki_testkit::strategies;
use proptest::prelude::*;

use compare::{Differences, LIST};

#[test]
fn the_readers_differ_as_listed() {
    let mut found = Differences::default();
    for input in inputs::all() {
        compare::all(&input, &mut found);
    }
    assert_listed(&found);
    let unused: Vec<_> =
        LIST.iter().map(|(row, _)| *row).filter(|row| !found.listed.contains(row)).collect();
    assert_eq!(unused, Vec::<&str>::new(), "rows of the list that nothing shows");
}

#[track_caller]
fn assert_listed(found: &Differences) {
    for (what, bytes) in &found.unlisted {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        eprintln!("{what}: {hex}");
    }
    assert!(found.unlisted.is_empty(), "differences on no row of the list");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn certificates_and_their_changes_differ_as_listed(
        certificate in strategies::certificate(Purpose::Sign),
        seed: u64,
    ) {
        let mut found = Differences::default();
        let mut choices = Seed::new(seed).choices();
        let mut bytes = certificate.certificate().to_vec();
        for _ in 0..20 {
            compare::all(&bytes, &mut found);
            bytes = mutate(certificate.certificate(), &mut choices);
        }
        assert_listed(&found);
    }
}

/// The list is that of the documentation, which says why.
#[test]
fn the_list_is_documented() {
    let text = include_str!("../../../docs/dependencies.md");
    let (_, table) = text.split_once("## Where our readers differ").expect("the section");
    let rows: Vec<_> = table
        .lines()
        .skip_while(|line| !line.starts_with("| ---"))
        .skip(1)
        .map_while(|line| line.strip_prefix("| ")?.split(" |").next())
        .collect();
    assert_eq!(rows, LIST.iter().map(|(row, _)| *row).collect::<Vec<_>>());
}
