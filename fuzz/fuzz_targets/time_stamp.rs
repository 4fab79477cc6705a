//! Time-stamp tokens, the answers they come in, and what they say: never a panic; the latest time never before the time.

#![no_main]

use jpki_cms::time_stamp::{TimeStampInfo, TimeStampRequest, TimeStampToken};
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm};
use jpki_core::crypto::Digest;
use jpki_core::report::Subject;
use jpki_crypto::RustCrypto;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    if let Ok(info) = TimeStampInfo::from_der(input) {
        assert!(info.latest_time() >= info.time());
    }
    let digest = Digest::new(DigestAlgorithm::Sha256, &[0; 32]).expect("a digest");
    if let Ok(token) = TimeStampRequest::new(digest, 5).token(input) {
        let token = TimeStampToken::from_ber(&token).expect("a token");
        assert_eq!(token.unverified_info().nonce(), Some(5));
    }
    if let Ok(token) = TimeStampToken::from_ber(input) {
        let policy = AlgorithmPolicy::current();
        let stamp = token.assess(Subject::TimeStamp(0), b"stamped", &[], &policy, &RustCrypto);
        std::hint::black_box(stamp.verdict());
    }
});
