//! The server's faults: each has its verdict and reason, none takes longer than its time, none turns into good.

use std::net::TcpListener;
use std::thread;
use std::time::Instant;

use jpki_core::report::{Reason, Verdict};
use jpki_core::time::Timestamp;
use jpki_revocation::ocsp::OcspPolicy;
use jpki_revocation::{RevocationReason, Revoked, Status};
use jpki_testkit::jpki::{Generation, Person, VECTOR_INSTANT};
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, ResponseStatus, SingleResponse, nonce,
    unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{ReasonCode, SerialNumber, Validity};
use jpki_transport::HttpMethod;
use time::{Duration, UtcDateTime};

use crate::client::{NONCE, REVOKED_DELEGATE, TIME, Transport, World, unknown};
use crate::server::{Behaviour, Server, ok, send};

const OCSP: &str = "application/ocsp-response";

struct Row {
    name: &'static str,
    behaviour: Behaviour,
    expected: Status,
}

fn row(name: &'static str, expected: Status, behaviour: Behaviour) -> Row {
    Row { name, behaviour, expected }
}

/// A server that sends these bytes.
fn sends(bytes: Vec<u8>) -> Behaviour {
    Box::new(move |_, stream| send(stream, &bytes))
}

/// The way to the bytes: what a server may do wrong before there is anything to read.
fn faults_of_the_server(world: &World) -> Vec<Row> {
    let good = Answers::of(world).right();
    let (slow, huge) = (good.clone(), vec![0x30; 0x2_0000]);
    let truncated = ok(OCSP, &good)[..good.len()].to_vec();
    let redirect =
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n";
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {OCSP}\r\nConnection: close\r\n\r\n");
    vec![
        row("right", Status::Good, sends(ok(OCSP, &good))),
        row(
            "with parameters of the media type",
            Status::Good,
            sends(ok("Application/OCSP-Response; x=y", &good)),
        ),
        row("hangs up", unknown(Reason::ResponderUnreachable), Box::new(|_, _| {})),
        row(
            "says nothing",
            unknown(Reason::ResponderTimedOut),
            Box::new(|_, _| thread::sleep(TIME * 3)),
        ),
        row(
            "slow",
            unknown(Reason::ResponderTimedOut),
            Box::new(move |_, stream| {
                for byte in ok(OCSP, &slow) {
                    send(stream, &[byte]);
                    thread::sleep(std::time::Duration::from_millis(20));
                }
            }),
        ),
        row("huge", unknown(Reason::ResponseTooLarge), sends(ok(OCSP, &huge))),
        row(
            "without end",
            unknown(Reason::ResponseTooLarge),
            Box::new(move |_, stream| {
                send(stream, head.as_bytes());
                for _ in 0..64 {
                    send(stream, &[0x30; 0x1000]);
                }
            }),
        ),
        row("wrong type", unknown(Reason::ResponseNotOcsp), sends(ok("text/html", &good))),
        row("redirect", unknown(Reason::ResponseNotOcsp), sends(redirect.to_vec())),
        row(
            "status 500",
            unknown(Reason::ResponseNotOcsp),
            sends(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".to_vec()),
        ),
        row("truncated by the connection", unknown(Reason::ResponderUnreachable), sends(truncated)),
        row(
            "truncated by the server",
            unknown(Reason::ResponseMalformed),
            sends(ok(OCSP, &good[..good.len() - 1])),
        ),
        row(
            "a web page",
            unknown(Reason::ResponseMalformed),
            sends(ok(OCSP, b"<html>login</html>")),
        ),
        row(
            "tryLater",
            unknown(Reason::ResponderTryLater),
            sends(ok(OCSP, &unsuccessful(ResponseStatus::TryLater))),
        ),
    ]
}

/// Responses that are well formed and wrong, each beside one that is right.
fn faults_of_the_response(world: &World) -> Vec<Row> {
    let answers = Answers::of(world);
    let now = answers.now;
    let minutes = Duration::minutes;
    let second = Duration::seconds(1);
    // Signed when it was known, by the clock that says so.
    let signed_with = |single, known| {
        let response = ResponseBuilder::new(now.max(known)).extension(nonce(&NONCE));
        response.single(single).sign(&answers.issuer)
    };
    let good_at = |instant| signed_with(answers.good_at(instant), instant);
    let without_end = |instant| signed_with(answers.good_at(instant).next_update(None), instant);
    let other_serial = SingleResponse::good(answers.id(SerialNumber::from(0x7777)), now);
    let sign_ca = world.jpki.sign_ca(Generation::Third);
    let other_issuer = CertId::sha1(&sign_ca.name(), sign_ca.key(), world.hanako.serial());
    let revoked = answers.revoked();
    let is_revoked = Status::Revoked(Revoked {
        at: Timestamp::from_unix_seconds((now - minutes(60)).unix_timestamp()),
        reason: RevocationReason::KeyCompromise,
        invalidity_date: None,
    });
    let unsigned = {
        let mut response = answers.right();
        // The signature is what a response without certificates ends with.
        let start = response.len() - 256;
        response[start..].fill(0);
        response
    };
    let wrong_key = answers.response(&NONCE).single(answers.good_at(now));
    let wrong_key = wrong_key.sign(&answers.issuer.clone().with_key(Key::rsa_2048(39)));
    let without_nonce = ResponseBuilder::new(now).single(answers.good_at(now));
    let other_nonce = answers.response(&[1; 32]).single(answers.good_at(now));
    let rows = [
        ("replayed", other_nonce.sign(&answers.issuer), Err(Reason::ResponseNonceMismatch)),
        ("nonce missing", without_nonce.sign(&answers.issuer), Err(Reason::ResponseNonceMissing)),
        (
            "another serial",
            answers.signed([other_serial.clone()]),
            Err(Reason::ResponseOtherCertificate),
        ),
        (
            "same serial of another issuer",
            answers.signed([SingleResponse::good(other_issuer, now)]),
            Err(Reason::ResponseOtherCertificate),
        ),
        ("stale", good_at(now - minutes(20)), Err(Reason::ResponseStale)),
        ("in the last second before its nextUpdate", good_at(now - minutes(15)), Ok(Status::Good)),
        ("past its nextUpdate", good_at(now - minutes(15) - second), Err(Reason::ResponseStale)),
        ("as old as may be", without_end(now - minutes(17)), Ok(Status::Good)),
        ("older", without_end(now - minutes(17) - second), Err(Reason::ResponseStale)),
        ("future", good_at(now + minutes(60)), Err(Reason::ResponseFromFuture)),
        ("clock behind by the allowance", good_at(now + minutes(5)), Ok(Status::Good)),
        (
            "clock behind by more",
            good_at(now + minutes(5) + second),
            Err(Reason::ResponseFromFuture),
        ),
        (
            "signed before it was known",
            answers.signed([answers.good_at(now + second)]),
            Err(Reason::ResponseProducedEarlier),
        ),
        ("unsigned", unsigned, Err(Reason::ResponseSignatureMismatch)),
        ("wrong key", wrong_key, Err(Reason::ResponseSignatureMismatch)),
        ("revoked", answers.signed([revoked.clone()]), Ok(is_revoked)),
        (
            "several single responses, ours the last",
            answers.signed([other_serial.clone(), answers.good_at(now)]),
            Ok(Status::Good),
        ),
        (
            "several single responses, ours twice",
            answers.signed([answers.good_at(now), other_serial.clone(), revoked]),
            Ok(is_revoked),
        ),
        (
            "several single responses, none ours",
            answers.signed([other_serial.clone(), other_serial]),
            Err(Reason::ResponseOtherCertificate),
        ),
    ];
    rows.into_iter().map(|(name, response, expected)| answered(name, &response, expected)).collect()
}

/// Responses of a responder that the authority certified, or did not.
fn faults_of_the_delegate(world: &World) -> Vec<Row> {
    let answers = Answers::of(world);
    let (now, day) = (answers.now, Duration::DAY);
    let key = world.synthetic.key();
    let second = world.jpki.auth_ca(Generation::Second);
    let certificate = || world.jpki.responder_certificate(&world.synthetic);
    let until = |end| certificate().validity(Validity::new(now - day * 9, end));
    let rows = [
        ("delegate", certificate().sign(key), Ok(Status::Good)),
        ("delegate in its last second", until(now).sign(key), Ok(Status::Good)),
        (
            "delegate expired",
            until(now - Duration::seconds(1)).sign(key),
            Err(Reason::ResponderExpired),
        ),
        (
            "delegate without the usage",
            certificate().without_extension(oid::EXTENDED_KEY_USAGE).sign(key),
            Err(Reason::ResponderNotAuthorized),
        ),
        (
            "delegate in force by the list",
            certificate().without_extension(oid::OCSP_NO_CHECK).sign(key),
            Ok(Status::Good),
        ),
        (
            "delegate revoked",
            certificate().without_extension(oid::OCSP_NO_CHECK).serial(REVOKED_DELEGATE).sign(key),
            Err(Reason::ResponderRevoked),
        ),
        (
            "delegate of another generation",
            world.jpki.responder_certificate(&second).sign(second.key()),
            Err(Reason::ResponderNotAuthorized),
        ),
    ];
    rows.into_iter()
        .map(|(name, certificate, expected)| {
            let response = answers.response(&NONCE).single(answers.good_at(now));
            let responder = Responder::by_key(world.jpki.responder_key());
            answered(name, &response.certificate(&certificate).sign(&responder), expected)
        })
        .collect()
}

/// Responses about 花子's certificate.
struct Answers<'w> {
    world: &'w World,
    now: UtcDateTime,
    issuer: Responder,
}

