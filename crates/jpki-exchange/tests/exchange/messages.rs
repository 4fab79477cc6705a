use std::fs;

use jpki_application::intent::SigningIntent;
use jpki_crypto::RustCrypto;
use jpki_exchange::ExchangeError;
use jpki_exchange::answer::{Answer, Receipt};
use jpki_exchange::challenge::{Nonce, SignedForm, SignedMessage};
use jpki_exchange::context::Occasion;
use jpki_exchange::identifiers::{Purpose, RelyingParty, SessionId};
use jpki_exchange::keys::PlatformKeys;
use jpki_exchange::message::{
    ChallengeAnswer, ChallengeRequest, LoginSubmission, RecordedConsent, SignatureSubmission,
};
use serde_json::{Value, json};

use crate::answers::{answer, receipt};
use crate::support::{context, context_of, file, later, login, now, platform_keys, signature};

fn challenge_request() -> ChallengeRequest {
    ChallengeRequest {
        context: context(),
        session: SessionId::new(&[3; 32]).unwrap(),
        relying_party: RelyingParty::new("https://bank.example").unwrap(),
        challenge_purpose: Purpose::login(),
    }
}

fn challenge_answer() -> ChallengeAnswer {
    ChallengeAnswer {
        nonce: Nonce::from_bytes([7; 32]),
        signed_form: SignedForm::RelyingPartyAndNonce,
        relying_party: RelyingParty::new("https://bank.example").unwrap(),
        challenge_purpose: Purpose::login(),
        expires_at: later(300),
    }
}

fn renewal() -> LoginSubmission {
    let consent = RecordedConsent { given_at: now(), text: [5; 32] };
    LoginSubmission { occasion: Occasion::Renewal, consent: Some(consent), ..login() }
}

type Read = fn(&[u8]) -> Result<Vec<u8>, ExchangeError>;

/// Each kind: its schema, one as it is sent, and how it is read and written again.
pub(crate) fn messages() -> Vec<(&'static str, Vec<u8>, Read)> {
    macro_rules! message {
        ($name:literal, $type:ty, $made:expr) => {
            ($name, $made.into_json().unwrap().to_vec(), |bytes| {
                <$type>::from_json(bytes)?.into_json().map(|json| json.to_vec())
            })
        };
    }
    vec![
        message!("challenge-request", ChallengeRequest, challenge_request()),
        message!("challenge", ChallengeAnswer, challenge_answer()),
        message!("login-submission", LoginSubmission, login()),
        message!("login-submission", LoginSubmission, renewal()),
        message!("signature-submission", SignatureSubmission, signature()),
        message!("platform-keys", PlatformKeys, platform_keys()),
        message!("result", Answer, answer()),
        message!("receipt", Receipt, receipt()),
    ]
}

struct Schema {
    compiled: boon::Schemas,
    index: boon::SchemaIndex,
}

impl Schema {
    fn of(name: &str) -> Self {
        let (mut compiler, mut compiled) = (boon::Compiler::new(), boon::Schemas::new());
        for entry in fs::read_dir(file("../../docs/schemas")).unwrap() {
            let schema: Value =
                serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
            let id = schema["$id"].as_str().unwrap().to_owned();
            compiler.add_resource(&id, schema).unwrap();
        }
        let index = compiler.compile(&format!("urn:jpki:schema:{name}:1"), &mut compiled).unwrap();
        Self { compiled, index }
    }

    fn is_valid(&self, value: &Value) -> bool {
        self.compiled.validate(value, self.index).is_ok()
    }
}

