//! Time-stamp tokens (RFC 3161), and signatures judged at the time that they prove.

use std::sync::Arc;

use crate::support::{CONTENT, assess, certificate, failures, hanako};
use ::time::{Duration, UtcDateTime};
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::SignerPolicy;
use jpki_cms::time_stamp::{
    TimeStampInfo, TimeStampRequest, TimeStampResponseError, TimeStampToken, VerifiedTimeStamp,
};
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm};
use jpki_core::crypto::CryptoBackend as _;
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, CheckId, Reason, Subject, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::{CrlIssuer, CrlPool, RevocationPolicy, Status};
use jpki_test_support::openssl;
use jpki_testkit::asn1;
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, TimeStampBuilder, signature_time_stamp, signing_certificate,
    signing_certificate_v2,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Generation, SyntheticJpki};
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, DistinguishedName, Extension, KeyUsage, ReasonCode,
    SerialNumber, Validity,
};
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};

const STAMPED: &[u8] = b"a signature value";

fn authority_key() -> Key {
    Key::rsa_2048(38)
}

fn stamp_key() -> Key {
    Key::rsa_2048(39)
}

fn stamp_certificate_with(usage: Option<Extension>) -> Vec<u8> {
    CertificateBuilder::new()
        .serial(SerialNumber::from(77))
        .issuer(DistinguishedName::common_name("time-stamping root"))
        .subject(DistinguishedName::common_name("time-stamping authority"))
        .public_key(stamp_key())
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
        .extensions(usage)
        .sign(authority_key())
}

fn time_stamping() -> Extension {
    Extension::extended_key_usage(&[oid::TIME_STAMPING])
}

fn stamp_certificate() -> Vec<u8> {
    stamp_certificate_with(Some(time_stamping().critical()))
}

fn token() -> TimeStampBuilder {
    TimeStampBuilder::new(STAMPED, SyntheticJpki::of_vectors().instant())
}

fn judge(token: &[u8], stamped: &[u8]) -> Assessed<VerifiedTimeStamp> {
    let token = TimeStampToken::from_ber(token).expect("a token");
    let policy = AlgorithmPolicy::current();
    token.assess(Subject::TimeStamp(0), stamped, &[], &policy, &RustCrypto)
}

#[test]
fn a_token_stands_for_what_it_covers() {
    let token = token().sign(&stamp_certificate(), stamp_key());
    let judged = judge(&token, STAMPED);
    let stamp = judged.value().expect("valid");
    let noon = SyntheticJpki::of_vectors().instant().unix_timestamp();
    assert_eq!(stamp.info().time().unix_seconds(), noon);
    assert_eq!(stamp.info().latest_time().unix_seconds(), noon);
    assert_eq!(stamp.certificates()[0].as_der(), stamp_certificate());

    let other = judge(&token, b"another signature value");
    assert_eq!(failures(&other), [(CheckId::TimeStampImprint, Reason::TimeStampImprintMismatch)]);
}

#[test]
fn the_authority_may_only_stamp_time() {
    let refused = |usage: Option<Extension>| {
        let certificate = stamp_certificate_with(usage);
        let judged = judge(&token().sign(&certificate, stamp_key()), STAMPED);
        assert_eq!(
            failures(&judged),
            [(CheckId::TimeStampPurpose, Reason::TimeStampPurposeMissing)]
        );
    };
    refused(None);
    refused(Some(time_stamping()));
    let both = [oid::TIME_STAMPING, oid::EMAIL_PROTECTION];
    refused(Some(Extension::extended_key_usage(&both).critical()));
    refused(Some(Extension::extended_key_usage(&[oid::ANY_EXTENDED_KEY_USAGE]).critical()));
}

#[test]
fn the_token_must_name_its_certificate() {
    let certificate = stamp_certificate();
    let by = |signer: SignerBuilder| judge(&token().sign_by(&certificate, signer), STAMPED);
    let signer = || SignerBuilder::new(&certificate, stamp_key());
    assert_eq!(by(signer().attribute(signing_certificate(&certificate))).verdict(), Verdict::Valid);
    assert_eq!(
        failures(&by(signer())),
        [(CheckId::SignerCertificateBinding, Reason::SigningCertificateMissing)]
    );
    let foreign = hanako().certificate().to_vec();
    let foreign = signing_certificate_v2(HashAlgorithm::Sha256, &foreign);
    let binding = failures(&by(signer().attribute(foreign)));
    let mismatch = (CheckId::SignerCertificateBinding, Reason::SigningCertificateMismatch);
    assert_eq!(binding, [mismatch]);
}

