//! Signatures judged as of the instant that a time-stamp proves.

use std::sync::Arc;

use jpki_testkit::cms::{SignedDataBuilder, SignerBuilder, TimeStampBuilder, signature_time_stamp};
use jpki_testkit::jpki::EndEntity;
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension, KeyUsage,
    ReasonCode, SerialNumber,
};
use jpki_verify::cms::content::Content;
use jpki_verify::cms::signed_data::SignedData;
use jpki_verify::core::algorithm::AlgorithmPolicy;
use jpki_verify::core::report::{CheckId, Outcome, Reason};
use jpki_verify::crypto::RustCrypto;
use jpki_verify::revocation::ocsp::{OcspPolicy, OcspVerifier};
use jpki_verify::revocation::policy::Method;
use jpki_verify::revocation::{ListIssuer, ListPool, RevocationPolicy};
use jpki_verify::x509::path::TrustAnchor;
use jpki_verify::{
    Assessed, AssessedSignatures, Certificate, RevocationLists, SignedMessage, ValidationTime,
    Verdict, VerifiedSignature, Verifier, VerifierBuilder,
};
use time::{Duration, UtcDateTime};

use crate::world::{CONTENT, hanako, instant, jpki, lists_of, verifier};

fn root_key() -> Key {
    Key::rsa_2048(38)
}

fn stamp_key() -> Key {
    Key::rsa_2048(39)
}

fn root_name() -> DistinguishedName {
    DistinguishedName::common_name("time-stamping root")
}

fn root() -> Vec<u8> {
    CertificateBuilder::new()
        .issuer(root_name())
        .subject(root_name())
        .public_key(root_key())
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .sign(root_key())
}

fn authority() -> Vec<u8> {
    CertificateBuilder::new()
        .serial(SerialNumber::from(77))
        .issuer(root_name())
        .subject(DistinguishedName::common_name("time-stamping authority"))
        .public_key(stamp_key())
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
        .extension(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical())
        .sign(root_key())
}

/// A verifier that believes the time-stamping root, whose list of `today` may revoke the authority.
fn believing(
    lists: RevocationLists,
    today: UtcDateTime,
    revoked: Option<SerialNumber>,
) -> VerifierBuilder {
    let certificate = Certificate::from_der(&root()).unwrap();
    let anchor = TrustAnchor::from_certificate(certificate.clone(), &RustCrypto).unwrap();
    let issuer = anchor.authority().clone();
    let issuer = ListIssuer::certified(issuer.clone(), &certificate, issuer).unwrap();
    let list = CrlBuilder::new()
        .issuer(root_name())
        .this_update(today - Duration::hours(1))
        .next_update(today + Duration::hours(23));
    let list = revoked.into_iter().fold(list, |list, serial| {
        list.revoke(serial, today - Duration::hours(2), ReasonCode::KeyCompromise)
    });
    let mut pool = ListPool::new();
    pool.add(list.sign(root_key()), &[issuer], &AlgorithmPolicy::current());
    verifier(lists).time_stamping([anchor], move |target, at| {
        pool.judge(&RevocationPolicy::rfc_5280(), target, at)
    })
}

fn token(stamped: &[u8]) -> Vec<u8> {
    TimeStampBuilder::new(stamped, jpki().instant()).sign(&authority(), stamp_key())
}

fn message(signer: &EndEntity, stamped: impl FnOnce(Vec<u8>) -> Vec<Vec<u8>>) -> Vec<u8> {
    let builder = SignerBuilder::new(signer.certificate(), signer.key());
    let tokens = stamped(builder.signature(oid::CMS_DATA, CONTENT));
    let builder = match tokens.is_empty() {
        true => builder,
        false => builder.unsigned_attribute(signature_time_stamp(&tokens)),
    };
    SignedDataBuilder::new(CONTENT).certificate(signer.certificate()).signer(builder).build()
}

