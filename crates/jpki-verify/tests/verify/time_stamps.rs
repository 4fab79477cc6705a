//! Signatures judged as of the instant that a time-stamp proves.

use std::sync::Arc;

use jpki_testkit::asn1;
use jpki_testkit::cms::{
    SignedDataBuilder, SignerBuilder, TimeStampBuilder, signature_time_stamp,
    signing_certificate_v2,
};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Generation, Person};
use jpki_testkit::key::Key;
use jpki_testkit::oid;
use jpki_testkit::pki::{
    BasicConstraints, CertificateBuilder, CrlBuilder, DistinguishedName, Extension, GeneralName,
    KeyUsage, ReasonCode, SerialNumber, StringType, Validity,
};
use jpki_verify::algorithm::AlgorithmPolicy;
use jpki_verify::cms::content::{Content, SignedContent};
use jpki_verify::cms::signed_data::{ParsedSignedData, SignedData};
use jpki_verify::crypto::RustCrypto;
use jpki_verify::limits::Limits;
use jpki_verify::report::{CheckId, Outcome, Reason};
use jpki_verify::revocation::ocsp::{OcspPolicy, OcspVerifier};
use jpki_verify::revocation::resolver::StatusMethod;
use jpki_verify::revocation::{
    CrlIssuer, CrlPool, RevocationAssessment, RevocationPolicy, RevocationTarget,
};
use jpki_verify::x509::path::TrustAnchor;
use jpki_verify::{
    Assessed, AssessedSigners, Certificate, LoadedCrls, SignedMessage, ValidationTime, Verdict,
    VerifiedSignature, Verifier, VerifierBuilder,
};
use proptest::prelude::*;
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
    unit().sign(root_key())
}

fn unit() -> CertificateBuilder {
    CertificateBuilder::new()
        .serial(SerialNumber::from(77))
        .issuer(root_name())
        .subject(DistinguishedName::common_name("time-stamping authority"))
        .public_key(stamp_key())
        .extension(Extension::key_usage(&[KeyUsage::DigitalSignature]).critical())
        .extension(Extension::extended_key_usage(&[oid::TIME_STAMPING]).critical())
}

/// A verifier that believes the time-stamping root, whose list of `today` may revoke the authority.
fn believing(
    lists: LoadedCrls,
    today: UtcDateTime,
    revoked: Option<SerialNumber>,
) -> VerifierBuilder {
    let certificate = Certificate::from_der(&root()).unwrap();
    let anchor = TrustAnchor::from_certificate(certificate.clone(), &RustCrypto).unwrap();
    let issuer = anchor.authority().clone();
    let issuer = CrlIssuer::certified(issuer.clone(), &certificate, issuer).unwrap();
    let mut pool = CrlPool::new();
    pool.add(root_list(today, revoked), &[issuer], &AlgorithmPolicy::current());
    verifier(lists).time_stamping([anchor], move |target, at| {
        pool.judge(&RevocationPolicy::rfc_5280(), target, at)
    })
}