#[test]
fn a_token_has_one_signer_and_a_right_digest() {
    let certificate = stamp_certificate();
    let binding = signing_certificate_v2(HashAlgorithm::Sha256, &certificate);
    let signer = SignerBuilder::new(&certificate, stamp_key()).attribute(binding);
    let with = |signers: usize| {
        let message = SignedDataBuilder::new(&token().info())
            .content_type(oid::TIME_STAMP_INFO)
            .certificate(&certificate);
        let message = (0..signers).fold(message, |message, _| message.signer(signer.clone()));
        judge(&message.build(), STAMPED)
    };
    assert_eq!(with(1).verdict(), Verdict::Valid);
    for signers in [0, 2] {
        let first = failures(&with(signers))[0];
        assert_eq!(first, (CheckId::TimeStampForm, Reason::TimeStampSigners));
    }
    let weak = token().stamped(HashAlgorithm::Sha1, STAMPED).sign(&certificate, stamp_key());
    assert_eq!(
        failures(&judge(&weak, STAMPED)),
        [(CheckId::TimeStampImprint, Reason::AlgorithmNotAllowed)]
    );
    let other_type =
        SignedDataBuilder::new(&token().info()).certificate(&certificate).signer(signer).build();
    assert!(TimeStampToken::from_ber(&other_type).is_err());
}

// RFC 3161 §2.4.2
#[test]
fn times_and_accuracies_are_read_strictly() {
    let info = |builder: TimeStampBuilder| TimeStampInfo::from_der(&builder.info());
    let seconds = |info: &TimeStampInfo| {
        [info.time(), info.earliest_time(), info.latest_time()].map(Timestamp::unix_seconds)
    };
    let noon = SyntheticJpki::of_vectors().instant().unix_timestamp();
    let accuracy = |parts: &[Vec<u8>]| token().accuracy(asn1::sequence(parts));
    let milliseconds = |bytes: &[u8]| asn1::implicit(0, asn1::integer(bytes));
    let microseconds = |bytes: &[u8]| asn1::implicit(1, asn1::integer(bytes));
    let half_past = || token().time(b"20260601030000.5Z");
    let with_accuracy =
        |token: TimeStampBuilder, parts: &[Vec<u8>]| token.accuracy(asn1::sequence(parts));
    // How long before and after the whole second it can be, in whole seconds.
    let valid = [
        (token(), 0, 0),
        (half_past(), 0, 1),
        (token().time(b"20260601030000.000001Z"), 0, 1),
        (accuracy(&[]), 0, 0),
        (accuracy(&[asn1::unsigned(30)]), 30, 30),
        (with_accuracy(half_past(), &[asn1::unsigned(30)]), 30, 31),
        (accuracy(&[milliseconds(&[1])]), 1, 1),
        (accuracy(&[milliseconds(&[3, 0xe7]), microseconds(&[3, 0xe7])]), 1, 1),
        (with_accuracy(half_past(), &[milliseconds(&[3, 0xe7])]), 1, 2),
        (accuracy(&[asn1::unsigned(1), microseconds(&[100])]), 2, 2),
    ];
    for (builder, before, after) in valid {
        let info = info(builder).expect("a TSTInfo");
        assert_eq!(seconds(&info), [noon, noon - before, noon + after]);
    }
    for time in [
        &b"20260601030000"[..],
        b"20260601030000.Z",
        b"20260601030000.50Z",
        b"20260601030000.0Z",
        b"20260601030000,5Z",
        b"202606010300Z",
        b"20260601030000+0900",
        b"20261301030000Z",
        b"260601030000Z",
    ] {
        assert!(info(token().time(time)).is_err(), "{time:?}");
    }
    for parts in [
        vec![milliseconds(&[0])],
        vec![milliseconds(&[3, 0xe8])],
        vec![milliseconds(&[0xff])],
        vec![microseconds(&[1]), milliseconds(&[1])],
        vec![asn1::integer([0xff])],
    ] {
        assert!(info(accuracy(&parts)).is_err(), "{parts:?}");
    }
    let extension = |critical: bool| {
        let mut fields = vec![asn1::object_identifier(oid::EXAMPLE_TIME_STAMP_POLICY)];
        fields.extend(critical.then(|| asn1::boolean(true)));
        fields.push(asn1::octet_string([]));
        info(token().extensions(asn1::sequence(fields)))
    };
    assert!(extension(false).is_ok());
    assert!(extension(true).is_err());
}