type Judge = fn(&Verifier, &SignedMessage<'_>, ValidationTime) -> AssessedSignatures;

fn judge(
    verifier: &Verifier,
    octets: &[u8],
    how: Judge,
    at: UtcDateTime,
) -> Assessed<VerifiedSignature> {
    let (message, content) = SignedData::from_ber(octets).unwrap();
    let Content::Attached(content) = content else { panic!("content is inside") };
    let content = message.digest(&content, &RustCrypto);
    let signers = how(verifier, &SignedMessage::new(&message, &content), instant(at));
    assert_eq!(signers.as_slice().len(), 1);
    signers.into_iter().next().unwrap()
}

fn time_stamp(assessed: &Assessed<VerifiedSignature>) -> Outcome {
    assessed.report().find(CheckId::TimeStamp).unwrap().outcome()
}

const NOT_PROVEN: Outcome = Outcome::Failed(Reason::SigningTimeNotProven);

#[test]
fn a_stamped_signature_outlives_its_certificate() {
    let today = jpki().instant() + Duration::days(6 * 365);
    let day_of_the_stamp = || lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(day_of_the_stamp(), today, None).build().unwrap();
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);

    let now = judge(&verifier, &stamped, Verifier::verify_message, today);
    assert_eq!(now.verdict(), Verdict::Invalid, "it has expired");
    let then = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, today);
    assert_eq!(then.verdict(), Verdict::Valid);
    assert_eq!(then.value().unwrap().time(), instant(jpki().instant()));
    assert_eq!(time_stamp(&then), Outcome::Passed);

    for not_stamped in [
        message(&hanako(), |_| vec![]),
        message(&hanako(), |_| vec![token(b"another")]),
        message(&hanako(), |_| vec![b"\x30\x00".to_vec()]),
    ] {
        let judged = judge(&verifier, &not_stamped, Verifier::verify_time_stamped_message, today);
        assert_eq!(judged.verdict(), Verdict::Indeterminate);
        assert_eq!(time_stamp(&judged), NOT_PROVEN);
    }
}

#[test]
fn one_good_stamp_among_others_is_enough() {
    let today = jpki().instant() + Duration::days(6 * 365);
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists, today, None).build().unwrap();
    let stamped = message(&hanako(), |signature| vec![token(b"another"), token(&signature)]);
    let judged = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, today);
    assert_eq!(judged.verdict(), Verdict::Valid);
}

#[test]
fn a_stamped_signature_outlives_the_revocation_but_not_one_before_the_stamp() {
    let today = jpki().instant() + Duration::days(30);
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let now = believing(lists_of(today - Duration::hours(1), Some(&[&hanako()])), today, None);
    let now = judge(&now.build().unwrap(), &stamped, Verifier::verify_message, today);
    assert_eq!(now.verdict(), Verdict::Invalid);

    let then = |revoked: &[&EndEntity]| {
        let lists = lists_of(jpki().lists_issued_at(), Some(revoked));
        let verifier = believing(lists, today, None).build().unwrap();
        judge(&verifier, &stamped, Verifier::verify_time_stamped_message, today).verdict()
    };
    assert_eq!(then(&[]), Verdict::Valid);
    assert_eq!(then(&[&hanako()]), Verdict::Invalid);
    // The lists of today say nothing about that day.
    let of_today = believing(lists_of(today - Duration::hours(1), Some(&[])), today, None);
    let judged =
        judge(&of_today.build().unwrap(), &stamped, Verifier::verify_time_stamped_message, today);
    assert_eq!(judged.verdict(), Verdict::Indeterminate);
}

#[test]
fn an_authority_that_is_not_believed_proves_nothing() {
    let today = jpki().instant() + Duration::days(30);
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let lists = || lists_of(jpki().lists_issued_at(), Some(&[]));
    let revoked = believing(lists(), today, Some(SerialNumber::from(77)));
    let unknown = believing(lists(), today - Duration::days(3), None);
    let nobody = verifier(lists());
    for builder in [revoked, unknown, nobody] {
        let verifier = builder.build().unwrap();
        let judged = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, today);
        assert_eq!(judged.verdict(), Verdict::Indeterminate);
        assert_eq!(time_stamp(&judged), NOT_PROVEN);
    }
}

#[test]
fn a_responder_does_not_know_the_past_and_is_not_asked() {
    let today = jpki().instant() + Duration::days(30);
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let verifier = believing(lists, today, None).responder(responder, Method::Both);
    let judged =
        judge(&verifier.build().unwrap(), &stamped, Verifier::verify_time_stamped_message, today);
    assert_eq!(judged.verdict(), Verdict::Valid);
}
