#![no_main]

//! Texts and records that a login reads from others: what is read is written back the same.

use jpki_auth::challenge::{ChallengeRecord, Nonce};
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(record) = ChallengeRecord::from_bytes(bytes) {
        assert_eq!(record.to_bytes(), bytes);
        assert!(record.issued_at() <= record.expires_at());
        assert!(record.expires_at() <= record.forget_after());
    }
    if let Ok(session) = SessionId::new(bytes) {
        assert_eq!(format!("{session:?}"), "SessionId(secret)");
    }
    let _ = UserIdentifier::new(bytes);
    let Ok(text) = core::str::from_utf8(bytes) else { return };
    if let Ok(nonce) = Nonce::from_base64url(text) {
        assert_eq!(nonce.to_base64url(), text);
    }
    if let Ok(relying_party) = RelyingParty::new(text) {
        assert_eq!(relying_party.origin(), text);
        assert!(text.is_ascii() && text.starts_with("https://") && !text.ends_with(":443"));
    }
    if let Ok(purpose) = Purpose::new(text) {
        assert_eq!(purpose.text(), text);
    }
    if let Ok(provider) = ServiceProvider::new(text) {
        assert_eq!(provider.text(), text);
    }
});