fn root_list(today: UtcDateTime, revoked: Option<SerialNumber>) -> Vec<u8> {
    let list = CrlBuilder::new()
        .issuer(root_name())
        .this_update(today - Duration::hours(1))
        .next_update(today + Duration::hours(23));
    let list = revoked.into_iter().fold(list, |list, serial| {
        list.revoke(serial, today - Duration::hours(2), ReasonCode::KeyCompromise)
    });
    list.sign(root_key())
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

type Judge =
    fn(&Verifier, &SignedMessage<'_>, ValidationTime) -> AssessedSigners<VerifiedSignature>;

fn judge(
    verifier: &Verifier,
    bytes: &[u8],
    how: Judge,
    at: UtcDateTime,
) -> Assessed<VerifiedSignature> {
    let ParsedSignedData { signed_data: message, content } = SignedData::from_ber(bytes).unwrap();
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
// Requirement: CERT-14
fn evidence_holds_the_lists_of_the_time_stamping_authority() {
    let today = jpki().instant() + Duration::days(6 * 365);
    let day_of_the_stamp = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(day_of_the_stamp, today, None).build().unwrap();
    for (stamped, lists) in [
        (message(&hanako(), |signature| vec![token(&signature)]), 1),
        (message(&hanako(), |_| vec![]), 0),
    ] {
        let ParsedSignedData { signed_data, content } = SignedData::from_ber(&stamped).unwrap();
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = signed_data.digest(&content, &RustCrypto);
        let message = SignedMessage::new(&signed_data, &content);
        let mut signers = verifier.begin_time_stamped_message(&message, instant(today));
        let evidence = signers.remove(0).finish().into_parts().1;
        let crls = evidence.time_stamp_values().crls();
        assert_eq!(crls.len(), lists);
        assert!(crls.iter().all(|crl| crl.as_der() == root_list(today, None)));
        assert!(evidence.values().crls().iter().all(|crl| crl.as_der() != root_list(today, None)));
    }
}

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
    let time = then.value().unwrap().time();
    assert_eq!(time.instant(), instant(jpki().instant()).instant());
    assert_eq!(time.present(), instant(today).instant());
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
}

/// What was learnt since counts: the lists of today tell by their dates, beside those of that day or alone.
#[test]
fn the_lists_of_today_tell_of_that_day() {
    let then = jpki().instant();
    let today = then + Duration::days(30);
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let trust = jpki_examples::Vectors::open().unwrap().trust().unwrap();
    let authority = jpki().sign_ca(Generation::Third);
    let issued = today - Duration::hours(1);
    let verdict = |revoked: Option<UtcDateTime>, with_that_day: bool, arl: bool| {
        let mut lists = match with_that_day {
            true => lists_of(jpki().lists_issued_at(), Some(&[])),
            false => LoadedCrls::new(RevocationPolicy::daily()),
        };
        let dated = |list: CrlBuilder| {
            list.this_update(issued)
                .next_update(issued + Duration::days(1))
                .replace_extension(Extension::crl_number(90_000))
        };
        let crl = revoked.into_iter().fold(dated(jpki().crl(&authority)), |list, since| {
            list.revoke(hanako().serial(), since, ReasonCode::KeyCompromise)
        });
        lists.add_crl(crl.sign(authority.key()), &trust).unwrap();
        if arl {
            lists.add_arl(dated(jpki().arl(&authority)).sign(authority.key()), &trust).unwrap();
        }
        let verifier = believing(lists, today, None).build().unwrap();
        judge(&verifier, &stamped, Verifier::verify_time_stamped_message, today).verdict()
    };
    for with_that_day in [true, false] {
        let verdict = |revoked| verdict(revoked, with_that_day, true);
        assert_eq!(verdict(None), Verdict::Valid);
        assert_eq!(verdict(Some(then + Duration::days(7))), Verdict::Valid);
        assert_eq!(verdict(Some(then - Duration::hours(6))), Verdict::Invalid);
        assert_eq!(verdict(Some(then - Duration::days(7))), Verdict::Invalid);
    }
    assert_eq!(verdict(None, false, false), Verdict::Indeterminate, "no ARL");
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

fn with_standing(
    standing: impl Fn(&RevocationTarget<'_>, ValidationTime) -> RevocationAssessment
    + Send
    + Sync
    + 'static,
) -> Verifier {
    let anchor =
        TrustAnchor::from_certificate(Certificate::from_der(&root()).unwrap(), &RustCrypto);
    let builder = verifier(lists_of(jpki().lists_issued_at(), Some(&[])));
    builder.time_stamping([anchor.unwrap()], standing).build().unwrap()
}

/// The list of the root of a month later, which revokes these.
fn list_of_root(revoked: &[u64]) -> CrlPool {
    let certificate = Certificate::from_der(&root()).unwrap();
    let anchor = TrustAnchor::from_certificate(certificate.clone(), &RustCrypto).unwrap();
    let issuer = anchor.authority().clone();
    let issuer = CrlIssuer::certified(issuer.clone(), &certificate, issuer).unwrap();
    let list = CrlBuilder::new()
        .issuer(root_name())
        .this_update(later() - Duration::hours(1))
        .next_update(later() + Duration::hours(23));
    let list = revoked.iter().fold(list, |list, serial| {
        list.revoke(SerialNumber::from(*serial), later(), ReasonCode::KeyCompromise)
    });
    let mut pool = CrlPool::new();
    pool.add(list.sign(root_key()), &[issuer], &AlgorithmPolicy::current());
    pool
}

/// What is known of another certificate tells nothing of the time-stamping authority's.
#[test]
fn the_standing_of_a_time_stamping_authority_is_its_own() {
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let other = Certificate::from_der(&unit().serial(SerialNumber::from(80)).sign(root_key()));
    let other = other.unwrap();
    for asks_of_other in [false, true] {
        let (pool, other) = (list_of_root(&[]), other.clone());
        let verifier = with_standing(move |target, at| {
            let other = RevocationTarget::end_entity(&other, target.issuer(), target.anchor());
            let target = if asks_of_other { &other } else { target };
            pool.judge(&RevocationPolicy::rfc_5280(), target, at)
        });
        let judged = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, later());
        assert_eq!(judged.verdict() == Verdict::Valid, !asks_of_other);
        assert_eq!(time_stamp(&judged) == NOT_PROVEN, asks_of_other);
    }
}

/// RFC 5280 §6.3: each certificate of the path is asked about, not the unit's alone.
#[test]
fn a_revoked_authority_above_the_unit_proves_nothing() {
    let name = DistinguishedName::common_name("authority of units");
    let key = Key::rsa_2048(9);
    let middle = CertificateBuilder::new()
        .serial(SerialNumber::from(81))
        .issuer(root_name())
        .subject(name.clone())
        .public_key(key)
        .extension(Extension::basic_constraints(BasicConstraints::Ca).critical())
        .sign(root_key());
    let unit = unit().issuer(name).sign(key);
    let stamped = message(&hanako(), |signature| {
        let binding = signing_certificate_v2(HashAlgorithm::Sha256, &unit);
        let info = TimeStampBuilder::new(&signature, jpki().instant()).info();
        let token = SignedDataBuilder::new(&info)
            .content_type(oid::TIME_STAMP_INFO)
            .certificate(&unit)
            .certificate(&middle)
            .signer(SignerBuilder::new(&unit, stamp_key()).attribute(binding));
        vec![token.build()]
    });
    for revoked in [&[][..], &[81]] {
        let (pool, good, unit) = (list_of_root(revoked), list_of_root(&[]), unit.clone());
        let verifier = with_standing(move |target, at| {
            let policy = RevocationPolicy::rfc_5280();
            if target.certificate().as_der() != unit {
                return pool.judge(&policy, target, at);
            }
            // Its own list is that of the authority between.
            let issuer = CrlIssuer::anchor(target.issuer().clone());
            let list = CrlBuilder::new()
                .issuer(DistinguishedName::common_name("authority of units"))
                .this_update(later() - Duration::hours(1))
                .next_update(later() + Duration::hours(23));
            let mut pool = good.clone();
            pool.add(list.sign(key), &[issuer], &AlgorithmPolicy::current());
            pool.judge(&policy, target, at)
        });
        let judged = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, later());
        assert_eq!(judged.verdict() == Verdict::Valid, revoked.is_empty(), "{revoked:?}");
    }
}

#[test]
fn a_responder_does_not_know_the_past_and_is_not_asked() {
    let today = jpki().instant() + Duration::days(30);
    let stamped = message(&hanako(), |signature| vec![token(&signature)]);
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    let verifier = believing(lists, today, None).responder(responder, StatusMethod::Both);
    let judged =
        judge(&verifier.build().unwrap(), &stamped, Verifier::verify_time_stamped_message, today);
    assert_eq!(judged.verdict(), Verdict::Valid);
}

/// How a check of the time-stamp ended.
fn part(assessed: &Assessed<VerifiedSignature>, id: CheckId) -> Outcome {
    assessed.report().find(id).unwrap().outcome()
}

fn later() -> UtcDateTime {
    jpki().instant() + Duration::days(30)
}

/// Judges hanako's signature with this token as of an instant, with the lists of the day of the stamp.
fn judge_with(
    token: &TimeStampBuilder,
    unit: &[u8],
    at: UtcDateTime,
) -> Assessed<VerifiedSignature> {
    judge_with_of(&hanako(), token, unit, at)
}

fn judge_with_of(
    signer: &EndEntity,
    token: &TimeStampBuilder,
    unit: &[u8],
    at: UtcDateTime,
) -> Assessed<VerifiedSignature> {
    let stamped = message(signer, |signature| {
        vec![token.clone().stamped(HashAlgorithm::Sha256, &signature).sign(unit, stamp_key())]
    });
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists, at, None).build().unwrap();
    judge(&verifier, &stamped, Verifier::verify_time_stamped_message, at)
}

fn at_noon() -> TimeStampBuilder {
    TimeStampBuilder::new(b"", jpki().instant())
}

fn seconds(seconds: u64) -> Vec<u8> {
    asn1::sequence([asn1::unsigned(seconds)])
}

#[test]
fn a_stamp_before_its_certificate_proves_nothing() {
    let unit = |from: UtcDateTime| {
        unit().validity(Validity::new(from, from + Duration::days(300))).sign(root_key())
    };
    let noon = jpki().instant();
    for (from, token, expected) in [
        (noon + Duration::days(1), at_noon(), false),
        (noon + Duration::seconds(1), at_noon(), false),
        (noon, at_noon(), true),
        (noon, at_noon().accuracy(seconds(1)), false),
        (noon - Duration::seconds(1), at_noon().accuracy(seconds(1)), true),
    ] {
        let judged = judge_with(&token, &unit(from), later());
        assert_eq!(judged.verdict() == Verdict::Valid, expected, "{from}");
        let reason = Outcome::Failed(Reason::TimeStampBeforeCertificate);
        let outcome = if expected { Outcome::Passed } else { reason };
        assert_eq!(part(&judged, CheckId::TimeStampTime), outcome);
    }
}

/// The clock of the unit may be ahead, but not beyond the end of its certificate.
#[test]
fn a_stamp_after_its_certificate_proves_nothing() {
    let noon = jpki().instant();
    let at = noon - Duration::seconds(60);
    for (until, expected) in [(noon - Duration::seconds(1), false), (noon, true)] {
        let unit = unit().validity(Validity::new(noon - Duration::days(300), until));
        let judged = judge_with(&at_noon(), &unit.sign(root_key()), at);
        assert_eq!(judged.verdict() == Verdict::Valid, expected, "{until}");
        let reason = Outcome::Failed(Reason::TimeStampAfterCertificate);
        let outcome = if expected { Outcome::Passed } else { reason };
        assert_eq!(part(&judged, CheckId::TimeStampTime), outcome);
    }
}

/// Who asks for a token without certificates has them elsewhere (RFC 3161 §2.4.1).
#[test]
fn the_certificate_of_a_stamp_may_stand_in_the_message_or_beside_it() {
    let hanako = hanako();
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
    let signature = signer.signature(oid::CMS_DATA, CONTENT);
    let binding = signing_certificate_v2(HashAlgorithm::Sha256, &authority());
    let token = SignedDataBuilder::new(&TimeStampBuilder::new(&signature, jpki().instant()).info())
        .content_type(oid::TIME_STAMP_INFO)
        .signer(SignerBuilder::new(&authority(), stamp_key()).attribute(binding))
        .build();
    let signer = signer.unsigned_attribute(signature_time_stamp(&[token]));
    let without = SignedDataBuilder::new(CONTENT).certificate(hanako.certificate()).signer(signer);
    let with = |certificate: &[u8]| without.clone().certificate(certificate).build();
    let beside = [Certificate::from_der(&authority()).unwrap()];
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists, later(), None).build().unwrap();
    for (bytes, beside, expected) in [
        (with(&authority()), &[][..], Verdict::Valid),
        (without.clone().build(), &beside[..], Verdict::Valid),
        (without.clone().build(), &[][..], Verdict::Indeterminate),
        (with(&twin(unit())), &[][..], Verdict::Indeterminate),
    ] {
        let ParsedSignedData { signed_data: message, content } =
            SignedData::from_ber(&bytes).unwrap();
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = message.digest(&content, &RustCrypto);
        let message = SignedMessage::new(&message, &content).with_certificates(beside);
        let judged = verifier.verify_time_stamped_message(&message, instant(later()));
        assert_eq!(judged.verdict(), expected);
    }
}

