//! A signing-certificate attribute that names more than the signer's own certificate limits the path
//! (RFC 5035 §3).

use std::sync::Arc;

use crate::support::{CONTENT, assess, certificate, failures};
use jpki_cms::signer::{SignerIdentity, SignerPolicy};
use jpki_cms::time_stamp::TimeStampToken;
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::{Budget, Limits};
use jpki_core::report::{CheckId, Outcome, Reason, Subject};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1::{self, ObjectIdentifier};
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, TimeStampBuilder, attribute, issuer_and_serial_number,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::SyntheticJpki;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, DistinguishedName, Extension, KeyUsage, SerialNumber,
};
use jpki_x509::path::{PathInputs, PathValidator, TrustAnchor, ValidPath};

/// One key of an end entity under one intermediate authority, which has two certificates.
struct Hierarchy {
    root: Vec<u8>,
    intermediate: Vec<u8>,
    renewed_intermediate: Vec<u8>,
    end_entity: Vec<u8>,
}

impl Hierarchy {
    fn new(end_entity: Extension) -> Self {
        let [root, middle, end] = ["root", "middle", "end"].map(DistinguishedName::common_name);
        let authority = |serial, issuer: &DistinguishedName, subject: &DistinguishedName, key| {
            CertificateBuilder::new()
                .serial(SerialNumber::from(serial))
                .issuer(issuer.clone())
                .subject(subject.clone())
                .public_key(key)
                .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
                .sign(root_key())
        };
        Self {
            root: authority(1, &root, &root, root_key()),
            intermediate: authority(2, &root, &middle, middle_key()),
            renewed_intermediate: authority(3, &root, &middle, middle_key()),
            end_entity: CertificateBuilder::new()
                .serial(SerialNumber::from(4))
                .issuer(middle)
                .subject(end)
                .public_key(end_key())
                .extension(end_entity)
                .sign(middle_key()),
        }
    }

    fn signer() -> Self {
        Self::new(Extension::key_usage(&[KeyUsage::NonRepudiation]).critical())
    }

    fn path_over(&self, intermediate: &[u8]) -> ValidPath {
        let anchor = TrustAnchor::from_certificate(certificate(&self.root), &RustCrypto);
        let instant = SyntheticJpki::of_vectors().instant().unix_timestamp();
        let inputs = PathInputs::at(ValidationTime::at(Timestamp::from_unix_seconds(instant)));
        let candidates = [certificate(intermediate)];
        let end_entity = certificate(&self.end_entity);
        let anchors = [anchor.expect("a key")];
        PathValidator::new(Arc::new(RustCrypto))
            .build(&end_entity, &candidates, &anchors, &inputs)
            .into_result()
            .expect("a valid path")
    }

    fn signed_with(&self, attribute: Vec<u8>) -> SignerIdentity {
        let message = self.message(attribute);
        let signers = assess(&message, &SignerPolicy::document());
        signers.as_slice()[0].value().expect("valid").clone()
    }

    fn message(&self, attribute: Vec<u8>) -> Vec<u8> {
        SignedDataBuilder::new(CONTENT)
            .certificate(&self.end_entity)
            .signer(SignerBuilder::new(&self.end_entity, end_key()).attribute(attribute))
            .build()
    }
}

fn root_key() -> Key {
    Key::rsa_2048(20)
}

fn middle_key() -> Key {
    Key::rsa_2048(21)
}

fn end_key() -> Key {
    Key::rsa_2048(22)
}

fn version_one(certificates: &[&[u8]]) -> Vec<u8> {
    let identifier = |certificate: &&[u8]| {
        asn1::sequence([asn1::octet_string(HashAlgorithm::Sha1.digest(certificate))])
    };
    of(oid::SIGNING_CERTIFICATE, certificates.iter().map(identifier))
}

fn version_two(certificates: &[&[u8]]) -> Vec<u8> {
    of(oid::SIGNING_CERTIFICATE_V2, certificates.iter().map(|one| sha_256(one)))
}

fn sha_256(certificate: &[u8]) -> Vec<u8> {
    asn1::sequence([asn1::octet_string(HashAlgorithm::Sha256.digest(certificate))])
}

fn of(kind: ObjectIdentifier, identifiers: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    attribute(kind, &[asn1::sequence([asn1::sequence(identifiers)])])
}

