//! Each way in which a response can be wrong, beside one that is right.

use jpki_core::limits::Limits;
use jpki_core::report::{CheckId, Outcome, Reason, Verdict};
use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::{
    Delegate, DelegateStatus, Nonce, NonceMode, OcspPolicy, ResponderRole, TransportError,
};
use jpki_revocation::resolver::{StatusMethod, StatusPolicy, StatusResolver};
use jpki_revocation::{
    Crl, CrlIssuer, NextUpdate, RevocationAssessment, RevocationPolicy, RevocationReason,
    RevocationTarget, Revoked, Status,
};
use jpki_test_support::with;
use jpki_testkit::asn1;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::Generation;
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseStatus, SingleResponse, nonce, unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{Extension, ReasonCode, SerialNumber, Validity};
use jpki_testkit::signature::SignatureAlgorithm;
use jpki_x509::certificate::Certificate;
use time::Duration;

use crate::ocsp::world::{NONCE, World, at, authority, not_asked, unknown};

/// What 花子's certificate is by this response, under the preset for J-LIS.
fn status(world: &World, response: &[u8]) -> Status {
    status_by(world, OcspPolicy::immediate(), response)
}

fn status_by(world: &World, policy: OcspPolicy, response: &[u8]) -> Status {
    let request = world.request(policy);
    let judgement = world.verifier(policy).process_response(
        &world.target(),
        Some(&request),
        Ok(response),
        &not_asked,
        world.now(),
    );
    // The report says what the status says.
    let verdict = match judgement.status() {
        Status::Good => Verdict::Valid,
        Status::Revoked(_) => Verdict::Invalid,
        Status::Unknown(_) => Verdict::Indeterminate,
    };
    assert_eq!(judgement.check().outcome().verdict(), verdict);
    judgement.status()
}

fn revoked_at(instant: time::UtcDateTime, reason: RevocationReason) -> Status {
    let at = Timestamp::from_unix_seconds(instant.unix_timestamp());
    Status::Revoked(Revoked { at, reason, invalidity_date: None })
}

#[test]
fn right_responses_are_believed() {
    let world = World::new();
    let (issuer, good) = (world.issuer(), world.response().single(world.good()));
    let by_name = Responder::by_name(&world.synthetic.name(), world.synthetic.key());
    let delegate = world.response().single(world.good()).certificate(&world.delegate_certificate());
    let delegate_name = world.jpki.responder_name(&world.synthetic);
    let by_delegate_name = Responder::by_name(&delegate_name, world.jpki.responder_key());
    let mut rows = vec![
        ("by the issuer, by key", good.sign(&issuer)),
        ("by the issuer, by name", good.sign(&by_name)),
        ("with the issuer's own certificate", {
            good.clone().certificate(&world.synthetic.certificate()).sign(&issuer)
        }),
        ("by a delegate, by key", delegate.sign(&world.delegate())),
        ("by a delegate, by name", delegate.sign(&by_delegate_name)),
        ("with an extension that is not critical", {
            let extension = Extension::new(oid::CA_ISSUERS, asn1::null());
            good.clone().extension(extension).sign(&issuer)
        }),
        ("without nextUpdate", {
            let single = world.good().next_update(None);
            world.response().single(single).sign(&issuer)
        }),
    ];
    for hash in [HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512] {
        let id = CertId { hash, ..id_by(&world, hash) };
        let single = SingleResponse::good(id, world.instant());
        rows.push(("named by SHA-2", world.response().single(single).sign(&issuer)));
    }
    for (row, response) in rows {
        assert_eq!(status(&world, &response), Status::Good, "{row}");
    }
}

fn id_by(world: &World, hash: HashAlgorithm) -> CertId {
    let (name, key) = (world.synthetic.name(), world.synthetic.key());
    CertId::new(hash, &name, key, world.hanako.serial())
}

#[test]
fn every_reason_is_told() {
    let world = World::new();
    let since = world.instant() - Duration::days(2);
    for reason in ReasonCode::NAMED.into_iter().chain([ReasonCode::Unassigned(7)]) {
        let status_said = CertificateStatus::Revoked(since, Some(reason));
        let single = SingleResponse::new(world.id(), status_said, world.instant());
        let response = world.response().single(single).sign(&world.issuer());
        let expected = RevocationReason::from_number(reason.number());
        assert_eq!(status(&world, &response), revoked_at(since, expected));
    }
    let single =
        SingleResponse::new(world.id(), CertificateStatus::Revoked(since, None), world.instant());
    let response = world.response().single(single).sign(&world.issuer());
    let expected = revoked_at(since, RevocationReason::Unspecified);
    assert_eq!(status(&world, &response), expected);
}

