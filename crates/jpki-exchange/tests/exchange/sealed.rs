use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Duration;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use jpki_application::intent::SigningIntent;
use jpki_core::time::ClockAllowance;
use jpki_crypto::RustCrypto;
use jpki_exchange::ExchangeError;
use jpki_exchange::identifiers::SealingKeyId;
use jpki_exchange::keys::SealingAlgorithm;
use jpki_exchange::sealed::{
    OpeningKey, OpeningKeys, SealedContent, SealedMatter, SealedSubmission, SealingKey,
    SignedContent,
};
use zeroize::Zeroizing;

use crate::clients::node;
use crate::support::{
    ALGORITHMS, content, context, context_of, file, later, now, opening_key, opening_keys, period,
    seal,
};

fn sealed(compact: &str) -> Result<SealedSubmission, ExchangeError> {
    SealedSubmission::from_compact(Zeroizing::new(compact.to_owned()))
}

fn bytes(content: &SealedContent) -> Vec<u8> {
    content.to_bytes().unwrap().to_vec()
}

#[test]
fn what_node_sealed_is_opened() {
    for (_, name) in ALGORITHMS {
        let compact = fs::read_to_string(file(&format!("tests/vectors/{name}.jwe"))).unwrap();
        let opened = opening_keys().open(&sealed(&compact).unwrap()).unwrap();
        assert_eq!(bytes(&opened), bytes(&content()), "{name}");
        // The key, the vector, the ciphertext and the tag count, by a digit of each.
        let parts: Vec<_> = compact.split('.').collect();
        for (at, part) in (1..).zip(&parts[1..]).filter(|(_, part)| !part.is_empty()) {
            let other = if part.starts_with('A') { "B" } else { "A" };
            let changed = format!("{other}{}", &part[1..]);
            let mut near_miss = parts.clone();
            near_miss[at] = &changed;
            let refused = opening_keys().open(&sealed(&near_miss.join(".")).unwrap());
            assert_eq!(refused.unwrap_err(), ExchangeError::SealedNotOpened, "{name} {at}");
        }
        // The header counts, too: the same with its members in another order.
        let header = Base64UrlUnpadded::decode_vec(parts[0]).unwrap();
        let header: serde_json::Value = serde_json::from_slice(&header).unwrap();
        let header = Base64UrlUnpadded::encode_string(format!("{header} ").as_bytes());
        let near_miss = [&[&*header], &parts[1..]].concat().join(".");
        let refused = opening_keys().open(&sealed(&near_miss).unwrap());
        assert_eq!(refused.unwrap_err(), ExchangeError::SealedNotOpened, "{name}");
    }
}

#[test]
fn node_opens_what_is_sealed_here() {
    for (algorithm, name) in ALGORITHMS {
        let key = opening_key(algorithm, name);
        assert_eq!(
            key.published().public,
            fs::read(file(&format!("tests/vectors/{name}.spki"))).unwrap()
        );
        let compact = SealingKey::new(key.published()).unwrap().seal(&content()).unwrap();
        let private = file(&format!("tests/vectors/{name}.pk8"));
        let Some(mut node) = node() else { return };
        let mut node = node
            .args([&file("tests/vectors/open.mjs"), &private])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        node.stdin.take().unwrap().write_all(compact.into_compact().as_bytes()).unwrap();
        assert_eq!(node.wait_with_output().unwrap().stdout, bytes(&content()), "{name}");
    }
}

#[test]
fn each_kind_of_content_is_read_back_and_nothing_shorter_or_longer_is() {
    let intent = SigningIntent::of_text("題", "文", &RustCrypto).commitment(&RustCrypto);
    let signed = |content| SealedMatter::Signature { content, intent };
    for matter in [
        content().matter,
        signed(SignedContent::Document(b"a document"[..].into())),
        signed(SignedContent::Digest([9; 32])),
    ] {
        let written = bytes(&SealedContent { matter, ..content() });
        assert_eq!(bytes(&SealedContent::from_bytes(&written).unwrap()), written);
        for end in 19..written.len() {
            let refused = SealedContent::from_bytes(&written[..end]).unwrap_err();
            assert_eq!(refused, ExchangeError::SealedContent);
        }
        let refused = SealedContent::from_bytes(&[&*written, b"\0"].concat()).unwrap_err();
        assert_eq!(refused, ExchangeError::SealedContent);
        let newer = [b"JPKI-SUBMISSION-V2\n", &written[19..]].concat();
        assert_eq!(SealedContent::from_bytes(&newer).unwrap_err(), ExchangeError::UnknownVersion);
    }
}

