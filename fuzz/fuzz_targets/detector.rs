//! A file, as a service provider is about to store it: whatever it holds, a certificate behind it is found, and small limits
//! are kept.

#![no_main]

use std::sync::LazyLock;

use jpki_sp::detector::{Detector, Limits, Outcome};
use jpki_testkit::jpki::{Person, SyntheticJpki};
use libfuzzer_sys::fuzz_target;

static CERTIFICATE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let jpki = SyntheticJpki::of_vectors();
    jpki.sign_certificate(&Person::hanako()).issue().certificate().to_vec()
});

static DETECTOR: LazyLock<Detector> = LazyLock::new(|| {
    let mut limits = Limits::default();
    (limits.decoded, limits.depth, limits.work) = (1 << 20, 4, 1 << 18);
    Detector::with_limits(limits)
});

fuzz_target!(|file: &[u8]| {
    let alone = DETECTOR.inspect(file);
    let behind = DETECTOR.inspect(&[file, &**CERTIFICATE].concat());
    assert_ne!(behind, Outcome::Clean);
    if alone == Outcome::Clean {
        assert!(matches!(behind, Outcome::Holds(_)), "{behind:?}");
    }
});
