//! Bugs of other libraries that concern CMS, each as a test of its own.

use crate::support::{CONTENT, assess, failures, hanako, taro};
use jpki_cms::signer::{SignerPolicy, UnattributedSignatures};
use jpki_core::report::{CheckId, Reason, Verdict};
use jpki_testkit::asn1;
use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder, content_type, message_digest};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{CertificateBuilder, Extension};

/// Only the chain of the last signer was looked at. Here each signer brings its own certificate to
/// judge, and one bad signer shows wherever it stands.
#[test]
fn rustsec_2026_0046_every_signer_is_judged() {
    let (hanako, taro) = (hanako(), taro());
    let good = SignerBuilder::new(hanako.certificate(), hanako.key());
    let bad = SignerBuilder::new(taro.certificate(), Key::rsa_2048(9));
    for order in [[&good, &bad], [&bad, &good]] {
        let message = order
            .iter()
            .fold(SignedDataBuilder::new(CONTENT), |message, one| message.signer((*one).clone()))
            .certificate(hanako.certificate())
            .certificate(taro.certificate())
            .build();
        let signers = assess(&message, &SignerPolicy::document());
        assert_eq!(signers.verdict(), Verdict::Invalid);
        assert_eq!(signers.as_slice().iter().filter(|one| one.value().is_some()).count(), 1);
        let mut certificates =
            signers.as_slice().iter().filter_map(|one| Some(one.value()?.certificate().as_der()));
        assert_eq!(certificates.next(), Some(hanako.certificate()));
    }
}

/// The signature was checked over the content although there were signed attributes, or the other way
/// round, so that the digest in the attributes was never compared.
#[test]
fn rustsec_2026_0047_signed_attributes_are_not_passed_by() {
    let hanako = hanako();
    let unattributed = SignerPolicy::document().with_unattributed(UnattributedSignatures::Accepted);
    // Attributes of other content with a right signature over this content in their place.
    let over_content = SignerBuilder::new(hanako.certificate(), hanako.key()).without_attributes();
    let signature = over_content.signature(oid::CMS_DATA, CONTENT);
    let attributes = asn1::element(
        0xa0,
        &[
            content_type(oid::CMS_DATA),
            message_digest(&HashAlgorithm::Sha256.digest(b"other content")),
        ]
        .concat(),
    );
    let (issuer, serial_number) = jpki_testkit::cms::issuer_and_serial_number(hanako.certificate());
    let signer = asn1::sequence([
        asn1::unsigned(1),
        asn1::sequence([issuer, serial_number]),
        HashAlgorithm::Sha256.identifier(),
        attributes,
        jpki_testkit::signature::SignatureAlgorithm::RSA_SHA256.identifier(),
        asn1::octet_string(signature),
    ]);
    let message = SignedDataBuilder::new(CONTENT)
        .digest_algorithms(vec![HashAlgorithm::Sha256.identifier()])
        .certificate(hanako.certificate())
        .raw_signer(&signer)
        .build();
    for policy in [SignerPolicy::document(), unattributed] {
        let signers = assess(&message, &policy);
        assert_eq!(
            failures(&signers.as_slice()[0]),
            [
                (CheckId::SignerMessageDigest, Reason::MessageDigestMismatch),
                (CheckId::SignatureValue, Reason::SignatureMismatch),
            ]
        );
    }
}

/// An empty BIT STRING panicked before any signature was checked. Here it stands where an untrusted
/// certificate has its keyUsage.
#[test]
fn rustsec_2026_0104_an_empty_bit_string_does_not_panic() {
    let hanako = hanako();
    let builder = |value: Vec<u8>| {
        CertificateBuilder::new()
            .serial(hanako.serial())
            .issuer(hanako.authority().name())
            .public_key(hanako.key())
            .extension(Extension::new(oid::KEY_USAGE, value))
            .sign(hanako.key())
    };
    for value in [asn1::element(asn1::BIT_STRING, &[]), asn1::element(asn1::BIT_STRING, &[0])] {
        let message = SignedDataBuilder::new(CONTENT)
            .certificate(&builder(value))
            .signer(SignerBuilder::new(hanako.certificate(), hanako.key()))
            .build();
        let signers = assess(&message, &SignerPolicy::general());
        assert_eq!(
            failures(&signers.as_slice()[0]),
            [(CheckId::SignerKeyUsage, Reason::KeyUsageInsufficient)]
        );
    }
    let right = builder(asn1::named_bits([1]));
    let message = SignedDataBuilder::new(CONTENT)
        .certificate(&right)
        .signer(SignerBuilder::new(hanako.certificate(), hanako.key()))
        .build();
    assert_eq!(assess(&message, &SignerPolicy::general()).verdict(), Verdict::Valid);
}