#[test]
fn a_hold_is_revoked_now_and_may_recover() {
    let world = World::new();
    let since = world.instant() - Duration::days(2);
    let held = CertificateStatus::Revoked(since, Some(ReasonCode::CertificateHold));
    let single = SingleResponse::new(world.id(), held, world.instant());
    let response = world.response().single(single).sign(&world.issuer());
    let Status::Revoked(found) = status(&world, &response) else { panic!("not revoked") };
    assert!(found.may_recover());
    // The next answer is a fresh one: nothing latches.
    let response = world.response().single(world.good()).sign(&world.issuer());
    assert_eq!(status(&world, &response), Status::Good);
}

#[test]
// Requirement: OCSP-02, OCSP-03, OCSP-06
fn wrong_responses_say_nothing() {
    let world = World::new();
    let issuer = world.issuer();
    let good = || world.response().single(world.good());
    let about = |id: CertId| {
        world.response().single(SingleResponse::good(id, world.instant())).sign(&issuer)
    };
    let second = world.jpki.auth_ca(Generation::Second);
    let other_purpose = world.jpki.sign_ca(Generation::Third);
    let other_key = Key::rsa_2048(39);
    let critical = || Extension::new(oid::CA_ISSUERS, asn1::null()).critical();
    let other_serial = SerialNumber::from(0x7777_7777);
    let age = |minutes: i64| {
        let single = SingleResponse::good(world.id(), world.instant() - Duration::minutes(minutes));
        world.response().single(single.next_update(None)).sign(&issuer)
    };
    let rows: Vec<(&str, Vec<u8>, Reason)> = vec![
        ("nothing", Vec::new(), Reason::ResponseMalformed),
        ("a web page", b"<html></html>".to_vec(), Reason::ResponseMalformed),
        (
            "bytes after the end",
            [good().sign(&issuer), vec![0]].concat(),
            Reason::ResponseMalformed,
        ),
        ("no answer", world.response().sign(&issuer), Reason::ResponseMalformed),
        (
            "status unknown",
            world
                .response()
                .single(SingleResponse::new(
                    world.id(),
                    CertificateStatus::Unknown,
                    world.instant(),
                ))
                .sign(&issuer),
            Reason::CertificateUnknownToResponder,
        ),
        ("another serial", about(world.id_of(other_serial)), Reason::ResponseOtherCertificate),
        (
            "the same serial of the other authority",
            about(CertId::sha1(&other_purpose.name(), other_purpose.key(), world.hanako.serial())),
            Reason::ResponseOtherCertificate,
        ),
        (
            "the same serial of another generation",
            about(CertId::sha1(&second.name(), second.key(), world.hanako.serial())),
            Reason::ResponseOtherCertificate,
        ),
        (
            "under the name of the other authority",
            {
                let id = CertId::sha1(
                    &other_purpose.name(),
                    world.synthetic.key(),
                    world.hanako.serial(),
                );
                about(id)
            },
            Reason::ResponseOtherCertificate,
        ),
        ("17 minutes old, and one more", age(18), Reason::ResponseStale),
        (
            "past its nextUpdate",
            {
                let single = world.good().next_update(Some(world.instant() - Duration::minutes(3)));
                world.response().single(single).sign(&issuer)
            },
            Reason::ResponseStale,
        ),
        (
            "nextUpdate before thisUpdate",
            {
                let single = SingleResponse::good(world.id(), world.instant());
                let single = single.next_update(Some(world.instant() - Duration::minutes(1)));
                world.response().single(single).sign(&issuer)
            },
            Reason::ResponseStale,
        ),
        ("of the future", age(-6), Reason::ResponseFromFuture),
        ("signed before it knew", age(-3), Reason::ResponseProducedEarlier),
        (
            "produced in the future",
            {
                jpki_testkit::ocsp::ResponseBuilder::new(world.instant() + Duration::minutes(6))
                    .single(world.good())
                    .extension(nonce(&NONCE))
                    .sign(&issuer)
            },
            Reason::ResponseFromFuture,
        ),
        (
            "signed with another key",
            good().sign(&issuer.clone().with_key(other_key)),
            Reason::ResponseSignatureMismatch,
        ),
        (
            "by another generation, by name",
            { good().sign(&Responder::by_name(&second.name(), second.key())) },
            Reason::ResponseSignatureMismatch,
        ),
        (
            "by another generation, by key",
            good().sign(&Responder::by_key(second.key())),
            Reason::ResponderNotAuthorized,
        ),
        (
            "by another generation with its certificate",
            { good().certificate(&second.certificate()).sign(&Responder::by_key(second.key())) },
            Reason::ResponderNotAuthorized,
        ),
        (
            "by the issuer, who says to be another, by name",
            good().sign(&Responder::by_name(&other_purpose.name(), world.synthetic.key())),
            Reason::ResponderNotAuthorized,
        ),
        (
            "by the issuer, who says to be another, by key",
            good().sign(&Responder::by_key(second.key()).with_key(world.synthetic.key())),
            Reason::ResponderNotAuthorized,
        ),
        (
            "by a delegate, who says to be another, by name",
            {
                let responder =
                    Responder::by_name(&other_purpose.name(), world.jpki.responder_key());
                good().certificate(&world.delegate_certificate()).sign(&responder)
            },
            Reason::ResponderNotAuthorized,
        ),
        (
            "by a delegate, who says to be another, by key",
            {
                let responder =
                    Responder::by_key(second.key()).with_key(world.jpki.responder_key());
                good().certificate(&world.delegate_certificate()).sign(&responder)
            },
            Reason::ResponderNotAuthorized,
        ),
        (
            "by the certificate itself",
            {
                good()
                    .certificate(world.hanako.certificate())
                    .sign(&Responder::by_key(world.hanako.key()))
            },
            Reason::ResponderNotAuthorized,
        ),
        (
            "signed with SHA-1",
            { good().sign_with(&issuer, SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1)) },
            Reason::ResponseAlgorithmNotAllowed,
        ),
        (
            "with an unknown critical extension",
            good().extension(critical()).sign(&issuer),
            Reason::ResponseUnknownCriticalExtension,
        ),
        (
            "with an unknown critical extension of the answer",
            { world.response().single(world.good().extension(critical())).sign(&issuer) },
            Reason::ResponseUnknownCriticalExtension,
        ),
        (
            "without the nonce",
            world.response_without_nonce().single(world.good()).sign(&issuer),
            Reason::ResponseNonceMissing,
        ),
        (
            "with another nonce: a replay",
            {
                world
                    .response_without_nonce()
                    .single(world.good())
                    .extension(nonce(&[1; 32]))
                    .sign(&issuer)
            },
            Reason::ResponseNonceMismatch,
        ),
        (
            "with half of the nonce",
            {
                world
                    .response_without_nonce()
                    .single(world.good())
                    .extension(nonce(&NONCE[..16]))
                    .sign(&issuer)
            },
            Reason::ResponseNonceMismatch,
        ),
        (
            "malformedRequest",
            unsuccessful(ResponseStatus::MalformedRequest),
            Reason::ResponderMalformedRequest,
        ),
        (
            "internalError",
            unsuccessful(ResponseStatus::InternalError),
            Reason::ResponderInternalError,
        ),
        ("tryLater", unsuccessful(ResponseStatus::TryLater), Reason::ResponderTryLater),
        (
            "sigRequired",
            unsuccessful(ResponseStatus::SignatureRequired),
            Reason::ResponderSignatureRequired,
        ),
        ("unauthorized", unsuccessful(ResponseStatus::Unauthorized), Reason::ResponderUnauthorized),
        (
            "a status without a name",
            unsuccessful(ResponseStatus::Unassigned(4)),
            Reason::ResponseMalformed,
        ),
        (
            "successful without an answer",
            unsuccessful(ResponseStatus::Successful),
            Reason::ResponseMalformed,
        ),
        (
            "tryLater with a good answer",
            good().status(ResponseStatus::TryLater).sign(&issuer),
            Reason::ResponderTryLater,
        ),
    ];
    for (row, response, reason) in rows {
        assert_eq!(status(&world, &response), Status::Unknown(reason), "{row}");
    }
}

