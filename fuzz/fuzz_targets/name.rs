//! Two names from anybody: reading, comparing, showing.

#![no_main]

use jpki_core::name::{Containment, Name};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The first byte says where the second name begins.
    let [at, bytes @ ..] = bytes else { return };
    let (first, second) = bytes.split_at(usize::from(*at).min(bytes.len()));
    let Ok(first) = Name::from_der(first) else { return };
    let shown = first.display().to_string();
    assert!(!shown.chars().any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    assert!(first.matches(&first) && first.containment_in(&first) == Containment::Within);
    let Ok(second) = Name::from_der(second) else { return };
    assert_eq!(first.matches(&second), second.matches(&first));
    if first.matches(&second) {
        assert_eq!(first.containment_in(&second), Containment::Within);
        assert_eq!(second.containment_in(&first), Containment::Within);
    }
});