#[test]
fn a_clock_may_be_ahead_by_the_allowance() {
    for (ahead, expected) in [(0, true), (1, true), (300, true), (301, false), (86_400, false)] {
        let at = jpki().instant() - Duration::seconds(ahead);
        let judged = judge_with(&at_noon(), &authority(), at);
        assert_eq!(judged.verdict() == Verdict::Valid, expected, "{ahead} s");
        let reason = Outcome::Failed(Reason::TimeStampFromFuture);
        let outcome = if expected { Outcome::Passed } else { reason };
        assert_eq!(part(&judged, CheckId::TimeStampTime), outcome);
        if expected {
            assert_eq!(
                judged.value().unwrap().time().instant(),
                instant(at).instant(),
                "not later than now"
            );
        }
    }
}

#[test]
fn what_is_here_existed_by_now_whatever_the_accuracy() {
    let at = jpki().instant() + Duration::seconds(1);
    let ending = jpki().sign_certificate(&Person::hanako()).not_after(at + Duration::seconds(10));
    for accuracy in [1, 60, 86_400] {
        let token = at_noon().accuracy(seconds(accuracy));
        let judged = judge_with_of(&ending.clone().issue(), &token, &authority(), at);
        assert_eq!(judged.verdict(), Verdict::Valid, "{accuracy} s");
        assert_eq!(judged.value().unwrap().time().instant(), instant(at).instant());
    }
    // Off by years, it may as well be from before there was an authority.
    let token = at_noon().accuracy(seconds(400_000_000));
    let judged = judge_with_of(&ending.issue(), &token, &authority(), at);
    let reason = Outcome::Failed(Reason::TimeStampBeforeCertificate);
    assert_eq!(part(&judged, CheckId::TimeStampTime), reason);
}

