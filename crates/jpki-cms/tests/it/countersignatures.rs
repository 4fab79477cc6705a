//! Countersignatures (RFC 5652 §11.4) stand for exactly the signature that they sign.

use crate::support::{self, CONTENT, assess, failures, hanako, path_of, taro};
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerIdentity, SignerPolicy};
use jpki_core::report::AssessedSigners;
use jpki_core::report::{CheckId, Reason, Verdict};
use jpki_crypto::RustCrypto;
use jpki_test_support::openssl;
use jpki_testkit::asn1;
use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder, countersignature, message_digest};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::oid;

/// Hanako's message, countersigned by what `make` gives for her signature value.
fn countersigned(make: impl Fn(&[u8]) -> Vec<Vec<u8>>) -> Vec<u8> {
    let (hanako, taro) = (hanako(), taro());
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
    let signature = signer.signature(oid::CMS_DATA, CONTENT);
    SignedDataBuilder::new(CONTENT)
        .certificate(hanako.certificate())
        .certificate(taro.certificate())
        .signer(signer.unsigned_attribute(countersignature(&make(&signature))))
        .build()
}

fn countersigners(message: &[u8]) -> AssessedSigners<SignerIdentity> {
    let ParsedSignedData { signed_data, .. } = SignedData::from_ber(message).expect("a message");
    let signer = signed_data.signers().next().flatten().expect("a signer");
    let policy = SignerPolicy::document();
    signed_data.assess_countersigners(signer, &[], &policy, &RustCrypto).expect("readable")
}

fn by_taro() -> SignerBuilder {
    let taro = taro();
    SignerBuilder::new(taro.certificate(), taro.key()).without_content_type()
}

#[test]
fn a_countersignature_over_the_signature_value_stands() {
    let message = countersigned(|signature| vec![by_taro().to_der(oid::CMS_DATA, signature)]);
    let found = countersigners(&message);
    let [one] = found.as_slice() else { panic!("not one countersigner") };
    let signer = one.value().expect("valid");
    assert_eq!(signer.certificate().as_der(), taro().certificate());
    let signer = signer.verified_by(&path_of(signer.certificate()), &RustCrypto).unwrap();
    assert_eq!(signer.content_type(), None);
    if openssl::available() {
        assert!(support::openssl_accepts(&message, None));
    }
}

/// The digest of a countersignature was never tied to what it countersigns in yara-x before #104.
#[test]
fn yara_x_104_a_countersignature_over_anything_else_is_refused() {
    let over_content = countersigned(|_| vec![by_taro().to_der(oid::CMS_DATA, CONTENT)]);
    let over_digest = countersigned(|signature| {
        vec![by_taro().to_der(oid::CMS_DATA, &HashAlgorithm::Sha256.digest(signature))]
    });
    for message in [over_content, over_digest] {
        let found = countersigners(&message);
        assert_eq!(found.verdict(), Verdict::Invalid);
        let failures = failures(&found.as_slice()[0]);
        assert_eq!(failures, [(CheckId::SignerMessageDigest, Reason::MessageDigestMismatch)]);
        // The signature itself stands all the same.
        assert_eq!(assess(&message, &SignerPolicy::document()).verdict(), Verdict::Valid);
    }
}

#[test]
fn its_attributes_have_rules_of_their_own() {
    let with_content_type = SignerBuilder::new(taro().certificate(), taro().key());
    let message =
        countersigned(|signature| vec![with_content_type.to_der(oid::CMS_DATA, signature)]);
    let found = countersigners(&message);
    assert_eq!(
        failures(&found.as_slice()[0]),
        [(CheckId::SignerContentType, Reason::AttributeForbidden)]
    );

    let of_other_digest = by_taro().attributes(vec![message_digest(&[0; 32])]);
    let message = countersigned(|signature| vec![of_other_digest.to_der(oid::CMS_DATA, signature)]);
    assert_eq!(
        failures(&countersigners(&message).as_slice()[0]),
        [(CheckId::SignerMessageDigest, Reason::MessageDigestMismatch)]
    );
}

#[test]
fn each_countersigner_is_judged_on_its_own() {
    let message = countersigned(|signature| {
        vec![
            by_taro().to_der(oid::CMS_DATA, CONTENT),
            by_taro().to_der(oid::CMS_DATA, signature),
            asn1::sequence([asn1::null()]),
        ]
    });
    let verdicts: Vec<Verdict> =
        countersigners(&message).as_slice().iter().map(|one| one.verdict()).collect();
    assert_eq!(verdicts, [Verdict::Invalid, Verdict::Valid, Verdict::Invalid]);
}
