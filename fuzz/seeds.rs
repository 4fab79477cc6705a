//! Writes inputs to begin with, of each target that the test vectors have none for: `seeds FOLDER`.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use base64ct::{Base64, Encoding as _};
use jpki_application::intent::SigningIntent;
use jpki_audit::file::{CheckpointFolder, FileStore};
use jpki_audit::note::NoteName;
use jpki_audit::{Log, LogError};
use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::event::{
    Action, ActionResult, EventSubject, Operation, OperatorName, PurposeOfUse, Requester,
    SubjectKind, Tenant,
};
use jpki_core::keys::KeyRing;
use jpki_core::localized::Localized as _;
use jpki_core::time::Timestamp;
use jpki_crypto::RustCrypto;
use jpki_evidence::bundle::Bundle;
use jpki_exchange::challenge::{Nonce, SignedForm};
use jpki_exchange::context::{Context, Occasion};
use jpki_exchange::identifiers::{Purpose, RelyingParty, ServiceName, SessionId, UserIdentifier};
use jpki_exchange::message::{
    ChallengeRequest, LoginSubmission, RecordedConsent, RequestedAttributes, SignatureSubmission,
};
use jpki_exchange::sealed::{SealedContent, SealedMatter, SealedSubmission};
use jpki_testkit::cms::{
    ContentEncoding, LengthForm, SignedDataBuilder, SignerBuilder, TimeStampBuilder,
    algorithm_protection, content_type, countersignature, message_digest, signature_time_stamp,
    signing_certificate, signing_certificate_v2, signing_time,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Generation, Person, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, RequestBuilder, Responder, ResponseBuilder, ResponseStatus,
    SingleResponse, nonce, unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{
    CertificateBuilder, DistinguishedName, Extension, KeyUsage, ReasonCode, SerialNumber,
};
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;
use stamping::{CONTENT, root_key, root_name};
use time::Duration;

#[allow(dead_code, reason = "the target that judges bundles needs the rest")]
#[path = "fuzz_targets/bundling.rs"]
mod bundling;
#[allow(dead_code, reason = "the target that judges messages needs the rest")]
#[path = "fuzz_targets/stamping.rs"]
mod stamping;

type Seeds = Vec<(&'static str, Vec<u8>)>;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: seeds FOLDER")?);
    let messages = messages();
    for target in ["message", "cms_shell", "cms_signer", "normaliser"] {
        write(&folder.join(target), &messages)?;
    }
    write(&folder.join("cms_attributes"), &attributes())?;
    write(&folder.join("time_stamp"), &time_stamps())?;
    write(&folder.join("ocsp_request"), &requests())?;
    write(&folder.join("ocsp_response"), &responses())?;
    write(&folder.join("name"), &names())?;
    write(&folder.join("exchange_messages"), &exchanged()?)?;
    write(&folder.join("exchange_sealed"), &sealed()?)?;
    write(&folder.join("platform_settings"), &platform_settings())?;
    write(&folder.join("public_key"), &keys())?;
    write(&folder.join("auth"), &logins())?;
    write(&folder.join("auth_store"), &rows())?;
    write(&folder.join("texts"), &texts())?;
    write(&folder.join("monitor_customers"), &customers())?;
    write(&folder.join("monitor_folder"), &monitors())?;
    logs(&folder)?;
    bundles(&folder.join("bundle"))?;
    write(&folder.join("path_validate"), &hierarchies())?;
    write(&folder.join("path_build"), &hierarchies())?;
    write(&folder.join("certificate"), &[("pem", pem())])?;
    write(&folder.join("detector"), &files())?;
    write(&folder.join("trust_store"), &[("pem", pem())])?;
    applicants(&folder.join("applicant"))
}

fn write(folder: &Path, seeds: &[(&str, Vec<u8>)]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    Ok(seeds.iter().try_for_each(|(name, bytes)| fs::write(folder.join(name), bytes))?)
}

fn messages() -> Seeds {
    let jpki = SyntheticJpki::of_vectors();
    let people = [Person::hanako(), Person::taro()].map(|one| jpki.sign_certificate(&one).issue());
    let [hanako, taro] = &people;
    let signers = people.each_ref().map(|one| SignerBuilder::new(one.certificate(), one.key()));
    let [signer, other] = signers;
    let signature = signer.signature(oid::CMS_DATA, CONTENT);
    let stamped = signature_time_stamp(&[token(&signature)]);
    let counter = SignerBuilder::new(taro.certificate(), taro.key()).without_content_type();
    let counter = countersignature(&[counter.to_der(oid::CMS_DATA, &signature)]);
    let of = |signer: SignerBuilder| {
        SignedDataBuilder::new(CONTENT).certificate(hanako.certificate()).signer(signer)
    };
    let list =
        jpki.crl(&jpki.sign_ca(Generation::Third)).sign(jpki.sign_ca(Generation::Third).key());
    Vec::from([
        ("plain", of(signer.clone()).build()),
        ("stamped", of(signer.clone().unsigned_attribute(stamped)).build()),
        ("countersigned", of(signer.clone().unsigned_attribute(counter)).build()),
        ("unattributed", of(signer.clone().without_attributes()).build()),
        ("detached", of(signer.clone()).encoding(ContentEncoding::Detached).build()),
        ("two", of(signer.clone()).certificate(taro.certificate()).signer(other).build()),
        ("list", of(signer.clone()).revocation_list(&list).build()),
        (
            "pieces",
            of(signer)
                .encoding(ContentEncoding::NestedPieces(9, 2))
                .lengths(LengthForm::Indefinite)
                .build(),
        ),
    ])
}

/// Files as a service provider gets them, with and without a certificate.
fn files() -> Seeds {
    let text = Base64::encode_string(&pem());
    let digits: String = pem().iter().map(|byte| format!("{byte:02X}")).collect();
    let pdf =
        format!("%PDF-1.7\n1 0 obj\n<< /Contents <{digits}> /Name (0\\202\\001) >>\nendobj\n");
    let json = format!("{{\"lines\": \"{}\"}}", text.replace('/', "\\/"));
    let zip = b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\x09\0\0\0\x64\0\0\0\x01\0\0\0a\x4b\xa4\x3d\0\0";
    let segments =
        [&[0x24, 0x80][..], &[&[0x04, 0x40][..], &[b'.'; 64]].concat().repeat(4), &[0, 0]];
    let mut all = messages();
    all.extend([
        ("pem", pem()),
        ("pdf", pdf.into_bytes()),
        ("json", json.into_bytes()),
        ("zip", zip.to_vec()),
        ("zlib", b"\x78\x9c\x4b\xa4\x3d\0\0".to_vec()),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\xa4\x3d\0\0".to_vec()),
        ("segments", segments.concat()),
    ]);
    all
}

fn attributes() -> Seeds {
    let jpki = SyntheticJpki::of_vectors();
    let hanako = jpki.sign_certificate(&Person::hanako()).issue();
    let mut signed = vec![
        content_type(oid::CMS_DATA),
        message_digest(&HashAlgorithm::Sha256.digest(b"content")),
        signing_time(jpki.instant()),
    ];
    signed.sort();
    let hash = HashAlgorithm::Sha256;
    let more = [
        signing_certificate(hanako.certificate()),
        signing_certificate_v2(hash, hanako.certificate()),
        algorithm_protection(&hash.identifier(), &SignatureAlgorithm::RSA_SHA256.identifier()),
        signature_time_stamp(&[token(b"signature")]),
    ];
    Vec::from([("signed", signed.concat()), ("more", [signed, more.into()].concat().concat())])
}

fn stamping_certificate() -> Vec<u8> {
    CertificateBuilder::new()
        .serial(SerialNumber::from(77))
        .issuer(root_name())
        .subject(DistinguishedName::common_name("time-stamping authority"))
        .public_key(Key::rsa_2048(39))
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
        .extension(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical())
        .sign(root_key())
}

fn token(stamped: &[u8]) -> Vec<u8> {
    let time = SyntheticJpki::of_vectors().instant();
    TimeStampBuilder::new(stamped, time).sign(&stamping_certificate(), Key::rsa_2048(39))
}

fn time_stamps() -> Seeds {
    let stamp = TimeStampBuilder::new(b"stamped", SyntheticJpki::of_vectors().instant());
    let accuracy = [0x30, 0x0a, 2, 1, 1, 0x80, 2, 1, 0xf4, 0x81, 1, 9].to_vec();
    Vec::from([
        ("info", stamp.info()),
        ("fraction", stamp.clone().time(b"20260601030000.123Z").info()),
        ("token", token(b"stamped")),
        ("accurate", stamp.accuracy(accuracy).sign(&stamping_certificate(), Key::rsa_2048(39))),
    ])
}

fn ids() -> [CertId; 2] {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.auth_ca(Generation::Third);
    let serial = jpki.auth_certificate(&Person::hanako()).issue().serial();
    [
        CertId::sha1(&authority.name(), authority.key(), serial.clone()),
        CertId::sha256(&authority.name(), authority.key(), serial),
    ]
}

fn requests() -> Seeds {
    let [sha1, sha256] = ids();
    let both = RequestBuilder::new().certificate(sha1.clone()).certificate(sha256);
    Vec::from([
        ("one", RequestBuilder::new().certificate(sha1).to_der()),
        ("nonce", both.extension(nonce(&[7; 32])).to_der()),
    ])
}

fn responses() -> Seeds {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.auth_ca(Generation::Third);
    let now = jpki.instant();
    let [sha1, sha256] = ids();
    let (issuer, delegate) =
        (Responder::by_key(authority.key()), Responder::by_key(jpki.responder_key()));
    let of = |single| ResponseBuilder::new(now).single(single);
    let good = SingleResponse::good(sha1.clone(), now - Duration::minutes(5));
    let revoked =
        CertificateStatus::Revoked(now - Duration::days(1), Some(ReasonCode::KeyCompromise));
    let revoked = SingleResponse::new(sha256, revoked, now - Duration::minutes(5));
    let unknown = SingleResponse::new(sha1, CertificateStatus::Unknown, now);
    let certificate = jpki.responder_certificate(&authority).sign(authority.key());
    let delegated = of(good.clone()).certificate(&certificate).extension(nonce(&[7; 32]));
    Vec::from([
        ("good", of(good.clone()).sign(&issuer)),
        (
            "revoked",
            of(revoked.next_update(Some(now + Duration::days(1)))).single(good).sign(&issuer),
        ),
        ("unknown", of(unknown).sign(&issuer)),
        ("delegated", delegated.sign(&delegate)),
        ("try-later", unsuccessful(ResponseStatus::TryLater)),
    ])
}

/// How long the first is, then both.
fn names() -> Seeds {
    let jpki = SyntheticJpki::of_vectors();
    let names = [jpki.sign_ca(Generation::Third).name(), root_name()].map(|name| name.to_der());
    let pair = |first: &[u8], second: &[u8]| [&[first.len() as u8], first, second].concat();
    let [first, second] = &names;
    Vec::from([("same", pair(first, first)), ("others", pair(second, first))])
}

fn exchanged() -> Result<Seeds, Box<dyn Error>> {
    let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").ok_or("an instant")?;
    let context = || -> Result<Context, Box<dyn Error>> {
        Ok(Context {
            tenant: Tenant::new("bank-1")?,
            service: ServiceName::new("account-opening")?,
            purpose: PurposeOfUse::new("kyc")?,
        })
    };
    let session = SessionId::new(&[3; 32])?;
    let relying_party = RelyingParty::new("https://bank.example")?;
    let challenge_purpose = Purpose::login();
    let [rsa, p256] = ["rsa", "p256"].map(compact);
    let request = ChallengeRequest {
        context: context()?,
        session: session.clone(),
        relying_party: relying_party.clone(),
        challenge_purpose: challenge_purpose.clone(),
    };
    let login = LoginSubmission {
        context: context()?,
        occasion: Occasion::Renewal,
        session,
        relying_party,
        challenge_purpose,
        user: UserIdentifier::new(b"member")?,
        consent: Some(RecordedConsent { given_at: now, text: [5; 32] }),
        sealed: SealedSubmission::from_compact(p256?.into())?,
    };
    let signature = SignatureSubmission {
        context: context()?,
        intent: Some(SigningIntent::of_text("申込書", "申し込みます。", &RustCrypto)),
        attributes: RequestedAttributes { name: true, ..RequestedAttributes::default() },
        sealed: SealedSubmission::from_compact(rsa?.into())?,
    };
    Ok(vec![
        ("challenge-request", request.into_json()?.to_vec()),
        ("login", login.into_json()?.to_vec()),
        ("signature", signature.into_json()?.to_vec()),
    ])
}

fn sealed() -> Result<Seeds, Box<dyn Error>> {
    let content = SealedContent {
        context: Context {
            tenant: Tenant::new("bank-1")?,
            service: ServiceName::new("account-opening")?,
            purpose: PurposeOfUse::new("kyc")?,
        },
        sealed_at: Timestamp::from_unix_seconds(1_780_000_000),
        certificate: b"a certificate"[..].into(),
        scheme: SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha256),
        signature: b"a signature"[..].into(),
        matter: SealedMatter::Login {
            form: SignedForm::RelyingPartyAndNonce,
            nonce: Nonce::from_bytes([7; 32]),
        },
    };
    Ok(vec![
        ("rsa", compact("rsa")?.into_bytes()),
        ("p256", compact("p256")?.into_bytes()),
        ("content", content.to_bytes()?.to_vec()),
    ])
}