#[test]
// Requirement: OCSP-02
fn wrong_delegates_say_nothing() {
    let world = World::new();
    let now = world.instant();
    let certificate = || world.jpki.responder_certificate(&world.synthetic);
    let by = |certificate: Vec<u8>| {
        world.response().single(world.good()).certificate(&certificate).sign(&world.delegate())
    };
    let key = world.synthetic.key();
    let second = world.jpki.auth_ca(Generation::Second);
    let usage = |purposes: &[asn1::ObjectIdentifier]| Extension::extended_key_usage(purposes);
    let rows = [
        ("right", by(certificate().sign(key)), None),
        (
            "not in the response",
            { world.response().single(world.good()).sign(&world.delegate()) },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "expired",
            {
                let validity = Validity::new(now - Duration::days(9), now - Duration::seconds(1));
                by(certificate().validity(validity).sign(key))
            },
            Some(Reason::ResponderExpired),
        ),
        (
            "in its last second",
            {
                let validity = Validity::new(now - Duration::days(9), now);
                by(certificate().validity(validity).sign(key))
            },
            None,
        ),
        (
            "not yet valid",
            {
                let validity = Validity::new(now + Duration::seconds(1), now + Duration::days(9));
                by(certificate().validity(validity).sign(key))
            },
            Some(Reason::ResponderExpired),
        ),
        (
            "without any purpose",
            { by(certificate().without_extension(oid::EXTENDED_KEY_USAGE).sign(key)) },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "with another purpose",
            { by(certificate().replace_extension(usage(&[oid::CLIENT_AUTH])).sign(key)) },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "with any purpose, which names none",
            {
                by(certificate().replace_extension(usage(&[oid::ANY_EXTENDED_KEY_USAGE])).sign(key))
            },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "with an unknown critical extension",
            {
                let extension = Extension::new(oid::CA_ISSUERS, asn1::null()).critical();
                by(certificate().extension(extension).sign(key))
            },
            Some(Reason::ResponderCertificateUnfit),
        ),
        (
            "of another generation",
            { by(world.jpki.responder_certificate(&second).sign(second.key())) },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "signed by the other generation in this one's name",
            { by(certificate().sign(second.key())) },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "of the other authority",
            {
                let other = world.jpki.sign_ca(Generation::Third);
                by(world.jpki.responder_certificate(&other).sign(other.key()))
            },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "whose certificate names another issuer",
            {
                let other = world.jpki.sign_ca(Generation::Third);
                by(certificate().issuer(other.name()).sign(key))
            },
            Some(Reason::ResponderNotAuthorized),
        ),
        (
            "whose certificate names another algorithm inside",
            {
                let other = SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha384).identifier();
                by(certificate().inner_algorithm(other).sign(key))
            },
            Some(Reason::ResponderCertificateUnfit),
        ),
        (
            "whose certificate is signed with SHA-1",
            { by(certificate().sign_with(key, SignatureAlgorithm::RsaPkcs1(HashAlgorithm::Sha1))) },
            Some(Reason::ResponseAlgorithmNotAllowed),
        ),
        (
            "whose key did not sign",
            {
                world
                    .response()
                    .single(world.good())
                    .certificate(&certificate().sign(key))
                    .sign(&world.delegate().with_key(Key::rsa_2048(39)))
            },
            Some(Reason::ResponseSignatureMismatch),
        ),
    ];
    for (row, response, reason) in rows {
        let expected = reason.map_or(Status::Good, Status::Unknown);
        assert_eq!(status(&world, &response), expected, "{row}");
    }
}

