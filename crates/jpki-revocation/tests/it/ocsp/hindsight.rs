//! What a responder says later of an instant before.

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_revocation::ocsp::OcspPolicy;
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationTarget, Status, VerifiedCrl};
use jpki_testkit::asn1;
use jpki_testkit::jpki::Person;
use jpki_testkit::ocsp::{CertificateStatus, ResponseBuilder, SingleResponse, nonce};
use jpki_testkit::oid;
use jpki_testkit::pki::{Extension, ReasonCode, Validity};
use jpki_x509::certificate::Certificate;
use time::{Duration, UtcDateTime};

use crate::ocsp::world::{NONCE, World, at, not_asked};

/// The instant of the vectors, looked back to from thirty days later.
fn looking_back(world: &World) -> (UtcDateTime, ValidationTime) {
    let present = world.instant() + Duration::days(30);
    let instant = Timestamp::from_unix_seconds(world.instant().unix_timestamp());
    (present, at(present).looking_back_to(instant))
}

#[test]
fn a_later_answer_tells_by_its_dates() {
    let world = World::new();
    let (present, at) = looking_back(&world);
    let then = world.instant();
    let hear = |single: SingleResponse, produced_at: UtcDateTime| {
        let policy = OcspPolicy::immediate();
        let request = world.request(policy);
        let response = ResponseBuilder::new(produced_at).single(single).extension(nonce(&NONCE));
        let response = response.sign(&world.issuer());
        let verifier = world.verifier(policy);
        verifier
            .process_response(&world.target(), Some(&request), Ok(&response), &not_asked, at)
            .status()
    };
    let revoked = |since: UtcDateTime| {
        let status = CertificateStatus::Revoked(since, Some(ReasonCode::KeyCompromise));
        SingleResponse::new(world.id(), status, present)
    };
    assert_eq!(hear(SingleResponse::good(world.id(), present), present), Status::Good);
    assert!(matches!(hear(revoked(then), present), Status::Revoked(_)));
    assert_eq!(hear(revoked(then + Duration::SECOND), present), Status::Good);
    let invalid = Extension::invalidity_date(then);
    let dated = revoked(then + Duration::days(1)).extension(invalid);
    assert!(matches!(hear(dated, present), Status::Revoked(_)));
    // An answer of that instant still counts, one of the days before does not.
    assert_eq!(hear(SingleResponse::good(world.id(), then), then), Status::Good);
    let before = then - Duration::days(1);
    let stale = Status::Unknown(Reason::ResponseStale);
    assert_eq!(hear(SingleResponse::good(world.id(), before), before), stale);
    let after = present + Duration::minutes(6);
    let future = Status::Unknown(Reason::ResponseFromFuture);
    assert_eq!(hear(SingleResponse::good(world.id(), after), after), future);
}

#[test]
fn what_was_good_after_it_expired_tells_nothing() {
    let world = World::new();
    let (present, at) = looking_back(&world);
    let expiring = world.jpki.auth_certificate(&Person::hanako());
    let expiring = expiring.not_after(world.instant() + Duration::days(1)).issue();
    let certificate = Certificate::from_der(expiring.certificate()).unwrap();
    let target = RevocationTarget::end_entity(&certificate, &world.authority, &world.authority);
    let hear = |issued: UtcDateTime| {
        let policy = OcspPolicy::immediate();
        let single = SingleResponse::good(world.id_of(expiring.serial()), issued);
        let response = ResponseBuilder::new(issued).single(single).extension(nonce(&NONCE));
        let response = response.sign(&world.issuer());
        let request = world.request(policy);
        world
            .verifier(policy)
            .process_response(&target, Some(&request), Ok(&response), &not_asked, at)
            .status()
    };
    assert_eq!(hear(world.instant() + Duration::days(1)), Status::Good);
    assert_eq!(hear(present), Status::Unknown(Reason::NoInformationOnceExpired));
}

#[test]
fn a_delegate_that_answers_later_is_in_force_later() {
    let world = World::new();
    let (present, at) = looking_back(&world);
    let hear = |validity: Validity| {
        let certificate = world.jpki.responder_certificate(&world.synthetic).validity(validity);
        let certificate = certificate.sign(world.synthetic.key());
        let response = ResponseBuilder::new(present)
            .single(SingleResponse::good(world.id(), present))
            .extension(nonce(&NONCE))
            .certificate(&certificate)
            .sign(&world.delegate());
        let policy = OcspPolicy::immediate();
        let request = world.request(policy);
        let verifier = world.verifier(policy);
        verifier
            .process_response(&world.target(), Some(&request), Ok(&response), &not_asked, at)
            .status()
    };
    let day = Duration::DAY;
    assert_eq!(hear(Validity::new(present - day, present + day)), Status::Good);
    let of_then = Validity::new(world.instant() - day, present - day);
    assert_eq!(hear(of_then), Status::Unknown(Reason::ResponderExpired));
}

