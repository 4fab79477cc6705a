//! One signer with any bytes as its signed and unsigned attributes around a right signature's other fields.

#![no_main]

use std::sync::LazyLock;

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::SignerPolicy;
use jpki_core::limits::Limits;
use jpki_core::report::Verdict;
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1;
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, content_type, issuer_and_serial_number, message_digest,
    signing_time,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Person, SyntheticJpki};
use jpki_testkit::oid;
use jpki_testkit::signature::SignatureAlgorithm;
use libfuzzer_sys::fuzz_target;

const CONTENT: &[u8] = b"content";

static HANAKO: LazyLock<EndEntity> =
    LazyLock::new(|| SyntheticJpki::of_vectors().sign_certificate(&Person::hanako()).issue());

static SIGNATURE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let signer = SignerBuilder::new(HANAKO.certificate(), HANAKO.key());
    signer.signature(oid::CMS_DATA, CONTENT)
});

/// The only attributes that the signature was made over.
static SIGNED_ATTRIBUTES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut attributes = vec![
        content_type(oid::CMS_DATA),
        message_digest(&HashAlgorithm::Sha256.digest(CONTENT)),
        signing_time(SyntheticJpki::of_vectors().instant()),
    ];
    attributes.sort();
    attributes.concat()
});

fuzz_target!(|attributes: &[u8]| {
    let (issuer, serial_number) = issuer_and_serial_number(HANAKO.certificate());
    let signer = asn1::sequence([
        asn1::unsigned(1),
        asn1::sequence([issuer, serial_number]),
        HashAlgorithm::Sha256.identifier(),
        asn1::element(0xa0, attributes),
        SignatureAlgorithm::RSA_SHA256.identifier(),
        asn1::octet_string(&*SIGNATURE),
        asn1::element(0xa1, attributes),
    ]);
    let message = SignedDataBuilder::new(CONTENT)
        .digest_algorithms(vec![HashAlgorithm::Sha256.identifier()])
        .certificate(HANAKO.certificate())
        .raw_signer(&signer)
        .build();
    let ParsedSignedData { signed_data, content } = SignedData::from_ber(&message).expect("a message");
    let Content::Attached(content) = content else { panic!("content is inside") };
    let content = signed_data.digest(&content, &RustCrypto);
    let signers = signed_data.assess_signers(&content, &[], &SignerPolicy::document(), &RustCrypto);
    assert!(signers.verdict() != Verdict::Valid || attributes == *SIGNED_ATTRIBUTES);
    for signer in signed_data.signers().flatten() {
        let tokens = signer.time_stamp_bytes(&Limits::DEFAULT);
        let countersigners = signer.countersigners(&Limits::DEFAULT);
        std::hint::black_box((tokens.is_ok(), countersigners.is_ok()));
    }
});