#[test]
fn a_delegate_without_nocheck_must_be_known_to_be_in_force() {
    let world = World::new();
    let certificate = world.jpki.responder_certificate(&world.synthetic);
    let certificate = certificate.without_extension(oid::OCSP_NO_CHECK).sign(world.synthetic.key());
    let response = world.response().single(world.good()).certificate(&certificate);
    let response = response.sign(&world.delegate());
    let revoked = revoked_at(world.instant(), RevocationReason::KeyCompromise);
    let hear = |policy: OcspPolicy, standing: Status| {
        let request = world.request(policy);
        let asked = std::cell::Cell::new(0);
        let judgement = world.verifier(policy).process_response(
            &world.target(),
            Some(&request),
            Ok(&response),
            &|target| {
                asked.set(asked.get() + 1);
                assert_eq!(target.certificate().as_der(), certificate);
                standing
            },
            world.now(),
        );
        (judgement.status(), asked.get())
    };
    let policy = OcspPolicy::immediate();
    assert_eq!(hear(policy, Status::Good), (Status::Good, 1));
    assert_eq!(hear(policy, revoked), (Status::Unknown(Reason::ResponderRevoked), 1));
    assert_eq!(
        hear(policy, Status::Unknown(Reason::CrlMissing)),
        (Status::Unknown(Reason::ResponderStatusUnknown), 1)
    );
    let lenient = with(policy, |policy| policy.delegate = DelegateStatus::NotAsked);
    assert_eq!(hear(lenient, revoked), (Status::Good, 0));
    let strict = with(policy, |policy| policy.delegate = DelegateStatus::Refused);
    let refused = Status::Unknown(Reason::ResponderNotAuthorized);
    assert_eq!(hear(strict, Status::Good), (refused, 0));
    let own = world.response().single(world.good()).sign(&world.issuer());
    assert_eq!(status_by(&world, strict, &own), Status::Good);
    // Nor is one verified, nor believed that was verified by another policy.
    let verify = |policy: OcspPolicy| {
        let verifier = world.verifier(policy);
        verifier.verify(&verifier.read(&response).unwrap(), &world.authority)
    };
    assert_eq!(verify(strict).unwrap_err(), Reason::ResponderNotAuthorized);
    let request = world.request(strict);
    let verified = verify(lenient).unwrap();
    let judge = |policy: OcspPolicy| {
        let (target, now) = (world.target(), world.now());
        let standing = |_: &RevocationTarget<'_>| Status::Good;
        world.verifier(policy).judge(&target, Some(&request), &verified, &standing, now).status()
    };
    assert_eq!(judge(lenient), Status::Good);
    assert_eq!(judge(strict), refused);
}

