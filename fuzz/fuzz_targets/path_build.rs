//! Building of a path: no pool stops it, and what it finds is valid on its own.

#![no_main]

mod hierarchy;

use hierarchy::Case;
use jpki_core::report::Verdict;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(case) = Case::from_octets(data) else { return };
    let Some((target, above)) = case.path.split_first() else { return };
    let pool = [&case.pool[..], above].concat();
    let anchors = std::slice::from_ref(&case.anchor);
    let assessed = case.validator.build(target, &pool, anchors, &case.inputs);
    if let Some(path) = assessed.value() {
        let again = case.validator.validate(path.certificates(), path.anchor(), &case.inputs);
        assert_eq!(again.verdict(), Verdict::Valid);
    }
    // A valid path, given whole, is found unless a limit ends the search.
    let given = case.validator.validate(&case.path, &case.anchor, &case.inputs);
    if given.verdict() == Verdict::Valid {
        assert_ne!(assessed.verdict(), Verdict::Invalid);
    }
});