fn path(end_entity: &[u8], anchor: &[u8], at: Timestamp) -> Assessed<ValidPath> {
    let anchor = TrustAnchor::from_certificate(certificate(anchor), &RustCrypto).expect("a key");
    let inputs = PathInputs::at(ValidationTime::at(at));
    PathValidator::new(Arc::new(RustCrypto)).build(
        &certificate(end_entity),
        &[],
        &[anchor],
        &inputs,
    )
}

fn years_later(years: i64) -> Timestamp {
    let noon = SyntheticJpki::of_vectors().instant().unix_timestamp();
    Timestamp::from_unix_seconds(noon + years * 365 * 86_400)
}

fn stamping_root() -> Vec<u8> {
    let name = DistinguishedName::common_name("time-stamping root");
    CertificateBuilder::new()
        .issuer(name.clone())
        .subject(name)
        .public_key(authority_key())
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .sign(authority_key())
}

/// What a token over hanako's signature proves, its authority judged as of this instant.
fn proven_time(message: &[u8], authority_judged_at: Timestamp) -> Option<ValidationTime> {
    let ParsedSignedData { signed_data, .. } = SignedData::from_ber(message).expect("a message");
    let signer = signed_data.signers().next().flatten().expect("a signer");
    let tokens = signer.time_stamp_bytes(&Limits::DEFAULT).expect("readable");
    let stamp = judge(tokens.first()?, signer.signature()).into_result().ok()?;
    let authority = path(stamp.certificates()[0].as_der(), &stamping_root(), authority_judged_at);
    Some(stamp.proven_by(authority.value()?, &RustCrypto)?.validation_time())
}

#[test]
fn a_stamped_signature_is_judged_at_its_time_after_the_certificate_has_expired() {
    let hanako = hanako();
    let anchor = SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate();
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
    let signature = signer.signature(oid::CMS_DATA, CONTENT);
    let instant = SyntheticJpki::of_vectors().instant();
    let token = |stamped: &[u8]| {
        TimeStampBuilder::new(stamped, instant).sign(&stamp_certificate(), stamp_key())
    };
    let message = |signer: SignerBuilder| {
        SignedDataBuilder::new(CONTENT).certificate(hanako.certificate()).signer(signer).build()
    };
    let stamped =
        message(signer.clone().unsigned_attribute(signature_time_stamp(&[token(&signature)])));
    let unstamped = message(signer.clone());
    let of_another = message(signer.unsigned_attribute(signature_time_stamp(&[token(b"another")])));

    let later = years_later(6);
    for message in [&stamped, &unstamped, &of_another] {
        let signers = assess(message, &SignerPolicy::document());
        assert_eq!(signers.verdict(), Verdict::Valid, "the signature level");
    }
    assert_eq!(path(hanako.certificate(), &anchor, later).verdict(), Verdict::Invalid);
    let proven = proven_time(&stamped, later).expect("a proof");
    assert_eq!(proven.instant().unix_seconds(), instant.unix_timestamp());
    let then = path(hanako.certificate(), &anchor, proven.instant());
    assert_eq!(then.verdict(), Verdict::Valid);

    assert_eq!(proven_time(&unstamped, later), None);
    assert_eq!(proven_time(&of_another, later), None);
    // A path of the authority as of before the stamp proves nothing about it, nor does one after it expired.
    assert_eq!(proven_time(&stamped, years_later(-1)), None);
    assert_eq!(proven_time(&stamped, years_later(30)), None);
}