/// J-LIS gives no information once a certificate has expired (guideline 001, 付録①(ア)b), be the answer of before.
#[test]
fn an_answer_does_not_outlive_the_certificate() {
    let world = World::new();
    let end = world.certificate.not_after();
    let last = time::UtcDateTime::from_unix_timestamp(end.unix_seconds()).unwrap();
    let response = jpki_testkit::ocsp::ResponseBuilder::new(last)
        .single(SingleResponse::good(world.id(), last - Duration::minutes(5)))
        .extension(nonce(&NONCE))
        .sign(&world.issuer());
    let hear = |instant: time::UtcDateTime| {
        let policy = OcspPolicy::immediate();
        let (target, request) = (world.target(), world.request(policy));
        let verifier = world.verifier(policy);
        verifier
            .process_response(&target, Some(&request), Ok(&response), &not_asked, at(instant))
            .status()
    };
    assert_eq!(hear(last), Status::Good);
    let expired = hear(last + Duration::seconds(1));
    assert_eq!(expired, Status::Unknown(Reason::NoInformationOnceExpired));
}

/// What lists say of another certificate tells nothing of the delegate's.
#[test]
fn a_delegates_standing_is_its_own() {
    let world = World::new();
    let certificate = world.jpki.responder_certificate(&world.synthetic);
    let certificate = certificate.without_extension(oid::OCSP_NO_CHECK).sign(world.synthetic.key());
    let response = world.response().single(world.good()).certificate(&certificate);
    let response = response.sign(&world.delegate());
    let list = world.jpki.crl(&world.synthetic).sign(world.synthetic.key());
    let issuer = CrlIssuer::anchor(world.authority.clone());
    let list = Crl::from_der(list).unwrap().verify(&issuer, &Default::default()).unwrap();
    let judge = |target: &RevocationTarget<'_>| {
        let judgement = RevocationPolicy::daily().judge(target, [&list], world.now());
        assert_eq!(judgement.status(), Status::Good);
        judgement
    };
    let resolve = |lists: &dyn Fn(&RevocationTarget<'_>) -> RevocationAssessment| {
        let policy = StatusPolicy::by(StatusMethod::Ocsp);
        let inquiry = StatusResolver::begin(&policy, world.target(), world.now());
        let verifier = world.verifier(OcspPolicy::immediate());
        let send = |_: &_| Ok(response.clone());
        inquiry.resolve(lists, &verifier, &Nonce::new(NONCE), send).status()
    };
    assert_eq!(resolve(&|target| judge(target)), Status::Good);
    assert_eq!(
        resolve(&|_| judge(&world.target())),
        Status::Unknown(Reason::ResponderStatusUnknown)
    );
}

/// A policy that does not bound the age of an answer does not let it pass without a word.
#[test]
fn an_answer_of_any_age_is_good_with_a_warning() {
    let world = World::new();
    let years_ago = world.instant() - Duration::days(200);
    let judge = |single: SingleResponse, policy: OcspPolicy, with_nonce: bool| {
        let response = jpki_testkit::ocsp::ResponseBuilder::new(years_ago).single(single);
        let response = if with_nonce { response.extension(nonce(&NONCE)) } else { response };
        let request = world.request(policy);
        let verifier = world.verifier(policy);
        let response = response.sign(&world.issuer());
        let target = world.target();
        let judged = verifier.process_response(
            &target,
            Some(&request),
            Ok(&response),
            &not_asked,
            world.now(),
        );
        (judged.status(), judged.check().outcome())
    };
    let old = || SingleResponse::good(world.id(), years_ago).next_update(None);
    let warned = Outcome::Warned(Reason::ResponseAgeUnbounded);
    let lenient = OcspPolicy::rfc_6960();
    assert_eq!(judge(old(), lenient, false), (Status::Good, warned));
    assert_eq!(judge(old(), lenient, true), (Status::Good, Outcome::Passed));
    let due = old().next_update(Some(world.instant()));
    assert_eq!(judge(due, lenient, false), (Status::Good, Outcome::Passed));
    let missing = Reason::ResponseWithoutNextUpdate;
    let refused = (Status::Unknown(missing), Outcome::Failed(missing));
    assert_eq!(judge(old(), OcspPolicy::rfc_5019(), false), refused);
}

#[test]
fn clocks_may_differ_by_the_skew_and_no_more() {
    let world = World::new();
    let policy = OcspPolicy::immediate();
    let single = SingleResponse::good(world.id(), world.instant());
    let response = world.response().single(single).sign(&world.issuer());
    let request = world.request(policy);
    let seconds = |offset: i64| {
        let at = at(world.instant() + Duration::seconds(offset));
        let verifier = world.verifier(policy);
        verifier
            .process_response(&world.target(), Some(&request), Ok(&response), &not_asked, at)
            .status()
    };
    // thisUpdate and producedAt now, nextUpdate in 15 minutes.
    assert_eq!(seconds(-301), Status::Unknown(Reason::ResponseFromFuture));
    assert_eq!(seconds(-300), Status::Good);
    assert_eq!(seconds(15 * 60), Status::Good);
    assert_eq!(seconds(15 * 60 + 1), Status::Unknown(Reason::ResponseStale));
}