#[test]
fn certificates_named_after_the_signers_own_limit_its_path() {
    let it = Hierarchy::signer();
    let (over, over_renewed) =
        (it.path_over(&it.intermediate), it.path_over(&it.renewed_intermediate));
    let [own, middle, renewed, root] =
        [&it.end_entity, &it.intermediate, &it.renewed_intermediate, &it.root].map(Vec::as_slice);
    let unknown_digest = {
        let algorithm = asn1::sequence([asn1::object_identifier(oid::EXAMPLE_TIME_STAMP_POLICY)]);
        let unknown = asn1::sequence([algorithm, asn1::octet_string([0; 32])]);
        of(oid::SIGNING_CERTIFICATE_V2, [sha_256(own), unknown].into_iter())
    };
    let table = [
        ("the signer's own alone", version_two(&[own]), true, true),
        ("its own alone, version 1", version_one(&[own]), true, true),
        ("one of the two", version_two(&[own, middle]), true, false),
        ("one of the two, version 1", version_one(&[own, renewed]), false, true),
        ("both", version_two(&[own, middle, renewed]), true, true),
        ("one and the root", version_two(&[own, middle, root]), true, false),
        ("the root alone", version_two(&[own, root]), false, false),
        ("its own twice", version_two(&[own, own]), false, false),
        ("one by an unknown digest", unknown_digest, false, false),
    ];
    for (name, attribute, expected, expected_renewed) in table {
        let signer = it.signed_with(attribute);
        let found =
            [&over, &over_renewed].map(|path| signer.verified_by(path, &RustCrypto).is_ok());
        assert_eq!(found, [expected, expected_renewed], "{name}");
    }
}

#[test]
fn both_versions_limit_the_path() {
    let it = Hierarchy::signer();
    let [own, middle, renewed] =
        [&it.end_entity, &it.intermediate, &it.renewed_intermediate].map(Vec::as_slice);
    let signer = SignerBuilder::new(own, end_key())
        .attribute(version_one(&[own, middle]))
        .attribute(version_two(&[own, renewed]));
    let message = SignedDataBuilder::new(CONTENT).certificate(own).signer(signer).build();
    let signers = assess(&message, &SignerPolicy::document());
    let signer = signers.as_slice()[0].value().expect("valid");
    for path in [it.path_over(middle), it.path_over(renewed)] {
        assert!(signer.verified_by(&path, &RustCrypto).is_err());
    }
}

#[test]
fn a_path_of_another_certificate_is_not_admitted() {
    let it = Hierarchy::signer();
    let other = Hierarchy::new(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical());
    let signer = it.signed_with(version_two(&[&it.end_entity]));
    let proven = signer.verified_by(&it.path_over(&it.intermediate), &RustCrypto).expect("its own");
    assert_eq!(proven.certificate().as_der(), it.end_entity);
    let other = signer.verified_by(&other.path_over(&other.intermediate), &RustCrypto);
    assert_eq!(other.err(), Some(Reason::PathNotAdmitted));
}

#[test]
fn the_first_must_be_the_signers_own_and_each_must_be_readable() {
    let it = Hierarchy::signer();
    let (own, middle) = (it.end_entity.as_slice(), it.intermediate.as_slice());
    let odd = asn1::sequence([asn1::octet_string([0; 31])]);
    let table = [
        (version_two(&[middle, own]), Reason::SigningCertificateMismatch),
        (of(oid::SIGNING_CERTIFICATE_V2, [].into_iter()), Reason::AttributeMalformed),
        (
            of(oid::SIGNING_CERTIFICATE_V2, [sha_256(own), odd].into_iter()),
            Reason::AttributeMalformed,
        ),
        (
            of(oid::SIGNING_CERTIFICATE_V2, [sha_256(own), asn1::unsigned(1)].into_iter()),
            Reason::AttributeMalformed,
        ),
    ];
    for (attribute, reason) in table {
        let signers = assess(&it.message(attribute), &SignerPolicy::document());
        let expected = [(CheckId::SignerCertificateBinding, reason)];
        assert_eq!(failures(&signers.as_slice()[0]), expected);
    }
}