impl<'w> Answers<'w> {
    fn of(world: &'w World) -> Self {
        let issuer = Responder::by_key(world.synthetic.key());
        Self { world, now: world.jpki.instant(), issuer }
    }

    fn id(&self, serial: SerialNumber) -> CertId {
        CertId::sha1(&self.world.synthetic.name(), self.world.synthetic.key(), serial)
    }

    fn good_at(&self, instant: UtcDateTime) -> SingleResponse {
        SingleResponse::good(self.id(self.world.hanako.serial()), instant)
    }

    fn revoked(&self) -> SingleResponse {
        let since = self.now - Duration::minutes(60);
        let status = CertificateStatus::Revoked(since, Some(ReasonCode::KeyCompromise));
        SingleResponse::new(self.id(self.world.hanako.serial()), status, self.now)
    }

    fn response(&self, value: &[u8]) -> ResponseBuilder {
        ResponseBuilder::new(self.now).extension(nonce(value))
    }

    fn signed<const N: usize>(&self, singles: [SingleResponse; N]) -> Vec<u8> {
        let response = self.response(&NONCE);
        singles.into_iter().fold(response, ResponseBuilder::single).sign(&self.issuer)
    }

    fn right(&self) -> Vec<u8> {
        self.signed([self.good_at(self.now)])
    }
}