#[test]
fn nextupdate_counts_as_the_policy_says() {
    let world = World::new();
    let response = world.response().single(world.good().next_update(None)).sign(&world.issuer());
    let policy = OcspPolicy::immediate();
    let strict = with(policy, |policy| policy.freshness.next_update = NextUpdate::Required);
    assert_eq!(status_by(&world, policy, &response), Status::Good);
    let refused = Status::Unknown(Reason::ResponseWithoutNextUpdate);
    assert_eq!(status_by(&world, strict, &response), refused);
}

#[test]
// Requirement: OCSP-06
fn nonces_count_as_the_policy_says() {
    let world = World::new();
    let single = || world.good();
    let without = world.response_without_nonce().single(single()).sign(&world.issuer());
    let echoed = world.response().single(single()).sign(&world.issuer());
    let other = world.response_without_nonce().single(single()).extension(nonce(&[1; 32]));
    let other = other.sign(&world.issuer());
    let missing = Status::Unknown(Reason::ResponseNonceMissing);
    let mismatch = Status::Unknown(Reason::ResponseNonceMismatch);
    for (mode, expected) in [
        (NonceMode::Required, [Status::Good, missing, mismatch]),
        (NonceMode::AbsenceAccepted, [Status::Good, Status::Good, mismatch]),
        (NonceMode::Off, [Status::Good, Status::Good, Status::Good]),
    ] {
        let policy = with(OcspPolicy::immediate(), |policy| policy.nonce = mode);
        let found = [&echoed, &without, &other].map(|response| status_by(&world, policy, response));
        assert_eq!(found, expected, "{mode:?}");
    }
    let policy = with(OcspPolicy::immediate(), |policy| policy.nonce = NonceMode::AbsenceAccepted);
    let request = world.request(policy);
    let verifier = world.verifier(policy);
    let judgement = verifier.process_response(
        &world.target(),
        Some(&request),
        Ok(&without),
        &not_asked,
        world.now(),
    );
    let check = judgement.check().find(CheckId::ResponseNonce).unwrap();
    assert_eq!(check.outcome(), Outcome::Warned(Reason::ResponseNonceMissing));
    // A policy that wants a nonce is not satisfied by a request that sent none.
    let silent = world.request(with(policy, |policy| policy.nonce = NonceMode::Off));
    let strict = world.verifier(OcspPolicy::immediate());
    let judgement = strict.process_response(
        &world.target(),
        Some(&silent),
        Ok(&echoed),
        &not_asked,
        world.now(),
    );
    assert_eq!(judgement.status(), missing);
}

#[test]
fn of_several_answers_the_worst_fresh_one_counts() {
    let world = World::new();
    let now = world.instant();
    let since = now - Duration::days(2);
    let revoked = CertificateStatus::Revoked(since, Some(ReasonCode::Superseded));
    let single = |status, age: i64| {
        SingleResponse::new(world.id(), status, now - Duration::minutes(age)).next_update(None)
    };
    let other = SingleResponse::good(world.id_of(SerialNumber::from(0x7777_7777)), now);
    let sign = |singles: &[SingleResponse]| {
        let response = singles
            .iter()
            .fold(world.response(), |response, single| response.single(single.clone()));
        response.sign(&world.issuer())
    };
    let (good, bad) = (single(CertificateStatus::Good, 1), single(revoked, 1));
    let unknown = single(CertificateStatus::Unknown, 1);
    let old_bad = single(revoked, 60);
    let run_out = single(revoked, 1);
    let run_out = run_out.next_update(Some(world.instant() - Duration::SECOND));
    let newest = single(CertificateStatus::Good, 0);
    let stale = Status::Unknown(Reason::ResponseStale);
    let is_revoked = revoked_at(since, RevocationReason::Superseded);
    let not_known = Status::Unknown(Reason::CertificateUnknownToResponder);
    for (row, singles, expected) in [
        ("another first", vec![other.clone(), good.clone()], Status::Good),
        ("another last", vec![good.clone(), other.clone()], Status::Good),
        ("revoked last", vec![good.clone(), bad.clone()], is_revoked),
        ("revoked first", vec![bad.clone(), good.clone()], is_revoked),
        ("revoked and unknown", vec![unknown.clone(), bad.clone()], is_revoked),
        ("good and unknown", vec![good.clone(), unknown.clone()], not_known),
        ("revoked long ago, good now", vec![old_bad.clone(), good.clone()], Status::Good),
        ("revoked long ago", vec![old_bad], Status::Unknown(Reason::ResponseStale)),
        ("revoked last, run out since", vec![good.clone(), run_out.clone()], stale),
        ("revoked last, run out since, first", vec![run_out.clone(), good.clone()], stale),
        ("revoked, run out, good now", vec![run_out, newest], Status::Good),
        ("another alone", vec![other], Status::Unknown(Reason::ResponseOtherCertificate)),
    ] {
        assert_eq!(status(&world, &sign(&singles)), expected, "{row}");
    }
}

