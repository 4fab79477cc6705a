//! OpenSSL verifies the signed messages that are right, and refuses those that are wrong.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

#[path = "support/openssl.rs"]
mod openssl;

use jpki_testkit::asn1;
use jpki_testkit::cms::{
    AttributeOrder, CmsAttribute, Encoding, SignedBytes, SignedDataBuilder, SignerBuilder,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Person, SyntheticJpki, VECTOR_INSTANT};
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pss::PssParameters;
use jpki_testkit::signature::SignatureAlgorithm;
use openssl::OpenSsl;

const CONTENT: &[u8] = b"an application form\r\nof several lines\r\n";

fn hanako() -> EndEntity {
    SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue()
}

fn signer() -> SignerBuilder {
    SignerBuilder::by_issuer_and_serial(hanako().certificate(), hanako().key())
}

fn attached(signer: SignerBuilder) -> SignedDataBuilder {
    SignedDataBuilder::attached(CONTENT).certificate(hanako().certificate()).signer(signer)
}

#[test]
fn right_messages_verify() {
    let Some(openssl) = OpenSsl::find() else { return };
    let rsa = asn1::sequence([asn1::object_identifier(oid::RSA_ENCRYPTION), asn1::null()]);
    let pss = SignatureAlgorithm::RsaPss(PssParameters::usual(HashAlgorithm::Sha256));
    let sha512 = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha512);
    let protection =
        CmsAttribute::algorithm_protection(HashAlgorithm::Sha256, SignatureAlgorithm::RSA_SHA256);
    let taro = SyntheticJpki::of_vectors().sign_certificate(&Person::taro()).issue();
    let by_key =
        SignerBuilder::by_subject_key_identifier(&hanako().key().identifier(), hanako().key());
    for (name, message) in [
        ("plain", attached(signer())),
        ("rsaEncryption", attached(signer().written_algorithm(rsa))),
        ("PSS", attached(signer().algorithm(pss))),
        ("SHA-512", attached(signer().algorithm(sha512))),
        ("without attributes", attached(signer().without_attributes())),
        ("key identifier", attached(by_key)),
        ("signing time", attached(signer().attribute(CmsAttribute::signing_time(VECTOR_INSTANT)))),
        (
            "signing certificate",
            attached(
                signer().attribute(CmsAttribute::signing_certificate_v2(hanako().certificate())),
            ),
        ),
        ("algorithm protection", attached(signer().attribute(protection))),
        ("chunks", attached(signer()).encoding(Encoding::BerIndefinite { chunk: 7 })),
        (
            "two signers",
            attached(signer())
                .certificate(taro.certificate())
                .signer(SignerBuilder::by_issuer_and_serial(taro.certificate(), taro.key())),
        ),
        (
            "with anchor and list",
            attached(signer()).certificate(&hanako().authority().certificate()).list(
                &SyntheticJpki::of_vectors()
                    .crl(hanako().authority())
                    .sign(hanako().authority().key()),
            ),
        ),
    ] {
        let answer = openssl.verify_message(&message.to_der(), None);
        assert_eq!(answer.as_deref(), Ok(CONTENT), "{name}");
    }
    let detached = SignedDataBuilder::detached(CONTENT)
        .certificate(hanako().certificate())
        .signer(signer())
        .to_der();
    assert_eq!(openssl.verify_message(&detached, Some(CONTENT)).as_deref(), Ok(CONTENT));
    assert!(openssl.verify_message(&detached, Some(b"another content")).is_err());
}

#[test]
fn wrong_messages_do_not() {
    let Some(openssl) = OpenSsl::find() else { return };
    let digest = HashAlgorithm::Sha256.digest(CONTENT);
    let other_digest = HashAlgorithm::Sha256.digest(b"another content");
    let data = || CmsAttribute::content_type(oid::CMS_DATA);
    for (name, signer) in [
        ("wrong digest", signer().exactly([data(), CmsAttribute::message_digest(&other_digest)])),
        ("no digest", signer().exactly([data()])),
        ("no content type", signer().exactly([CmsAttribute::message_digest(&digest)])),
        ("implicit tag signed", signer().signed_bytes(SignedBytes::ImplicitTag)),
        ("no signature", signer().signature(vec![0; 256])),
        (
            "another key",
            SignerBuilder::by_issuer_and_serial(hanako().certificate(), Key::rsa_2048(9)),
        ),
        (
            "algorithm protection of another algorithm",
            signer().attribute(CmsAttribute::algorithm_protection(
                HashAlgorithm::Sha256,
                SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha512),
            )),
        ),
    ] {
        let message = attached(signer).to_der();
        assert!(openssl.verify_message(&message, None).is_err(), "{name}");
    }
}

/// Where OpenSSL departs from RFC 5652, so that its answer is no expectation.
#[test]
fn openssl_departs_from_the_standard() {
    let Some(openssl) = OpenSsl::find() else { return };
    let verifies = |signer| openssl.verify_message(&attached(signer).to_der(), None).is_ok();

    // §11.1: the content-type attribute must equal eContentType. OpenSSL does not compare them.
    let digest = CmsAttribute::message_digest(&HashAlgorithm::Sha256.digest(CONTENT));
    assert!(verifies(signer().exactly([CmsAttribute::content_type(oid::TIME_STAMP_INFO), digest])));

    // §5.4: the signature is over the DER encoding, whatever the order in the message. OpenSSL keeps
    // that order.
    let unsorted = || {
        signer()
            .attribute(CmsAttribute::signing_time(VECTOR_INSTANT))
            .order(AttributeOrder::AsAdded)
    };
    assert!(!verifies(unsorted()));
    assert!(verifies(unsorted().signed_bytes(SignedBytes::AsWritten)));
}

#[test]
fn elliptic_curves_sign_too() {
    let Some(openssl) = OpenSsl::find() else { return };
    for key in [Key::p256(0), Key::p384(0), Key::p521(0)] {
        let certificate =
            SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).key(key).issue();
        let message = SignedDataBuilder::attached(CONTENT)
            .certificate(certificate.certificate())
            .signer(SignerBuilder::by_issuer_and_serial(certificate.certificate(), key))
            .to_der();
        assert_eq!(
            openssl.verify_message(&message, None).as_deref(),
            Ok(CONTENT),
            "{:?}",
            key.kind()
        );
    }
}