#[test]
fn of_several_stamps_the_earliest_latest_time_counts() {
    let exact = jpki().instant() + Duration::minutes(10);
    let stamped = message(&hanako(), |signature| {
        let vague = TimeStampBuilder::new(&signature, jpki().instant()).accuracy(seconds(86_400));
        let tokens = [vague, TimeStampBuilder::new(&signature, exact)];
        tokens.iter().map(|token| token.sign(&authority(), stamp_key())).collect()
    });
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists, later(), None).build().unwrap();
    let judged = judge(&verifier, &stamped, Verifier::verify_time_stamped_message, later());
    assert_eq!(judged.value().unwrap().time().instant(), instant(exact).instant());
}

#[test]
fn the_authority_that_a_stamp_names_is_a_subject_of_its_certificate() {
    let name = |name: DistinguishedName| asn1::explicit(4, name.to_der());
    let spelt = DistinguishedName::new().printable(oid::COMMON_NAME, "TIME-stamping  authority");
    let other = |text: &str| GeneralName::other(oid::COMMON_NAME, StringType::Utf8, text);
    let alternatives = [GeneralName::Dns("tsa.example.jp".into()), other("unit 1")];
    let unit = unit().extension(Extension::subject_alt_name(&alternatives));
    let unit = unit.sign(root_key());
    for (tsa, expected) in [
        (name(DistinguishedName::common_name("time-stamping authority")), true),
        (name(spelt), true),
        (asn1::element(0x82, b"tsa.example.jp"), true),
        (name(DistinguishedName::common_name("another authority")), false),
        (asn1::element(0x82, b"tsa.example.com"), false),
        (other("unit 1").to_der(), true),
        (other("unit 2").to_der(), false),
    ] {
        let judged = judge_with(&at_noon().authority(tsa), &unit, later());
        assert_eq!(judged.verdict() == Verdict::Valid, expected);
        let reason = Outcome::Failed(Reason::TimeStampAuthorityMismatch);
        let outcome = if expected { Outcome::Passed } else { reason };
        assert_eq!(part(&judged, CheckId::TimeStampAuthority), outcome);
    }
    for garbage in [b"\x01\x02\x03".to_vec(), Vec::new(), asn1::element(0x8f, b"x")] {
        let judged = judge_with(&at_noon().authority(garbage), &unit, later());
        assert_eq!(judged.verdict(), Verdict::Indeterminate);
        let stamp = judged.report().find(CheckId::TimeStamp).unwrap().parts();
        assert_eq!(stamp[0].outcome(), Outcome::Failed(Reason::TimeStampMalformed));
    }
}