#[test]
fn of_equal_answers_the_first_counts() {
    let world = World::new();
    let minutes = |age| world.instant() - Duration::minutes(age);
    let good = |age| SingleResponse::good(world.id(), minutes(age)).next_update(None);
    let response = world.response().single(good(2)).single(good(1)).single(good(3));
    let request = world.request(OcspPolicy::immediate());
    let judgement = world.verifier(OcspPolicy::immediate()).process_response(
        &world.target(),
        Some(&request),
        Ok(&response.sign(&world.issuer())),
        &not_asked,
        world.now(),
    );
    let expected = Timestamp::from_unix_seconds(minutes(2).unix_timestamp());
    assert_eq!(judgement.response().unwrap().this_update, expected);
}

#[test]
fn the_date_of_invalidity_is_told() {
    let world = World::new();
    let (since, invalid) =
        (world.instant() - Duration::days(2), world.instant() - Duration::days(5));
    let revoked = CertificateStatus::Revoked(since, Some(ReasonCode::KeyCompromise));
    let single = || SingleResponse::new(world.id(), revoked, world.instant());
    let told = |extension| {
        let response = world.response().single(single().extension(extension));
        let Status::Revoked(found) = status(&world, &response.sign(&world.issuer())) else {
            panic!("not revoked");
        };
        found.invalidity_date
    };
    let expected = Timestamp::from_unix_seconds(invalid.unix_timestamp());
    assert_eq!(told(Extension::invalidity_date(invalid)), Some(expected));
    // One that cannot be read does not make the certificate less revoked.
    let text = asn1::element(0x0c, b"20260527030000Z");
    assert_eq!(told(Extension::new(oid::INVALIDITY_DATE, text)), None);
}

#[test]
fn when_a_response_was_signed_counts_as_the_policy_says() {
    let world = World::new();
    let later = world.instant() + Duration::minutes(6);
    let response = jpki_testkit::ocsp::ResponseBuilder::new(later).single(world.good());
    let response = response.extension(nonce(&NONCE)).sign(&world.issuer());
    let from_future = Status::Unknown(Reason::ResponseFromFuture);
    assert_eq!(status_by(&world, OcspPolicy::immediate(), &response), from_future);
    assert_eq!(status_by(&world, OcspPolicy::rfc_6960(), &response), Status::Good);
}

#[test]
fn a_response_verified_for_one_authority_says_nothing_of_another() {
    let world = World::new();
    let second = world.jpki.auth_ca(Generation::Second);
    let response = world.response().single(world.good());
    let response = response.sign(&Responder::by_key(second.key()));
    let verifier = world.verifier(OcspPolicy::immediate());
    let request = world.request(OcspPolicy::immediate());
    let verified = verifier.verify(&verifier.read(&response).unwrap(), &authority(&second));
    let judgement = verifier.judge(
        &world.target(),
        Some(&request),
        &verified.unwrap(),
        &not_asked,
        world.now(),
    );
    assert_eq!(judgement.status(), Status::Unknown(Reason::ResponderNotAuthorized));
}

#[test]
fn the_limits_of_the_verifier_hold() {
    let world = World::new();
    let certificate = world.delegate_certificate();
    let response = world.response().single(world.good()).certificate(&certificate);
    let response = response.sign(&world.delegate());
    let ask = |limits| {
        let verifier = world.verifier(OcspPolicy::immediate()).with_limits(limits);
        let request = world.request(OcspPolicy::immediate());
        let (target, now) = (world.target(), world.now());
        verifier.process_response(&target, Some(&request), Ok(&response), &not_asked, now).status()
    };
    let limits = Limits::DEFAULT;
    assert_eq!(ask(limits.with_response_bytes(response.len())), Status::Good);
    let refused = Status::Unknown(Reason::ResponseMalformed);
    assert_eq!(ask(limits.with_response_bytes(response.len() - 1)), refused);
    assert_eq!(ask(limits.with_certificate_bytes(certificate.len())), Status::Good);
    let unread = Status::Unknown(Reason::ResponderNotAuthorized);
    assert_eq!(ask(limits.with_certificate_bytes(certificate.len() - 1)), unread);
}

#[test]
// Requirement: OCSP-04
fn no_response_is_not_good() {
    let world = World::new();
    let policy = OcspPolicy::immediate();
    let request = world.request(policy);
    for (fault, reason) in [
        (TransportError::Unreachable, Reason::ResponderUnreachable),
        (TransportError::TimedOut, Reason::ResponderTimedOut),
        (TransportError::TooLarge, Reason::ResponseTooLarge),
        (TransportError::Refused, Reason::ResponseNotOcsp),
    ] {
        let verifier = world.verifier(policy);
        let judgement = verifier.process_response(
            &world.target(),
            Some(&request),
            Err(fault),
            &not_asked,
            world.now(),
        );
        assert_eq!(judgement.status(), Status::Unknown(reason));
        assert!(judgement.response().is_none());
    }
}