#[test]
// Requirement: PRIV-02
fn what_is_sealed_for_one_context_serves_no_other_and_not_for_long() {
    let lifetime = Duration::from_secs(600);
    let check = |outer, now| content().check(&outer, lifetime, now, ClockAllowance::DEFAULT);
    assert_eq!(check(context(), now()), Ok(()));
    for other in [
        context_of("bank-2", "account-opening", "kyc"),
        context_of("bank-1", "loans", "kyc"),
        context_of("bank-1", "account-opening", "marketing"),
    ] {
        assert_eq!(check(other, now()), Err(ExchangeError::SealedForOther));
    }
    // 600 seconds, and five minutes by which clocks may differ.
    assert_eq!(check(context(), later(900)), Ok(()));
    assert_eq!(check(context(), later(901)), Err(ExchangeError::SealedTime));
    assert_eq!(check(context(), now().before(Duration::from_secs(300))), Ok(()));
    assert_eq!(
        check(context(), now().before(Duration::from_secs(301))),
        Err(ExchangeError::SealedTime)
    );
}

#[test]
// Requirement: LINK-03
fn one_content_sealed_twice_has_nothing_in_common() {
    let [one, two] = [seal(&content()), seal(&content())];
    assert_ne!(one.digest(), two.digest());
    let [one, two] = [one.into_compact(), two.into_compact()];
    for (one, two) in one.split('.').zip(two.split('.')).skip(2) {
        assert_ne!(one, two);
    }
    let header = |compact: &str| compact.split('.').next().unwrap().to_owned();
    assert_ne!(header(&one), header(&two)); // the ephemeral key
}

#[test]
// Requirement: PRIV-01
fn nothing_of_it_is_shown() {
    let sealed = seal(&content());
    let shown = format!("{sealed:?} {:?}", content());
    let length = sealed.into_compact().len();
    assert_eq!(shown, format!("SealedSubmission({length} bytes) SealedContent(protected)"));
}

#[test]
fn only_the_private_key_of_its_name_and_algorithm_opens() {
    let submission = seal(&content());
    let [(rsa, _), (ecdh, _)] = ALGORITHMS;
    // Another key by the same name; the right key by another name.
    let pkcs8 = fs::read(file("tests/vectors/p256.pk8")).unwrap();
    let named = |name| {
        let id = SealingKeyId::new(name).unwrap();
        OpeningKey::from_pkcs8(id, ecdh, period(), &pkcs8).unwrap()
    };
    assert!(OpeningKeys::new(vec![named("p256-1")]).unwrap().open(&submission).is_ok());
    let refused = OpeningKeys::new(vec![named("p256-2")]).unwrap().open(&submission);
    assert_eq!(refused.unwrap_err(), ExchangeError::SealedKey);
    let pkcs8 = fs::read(file("tests/vectors/rsa.pk8")).unwrap();
    let id = SealingKeyId::new("p256-1").unwrap();
    let other = OpeningKey::from_pkcs8(id, rsa, period(), &pkcs8).unwrap();
    let refused = OpeningKeys::new(vec![other]).unwrap().open(&submission);
    assert_eq!(refused.unwrap_err(), ExchangeError::SealedKey);
    let twice = OpeningKeys::new(vec![named("p256-1"), named("p256-1")]);
    assert_eq!(twice.unwrap_err(), ExchangeError::TooMany);
}

#[test]
fn keys_of_another_kind_are_refused() {
    let unusable = |algorithm, name| {
        let pkcs8 = fs::read(file(&format!("tests/vectors/{name}.pk8"))).unwrap();
        let id = SealingKeyId::new("a").unwrap();
        OpeningKey::from_pkcs8(id, algorithm, period(), &pkcs8).unwrap_err()
    };
    for (algorithm, name) in [
        (SealingAlgorithm::EcdhEs, "p384"),
        (SealingAlgorithm::EcdhEs, "rsa"),
        (SealingAlgorithm::RsaOaep256, "p256"),
    ] {
        assert_eq!(unusable(algorithm, name), ExchangeError::KeyUnusable, "{name}");
    }
}

/// A JWE with another header and otherwise the parts of one for P-256.
fn with_header(header: &str) -> Result<SealedSubmission, ExchangeError> {
    let good = seal(&content()).into_compact();
    let (_, rest) = good.split_once('.').unwrap();
    sealed(&format!("{}.{rest}", Base64UrlUnpadded::encode_string(header.as_bytes())))
}

