//! Certificates, CRLs, messages and signers: the vectors, odd ones by the testkit, and changes to all of them.

use jpki_test_support::conformance;
use jpki_testkit::cms::{
    AttributeOrder, ContentEncoding, LengthForm, SignedDataBuilder, SignerBuilder,
    signature_time_stamp,
};
use jpki_testkit::jpki::{Person, SyntheticJpki, VECTOR_INSTANT};
use jpki_testkit::key::Key;
use jpki_testkit::mutate::{mutate, truncations};
use jpki_testkit::oid;
use jpki_testkit::pki::{
    CertificateBuilder, Criticality, CrlBuilder, CrlEntry, DistinguishedName, Extension, KeyUsage,
    SerialNumber, Version,
};
use jpki_testkit::seed::Seed;
use jpki_testkit::vectors;

/// Changes to each input.
const CHANGES: usize = 40;

pub(crate) fn all() -> Vec<Vec<u8>> {
    let mut inputs = vectors();
    inputs.extend(messages());
    inputs.extend(odd_certificates());
    inputs.extend(odd_lists());
    let mut choices = Seed::new(13).choices();
    let changed: Vec<_> = inputs
        .iter()
        .flat_map(|input| {
            let mut changed = Vec::with_capacity(CHANGES);
            let mut last = input.clone();
            for number in 0..CHANGES {
                // Now and then a change upon a change.
                let from = if number % 3 == 0 { &last } else { input };
                last = mutate(from, &mut choices);
                changed.push(last.clone());
            }
            changed
        })
        .collect();
    let cut: Vec<_> = truncations(&inputs[0]).map(<[u8]>::to_vec).collect();
    inputs.extend(cut);
    inputs.extend(changed);
    inputs.extend(odd_elements());
    inputs
}

/// Elements that only one side reads.
fn odd_elements() -> Vec<Vec<u8>> {
    let odd: [&[u8]; 11] = [
        b"\x1c\x00",                         // UniversalString
        b"\x07\x00",                         // ObjectDescriptor
        b"\x1f\x1f\x00",                     // tag number 31
        b"\x06\x06\x2a\x90\x80\x80\x80\x00", // an arc of 2³²
        b"\x06\x02\x88\x37",                 // 2.999
        b"\x06\x03\x55\x80\x0b",             // a padded arc
        b"\x03\x02\x01\xff",                 // padding bits that are set
        b"\x17\x0d660531153000Z",            // 1966
        b"\x18\x0f19660531153000Z",
        b"\x18\x0f19700101000000Z",
        b"\x02\x05\x00\xff\xff\xff\xff",
    ];
    odd.map(<[u8]>::to_vec).to_vec()
}

/// Certificates that one of the readers refuses by a rule, and that nearest to each.
fn odd_certificates() -> Vec<Vec<u8>> {
    let usage = || Extension::key_usage(&[KeyUsage::DigitalSignature]);
    let certificate = || CertificateBuilder::new().public_key(Key::p256(1)).extension(usage());
    let mut no_modulus = Key::rsa_2048(0).subject_public_key_info().to_vec();
    let sequence = no_modulus.windows(4).position(|bytes| bytes == b"\x30\x82\x01\x0a");
    no_modulus[sequence.expect("RSAPublicKey")] = 0x31;
    [
        certificate(),
        certificate().extension(usage()),
        CertificateBuilder::new().extension(usage().with_criticality(Criticality::WrittenFalse)),
        certificate().version(Version::V1),
        certificate().serial(SerialNumber::from_bytes([0x7f; 21])),
        certificate().serial(SerialNumber::from_bytes([0x7f; 22])),
        certificate().serial(SerialNumber::from_bytes([0x80])),
        certificate().subject_public_key_info(no_modulus),
    ]
    .map(|builder| builder.sign(Key::p256(0)))
    .to_vec()
}

/// The same of CRLs.
fn odd_lists() -> Vec<Vec<u8>> {
    let unknown = Extension::new(oid::EXAMPLE_TIME_STAMP_POLICY, vec![0x05, 0x00]);
    let entry = || CrlEntry::new(7, VECTOR_INSTANT);
    let reason = |reason| Extension::new(oid::REASON_CODE, vec![0x0a, 0x01, reason]);
    let mut written_version_1 = CrlBuilder::new().sign(Key::p256(0));
    let version = written_version_1.windows(3).position(|bytes| bytes == b"\x02\x01\x01");
    written_version_1[version.expect("version 2") + 2] = 0;
    let built = [
        CrlBuilder::new().extension(unknown.clone()),
        CrlBuilder::new().extension(unknown.clone()).extension(unknown.clone()),
        CrlBuilder::new().extension(unknown.clone().critical()),
        CrlBuilder::new().entry(entry().extension(unknown.clone())),
        CrlBuilder::new().entry(entry().extension(unknown.clone()).extension(unknown.clone())),
        CrlBuilder::new().entry(entry().extension(unknown.critical())),
        CrlBuilder::new().entry(entry().extension(reason(10))),
        CrlBuilder::new().entry(entry().extension(reason(11))),
        CrlBuilder::new()
            .entry(entry().certificate_issuer(DistinguishedName::common_name("another"))),
        CrlBuilder::new().write_empty_entries(),
        CrlBuilder::new().without_next_update(),
        CrlBuilder::new().extension(Extension::new(oid::CRL_NUMBER, vec![0x02, 0x01, 0x80])),
    ];
    built.map(|builder| builder.sign(Key::p256(0))).into_iter().chain([written_version_1]).collect()
}

fn vectors() -> Vec<Vec<u8>> {
    let files = |extension| conformance::files(&vectors::folder(), extension);
    ["cer", "crl"]
        .into_iter()
        .flat_map(files)
        .map(|file| std::fs::read(file).expect("a vector"))
        .collect()
}

fn messages() -> Vec<Vec<u8>> {
    let synthetic = SyntheticJpki::of_vectors();
    let hanako = synthetic.sign_certificate(&Person::hanako()).issue();
    let signer = || SignerBuilder::new(hanako.certificate(), hanako.key());
    let token = vec![0x30, 0x03, 0x02, 0x01, 0x07];
    let signers = [
        signer(),
        signer().by_key_identifier(b"identifier"),
        signer().without_attributes(),
        signer().attribute_order(AttributeOrder::SentReversed),
        signer().unsigned_attribute(signature_time_stamp(&[token])),
        signer().attributes(vec![b"\x02\x01\x07".to_vec()]),
    ];
    let data = oid::CMS_DATA;
    let alone: Vec<_> = signers.iter().map(|signer| signer.to_der(data, b"content")).collect();
    let whole = signers.into_iter().flat_map(|signer| {
        let message = SignedDataBuilder::new(b"content")
            .certificate(hanako.certificate())
            .signer(signer.clone())
            .signer(signer);
        [
            message.build(),
            message.clone().encoding(ContentEncoding::Detached).build(),
            message
                .clone()
                .encoding(ContentEncoding::Pieces(3))
                .lengths(LengthForm::Indefinite)
                .build(),
            message.lengths(LengthForm::Indefinite).build(),
        ]
    });
    alone.into_iter().chain(whole).collect()
}