#[test]
fn an_expired_certificate_gets_no_answer() {
    let world = World::new();
    let expired = world.jpki.auth_certificate(&jpki_testkit::jpki::Person::hanako());
    let expired = expired.not_after(world.instant() - Duration::seconds(1)).issue();
    let certificate = Certificate::from_der(expired.certificate()).unwrap();
    let target = jpki_revocation::RevocationTarget::end_entity(
        &certificate,
        &world.authority,
        &world.authority,
    );
    let single = SingleResponse::good(world.id_of(expired.serial()), world.instant());
    let response = world.response().single(single).sign(&world.issuer());
    let verifier = world.verifier(OcspPolicy::immediate());
    let request = world.request(OcspPolicy::immediate());
    let judgement =
        verifier.process_response(&target, Some(&request), Ok(&response), &not_asked, world.now());
    assert_eq!(judgement.status(), Status::Unknown(Reason::NoInformationOnceExpired));
}

#[test]
fn a_named_responder_answers_for_its_issuer_alone() {
    let world = World::new();
    let second = world.jpki.auth_ca(Generation::Second);
    let response = world.response().single(world.good()).sign(&Responder::by_key(second.key()));
    let request = world.request(OcspPolicy::immediate());
    let ask = |responder, issuer| {
        let verifier = world.verifier(OcspPolicy::immediate()).with_responder(responder, issuer);
        verifier.process_response(
            &world.target(),
            Some(&request),
            Ok(&response),
            &unknown,
            world.now(),
        )
    };
    let named = ask(authority(&second), world.authority.clone());
    assert_eq!(named.status(), Status::Good);
    assert_eq!(named.response().unwrap().responder, ResponderRole::Named);
    let for_another = ask(authority(&second), authority(&second));
    assert_eq!(for_another.status(), Status::Unknown(Reason::ResponderNotAuthorized));
}

#[test]
fn a_known_delegate_need_not_come_along_and_serves_its_issuer_alone() {
    let world = World::new();
    let policy = OcspPolicy::immediate();
    let request = world.request(policy);
    let with = world.response().single(world.good()).certificate(&world.delegate_certificate());
    let (with, without) = (
        with.sign(&world.delegate()),
        world.response().single(world.good()).sign(&world.delegate()),
    );
    let verifier = world.verifier(policy);
    let response = verifier.read(&with).unwrap();
    let verified = verifier.verify(&response, &world.authority).unwrap();
    assert_eq!(verified.responder(), ResponderRole::Delegate);
    let delegate: Delegate = verified.delegate().unwrap().clone();
    assert!(delegate.needs_no_check());

    let knowing = verifier.clone().with_delegate(delegate.clone());
    let hear = |response: &[u8]| {
        knowing
            .process_response(
                &world.target(),
                Some(&request),
                Ok(response),
                &not_asked,
                world.now(),
            )
            .status()
    };
    assert_eq!((hear(&with), hear(&without)), (Status::Good, Status::Good));

    let second = world.jpki.auth_ca(Generation::Second);
    let refused = knowing.verify(&verifier.read(&without).unwrap(), &authority(&second));
    assert_eq!(refused.unwrap_err(), Reason::ResponderNotAuthorized);
}

/// Every bit of the response, one at a time: refused, or outside of what is signed, and then the answer is
/// the same. No bit makes another answer of it.
#[test]
fn no_single_bit_changes_the_answer() {
    let world = World::new();
    let since = world.instant() - Duration::days(2);
    let revoked = CertificateStatus::Revoked(since, Some(ReasonCode::Superseded));
    let bad = SingleResponse::new(world.id(), revoked, world.instant());
    let response = world.response().single(bad).certificate(&world.delegate_certificate());
    let original = response.sign(&world.delegate());
    let expected = status(&world, &original);
    let signed = {
        let read = jpki_revocation::ocsp::OcspResponse::from_der(&original).unwrap();
        let signed = read.basic().unwrap().signed_bytes().to_vec();
        let start = original.windows(signed.len()).position(|window| window == signed).unwrap();
        start..start + signed.len()
    };
    let mut same = 0;
    for at in 0..original.len() {
        for bit in 0..8 {
            let mut changed = original.clone();
            changed[at] ^= 1 << bit;
            match status(&world, &changed) {
                Status::Unknown(_) => {}
                found => {
                    assert_eq!(found, expected, "bit {bit} of byte {at}");
                    assert!(!signed.contains(&at), "bit {bit} of byte {at} is signed");
                    same += 1;
                }
            }
        }
    }
    // What is neither signed nor needed to read it: next to nothing.
    assert!(same < 16, "{same} bits do not matter");
}

#[test]
fn no_truncation_is_read() {
    let world = World::new();
    let response = world.response().single(world.good()).sign(&world.issuer());
    for length in 0..response.len() {
        let found = status(&world, &response[..length]);
        assert_eq!(found, Status::Unknown(Reason::ResponseMalformed), "{length}");
    }
}
