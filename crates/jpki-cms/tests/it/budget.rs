//! What a message may cost: operations counted, and the order of its certificates of no account.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{GivenCertificates, SignerIdentity, SignerPolicy};
use jpki_cms::time_stamp::TimeStampToken;
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, PublicKeyInfo, SignatureScheme};
use jpki_core::crypto::{CryptoBackend, CryptoError, Digest, Hasher, PreparedKey, SignedInput};
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{AssessedSigners, CheckId, Outcome, Reason, Subject, Verdict};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1;
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, TimeStampBuilder, attribute, countersignature,
    issuer_and_serial_number, signing_certificate_v2,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::SyntheticJpki;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{CertificateBuilder, DistinguishedName, Extension, KeyUsage};
use jpki_x509::certificate::Certificate;
use proptest::prelude::*;

const CONTENT: &[u8] = b"x";

/// Counts what it is asked for.
#[derive(Clone, Debug, Default)]
struct Counting {
    verified: Arc<AtomicUsize>,
    hashed: Arc<AtomicUsize>,
}

impl Counting {
    fn count(&self) -> (usize, usize) {
        (self.verified.load(Ordering::Relaxed), self.hashed.load(Ordering::Relaxed))
    }
}

#[derive(Debug)]
struct CountingKey(Arc<dyn PreparedKey>, Counting);

impl PreparedKey for CountingKey {
    fn verify(
        &self,
        scheme: SignatureScheme,
        message: SignedInput<'_>,
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        self.1.verified.fetch_add(1, Ordering::Relaxed);
        if let SignedInput::Bytes(bytes) = message {
            self.1.hashed.fetch_add(bytes.len(), Ordering::Relaxed);
        }
        self.0.verify(scheme, message, signature)
    }
}

impl CryptoBackend for Counting {
    fn digest(&self, algorithm: DigestAlgorithm, bytes: &[u8]) -> Digest {
        self.hashed.fetch_add(bytes.len(), Ordering::Relaxed);
        RustCrypto.digest(algorithm, bytes)
    }

    fn hasher(&self, algorithm: DigestAlgorithm) -> Box<dyn Hasher> {
        RustCrypto.hasher(algorithm)
    }

    fn prepare(&self, key: &PublicKeyInfo<'_>) -> Result<Arc<dyn PreparedKey>, CryptoError> {
        Ok(Arc::new(CountingKey(RustCrypto.prepare(key)?, self.clone())))
    }
}

fn assess_within(
    message: &[u8],
    crypto: &Counting,
    limits: &Limits,
) -> AssessedSigners<SignerIdentity> {
    let ParsedSignedData { signed_data, content } =
        SignedData::from_ber_with(message, limits).expect("a message");
    let Content::Attached(content) = content else { panic!("content is inside") };
    let content = signed_data.digest(&content, &RustCrypto);
    signed_data.assess_signers(&content, &[], &SignerPolicy::general(), crypto)
}

fn reasons(signers: &AssessedSigners<SignerIdentity>) -> Vec<Reason> {
    signers.iter().flat_map(|signer| signer.report().reasons()).collect()
}

/// Names that differ only at their end and are the costliest to compare.
fn long(tail: usize) -> DistinguishedName {
    DistinguishedName::common_name(&format!("{}{tail:06}", "\u{fdfa}".repeat(1345)))
}

#[test]
fn costly_names_of_many_certificates_end_with_the_limit() {
    let key = Key::p256(0);
    let template = CertificateBuilder::new().issuer(long(0)).public_key(key).sign(key);
    let serial = issuer_and_serial_number(&template).1;
    let certificates = (1..=32)
        .map(|number| CertificateBuilder::new().issuer(long(number)).public_key(key).sign(key));
    let message = certificates.fold(SignedDataBuilder::new(CONTENT), |message, certificate| {
        message.certificate(&certificate)
    });
    let signer = |number: usize| {
        let identifier = asn1::sequence([long(100_000 + number).to_der(), serial.clone()]);
        SignerBuilder::new(&template, key).identifier(identifier)
    };
    let message = (0..16).fold(message, |message, number| message.signer(signer(number))).build();
    let signers = assess_within(&message, &Counting::default(), &Limits::DEFAULT);
    assert_eq!(signers.verdict(), Verdict::Indeterminate);
    assert!(reasons(&signers).iter().all(|reason| *reason == Reason::LimitReached));

    // Its own certificate is found by the bytes of its name, whatever stands beside it.
    let honest = SignedDataBuilder::new(CONTENT)
        .certificate(&template)
        .signer(SignerBuilder::new(&template, key))
        .build();
    let limits = Limits::DEFAULT.with_name_comparisons(0);
    let signers = assess_within(&honest, &Counting::default(), &limits);
    assert_eq!(signers.verdict(), Verdict::Valid);
}

