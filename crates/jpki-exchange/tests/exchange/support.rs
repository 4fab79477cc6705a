use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use jpki_application::intent::SigningIntent;
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::event::{PurposeOfUse, Tenant};
use jpki_core::keys::{KeyPeriod, KeyRing};
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_exchange::answer::ResultKey;
use jpki_exchange::challenge::{Nonce, SignedForm};
use jpki_exchange::context::{Context, Occasion};
use jpki_exchange::identifiers::{
    Purpose, RelyingParty, SealingKeyId, ServiceName, SessionId, UserIdentifier,
};
use jpki_exchange::keys::{PlatformKeys, SealingAlgorithm};
use jpki_exchange::message::{LoginSubmission, RequestedAttributes, SignatureSubmission};
use jpki_exchange::sealed::{
    OpeningKey, OpeningKeys, SealedContent, SealedMatter, SealedSubmission, SealingKey,
};

pub(crate) fn file(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").unwrap()
}

pub(crate) fn later(seconds: u64) -> Timestamp {
    now().after(Duration::from_secs(seconds))
}

pub(crate) fn period() -> KeyPeriod {
    KeyPeriod::new(now().before(Duration::from_secs(1000)), later(1000)).unwrap()
}

pub(crate) fn context() -> Context {
    context_of("bank-1", "account-opening", "kyc")
}

pub(crate) fn context_of(tenant: &str, service: &str, purpose: &str) -> Context {
    Context {
        tenant: Tenant::new(tenant).unwrap(),
        service: ServiceName::new(service).unwrap(),
        purpose: PurposeOfUse::new(purpose).unwrap(),
    }
}

pub(crate) const ALGORITHMS: [(SealingAlgorithm, &str); 2] =
    [(SealingAlgorithm::RsaOaep256, "rsa"), (SealingAlgorithm::EcdhEs, "p256")];

/// A key pair that OpenSSL made.
pub(crate) fn opening_key(algorithm: SealingAlgorithm, name: &str) -> OpeningKey {
    let pkcs8 = fs::read(file(&format!("tests/vectors/{name}.pk8"))).unwrap();
    let id = SealingKeyId::new(&format!("{name}-1")).unwrap();
    OpeningKey::from_pkcs8(id, algorithm, period(), &pkcs8).unwrap()
}

pub(crate) fn opening_keys() -> OpeningKeys {
    OpeningKeys::new(ALGORITHMS.map(|(algorithm, name)| opening_key(algorithm, name)).into())
        .unwrap()
}

pub(crate) fn content() -> SealedContent {
    SealedContent {
        context: context(),
        sealed_at: now(),
        certificate: b"a certificate"[..].into(),
        scheme: SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256),
        signature: b"a signature"[..].into(),
        matter: SealedMatter::Login {
            form: SignedForm::RelyingPartyAndNonce,
            nonce: Nonce::from_bytes([7; 32]),
        },
    }
}

pub(crate) fn seal(content: &SealedContent) -> SealedSubmission {
    let keys = opening_keys();
    SealingKey::new(keys.published().last().unwrap()).unwrap().seal(content).unwrap()
}

pub(crate) fn login() -> LoginSubmission {
    LoginSubmission {
        context: context(),
        occasion: Occasion::Login,
        session: SessionId::new(&[3; 32]).unwrap(),
        relying_party: RelyingParty::new("https://bank.example").unwrap(),
        challenge_purpose: Purpose::login(),
        user: UserIdentifier::new(b"member").unwrap(),
        consent: None,
        sealed: seal(&content()),
    }
}

pub(crate) fn signature() -> SignatureSubmission {
    SignatureSubmission {
        context: context(),
        intent: Some(SigningIntent::of_text(
            "口座開設申込書",
            "普通預金口座を申し込みます。",
            &RustCrypto,
        )),
        attributes: RequestedAttributes { name: true, ..RequestedAttributes::default() },
        sealed: seal(&content()),
    }
}

/// The platform's keys of results, 7 and 8.
pub(crate) fn ring() -> KeyRing {
    let key = |id: u32, from: &str, until: &str| {
        format!("receipt {id} {from} {until} {}\n", format!("{id:02x}").repeat(32))
    };
    let text = [
        "jpki-keys 1\n".to_owned(),
        key(7, "2026-05-01T00:00:00+09:00", "2026-07-01T00:00:00+09:00"),
        key(8, "2026-06-30T00:00:00+09:00", "2026-09-01T00:00:00+09:00"),
    ];
    KeyRing::from_text(&text.concat()).unwrap()
}

pub(crate) fn platform_keys() -> PlatformKeys {
    PlatformKeys {
        sealing: opening_keys().published().cloned().collect(),
        results: jpki_exchange::answer::ResultSigner::published(&ring()).collect(),
    }
}

pub(crate) fn result_keys() -> Vec<ResultKey> {
    ResultKey::of(&platform_keys()).unwrap()
}
