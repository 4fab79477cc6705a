//! Messages between service provider and platform. What is read is written back the same, and nothing unsigned is believed.

#![no_main]

use std::sync::LazyLock;

use jpki_core::keys::{KeyId, KeyPeriod};
use jpki_core::time::{ClockAllowance, Timestamp};
use jpki_exchange::answer::{
    Answer, ExpectedAnswer, Receipt, ResultKey, SignedReceipt, SignedResult,
};
use jpki_exchange::keys::PlatformKeys;
use jpki_exchange::message::{
    ChallengeAnswer, ChallengeRequest, LoginSubmission, SignatureSubmission,
};
use libfuzzer_sys::fuzz_target;
use zeroize::Zeroizing;

macro_rules! written_back {
    ($bytes:ident, $($message:ty),+) => {$(
        if let Ok(message) = <$message>::from_json($bytes) {
            let written = message.into_json().expect("not longer than what was read");
            let again = <$message>::from_json(&written).expect("what was written is read");
            assert_eq!(*again.into_json().expect("not longer"), *written);
        }
    )+};
}

/// A public key whose private key nobody has: of RFC 8032 §7.1, test 1.
static KEYS: LazyLock<Vec<ResultKey>> = LazyLock::new(|| {
    let public = *b"\xd7\x5a\x98\x01\x82\xb1\x0a\xb7\xd5\x4b\xfe\xd3\xc9\x64\x07\x3a\x0e\xe1\x72\xf3\xda\xa6\x23\x25\xaf\x02\x1a\x68\xf7\x07\x51\x1a";
    let period = KeyPeriod::new(Timestamp::MIN, Timestamp::MAX).expect("in order");
    vec![ResultKey::new(KeyId(7), period, public).expect("a key")]
});

fuzz_target!(|bytes: &[u8]| {
    written_back!(
        bytes,
        ChallengeRequest,
        ChallengeAnswer,
        LoginSubmission,
        SignatureSubmission,
        PlatformKeys,
        Answer,
        Receipt
    );
    if let (Ok(submission), Ok(text)) =
        (LoginSubmission::from_json(bytes), std::str::from_utf8(bytes))
    {
        let now = Timestamp::from_unix_seconds(1_780_000_000);
        let expected = ExpectedAnswer::to_login(&submission, now);
        let text = || Zeroizing::new(text.to_owned());
        let allowance = ClockAllowance::DEFAULT;
        let result = SignedResult::from_text(text());
        assert!(expected.verify(result, &KEYS, now, allowance).is_err());
        let receipt = SignedReceipt::from_text(text());
        assert!(expected.verify_receipt(&receipt, &KEYS, now, allowance).is_err());
    }
});