#[test]
fn a_name_in_another_string_type_is_compared_once_for_all_signers() {
    let key = Key::p256(0);
    let utf8 = DistinguishedName::common_name("模擬認証局");
    let bmp: Vec<u8> = "模擬認証局 ".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let bmp = asn1::sequence([asn1::set([asn1::sequence([
        asn1::object_identifier(oid::COMMON_NAME),
        asn1::element(0x1e, &bmp),
    ])])]);
    let certificate = CertificateBuilder::new().issuer(utf8).public_key(key).sign(key);
    let serial = issuer_and_serial_number(&certificate).1;
    let identifier = asn1::sequence([bmp, serial]);
    let signer = SignerBuilder::new(&certificate, key).identifier(identifier);
    let least = |signers: usize| {
        let message = (0..signers)
            .fold(SignedDataBuilder::new(CONTENT).certificate(&certificate), |message, _| {
                message.signer(signer.clone())
            });
        let message = message.build();
        (0..20_000).step_by(100).find(|comparisons| {
            let limits = Limits::DEFAULT.with_name_comparisons(*comparisons);
            assess_within(&message, &Counting::default(), &limits).verdict() == Verdict::Valid
        })
    };
    assert!(least(1).is_some_and(|comparisons| comparisons > 0));
    assert_eq!(least(8), least(1));
}

#[test]
fn a_certificate_is_hashed_once_for_all_signers() {
    let key = Key::p256(0);
    let certificate = CertificateBuilder::new().public_key(key).sign(key);
    let message = |signers: usize| {
        let binding = signing_certificate_v2(HashAlgorithm::Sha256, &certificate);
        let signer = SignerBuilder::new(&certificate, key).attribute(binding);
        let message = SignedDataBuilder::new(CONTENT).certificate(&certificate);
        (0..signers).fold(message, |message, _| message.signer(signer.clone())).build()
    };
    let hashed = |signers| {
        let crypto = Counting::default();
        let assessed = assess_within(&message(signers), &crypto, &Limits::DEFAULT);
        assert_eq!(assessed.verdict(), Verdict::Valid);
        crypto.count().1
    };
    let of_attributes = hashed(2) - hashed(1);
    assert_eq!(hashed(10), hashed(1) + 9 * of_attributes);
    assert!(of_attributes < certificate.len(), "the attributes are small");
}

