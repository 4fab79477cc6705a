//! What is sent by somebody who means harm: each refused with its code.

use jpki_core::localized::{Locale, Localized as _};
use jpki_exchange::ExchangeError;
use jpki_exchange::message::{LoginSubmission, SignatureSubmission};
use serde_json::{Value, json};

use crate::messages::messages;
use crate::support::{login, signature};

#[test]
fn bodies_beyond_their_limit_are_refused_before_they_are_read() {
    let huge = vec![b' '; 100_000_000];
    for (name, json, read) in messages() {
        assert_eq!(read(&huge), Err(ExchangeError::TooLarge), "{name}");
        let padded = [&json[..], &huge[..20_000_000]].concat();
        assert_eq!(read(&padded), Err(ExchangeError::TooLarge), "{name}");
    }
}

#[test]
fn depth_is_bounded_before_anything_is_read() {
    for (name, json, read) in messages() {
        for bracket in ["[", r#"{"a":"#] {
            let nested = format!("{{\"format\":{}", bracket.repeat(10_000));
            assert_eq!(read(nested.as_bytes()), Err(ExchangeError::TooDeep), "{name}");
        }
        // Brackets within texts are no depth.
        let text = String::from_utf8(json).unwrap();
        let quoted =
            text.replacen("\"format\":\"", &format!("\"format\":\"\\\"{}", "[".repeat(99)), 1);
        assert_eq!(read(quoted.as_bytes()), Err(ExchangeError::OtherFormat), "{name}");
    }
}

#[test]
fn what_is_no_json_is_malformed() {
    for (name, json, read) in messages() {
        for end in (0..json.len()).step_by(json.len() / 50) {
            assert_eq!(read(&json[..end]), Err(ExchangeError::Malformed), "{name} {end}");
        }
        for other in [&b"\xff\xfe"[..], b"null", b"[]", b"{}", b"1", b"\"a\"", b"\x00"] {
            assert_eq!(read(other), Err(ExchangeError::Malformed), "{name} {other:?}");
        }
        let twice = [&json[..], &json[..]].concat();
        assert_eq!(read(&twice), Err(ExchangeError::Malformed), "{name}");
    }
}

fn changed(json: &[u8], place: &str, to: Value) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(json).unwrap();
    *value.pointer_mut(place).unwrap() = to;
    value.to_string().into_bytes()
}

#[test]
fn each_field_of_a_login_is_refused_by_its_code() {
    let good = login().into_json().unwrap();
    let sealed: Value = serde_json::from_slice(&good).unwrap();
    let sealed = sealed["sealed"].as_str().unwrap().to_owned();
    let cases = [
        ("/context/tenant", json!("Bank 1"), ExchangeError::Name),
        ("/context/service", json!(""), ExchangeError::Name),
        ("/context/purpose", json!("a".repeat(65)), ExchangeError::Name),
        ("/relying_party", json!("https://bank.example/"), ExchangeError::Name),
        ("/relying_party", json!("http://bank.example"), ExchangeError::Name),
        ("/challenge_purpose", json!("Login"), ExchangeError::Name),
        ("/occasion", json!("deletion"), ExchangeError::UnknownCode),
        ("/session", json!("AAAA"), ExchangeError::Encoding),
        (
            "/session",
            json!("AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM="),
            ExchangeError::Encoding,
        ),
        ("/user", json!("+/"), ExchangeError::Encoding),
        ("/user", json!(""), ExchangeError::Encoding),
        ("/user", json!("A".repeat(400)), ExchangeError::Encoding),
        (
            "/consent",
            json!({"given_at": "2026-06-01", "text": "A".repeat(43)}),
            ExchangeError::Time,
        ),
        (
            "/consent",
            json!({"given_at": "2026-06-01T12:00:00+09:00", "text": "A".repeat(43)}),
            ExchangeError::Time,
        ),
        (
            "/consent",
            json!({"given_at": "2026-06-01T03:00:00Z", "text": "AAAA"}),
            ExchangeError::Encoding,
        ),
        ("/consent", json!({"given_at": "2026-06-01T03:00:00Z"}), ExchangeError::Malformed),
        ("/sealed", json!("MIIB"), ExchangeError::SealedForm),
        ("/sealed", json!({"certificate": "MIIB"}), ExchangeError::Malformed),
        ("/sealed", json!(format!("{sealed}.")), ExchangeError::SealedForm),
        ("/sealed", json!(sealed.replacen('e', "f", 1)), ExchangeError::SealedHeader),
        ("/sealed", json!(format!("{sealed}\u{3000}")), ExchangeError::SealedForm),
        ("/context", json!("bank-1"), ExchangeError::Malformed),
    ];
    for (place, to, refused) in cases {
        let bytes = changed(&good, place, to.clone());
        let found = LoginSubmission::from_json(&bytes).map(|_| ());
        assert_eq!(found, Err(refused), "{place} {to}");
    }
    assert!(LoginSubmission::from_json(&good).is_ok());
}

#[test]
fn each_field_of_a_signature_is_refused_by_its_code() {
    let good = signature().into_json().unwrap();
    let cases = [
        ("/intent/content", json!("AAAA"), ExchangeError::Encoding),
        ("/intent/text", json!(null), ExchangeError::Malformed),
        ("/attributes/name", json!("yes"), ExchangeError::Malformed),
        ("/attributes", json!(null), ExchangeError::Malformed),
    ];
    for (place, to, refused) in cases {
        let bytes = changed(&good, place, to.clone());
        let found = SignatureSubmission::from_json(&bytes).map(|_| ());
        assert_eq!(found, Err(refused), "{place} {to}");
    }
}

#[test]
fn attributes_of_another_form_are_refused() {
    use jpki_exchange::answer::Answer;
    let good = crate::answers::answer().into_json().unwrap();
    assert!(Answer::from_json(&good).is_ok());
    let refused = [
        ("/attributes/sex", json!("4")),
        ("/attributes/date_of_birth", json!("419901301")),
        ("/attributes/name/substitutes", json!("2")),
        ("/attributes/address/text", json!("架空県\u{202e}見本市")),
    ];
    for (place, to) in refused {
        let found = Answer::from_json(&changed(&good, place, to)).map(|_| ());
        assert_eq!(found, Err(ExchangeError::Attribute), "{place}");
    }
    let many = json!(vec!["contact-platform"; 65]);
    let found = Answer::from_json(&changed(&good, "/advice", many)).map(|_| ());
    assert_eq!(found, Err(ExchangeError::TooMany));
    // Advice that is not known here means to ask.
    let newer = Answer::from_json(&changed(&good, "/advice", json!(["send-a-letter"]))).unwrap();
    assert_eq!(newer.advice, [jpki_core::report::AdviceCode::ContactPlatform]);
}

#[test]
fn each_code_has_its_texts_and_is_written_once() {
    let mut codes: Vec<_> = ExchangeError::ALL.iter().map(|error| error.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), ExchangeError::ALL.len());
    for error in ExchangeError::ALL {
        assert!(!error.text(Locale::Ja).is_empty());
        assert_eq!(error.to_string(), error.text(Locale::En));
    }
}
