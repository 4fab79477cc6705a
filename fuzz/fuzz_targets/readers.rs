//! Our readers and those of `der`, `x509-cert` and `cms` over the same bytes: they agree, or differ as listed in
//! docs/dependencies.md.

#![no_main]

#[path = "../../conformance/tests/readers/compare.rs"]
mod compare;
mod credulous;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut found = compare::Differences::default();
    compare::all(bytes, &mut found);
    let unlisted: Vec<_> = found.unlisted.keys().collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
});