/// Forged certificates of other keys with the signer's issuer and serial number.
fn forged(index: usize) -> Vec<u8> {
    let key = Key::rsa_2048(index);
    CertificateBuilder::new()
        .public_key(key)
        .extension(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
        .sign(key)
}

#[test]
fn large_signed_attributes_are_not_hashed_for_candidate_after_candidate() {
    let own = forged(9);
    let large = attribute(oid::CMS_DATA, &[asn1::octet_string(vec![0; 50_000])]);
    let judge = |others: &[usize], bytes: usize| {
        let message = SignedDataBuilder::new(CONTENT).certificate(&own);
        let message = others
            .iter()
            .fold(message, |message, other| message.certificate(&forged(*other)))
            .signer(SignerBuilder::new(&own, Key::rsa_2048(9)).attribute(large.clone()))
            .build();
        let crypto = Counting::default();
        let limits = Limits::DEFAULT.with_hashed_bytes(bytes);
        (assess_within(&message, &crypto, &limits).verdict(), crypto.count())
    };
    let nothing_done = (Verdict::Indeterminate, (0, 0));
    assert_eq!(judge(&[], 50_000), nothing_done);
    let (verdict, (verified, hashed)) = judge(&[], 60_000);
    assert_eq!((verdict, verified), (Verdict::Valid, 1));
    let others = [11, 12, 13];
    assert_eq!(judge(&others, 4 * hashed - 1), nothing_done);
    assert_eq!(judge(&others, 4 * hashed), (Verdict::Valid, (4, 4 * hashed)));
}

#[test]
fn a_signature_is_hashed_once_for_all_countersigners() {
    let key = Key::p256(0);
    let certificate = CertificateBuilder::new().public_key(key).sign(key);
    let signer = SignerBuilder::new(&certificate, key);
    let signature = signer.signature(oid::CMS_DATA, CONTENT);
    let countersigner = SignerBuilder::new(&certificate, key).without_content_type();
    let countersigner = countersigner.to_der(oid::CMS_DATA, &signature);
    let hashed = |number: usize| {
        let many = vec![countersigner.clone(); number];
        let signer = signer.clone().unsigned_attribute(countersignature(&many));
        let message =
            SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer).build();
        let ParsedSignedData { signed_data, .. } =
            SignedData::from_ber(&message).expect("a message");
        let signer = signed_data.signers().next().flatten().expect("a signer");
        let crypto = Counting::default();
        let policy = SignerPolicy::general();
        let assessed = signed_data.assess_countersigners(signer, &[], &policy, &crypto);
        assert_eq!(assessed.expect("readable").verdict(), Verdict::Valid);
        crypto.count().1
    };
    let of_attributes = hashed(1) - signature.len();
    assert_eq!(hashed(5), signature.len() + 5 * of_attributes);
}

#[test]
fn signers_share_what_may_be_spent() {
    let key = Key::p256(0);
    let certificate = CertificateBuilder::new().public_key(key).sign(key);
    let message = SignedDataBuilder::new(CONTENT).certificate(&certificate);
    let signer = SignerBuilder::new(&certificate, key);
    let message = (0..4).fold(message, |message, _| message.signer(signer.clone())).build();
    for (checks, expected) in [(4, Verdict::Valid), (3, Verdict::Indeterminate)] {
        let crypto = Counting::default();
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        assert_eq!(assess_within(&message, &crypto, &limits).verdict(), expected);
        assert_eq!(crypto.count().0, checks);
    }
}

/// A check by P-384 takes as long as four by P-256 are counted for.
#[test]
fn a_check_by_a_larger_key_costs_more() {
    let judge = |key: Key, hash: HashAlgorithm, checks: usize| {
        let certificate = CertificateBuilder::new().public_key(key).sign(key);
        let signer = SignerBuilder::new(&certificate, key).hash(hash);
        let message =
            SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer).build();
        let crypto = Counting::default();
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        (assess_within(&message, &crypto, &limits).verdict(), crypto.count().0)
    };
    for (key, hash, cost) in
        [(Key::p256(0), HashAlgorithm::Sha256, 1), (Key::p384(0), HashAlgorithm::Sha384, 4)]
    {
        assert_eq!(judge(key, hash, cost - 1), (Verdict::Indeterminate, 0));
        assert_eq!(judge(key, hash, cost), (Verdict::Valid, 1));
    }
}

/// The content, what is stamped, the signed attributes and the certificate that they name: each hash counts.
#[test]
fn every_octet_that_is_hashed_for_a_token_counts() {
    let key = Key::rsa_2048(9);
    let certificate = CertificateBuilder::new()
        .public_key(key)
        .extension(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical())
        .sign(key);
    let (stamped, time) = (&[7; 20_000], SyntheticJpki::of_vectors().instant());
    let token = TimeStampBuilder::new(stamped, time).sign(&certificate, key);
    let judge = |bytes: usize| {
        let limits = Limits::DEFAULT.with_hashed_bytes(bytes);
        let token = TimeStampToken::from_ber_with(&token, &limits).expect("a token");
        let (subject, crypto) = (Subject::TimeStamp(0), Counting::default());
        let policy = AlgorithmPolicy::current();
        let verdict = token.assess(subject, stamped, &[], &policy, &crypto).verdict();
        (verdict, crypto.count().1)
    };
    let (verdict, hashed) = judge(usize::MAX);
    assert_eq!(verdict, Verdict::Valid);
    assert!(hashed > stamped.len() + certificate.len());
    assert_eq!(judge(hashed), (Verdict::Valid, hashed));
    assert_eq!(judge(hashed - 1).0, Verdict::Indeterminate);
}