#[test]
fn a_stamped_signature_is_judged_at_its_time_after_the_certificate_was_revoked() {
    let hanako = hanako();
    let authority = SyntheticJpki::of_vectors().sign_ca(Generation::Third);
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
    let instant = SyntheticJpki::of_vectors().instant();
    let token = TimeStampBuilder::new(&signer.signature(oid::CMS_DATA, CONTENT), instant)
        .sign(&stamp_certificate(), stamp_key());
    let message = SignedDataBuilder::new(CONTENT)
        .certificate(hanako.certificate())
        .signer(signer.unsigned_attribute(signature_time_stamp(&[token])))
        .build();
    let revoked_at = instant + Duration::days(10);
    let list = |issued_at: UtcDateTime| {
        let revoked = issued_at >= revoked_at;
        let list = SyntheticJpki::of_vectors()
            .crl(&authority)
            .this_update(issued_at)
            .next_update(issued_at + Duration::days(1));
        let list = match revoked {
            true => list.revoke(hanako.serial(), revoked_at, ReasonCode::AffiliationChanged),
            false => list,
        };
        list.sign(authority.key())
    };
    // The lists of the day of the stamp and of today, as an archive holds them.
    let today = instant + Duration::days(30);
    let lists = [list(instant - Duration::hours(1)), list(today - Duration::hours(1))];
    let judge_at = |at: ValidationTime| {
        let path = path(hanako.certificate(), &authority.certificate(), at.instant());
        let path = path.value().expect("valid");
        let issuers = CrlIssuer::of_path(path);
        let mut pool = CrlPool::new();
        lists.iter().for_each(|list| pool.add(list.clone(), &issuers, &AlgorithmPolicy::current()));
        pool.judge_path(&RevocationPolicy::daily(), path)[0].status()
    };
    let today = Timestamp::from_unix_seconds(today.unix_timestamp());
    assert!(matches!(judge_at(ValidationTime::at(today)), Status::Revoked(_)));
    let proven = proven_time(&message, today).expect("a proof");
    assert_eq!(judge_at(proven), Status::Good);
}

#[test]
fn a_path_of_another_certificate_proves_nothing() {
    let judged = judge(&token().sign(&stamp_certificate(), stamp_key()), STAMPED);
    let stamp = judged.value().expect("valid");
    let anchor = SyntheticJpki::of_vectors().sign_ca(Generation::Third).certificate();
    let hanakos = path(hanako().certificate(), &anchor, years_later(0));
    assert!(stamp.proven_by(hanakos.value().expect("valid"), &RustCrypto).is_none());
    let own = path(&stamp_certificate(), &stamping_root(), years_later(0));
    assert!(stamp.proven_by(own.value().expect("valid"), &RustCrypto).is_some());
}

/// The certificate of the unit under an authority between it and the root, which has existed since then.
fn path_over_an_authority_since(from: UtcDateTime) -> Assessed<ValidPath> {
    let middle = DistinguishedName::common_name("time-stamping authority's authority");
    let authority = CertificateBuilder::new()
        .serial(SerialNumber::from(78))
        .issuer(DistinguishedName::common_name("time-stamping root"))
        .subject(middle.clone())
        .public_key(Key::rsa_2048(3))
        .validity(Validity::new(from, from + Duration::days(300)))
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .sign(authority_key());
    let anchor = TrustAnchor::from_certificate(certificate(&stamping_root()), &RustCrypto);
    PathValidator::new(Arc::new(RustCrypto)).build(
        &certificate(&unit_below(middle)),
        &[certificate(&authority)],
        &[anchor.expect("a key")],
        &PathInputs::at(ValidationTime::at(
            years_later(0).after(core::time::Duration::from_secs(86_400)),
        )),
    )
}

fn unit_below(issuer: DistinguishedName) -> Vec<u8> {
    CertificateBuilder::new()
        .serial(SerialNumber::from(79))
        .issuer(issuer)
        .subject(DistinguishedName::common_name("time-stamping unit"))
        .public_key(stamp_key())
        .extension(time_stamping().critical())
        .sign(Key::rsa_2048(3))
}

// RFC 5280 §4.1.2.5: before it nobody says that the authority above the unit was one.
#[test]
fn a_stamp_lies_within_the_validity_of_each_certificate_of_its_path() {
    let middle = DistinguishedName::common_name("time-stamping authority's authority");
    let judged = judge(&token().sign(&unit_below(middle), stamp_key()), STAMPED);
    let stamp = judged.value().expect("valid");
    let noon = SyntheticJpki::of_vectors().instant();
    for (from, expected) in [
        (noon - Duration::days(1), true),
        (noon, true),
        (noon + Duration::seconds(1), false),
        (noon + Duration::hours(12), false),
    ] {
        let path = path_over_an_authority_since(from);
        let proven = stamp.proven_by(path.value().expect("valid"), &RustCrypto);
        assert_eq!(proven.is_some(), expected, "{from}");
    }
}