#[test]
fn a_time_stamp_is_proven_only_by_a_path_that_it_allows() {
    let it = Hierarchy::new(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical());
    let [own, middle, renewed] =
        [&it.end_entity, &it.intermediate, &it.renewed_intermediate].map(Vec::as_slice);
    for (named, expected) in [
        (vec![own], [true, true]),
        (vec![own, middle], [true, false]),
        (vec![own, own], [false; 2]),
    ] {
        let instant = SyntheticJpki::of_vectors().instant();
        let signer = SignerBuilder::new(own, end_key()).attribute(version_two(&named));
        let token = TimeStampBuilder::new(b"stamped", instant).sign_by(own, signer);
        let token = TimeStampToken::from_ber(&token).expect("a token");
        let policy = AlgorithmPolicy::current();
        let judged = token.assess(Subject::TimeStamp(0), b"stamped", &[], &policy, &RustCrypto);
        let stamp = judged.into_result().expect("valid");
        let found = [middle, renewed]
            .map(|over| stamp.proven_by(&it.path_over(over), &RustCrypto).is_some());
        assert_eq!(found, expected);
    }
}

#[test]
fn the_path_that_a_time_stamp_allows_is_found_in_any_order() {
    let it = Hierarchy::new(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical());
    let [own, middle, renewed, root] =
        [&it.end_entity, &it.intermediate, &it.renewed_intermediate, &it.root].map(Vec::as_slice);
    let instant = SyntheticJpki::of_vectors().instant();
    let anchor = TrustAnchor::from_certificate(certificate(root), &RustCrypto).expect("a key");
    let at = Timestamp::from_unix_seconds(instant.unix_timestamp());
    let inputs = PathInputs::at(ValidationTime::at(at));
    for (named, expected) in
        [(middle, Some(middle)), (renewed, Some(renewed)), (own, None), (root, None)]
    {
        let attribute = version_two(&[own, named]);
        let signer = SignerBuilder::new(own, end_key()).attribute(attribute);
        let token = TimeStampBuilder::new(b"stamped", instant).sign_by(own, signer);
        let token = TimeStampToken::from_ber(&token).expect("a token");
        let policy = AlgorithmPolicy::current();
        let judged = token.assess(Subject::TimeStamp(0), b"stamped", &[], &policy, &RustCrypto);
        let stamp = judged.into_result().expect("valid");
        for pool in [[middle, renewed], [renewed, middle]] {
            let budget = Budget::new(&Limits::DEFAULT);
            let mut judge = |path: &ValidPath| {
                let subject = Subject::TimeStamp(0);
                let assessed = stamp.assess_path(subject, path, &RustCrypto, &budget);
                assessed.into_parts().0.into_checks()
            };
            let built = PathValidator::new(Arc::new(RustCrypto)).build_within(
                &certificate(own),
                &pool.map(certificate),
                core::slice::from_ref(&anchor),
                &inputs,
                &budget,
                &mut judge,
            );
            let found = built.value().map(|path| path.certificates()[1].as_der());
            assert_eq!(found, expected);
            let check = built.report().find(CheckId::TimeStampPathRestriction).expect("told");
            let refused = Outcome::Failed(Reason::PathNotAdmitted);
            let outcome = if expected.is_some() { Outcome::Passed } else { refused };
            assert_eq!(check.outcome(), outcome);
        }
    }
}

#[test]
fn a_certificate_of_the_path_is_named_by_issuer_and_serial_number_too() {
    let it = Hierarchy::signer();
    let [own, middle] = [&it.end_entity, &it.intermediate].map(Vec::as_slice);
    let path = it.path_over(middle);
    let named = |serial: Vec<u8>| {
        let issuer = issuer_and_serial_number(middle).0;
        let names = asn1::sequence([asn1::explicit(4, issuer)]);
        let hash = asn1::octet_string(HashAlgorithm::Sha256.digest(middle));
        let middle = asn1::sequence([hash, asn1::sequence([names, serial])]);
        it.signed_with(of(oid::SIGNING_CERTIFICATE_V2, [sha_256(own), middle].into_iter()))
            .verified_by(&path, &RustCrypto)
            .is_ok()
    };
    assert!(named(issuer_and_serial_number(middle).1));
    assert!(!named(asn1::unsigned(0x7777)));
}
