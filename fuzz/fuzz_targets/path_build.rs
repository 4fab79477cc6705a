//! Building of a path: no pool stops it, and what it finds is valid on its own.

#![no_main]

mod hierarchy;

use hierarchy::Case;
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some(case) = Case::from_bytes(data) else { return };
    let Some((target, above)) = case.path.split_first() else { return };
    let pool = [&case.pool[..], above].concat();
    let anchors = std::slice::from_ref(&case.anchor);
    let assessed = case.validator.build(target, &pool, anchors, &case.inputs);
    if let Some(path) = assessed.value() {
        let again = case.validator.validate(path.certificates(), path.anchor(), &case.inputs);
        assert_eq!(again.verdict(), Verdict::Valid);
    }
    // A valid path, given whole, is found, unless a limit ends the search, or a key identifier tells
    // between two keys that both seem to have signed.
    let given = case.validator.validate(&case.path, &case.anchor, &case.inputs);
    if given.verdict() == Verdict::Valid && assessed.verdict() == Verdict::Invalid {
        let search = assessed.report().find(CheckId::PathBuilding).expect("a search");
        let told = Outcome::Failed(Reason::KeyIdentifierContradiction);
        assert!(search.parts().iter().any(|rejected| rejected.outcome() == told));
    }
});