#[test]
fn more_signed_attributes_than_the_limit_are_not_looked_at() {
    let key = Key::p256(0);
    let certificate = CertificateBuilder::new().public_key(key).sign(key);
    let judge = |attributes: usize| {
        let limits = Limits::DEFAULT.with_signer_attributes(attributes);
        // With content-type, message-digest and signing-time four.
        let more = attribute(oid::EXAMPLE_TIME_STAMP_POLICY, &[asn1::null()]);
        let signer = SignerBuilder::new(&certificate, key).attribute(more);
        let message = SignedDataBuilder::new(CONTENT).certificate(&certificate).signer(signer);
        let signers = assess_within(&message.build(), &Counting::default(), &limits);
        (signers.verdict(), reasons(&signers))
    };
    assert_eq!(judge(4), (Verdict::Valid, vec![]));
    assert_eq!(judge(3), (Verdict::Indeterminate, vec![Reason::LimitReached]));
}

#[test]
fn certificates_beside_a_message_are_each_once_in_an_order_of_their_own() {
    let [one, two, three] = [9, 11, 12].map(forged);
    let given = |ders: &[&Vec<u8>]| {
        let read = |der: &&Vec<u8>| Certificate::from_der(der).expect("a certificate");
        let given = GivenCertificates::new(ders.iter().map(read));
        given.as_slice().iter().map(|one| one.as_der().to_vec()).collect::<Vec<_>>()
    };
    let expected = given(&[&one, &two, &three]);
    assert_eq!(expected.len(), 3);
    assert_eq!(given(&[&three, &two, &one]), expected);
    assert_eq!(given(&[&two, &one, &three, &one, &two]), expected);
}

#[test]
fn what_was_given_is_sought_too_and_costs_no_more_twice() {
    let own = forged(9);
    let message = SignedDataBuilder::new(CONTENT)
        .certificate(&forged(11))
        .certificate(&own)
        .signer(SignerBuilder::new(&own, Key::rsa_2048(9)))
        .build();
    let ParsedSignedData { signed_data, content } =
        SignedData::from_ber(&message).expect("a message");
    let Content::Attached(content) = content else { panic!("content is inside") };
    let content = signed_data.digest(&content, &RustCrypto);
    let given = [&own, &own].map(|der| Certificate::from_der(der).expect("a certificate"));
    let given = GivenCertificates::new(given);
    assert_eq!(given.as_slice().len(), 1);
    let (crypto, policy) = (Counting::default(), SignerPolicy::general());
    let budget = Budget::new(&Limits::DEFAULT);
    let signers = signed_data.assess_signers_within(&content, &given, &policy, &crypto, &budget);
    assert_eq!(signers.verdict(), Verdict::Valid);
    assert_eq!(crypto.count().0, 2);
    assert!(!budget.is_exhausted());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Also where the limit is near: all keys that fit are tried, or none.
    #[test]
    fn the_order_of_certificates_changes_no_verdict(
        order in Just(vec![9, 11, 12, 13]).prop_shuffle(),
        checks in 0_usize..6,
    ) {
        let own = forged(9);
        let message = order.iter().fold(SignedDataBuilder::new(CONTENT), |message, index| {
            message.certificate(&forged(*index))
        });
        let message = message.signer(SignerBuilder::new(&own, Key::rsa_2048(9))).build();
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        let signers = assess_within(&message, &Counting::default(), &limits);
        let expected = if checks < 4 { Verdict::Indeterminate } else { Verdict::Valid };
        prop_assert_eq!(signers.verdict(), expected);
        if checks < 4 {
            let value = signers.as_slice()[0].report().find(CheckId::SignatureValue).unwrap();
            prop_assert_eq!(value.outcome(), Outcome::Failed(Reason::LimitReached));
        }
    }
}
