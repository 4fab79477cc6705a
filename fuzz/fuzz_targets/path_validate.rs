//! Validation of a given path: no input stops it, and what it calls valid has no failed check.

#![no_main]

mod hierarchy;

use hierarchy::Case;
use jpki_core::report::{Check, Outcome, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(case) = Case::from_bytes(data) else { return };
    let assessed = case.validator.validate(&case.path, &case.anchor, &case.inputs);
    assert_eq!(assessed.value().is_some(), assessed.verdict() == Verdict::Valid);
    if assessed.verdict() == Verdict::Valid {
        let mut pending: Vec<&Check> = assessed.report().checks().iter().collect();
        while let Some(check) = pending.pop() {
            assert!(!matches!(check.outcome(), Outcome::Failed(_) | Outcome::Skipped(_)));
            pending.extend(check.parts());
        }
    }
});