/// A sealed submission that node made.
fn compact(key: &str) -> Result<String, Box<dyn Error>> {
    let vectors =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/jpki-exchange/tests/vectors");
    Ok(fs::read_to_string(vectors.join(format!("{key}.jwe")))?.trim_end().to_owned())
}

fn platform_settings() -> Seeds {
    let tariff = r#"{"version":1,"ocsp":[{"from":"2026-01-01T00:00:00+09:00","signature":20,"user_authentication":2}],"discounts":[{"from":"2026-04","until":"2027-03","unit_price":{"kind":"signature","method":"responder","above":9,"price":15}},{"from":"2026-04","total":{"above":1000,"percent":5}}]}"#;
    let tenants = r#"{"version":1,"tenants":[{"tenant":"bank","body":"private","notification":"left-to-platform","services":[{"name":"banking","purposes":["login"]}],"until":"2027-03-31T15:00:00Z","spending_limit":1000,"graces":[{"from":"2026-06-01T00:00:00Z","until":"2026-07-01T00:00:00Z","decided_by":"one","decided_at":"2026-06-01T00:00:00Z"}]}]}"#;
    let grants = r#"{"version":1,"next":3,"grants":[{"terms":{"to":"three","right":"erasure","from":"2026-05-01T00:00:00Z","until":"2026-09-01T00:00:00Z"},"requested_by":"one","approved_by":"two","approved_at":"2026-05-01T00:00:00Z","withdrawn":null}],"requests":[{"number":2,"terms":{"to":"four","right":"log-export","from":"2026-06-01T00:00:00Z","until":"2026-09-01T00:00:00Z"},"requested_by":"one","requested_at":"2026-06-01T00:00:00Z"}]}"#;
    [("tariff", tariff), ("tenants", tenants), ("grants", grants)]
        .map(|(name, text)| (name, text.as_bytes().to_vec()))
        .to_vec()
}