#[test]
fn an_unreadable_date_of_invalidity_may_be_of_before() {
    let world = World::new();
    let (present, at) = looking_back(&world);
    let hear = |value: Vec<u8>| {
        let since = world.instant() + Duration::DAY;
        let status = CertificateStatus::Revoked(since, Some(ReasonCode::Superseded));
        let single = SingleResponse::new(world.id(), status, present)
            .extension(Extension::new(oid::INVALIDITY_DATE, value));
        let response = ResponseBuilder::new(present).single(single).extension(nonce(&NONCE));
        let response = response.sign(&world.issuer());
        let policy = OcspPolicy::immediate();
        let request = world.request(policy);
        let verifier = world.verifier(policy);
        verifier
            .process_response(&world.target(), Some(&request), Ok(&response), &not_asked, at)
            .status()
    };
    assert_eq!(hear(asn1::element(0x18, b"20260630030000Z")), Status::Good);
    for value in [
        asn1::element(0x18, b"20260531030000Z"),
        asn1::element(0x18, b"202605310300Z"),
        asn1::element(0x17, b"260531030000Z"),
    ] {
        assert!(matches!(hear(value), Status::Revoked(_)));
    }
}

/// A delegate that answers at the present must be in force at the present, whatever it was at the instant.
#[test]
fn a_delegate_that_answers_later_is_known_to_be_in_force_later() {
    let world = World::new();
    let (present, at) = looking_back(&world);
    let then = world.instant();
    let certificate = world.jpki.responder_certificate(&world.synthetic);
    let validity = Validity::new(then - Duration::DAY, present + Duration::DAY);
    let certificate = certificate.validity(validity).without_extension(oid::OCSP_NO_CHECK);
    let serial = world.synthetic.serial_after(0x00E0_0000);
    let certificate = certificate.sign(world.synthetic.key());
    let list = |issued: UtcDateTime, revoked: Option<(UtcDateTime, ReasonCode)>| {
        let list = world.jpki.crl(&world.synthetic).this_update(issued);
        let list = list.next_update(issued + Duration::DAY);
        let list = revoked
            .into_iter()
            .fold(list, |list, (since, reason)| list.revoke(serial.clone(), since, reason));
        let list = Crl::from_der(list.sign(world.synthetic.key())).unwrap();
        let issuer = CrlIssuer::anchor(world.authority.clone());
        list.verify(&issuer, &AlgorithmPolicy::current()).unwrap()
    };
    let hear = |produced_at: UtcDateTime, lists: &[VerifiedCrl]| {
        let single = SingleResponse::good(world.id(), produced_at);
        let response = ResponseBuilder::new(produced_at).single(single).extension(nonce(&NONCE));
        let response = response.certificate(&certificate).sign(&world.delegate());
        let policy = OcspPolicy::immediate();
        let request = world.request(policy);
        let standing = |target: &RevocationTarget<'_>| {
            let answer = RevocationPolicy::daily().judge(target, lists, at);
            answer.for_question(target, at).status()
        };
        let verifier = world.verifier(policy);
        verifier
            .process_response(&world.target(), Some(&request), Ok(&response), &standing, at)
            .status()
    };
    let (of_then, now) = (|| list(then - Duration::HOUR, None), present - Duration::HOUR);
    let since = present - Duration::days(7);
    assert_eq!(hear(present, &[list(now, None)]), Status::Good);
    let revoked = Status::Unknown(Reason::ResponderRevoked);
    for reason in [ReasonCode::KeyCompromise, ReasonCode::CessationOfOperation] {
        let lists = [of_then(), list(now, Some((since, reason)))];
        assert_eq!(hear(present, &lists), revoked, "{reason:?}");
    }
    // What was known then says nothing of who answers now.
    let unknown = Status::Unknown(Reason::ResponderStatusUnknown);
    assert_eq!(hear(present, &[of_then()]), unknown);
    // An answer of that instant was given by one that was in force, unless its key may have been in wrong hands.
    assert_eq!(hear(then, &[of_then()]), Status::Good);
    for (reason, expected) in
        [(ReasonCode::CessationOfOperation, Status::Good), (ReasonCode::KeyCompromise, revoked)]
    {
        assert_eq!(hear(then, &[list(now, Some((since, reason)))]), expected, "{reason:?}");
    }
}