#[test]
fn unsigned_attributes_that_cannot_be_read_are_told() {
    let hanako = hanako();
    let broken = asn1::sequence([asn1::null(), asn1::null()]);
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key()).unsigned_attribute(broken);
    let bytes =
        SignedDataBuilder::new(CONTENT).certificate(hanako.certificate()).signer(signer).build();
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists, later(), None).build().unwrap();
    let judged = judge(&verifier, &bytes, Verifier::verify_time_stamped_message, later());
    assert_eq!(time_stamp(&judged), NOT_PROVEN);
    let malformed = Outcome::Failed(Reason::TimeStampMalformed);
    assert_eq!(part(&judged, CheckId::TimeStampForm), malformed);
}

/// `signers` signatures of hanako's, each with `tokens` tokens.
fn contract(signers: usize, tokens: usize) -> Vec<u8> {
    let hanako = hanako();
    let message = SignedDataBuilder::new(CONTENT).certificate(hanako.certificate());
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key());
    let token = token(&signer.signature(oid::CMS_DATA, CONTENT));
    let signer = match tokens {
        0 => signer,
        _ => signer.unsigned_attribute(signature_time_stamp(&vec![token; tokens])),
    };
    (0..signers).fold(message, |message, _| message.signer(signer.clone())).build()
}