/// What is here is here by now, however far the authority's clock may be off.
#[test]
fn what_is_stamped_existed_by_the_instant_of_the_path() {
    let token = token().accuracy(asn1::sequence([asn1::unsigned(600)]));
    let judged = judge(&token.sign(&stamp_certificate(), stamp_key()), STAMPED);
    let stamp = judged.value().expect("valid");
    for (judged_after, expected) in [(0, 0), (599, 599), (600, 600), (601, 600), (86_400, 600)] {
        let at = years_later(0).after(core::time::Duration::from_secs(judged_after));
        let path = path(&stamp_certificate(), &stamping_root(), at);
        let proven = stamp.proven_by(path.value().expect("valid"), &RustCrypto).expect("a proof");
        let seconds = proven.validation_time().instant().since(years_later(0)).as_secs();
        assert_eq!(seconds, expected, "{judged_after}");
    }
}

/// OpenSSL as a time-stamping authority with the certificate of these tests.
struct OpensslAuthority(tempfile::TempDir);

impl OpensslAuthority {
    fn new(settings: &str) -> Self {
        let authority = Self(tempfile::tempdir().expect("a folder"));
        let file = |name: &str| authority.file(name);
        std::fs::write(file("key.der"), stamp_key().pkcs8()).expect("a file");
        std::fs::write(file("certificate.der"), stamp_certificate()).expect("a file");
        for (command, name) in [("pkey", "key"), ("x509", "certificate")] {
            let (der, pem) = (file(&format!("{name}.der")), file(&format!("{name}.pem")));
            openssl::run([command, "-inform", "DER", "-in", &der, "-out", &pem], &[])
                .expect("in PEM");
        }
        let config = format!(
            "[tsa]\ndefault_tsa = one\n[one]\nserial = {}\ncrypto_device = builtin\nsigner_digest = sha256\n\
             default_policy = 1.3.6.1.4.1.32473.1\ness_cert_id_alg = sha256\n{settings}",
            file("serial")
        );
        std::fs::write(file("config"), config).expect("a file");
        authority
    }

    fn file(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("a name").to_owned()
    }

    /// Its answer to the request in `query`.
    fn reply(&self, options: &[&str]) -> Vec<u8> {
        let [config, query, key, signer, reply] =
            ["config", "query", "key.pem", "certificate.pem", "reply"].map(|it| self.file(it));
        let arguments = ["ts", "-reply", "-config", &config, "-queryfile", &query, "-inkey", &key];
        let arguments = [&arguments[..], &["-signer", &signer, "-out", &reply], options].concat();
        openssl::run(arguments, &[]).expect("a reply");
        std::fs::read(reply).expect("a file")
    }
}

#[test]
fn tokens_of_openssl_ts_stand() {
    if !openssl::available() {
        return;
    }
    let authority = OpensslAuthority::new(
        "digests = sha256, sha384, sha512\naccuracy = secs:1, millisecs:500, microsecs:100\n\
         clock_precision_digits = 6\nordering = yes\ntsa_name = yes\n",
    );
    let (stamped, query) = (authority.file("stamped"), authority.file("query"));
    std::fs::write(&stamped, STAMPED).expect("a file");
    for digest in ["-sha256", "-sha512"] {
        let arguments = ["ts", "-query", "-data", &stamped, digest, "-cert", "-out", &query];
        openssl::run(arguments, &[]).expect("a query");
        let token = authority.reply(&["-token_out"]);
        let judged = judge(&token, STAMPED);
        assert_eq!((judged.verdict(), failures(&judged)), (Verdict::Valid, vec![]), "{digest}");
        let info = judged.value().expect("valid").info();
        assert_eq!(info.accuracy().duration().as_micros(), 1_500_100);
        assert_eq!(judge(&token, b"other").verdict(), Verdict::Invalid);
    }
}