#[test]
fn headers_hold_what_is_defined_and_nothing_else() {
    let good = seal(&content()).into_compact();
    let (header, _) = good.split_once('.').unwrap();
    let header = String::from_utf8(Base64UrlUnpadded::decode_vec(header).unwrap()).unwrap();
    assert!(with_header(&header).is_ok());
    let (x, y) = (&header[header.find("\"x\":").unwrap()..][4..49], "\"y\":");
    assert_eq!(x.len(), 45);
    let cases = [
        (r#""alg":"ECDH-ES""#, r#""alg":"ECDH-ES+A256KW""#, ExchangeError::SealedAlgorithm),
        (r#""alg":"ECDH-ES""#, r#""alg":"RSA-OAEP""#, ExchangeError::SealedAlgorithm),
        (r#""alg":"ECDH-ES""#, r#""alg":"RSA1_5""#, ExchangeError::SealedAlgorithm),
        (r#""alg":"ECDH-ES""#, r#""alg":"dir""#, ExchangeError::SealedAlgorithm),
        (r#""alg":"ECDH-ES""#, r#""alg":"RSA-OAEP-256""#, ExchangeError::SealedHeader),
        (r#""enc":"A256GCM""#, r#""enc":"A128GCM""#, ExchangeError::SealedAlgorithm),
        (r#""enc":"A256GCM""#, r#""enc":"A256CBC-HS512""#, ExchangeError::SealedAlgorithm),
        ("jpki-submission-1", "jpki-submission-2", ExchangeError::UnknownVersion),
        ("jpki-submission-1", "JWT", ExchangeError::SealedHeader),
        ("p256-1", "P 256", ExchangeError::SealedHeader),
        ("P-256", "P-384", ExchangeError::SealedHeader),
        (r#""kty":"EC""#, r#""kty":"OKP""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"zip":"DEF","alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"crit":["b64"],"alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"apu":"QWxpY2U","alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"apv":"Qm9i","alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"typ":"JOSE","alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"x5c":[],"alg""#, ExchangeError::SealedHeader),
        (r#"{"alg""#, r#"{"alg":"ECDH-ES","alg""#, ExchangeError::SealedHeader),
        (r#""kty""#, r#""d":"AA","kty""#, ExchangeError::SealedHeader),
        (x, r#""AA""#, ExchangeError::SealedHeader),
        (y, r#""z":"#, ExchangeError::SealedHeader),
        ("}}", "}", ExchangeError::SealedHeader),
        ("}}", "}}}", ExchangeError::SealedHeader),
    ];
    for (from, to, refused) in cases {
        let changed = header.replacen(from, to, 1);
        assert_ne!(changed, header, "{from}");
        assert_eq!(with_header(&changed).unwrap_err(), refused, "{changed}");
    }
    let long = header.replacen("{", &format!("{{{}", " ".repeat(1024)), 1);
    assert_eq!(with_header(&long).unwrap_err(), ExchangeError::TooLarge);
    // A point beside the curve is a form like another, and is refused when it is used.
    let zero = format!("\"{}\"", Base64UrlUnpadded::encode_string(&[0; 32]));
    let beside = with_header(&header.replacen(x, &zero, 1)).unwrap();
    assert_eq!(opening_keys().open(&beside).unwrap_err(), ExchangeError::SealedNotOpened);
}

#[test]
fn other_forms_are_refused() {
    let good = seal(&content()).into_compact();
    let parts: Vec<&str> = good.split('.').collect();
    let [header, key, iv, text, tag] = parts[..] else { panic!() };
    let with = |key, iv, text, tag| format!("{header}.{key}.{iv}.{text}.{tag}");
    assert!(sealed(&with(key, iv, text, tag)).is_ok());
    let padded = format!("{iv}=");
    let spaced = format!("{text}\n");
    let standard = format!("{text}+//+");
    let [short_iv, short_tag] = [&iv[..12], &tag[..16]];
    for near_miss in [
        String::new(),
        "....".to_owned(),
        format!("{header}.{key}.{iv}.{text}"),
        format!("{}.", *good),
        with("AAAA", iv, text, tag),
        with(key, short_iv, text, tag),
        with(key, iv, text, short_tag),
        with(key, &padded, text, tag),
        with(key, iv, &spaced, tag),
        with(key, iv, &standard, tag),
        // The last digit has bits that belong to no octet.
        with(key, iv, &format!("{}B", "A".repeat(5)), tag),
    ] {
        let refused = sealed(&near_miss).unwrap_err();
        let expected = [ExchangeError::SealedForm, ExchangeError::SealedHeader];
        assert!(expected.contains(&refused), "{near_miss} {refused:?}");
    }
    let huge = "A".repeat(16 * 1024 * 1024 + 1);
    assert_eq!(sealed(&huge).unwrap_err(), ExchangeError::TooLarge);
}
