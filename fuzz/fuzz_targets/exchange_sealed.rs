//! Sealed submissions, and what is sealed. What is taken is sent on as it came; what was not sealed to the key is not opened.

#![no_main]

use std::sync::LazyLock;

use jpki_core::keys::KeyPeriod;
use jpki_core::time::Timestamp;
use jpki_exchange::identifiers::SealingKeyId;
use jpki_exchange::keys::SealingAlgorithm;
use jpki_exchange::sealed::{OpeningKey, OpeningKeys, SealedContent, SealedSubmission};
use libfuzzer_sys::fuzz_target;
use zeroize::Zeroizing;

static KEYS: LazyLock<OpeningKeys> = LazyLock::new(|| {
    let period = KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).expect("in order");
    let key = |name: &str, algorithm, pkcs8: &[u8]| {
        let id = SealingKeyId::new(name).expect("a name");
        OpeningKey::from_pkcs8(id, algorithm, period, pkcs8).expect("a key")
    };
    let rsa = include_bytes!("../../crates/jpki-exchange/tests/vectors/rsa.pk8");
    let p256 = include_bytes!("../../crates/jpki-exchange/tests/vectors/p256.pk8");
    let rsa = key("rsa-1", SealingAlgorithm::RsaOaep256, rsa);
    let p256 = key("p256-1", SealingAlgorithm::EcdhEs, p256);
    OpeningKeys::new(vec![rsa, p256]).expect("two names")
});

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(sealed) = SealedSubmission::from_compact(Zeroizing::new(text.to_owned()))
    {
        if let Ok(content) = KEYS.open(&sealed) {
            content.to_bytes().expect("what was sealed can be sealed");
        }
        assert_eq!(*sealed.into_compact(), text);
    }
    if let Ok(content) = SealedContent::from_bytes(bytes) {
        assert_eq!(**content.to_bytes().expect("what was read has a form"), *bytes);
    }
});
