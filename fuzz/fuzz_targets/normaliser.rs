//! A BER message from anybody: what is normalised is normal, and not much longer.

#![no_main]

use jpki_core::ber::normalise;
use jpki_core::limits::Limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(once) = normalise(bytes, &Limits::DEFAULT) else { return };
    assert!(once.len() <= bytes.len().saturating_mul(2));
    let twice = normalise(&once, &Limits::DEFAULT).expect("normal form is taken");
    assert_eq!(once, twice);
});