/// One check for each signature, one for each token and its path, and one for the certificate of all.
#[test]
fn one_budget_serves_all_signers_their_stamps_and_their_certificate() {
    let lists = || lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = believing(lists(), later(), None).build().unwrap();
    let verdict = |bytes: &[u8], how: Judge, at: UtcDateTime, checks: usize| {
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        let ParsedSignedData { signed_data: message, content } =
            SignedData::from_ber_with(bytes, &limits).unwrap();
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = message.digest(&content, &RustCrypto);
        how(&verifier, &SignedMessage::new(&message, &content), instant(at)).verdict()
    };
    for (bytes, how, at, checks) in [
        (contract(5, 0), Verifier::verify_message as Judge, jpki().instant(), 5 + 1),
        (contract(2, 1), Verifier::verify_time_stamped_message, later(), 2 + 2 + 2 + 1),
    ] {
        assert_eq!(verdict(&bytes, how, at, checks), Verdict::Valid);
        for fewer in 0..checks {
            assert_eq!(verdict(&bytes, how, at, fewer), Verdict::Indeterminate, "{fewer}");
        }
    }
}

#[test]
fn content_beside_a_message_that_holds_its_own_is_not_judged() {
    let bytes = contract(1, 0);
    let ParsedSignedData { signed_data: message, content } = SignedData::from_ber(&bytes).unwrap();
    let Content::Attached(content) = content else { panic!("content is inside") };
    let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
    let verifier = verifier(lists).build().unwrap();
    let judge = |content: &SignedContent<'_>| {
        let message = SignedMessage::new(&message, content);
        verifier.verify_message(&message, instant(jpki().instant()))
    };
    assert_eq!(judge(&message.digest(&content, &RustCrypto)).verdict(), Verdict::Valid);
    let beside = judge(&SignedContent::of(b"other", message.digest_algorithms(), &RustCrypto));
    assert_eq!(beside.verdict(), Verdict::Indeterminate);
    let check = beside.as_slice()[0].report().find(CheckId::SignerContent).unwrap();
    assert_eq!(check.outcome(), Outcome::Failed(Reason::ContentNotOfMessage));
}

