//! Raw signatures over content in memory, from a reader, and known by its digest.

use std::io::{self, Read};

use jpki_cms::content::{ContentHasher, SignedContent};
use jpki_cms::raw::RawSignature;
use jpki_core::algorithm::{AlgorithmPolicy, DigestAlgorithm, SignatureScheme};
use jpki_core::report::{Check, CheckId, Outcome, Reason};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1;
use jpki_testkit::cms::{content_type, message_digest};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Person, SyntheticJpki};
use jpki_testkit::oid;
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::certificate::Certificate;

/// Gives few bytes at a time, and is interrupted before each.
struct Hesitant<'a> {
    bytes: &'a [u8],
    is_interrupted: bool,
}

impl Read for Hesitant<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.is_interrupted = !self.is_interrupted;
        if self.is_interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let (given, left) = self.bytes.split_at(self.bytes.len().min(1000));
        buffer[..given.len()].copy_from_slice(given);
        self.bytes = left;
        Ok(given.len())
    }
}

struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

fn hanako() -> EndEntity {
    SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue()
}

fn read(bytes: &[u8]) -> SignedContent<'static> {
    let reader = Hesitant { bytes, is_interrupted: false };
    let hasher = ContentHasher::new(&[DigestAlgorithm::Sha256], &RustCrypto);
    hasher.read_to_end(reader).expect("content")
}

fn outcomes(document: &RawSignature<'_>) -> Vec<(CheckId, Outcome)> {
    let checks = document.check(&AlgorithmPolicy::current(), &RustCrypto);
    checks.iter().map(|check: &Check| (check.id(), check.outcome())).collect()
}

#[test]
fn content_in_memory_and_from_a_reader_is_the_same_content() {
    let hanako = hanako();
    let certificate = Certificate::from_der(hanako.certificate()).expect("a certificate");
    let content = vec![0x5a; 200_000];
    let mut changed = content.clone();
    changed[199_999] ^= 1;
    let signature = hanako.key().sign(SignatureAlgorithm::RSA_SHA256, &content);
    let good = [
        (CheckId::SignatureAlgorithm, Outcome::Passed),
        (CheckId::SignatureValue, Outcome::Passed),
    ];
    let bad = [
        (CheckId::SignatureAlgorithm, Outcome::Passed),
        (CheckId::SignatureValue, Outcome::Failed(Reason::SignatureMismatch)),
    ];
    for (bytes, expected) in [(&content, good), (&changed, bad)] {
        let in_memory = RawSignature::over_bytes(&certificate, &signature, bytes);
        assert_eq!(outcomes(&in_memory), expected);
        let content = read(bytes);
        assert_eq!(content.length(), 200_000);
        let digest = content.digest(DigestAlgorithm::Sha256).expect("computed");
        let from_reader = RawSignature::over_digest(&certificate, &signature, digest);
        assert_eq!(outcomes(&from_reader), expected);
    }
    // A signature by another scheme over the same content is not found out by trying.
    let of_sha_512 =
        hanako.key().sign(SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha512), &content);
    let document = RawSignature::over_bytes(&certificate, &of_sha_512, &content);
    assert_eq!(outcomes(&document), bad);
    let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha512);
    assert_eq!(outcomes(&document.with_scheme(scheme)), good);
}

#[test]
fn an_algorithm_that_is_not_admitted_is_not_tried() {
    let hanako = hanako();
    let certificate = Certificate::from_der(hanako.certificate()).expect("a certificate");
    let algorithm = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1);
    let signature = hanako.key().sign(algorithm, b"content");
    let scheme = SignatureScheme::RsaPkcs1(DigestAlgorithm::Sha1);
    let document =
        RawSignature::over_bytes(&certificate, &signature, b"content").with_scheme(scheme);
    let refused = [
        (CheckId::SignatureAlgorithm, Outcome::Failed(Reason::AlgorithmNotAllowed)),
        (CheckId::SignatureValue, Outcome::Skipped(CheckId::SignatureAlgorithm)),
    ];
    assert_eq!(outcomes(&document), refused);
}

#[test]
fn a_reader_that_fails_gives_no_content() {
    let hasher = ContentHasher::new(&[DigestAlgorithm::Sha256], &RustCrypto);
    let error = hasher.read_to_end(Broken).expect_err("an error");
    assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
}

/// Signed attributes as they are signed (RFC 5652 §5.4).
fn signed_attributes() -> Vec<u8> {
    let digest = HashAlgorithm::Sha256.digest(b"another document");
    asn1::set([content_type(oid::CMS_DATA), message_digest(&digest)])
}

// The signature of a CMS message is one over its signed attributes.
#[test]
fn signed_attributes_passed_off_as_a_document_are_refused() {
    let hanako = hanako();
    let certificate = Certificate::from_der(hanako.certificate()).expect("a certificate");
    let attributes = signed_attributes();
    let sign = |bytes: &[u8]| hanako.key().sign(SignatureAlgorithm::RSA_SHA256, bytes);
    let value = |bytes: &[u8]| {
        let signature = sign(bytes);
        outcomes(&RawSignature::over_bytes(&certificate, &signature, bytes))[1]
    };
    let refused = Outcome::Failed(Reason::ContentIsSignedAttributes);
    assert_eq!(value(&attributes), (CheckId::SignatureValue, refused));
    // Twins that are no signed attributes: another tag, another length, no attribute inside.
    let mut sequence = attributes.clone();
    sequence[0] = 0x30;
    let mut longer = attributes;
    longer.push(0);
    for twin in [&sequence[..], &longer, b"\x31\x02\x05\x00", b"1 is a number"] {
        assert_eq!(value(twin), (CheckId::SignatureValue, Outcome::Passed));
    }
}