/// OpenSSL reads our request, and its answer gives the token for this request alone.
#[test]
fn openssl_ts_answers_our_requests() {
    if !openssl::available() {
        return;
    }
    let authority = OpensslAuthority::new("digests = sha256, sha512\n");
    let answer = |request: &TimeStampRequest| {
        let query = authority.file("query");
        std::fs::write(&query, request.to_der()).expect("a file");
        let text = openssl::run(["ts", "-query", "-in", &query, "-text"], &[]).expect("a query");
        assert!(String::from_utf8_lossy(&text).contains("Certificate required: yes"));
        authority.reply(&[])
    };
    let digest = |algorithm, bytes: &[u8]| RustCrypto.digest(algorithm, bytes);
    for nonce in [1, 0x7f, 0x80, u64::MAX] {
        for algorithm in [DigestAlgorithm::Sha256, DigestAlgorithm::Sha512] {
            let request = TimeStampRequest::new(digest(algorithm, STAMPED), nonce);
            let reply = answer(&request);
            let token = request.token(&reply).expect("a token");
            let judged = judge(&token, STAMPED);
            assert_eq!((judged.verdict(), failures(&judged)), (Verdict::Valid, vec![]));
            let other = TimeStampRequest::new(digest(algorithm, STAMPED), nonce ^ 2);
            assert_eq!(other.token(&reply), Err(TimeStampResponseError::OtherNonce));
            let other = TimeStampRequest::new(digest(algorithm, b"other"), nonce);
            assert_eq!(other.token(&reply), Err(TimeStampResponseError::OtherDigest));
            for cut in 0..reply.len() {
                assert!(request.token(&reply[..cut]).is_err());
            }
        }
    }
    // SHA-384 is none of the authority's.
    let request = TimeStampRequest::new(digest(DigestAlgorithm::Sha384, STAMPED), 5);
    assert_eq!(request.token(&answer(&request)), Err(TimeStampResponseError::Refused));
}

/// RFC 3161 §2.4.2: what is granted has a token, what is refused has none.
#[test]
fn an_answer_is_what_its_status_says() {
    let token = token().sign(&stamp_certificate(), stamp_key());
    let digest = RustCrypto.digest(DigestAlgorithm::Sha256, STAMPED);
    let request = TimeStampRequest::new(digest, 5);
    let answer = |status: u64, token: Option<&[u8]>| {
        let mut fields = vec![asn1::sequence([asn1::unsigned(status)])];
        fields.extend(token.map(<[u8]>::to_vec));
        request.token(&asn1::sequence(fields))
    };
    // The testkit's token has no nonce.
    assert_eq!(answer(0, Some(&token)), Err(TimeStampResponseError::OtherNonce));
    assert_eq!(answer(1, Some(&token)), Err(TimeStampResponseError::OtherNonce));
    assert_eq!(answer(0, None), Err(TimeStampResponseError::Malformed));
    assert_eq!(answer(2, None), Err(TimeStampResponseError::Refused));
    assert_eq!(answer(2, Some(&token)), Err(TimeStampResponseError::Refused));
    assert_eq!(answer(0, Some(b"\x30\x00")), Err(TimeStampResponseError::Token));
    assert_eq!(answer(0, Some(&asn1::unsigned(1))), Err(TimeStampResponseError::Malformed));
    for nothing in [&b""[..], b"\x30\x00", b"<html>"] {
        assert_eq!(request.token(nothing), Err(TimeStampResponseError::Malformed));
    }
}

/// The tokens of these tests, whose time is fixed, judged by OpenSSL.
#[test]
fn openssl_ts_verifies_the_same_tokens() {
    if !openssl::available() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| folder.path().join(name).to_str().expect("a name").to_owned();
    std::fs::write(file("root.der"), stamping_root()).expect("a file");
    let root = file("root.pem");
    openssl::run(["x509", "-inform", "DER", "-in", &file("root.der"), "-out", &root], &[])
        .expect("a certificate");
    let instant = SyntheticJpki::of_vectors().instant().unix_timestamp().to_string();
    let accepts = |token: &[u8], stamped: &[u8]| {
        std::fs::write(file("token"), token).expect("a file");
        std::fs::write(file("stamped"), stamped).expect("a file");
        let (token, stamped) = (file("token"), file("stamped"));
        let arguments = [
            "ts",
            "-verify",
            "-token_in",
            "-in",
            &token,
            "-data",
            &stamped,
            "-CAfile",
            &root,
            "-attime",
            &instant,
        ];
        openssl::run(arguments, &[]).is_ok()
    };
    let good = token().sign(&stamp_certificate(), stamp_key());
    let not_critical = stamp_certificate_with(Some(time_stamping()));
    let unbound = SignerBuilder::new(&stamp_certificate(), stamp_key());
    for (name, token, stamped, expected) in [
        ("good", good.clone(), STAMPED, true),
        ("over other bytes", good, &b"other"[..], false),
        ("purpose not critical", token().sign(&not_critical, stamp_key()), STAMPED, false),
        ("certificate not named", token().sign_by(&stamp_certificate(), unbound), STAMPED, false),
    ] {
        assert_eq!(accepts(&token, stamped), expected, "OpenSSL: {name}");
        let verdict = judge(&token, stamped).verdict();
        assert_eq!(verdict == Verdict::Valid, expected, "{name}");
    }
}