/// The value with each object in it, one after the other, changed.
fn with_each_object(value: &Value, change: &dyn Fn(&mut Value)) -> Vec<Value> {
    let mut places = vec![String::new()];
    let mut found = Vec::new();
    while let Some(place) = places.pop() {
        let inner = value.pointer(&place).unwrap();
        match inner {
            Value::Object(object) => {
                places.extend(object.keys().map(|key| format!("{place}/{key}")));
                let mut changed = value.clone();
                change(changed.pointer_mut(&place).unwrap());
                found.push(changed);
            }
            Value::Array(array) => {
                places.extend((0..array.len()).map(|at| format!("{place}/{at}")));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn each_message_fits_its_schema_and_is_read_back_the_same() {
    for (name, json, read) in messages() {
        let value: Value = serde_json::from_slice(&json).unwrap();
        let schema = Schema::of(name);
        let outcome = schema.compiled.validate(&value, schema.index);
        assert!(outcome.is_ok(), "{name}: {}", outcome.unwrap_err());
        assert_eq!(read(&json).unwrap(), json, "{name}");
    }
}

#[test]
// Requirement: ROLE-08, PRIV-02, LINK-06
fn protected_data_has_no_place_in_any_object_of_any_message() {
    for (name, json, read) in messages() {
        let value: Value = serde_json::from_slice(&json).unwrap();
        let schema = Schema::of(name);
        for field in
            ["certificate", "serial", "serialNumber", "crl", "revoked_at", "reason", "public_key"]
        {
            let changed = with_each_object(&value, &|object| object[field] = json!("MIIB"));
            assert!(!changed.is_empty());
            for changed in changed {
                let refused = read(changed.to_string().as_bytes());
                assert_eq!(refused, Err(ExchangeError::Malformed), "{name} {changed}");
                assert!(!schema.is_valid(&changed), "{name} {changed}");
            }
        }
    }
}

#[test]
fn what_lacks_a_field_or_has_one_twice_is_refused() {
    for (name, json, read) in messages() {
        let value: Value = serde_json::from_slice(&json).unwrap();
        for (key, field) in value.as_object().unwrap() {
            let mut lacking = value.clone();
            lacking.as_object_mut().unwrap().remove(key);
            let refused = read(lacking.to_string().as_bytes());
            // What may be null may lack; without an intent a signature is refused by its code.
            let may_lack: &[&str] = match name {
                "login-submission" => &["consent"],
                "signature-submission" => &["intent"],
                "result" => &["attributes", "user"],
                "receipt" => &["content"],
                _ => &[],
            };
            assert_eq!(refused.is_ok(), may_lack.contains(&&**key), "{name} {key}");
            let text = value.to_string();
            let twice = format!("{},{}:{field}}}", &text[..text.len() - 1], json!(key));
            assert_eq!(read(twice.as_bytes()), Err(ExchangeError::Malformed), "{name} {key}");
        }
    }
}

#[test]
fn another_kind_and_another_version_are_refused_by_that_name() {
    let all = messages();
    for (name, json, read) in &all {
        let value: Value = serde_json::from_slice(json).unwrap();
        for (version, refused) in [
            (json!(2), ExchangeError::UnknownVersion),
            (json!(0), ExchangeError::UnknownVersion),
            (json!("1"), ExchangeError::Malformed),
            (json!(1.5), ExchangeError::Malformed),
        ] {
            let mut other = value.clone();
            other["version"] = version;
            assert_eq!(read(other.to_string().as_bytes()), Err(refused), "{name}");
        }
        // A newer one may have fields that are not known here.
        let mut newer = value.clone();
        newer["version"] = json!(2);
        newer["new"] = json!({ "deep": [1, 2] });
        assert_eq!(read(newer.to_string().as_bytes()), Err(ExchangeError::UnknownVersion));
        for (other_name, other, _) in &all {
            if other_name != name {
                assert_eq!(read(other), Err(ExchangeError::OtherFormat), "{name} {other_name}");
            }
        }
    }
}

#[test]
// Requirement: WYS-03
fn a_signature_without_an_intent_can_be_read_and_is_refused_by_its_code() {
    let shown = signature();
    let intent =
        SigningIntent::of_text("口座開設申込書", "普通預金口座を申し込みます。", &RustCrypto);
    let kept = intent.commitment(&RustCrypto);
    assert!(shown.shown().unwrap().commitment(&RustCrypto) == kept);
    // What was shown arrives as it was sent.
    let read = SignatureSubmission::from_json(&shown.into_json().unwrap()).unwrap();
    assert!(read.shown().unwrap().commitment(&RustCrypto) == kept);
    let without = SignatureSubmission { intent: None, ..signature() };
    let json = without.into_json().unwrap();
    let read = SignatureSubmission::from_json(&json).unwrap();
    assert_eq!(read.shown().unwrap_err(), ExchangeError::IntentMissing);
}

#[test]
fn the_octets_that_a_challenge_asks_for_are_those_of_its_fields() {
    let challenge = challenge_answer();
    let bank = RelyingParty::new("https://bank.example").unwrap();
    let nonce = Nonce::from_bytes([7; 32]);
    let form = SignedForm::RelyingPartyAndNonce;
    let expected = SignedMessage::new(form, &bank, &Purpose::login(), &nonce);
    assert_eq!(challenge.message().as_bytes(), expected.as_bytes());
}

#[test]
fn of_published_keys_the_one_that_began_last_is_sealed_to() {
    let mut keys = platform_keys();
    assert!(keys.sealing_key(later(1000)).is_none());
    let at = |keys: &PlatformKeys, seconds| {
        keys.sealing_key(later(seconds)).map(|key| key.id.text().to_owned())
    };
    keys.sealing[0].period = jpki_core::keys::KeyPeriod::new(later(10), later(20)).unwrap();
    assert_eq!(at(&keys, 9).as_deref(), Some("p256-1"));
    assert_eq!(at(&keys, 10).as_deref(), Some("rsa-1"));
    assert_eq!(at(&keys, 20).as_deref(), Some("p256-1"));
}

#[test]
fn two_keys_of_one_name_are_refused() {
    let json = platform_keys().into_json().unwrap();
    let mut value: Value = serde_json::from_slice(&json).unwrap();
    let first = value["sealing"][0].clone();
    value["sealing"].as_array_mut().unwrap().push(first);
    let refused = PlatformKeys::from_json(value.to_string().as_bytes());
    assert_eq!(refused.unwrap_err(), ExchangeError::TooMany);
}

#[test]
// Requirement: LINK-03
fn what_two_service_providers_are_told_of_one_user_has_nothing_in_common() {
    let told = |tenant: &str| {
        let answer = Answer { context: context_of(tenant, "account-opening", "kyc"), ..answer() };
        let value: Value = serde_json::from_slice(&answer.into_json().unwrap()).unwrap();
        value
    };
    let (one, two) = (told("bank-1"), told("bank-2"));
    for field in ["id", "submission", "user"] {
        assert_ne!(one[field], two[field], "{field}");
    }
}