/// A server that answers as it should, with this response.
fn answered(name: &'static str, response: &[u8], expected: Result<Status, Reason>) -> Row {
    row(name, expected.unwrap_or_else(Status::Unknown), sends(ok(OCSP, response)))
}

#[test]
fn faults_of_the_server_have_their_reason() {
    each_has_its_reason(faults_of_the_server);
}

#[test]
fn faults_of_the_response_have_their_reason() {
    each_has_its_reason(faults_of_the_response);
}

#[test]
fn faults_of_the_delegate_have_their_reason() {
    each_has_its_reason(faults_of_the_delegate);
}

fn each_has_its_reason(rows: fn(&World) -> Vec<Row>) {
    let world = World::at(VECTOR_INSTANT);
    for row in rows(&world) {
        let server = Server::start(row.behaviour);
        for transport in Transport::BOTH {
            let begun = Instant::now();
            let judgement = world.resolve(
                world.hanako.certificate(),
                &server.address,
                transport,
                OcspPolicy::immediate(),
                HttpMethod::Post,
            );
            assert_eq!(judgement.status(), row.expected, "{}, {transport:?}", row.name);
            let verdict = match row.expected {
                Status::Good => Verdict::Valid,
                Status::Revoked(_) => Verdict::Invalid,
                Status::Unknown(_) => Verdict::Indeterminate,
            };
            let outcome = judgement.check().outcome();
            assert_eq!(outcome.verdict(), verdict, "{}, {transport:?}", row.name);
            let took = begun.elapsed();
            assert!(took < TIME * 2, "{}, {transport:?}: {took:?}", row.name);
        }
    }
}

#[test]
// Requirement: OCSP-04
fn nobody_at_home_is_not_good() {
    // A port that was just free: nobody listens.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let world = World::at(VECTOR_INSTANT);
    for transport in Transport::BOTH {
        let judgement = world.resolve(
            world.hanako.certificate(),
            &format!("http://{address}"),
            transport,
            OcspPolicy::immediate(),
            HttpMethod::Post,
        );
        assert_eq!(judgement.status(), unknown(Reason::ResponderUnreachable), "{transport:?}");
    }
}

#[test]
// Requirement: VAL-01
fn no_question_leaves_for_an_expired_certificate() {
    let world = World::at(VECTOR_INSTANT);
    let expired = world.jpki.auth_certificate(&Person::hanako());
    let expired = expired.not_after(world.jpki.instant() - Duration::seconds(1)).issue();
    let server = Server::start(Box::new(|_, _| panic!("asked")));
    for transport in Transport::BOTH {
        let judgement = world.resolve(
            expired.certificate(),
            &server.address,
            transport,
            OcspPolicy::immediate(),
            HttpMethod::Post,
        );
        assert_eq!(judgement.status(), unknown(Reason::NoInformationOnceExpired));
    }
    assert_eq!(server.requests(), 0);
}

#[test]
fn a_transient_fault_is_tried_again_and_an_answer_is_not() {
    let world = World::at(VECTOR_INSTANT);
    for transport in Transport::BOTH {
        for (behaviour, requests) in [
            (Box::new(|_: &[u8], _: &mut std::net::TcpStream| {}) as Behaviour, 2),
            (sends(ok("text/html", b"")), 1),
            (sends(ok(OCSP, &unsuccessful(ResponseStatus::TryLater))), 1),
        ] {
            let server = Server::start(behaviour);
            let judgement = world.resolve(
                world.hanako.certificate(),
                &server.address,
                transport,
                OcspPolicy::immediate(),
                HttpMethod::Post,
            );
            assert!(matches!(judgement.status(), Status::Unknown(_)));
            assert_eq!(server.requests(), requests, "{transport:?}");
        }
    }
}