#[test]
fn a_claimed_time_that_cannot_be_is_noted() {
    let claim_of = |signer: &EndEntity, claimed: UtcDateTime| {
        let builder = SignerBuilder::new(signer.certificate(), signer.key());
        let bytes = SignedDataBuilder::new(CONTENT)
            .certificate(signer.certificate())
            .signer(builder.signing_time(Some(claimed)))
            .build();
        let verifier = verifier(lists_of(jpki().lists_issued_at(), Some(&[]))).build().unwrap();
        let judged = judge(&verifier, &bytes, Verifier::verify_message, jpki().instant());
        assert!(judged.value().is_some(), "a note stands in nobody's way");
        part(&judged, CheckId::SignerSigningTimeClaim)
    };
    let claim = |claimed| claim_of(&hanako(), claimed);
    let noted = Outcome::Warned(Reason::SigningTimeImplausible);
    let ends = jpki().instant() + Duration::minutes(1);
    let ending = jpki().sign_certificate(&Person::hanako()).not_after(ends).issue();
    assert_eq!(claim_of(&ending, ends), Outcome::Passed);
    assert_eq!(claim_of(&ending, ends + Duration::SECOND), noted);
    assert_eq!(claim(jpki().instant()), Outcome::Passed);
    assert_eq!(claim(jpki().instant() + Duration::minutes(5)), Outcome::Passed);
    assert_eq!(claim(jpki().instant() + Duration::minutes(6)), noted);
    assert_eq!(claim(UtcDateTime::UNIX_EPOCH), noted);
}

/// A certificate of another key that fits the signer's or the unit's name and number.
fn twin(of: CertificateBuilder) -> Vec<u8> {
    of.public_key(Key::rsa_2048(9)).sign(Key::rsa_2048(9))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_order_of_certificates_changes_no_verdict(
        of_message in Just(vec![0, 1, 2]).prop_shuffle(),
        of_token in Just(vec![0, 1, 2]).prop_shuffle(),
        checks in 2_usize..9,
    ) {
        let end_entity = hanako();
        let forged = jpki().sign_certificate(&Person::hanako()).certificate_builder();
        let certificates = [end_entity.certificate().to_vec(), twin(forged), root()];
        let units = [authority(), twin(unit()), root()];
        let signer = SignerBuilder::new(end_entity.certificate(), end_entity.key());
        let signature = signer.signature(oid::CMS_DATA, CONTENT);
        let binding = signing_certificate_v2(HashAlgorithm::Sha256, &authority());
        let token = SignedDataBuilder::new(&TimeStampBuilder::new(&signature, jpki().instant()).info())
            .content_type(oid::TIME_STAMP_INFO)
            .signer(SignerBuilder::new(&authority(), stamp_key()).attribute(binding));
        let token = of_token.iter().fold(token, |token, place| token.certificate(&units[*place]));
        let signer = signer.unsigned_attribute(signature_time_stamp(&[token.build()]));
        let message = SignedDataBuilder::new(CONTENT).signer(signer);
        let message = of_message
            .iter()
            .fold(message, |message, place| message.certificate(&certificates[*place]))
            .build();
        let limits = Limits::DEFAULT.with_signature_checks(checks);
        let ParsedSignedData { signed_data: message, content } = SignedData::from_ber_with(&message, &limits).unwrap();
        let Content::Attached(content) = content else { panic!("content is inside") };
        let content = message.digest(&content, &RustCrypto);
        let lists = lists_of(jpki().lists_issued_at(), Some(&[]));
        let verifier = believing(lists, later(), None).build().unwrap();
        let message = SignedMessage::new(&message, &content);
        let verdict = verifier.verify_time_stamped_message(&message, instant(later())).verdict();
        // Two keys that fit the signer, the token's and its path's, the signer's certificate's.
        let expected = if checks < 5 { Verdict::Indeterminate } else { Verdict::Valid };
        prop_assert_eq!(verdict, expected);
    }
}