fn keys() -> Seeds {
    let pair = |info: &[u8], signature: &[u8]| {
        [&(info.len() as u16).to_be_bytes(), info, signature].concat()
    };
    let usual = |key: Key| {
        pair(key.subject_public_key_info(), &key.sign(key.usual_algorithm(), b"content"))
    };
    let (rsa, pss) = (Key::rsa_2048(0), PssParameters::usual(HashAlgorithm::Sha256));
    let by_pss = rsa.sign(SignatureAlgorithm::RsaPss(pss), b"content");
    Vec::from([
        ("rsa", usual(rsa)),
        ("rsa-pss", pair(rsa.subject_public_key_info(), &by_pss)),
        ("pss", pair(&rsa.pss_public_key_info(Some(pss)), &by_pss)),
        ("p256", usual(Key::p256(0))),
        ("p384", usual(Key::p384(0))),
        ("p521", usual(Key::p521(0))),
        ("ed25519", usual(Key::ed25519(0))),
    ])
}

fn record() -> Vec<u8> {
    let instants = [1_780_000_000_i64, 1_780_000_300].map(i64::to_be_bytes).concat();
    [&[1, 1], &*instants, &[1; 32], &[2; 32], &[3; 32]].concat()
}

fn logins() -> Seeds {
    Vec::from([
        ("record", record()),
        ("nonce", b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8".to_vec()),
        ("origin", b"https://example.jp:8443".to_vec()),
        ("purpose", b"login".to_vec()),
    ])
}

/// Four lengths, then a certificate's reference, a provider, an identifier, an origin; last the instant.
fn rows() -> Seeds {
    let row = |origin: &[u8]| {
        let parts: [&[u8]; 4] = [&[9; 36], b"provider", &[8; 16], origin];
        let lengths = parts.map(|part| part.len() as u8);
        [&lengths[..], &parts.concat(), &1_780_000_000_i64.to_be_bytes()].concat()
    };
    Vec::from([
        ("first-use", row(b"first-use")),
        ("renewal", row(b"renewal")),
        ("inquiry", row(b"signature-and-inquiry")),
        ("record", record()),
    ])
}

fn texts() -> Seeds {
    let texts = [
        "2026-06-01T12:00:00+09:00",
        "260601030000Z",
        "20260601030000Z",
        "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:aa:bb:cc:dd:ee:ff",
        "0640a1B2",
        "first-use",
        "https://ocsp.example.jp/responder?a=b",
        "http://[::1]:8080/",
        "http://127.0.0.1",
    ];
    let names =
        ["rfc3339", "utc", "generalized", "digest", "serial", "origin", "https", "v6", "v4"];
    names.into_iter().zip(texts.map(|text| text.as_bytes().to_vec())).collect()
}

fn customers() -> Seeds {
    let header = "customer,consented_at,signature_generation,signature_serial,signature_not_after,\
        authentication_generation,authentication_serial,authentication_not_after\n";
    let lines = "1,2020-06-01T12:00:00+09:00,3,0640a1b2,2030-01-01T00:00:00Z,,,\n\
        2,,3,1,2030-01-01T00:00:00Z,3,2,2030-01-01T00:00:00Z\n\
        3,2020-06-01T12:00:00+09:00,,,,\"3\",2,2030-01-01T00:00:00Z\n";
    Vec::from([("three", format!("{header}{lines}").into_bytes())])
}

/// Which files, and each with its length.
fn monitors() -> Seeds {
    let checkpoint = |form: u32, stage: &str, last: &str| {
        format!(
            "{{\"form\":{form},\"known_form\":{form},\"run\":1,\"stage\":\"{stage}\",\"last\":{last},\
             \"customers\":0,\"changes\":0,\"unknown\":{{\"signature\":{{}},\"authentication\":{{}}}},\
             \"known_octets\":0,\"standings_octets\":0,\"changes_octets\":0}}"
        )
    };
    let record = |customer: u64, marks: bool| {
        [&customer.to_be_bytes()[..], &[1, 3], &[0; 16][..if marks { 16 } else { 0 }]].concat()
    };
    let files = |which: u8, files: &[&[u8]]| {
        let sized = |file: &&[u8]| [&(file.len() as u16).to_be_bytes(), *file].concat();
        [vec![which], files.iter().flat_map(sized).collect()].concat()
    };
    let standings = |marks| [record(1, marks), record(0x100, marks)].concat();
    let (ended, in_work) = (checkpoint(3, "ended", "256"), checkpoint(3, "in-work", "null"));
    let of_form_2 = checkpoint(2, "ended", "256");
    Vec::from([
        ("none", files(0, &[])),
        ("ended", files(0b1011, &[ended.as_bytes(), &[5; 32], &standings(true)])),
        ("in-work", files(0b0111, &[in_work.as_bytes(), &[5; 32], &standings(true)])),
        ("form-2", files(0b1001, &[of_form_2.as_bytes(), &standings(false)])),
    ])
}

/// An operation log of three entries: its lines and notes, its segments, its files.
fn logs(folder: &Path) -> Result<(), Box<dyn Error>> {
    let keys = "jpki-keys 1\n\
        log-signing 1 0001-01-01T00:00:00Z 9999-12-31T23:59:59Z \
        4040404040404040404040404040404040404040404040404040404040404040\n\
        audit-token 1 0001-01-01T00:00:00Z 9999-12-31T23:59:59Z \
        4140404040404040404040404040404040404040404040404040404040404040\n";
    let ring = KeyRing::from_text(keys)?;
    let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").ok_or("a time")?;
    let place = tempfile::tempdir()?;
    let name = NoteName::new("log.example/operations")?;
    let store = FileStore::open(place.path().join("log"))?;
    let checkpoints = CheckpointFolder::open(place.path().join("checkpoints"))?;
    let log = Log::open(store, name, ring, checkpoints)?;
    let empty = log.checkpoint(now)?;
    let person = Requester::operator(Tenant::new("bank-1")?, OperatorName::new("運用 太郎")?);
    for action in [Action::SignatureVerification, Action::Erasure, Action::KeyChange] {
        let subject = EventSubject::new(SubjectKind::Account, action.code().as_bytes());
        let operation = Operation::new(action, ActionResult::Done, now).about(subject);
        log.append(&operation.requested_by(person.clone(), PurposeOfUse::new("seed")?))?;
    }
    let note = log.checkpoint(now)?;
    let (older, newer) =
        (log.checkpoint_keys().verify(&empty)?, log.checkpoint_keys().verify(&note)?);
    let mut line = Vec::new();
    log.entries(0..1, |_, found| {
        line = found.to_vec();
        Ok(())
    })?;
    let (empty, note) = (empty.to_text().into_bytes(), note.to_text().into_bytes());
    let texts =
        [("keys", keys.as_bytes().to_vec()), ("empty", empty), ("note", note), ("line", line)];
    write(&folder.join("log_texts"), &texts)?;
    let segment = |newer| -> Result<Vec<u8>, LogError> {
        let mut segment = Vec::new();
        log.export(None, newer, &mut segment)?;
        Ok(segment)
    };
    write(&folder.join("log_segment"), &[("three", segment(&newer)?), ("none", segment(&older)?)])?;
    let mut files = vec![0b1000, 0, 0];
    files.extend(fs::read(place.path().join("log").join("entries"))?);
    write(&folder.join("log_file"), &[("entries", files)])
}

/// The good bundle, and each of its files.
fn bundles(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let good = bundling::good();
    let bundle = Bundle::from_bytes(&good)?;
    for (number, (_, bytes)) in (0..).zip(bundle.files()) {
        fs::write(folder.join(number.to_string()), [&[number], bytes].concat())?;
    }
    Ok(fs::write(folder.join("whole"), [&[u8::MAX], &good[..]].concat())?)
}

/// Which hierarchy, which inputs, no changes.
fn hierarchies() -> Seeds {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    (0..).zip(names).map(|(number, name)| (name, vec![number % 4, number * 31, number])).collect()
}

fn pem() -> Vec<u8> {
    let authority = SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate();
    let text = Base64::encode_string(&authority);
    let lines = text.as_bytes().chunks(64).flat_map(|line| [line, b"\n"]);
    let (begin, end) = (b"-----BEGIN CERTIFICATE-----\n", b"-----END CERTIFICATE-----\n");
    [&begin[..]].into_iter().chain(lines).chain([&end[..]]).flatten().copied().collect()
}

/// The labelled pairs of the tests, with no substitutes and with some.
fn applicants(folder: &Path) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../crates/jpki-application/tests/it/form/corpus.tsv");
    let corpus = fs::read_to_string(corpus)?;
    for (number, line) in corpus.lines().filter(|line| !line.starts_with('#')).enumerate() {
        let mut columns = line.split('\t');
        let (Some(certified), Some(form)) = (columns.nth(1), columns.nth(1)) else { continue };
        if !certified.contains("\\u") && !form.contains("\\u") {
            let marks = (number as u64 % 5).to_be_bytes();
            let pair = [&marks, certified.as_bytes(), b"\n", form.as_bytes()].concat();
            fs::write(folder.join(number.to_string()), pair)?;
        }
    }
    Ok(())
}
