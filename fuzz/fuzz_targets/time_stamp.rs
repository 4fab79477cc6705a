//! Time-stamp tokens and what they say: never a panic; the latest time never before the time.

#![no_main]

use jpki_cms::time_stamp::{TimeStampInfo, TimeStampToken};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Subject;
use jpki_crypto::RustCrypto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(info) = TimeStampInfo::from_der(input) {
        assert!(info.latest_time() >= info.time());
    }
    if let Ok(token) = TimeStampToken::from_ber(input) {
        let policy = AlgorithmPolicy::current();
        let stamp = token.assess(Subject::TimeStamp(0), b"stamped", &[], &policy, &RustCrypto);
        std::hint::black_box(stamp.verdict());
    }
});
