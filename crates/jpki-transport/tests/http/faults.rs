//! The server's faults: each has its reason, none takes longer than its time, none turns into good.

use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use jpki_core::report::Reason;
use jpki_revocation::Status;
use jpki_revocation::ocsp::OcspPolicy;
use jpki_testkit::jpki::{Generation, Person, VECTOR_INSTANT};
use jpki_testkit::key::Key;
use jpki_testkit::ocsp::{
    CertId, Responder, ResponseBuilder, ResponseStatus, SingleResponse, nonce, unsuccessful,
};
use jpki_testkit::pki::SerialNumber;
use jpki_transport::Method;

use crate::client::{NONCE, TIME, Transport, World, unknown};
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

/// A server that sends these octets.
fn sends(octets: Vec<u8>) -> Behaviour {
    Box::new(move |_, stream| send(stream, &octets))
}

fn rows(world: &World) -> Vec<Row> {
    let now = world.jpki.instant();
    let id =
        |serial: SerialNumber| CertId::sha1(&world.synthetic.name(), world.synthetic.key(), serial);
    let issuer = Responder::by_key(world.synthetic.key());
    let good_at = |instant| SingleResponse::good(id(world.hanako.serial()), instant);
    let signed = |single: SingleResponse, value: &[u8]| {
        ResponseBuilder::new(now).single(single).extension(nonce(value)).sign(&issuer)
    };
    let good = signed(good_at(now), &NONCE);
    let minutes = time::Duration::minutes;
    let other_serial = SingleResponse::good(id(SerialNumber::from(0x7777)), now);
    let other_authority = world.jpki.sign_ca(Generation::Third);
    let other_issuer =
        CertId::sha1(&other_authority.name(), other_authority.key(), world.hanako.serial());
    let wrong_key = ResponseBuilder::new(now)
        .single(good_at(now))
        .extension(nonce(&NONCE))
        .sign(&issuer.clone().with_key(Key::rsa_2048(39)));
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
            "drips",
            unknown(Reason::ResponderTimedOut),
            Box::new(move |_, stream| {
                for octet in ok(OCSP, &slow) {
                    send(stream, &[octet]);
                    thread::sleep(Duration::from_millis(20));
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
        row("breaks off", unknown(Reason::ResponderUnreachable), sends(truncated)),
        row(
            "cut short",
            unknown(Reason::ResponseMalformed),
            sends(ok(OCSP, &good[..good.len() - 1])),
        ),
        row(
            "a web page",
            unknown(Reason::ResponseMalformed),
            sends(ok(OCSP, b"<html>login</html>")),
        ),
        row(
            "replayed",
            unknown(Reason::ResponseNonceMismatch),
            sends(ok(OCSP, &signed(good_at(now), &[1; 32]))),
        ),
        row(
            "another serial",
            unknown(Reason::ResponseOtherCertificate),
            sends(ok(OCSP, &signed(other_serial, &NONCE))),
        ),
        row(
            "same serial of another issuer",
            unknown(Reason::ResponseOtherCertificate),
            sends(ok(OCSP, &signed(SingleResponse::good(other_issuer, now), &NONCE))),
        ),
        row(
            "stale",
            unknown(Reason::ResponseStale),
            sends(ok(OCSP, &signed(good_at(now - minutes(20)), &NONCE))),
        ),
        row(
            "of the future",
            unknown(Reason::ResponseFromFuture),
            sends(ok(OCSP, &signed(good_at(now + minutes(5)), &NONCE))),
        ),
        row("wrong key", unknown(Reason::ResponseSignatureMismatch), sends(ok(OCSP, &wrong_key))),
        row(
            "try later",
            unknown(Reason::ResponderTryLater),
            sends(ok(OCSP, &unsuccessful(ResponseStatus::TryLater))),
        ),
    ]
}

#[test]
fn each_fault_has_its_reason() {
    let world = World::at(VECTOR_INSTANT);
    for row in rows(&world) {
        let server = Server::start(row.behaviour);
        for transport in Transport::BOTH {
            let begun = Instant::now();
            let judgement = world.find_out(
                world.hanako.certificate(),
                &server.address,
                transport,
                OcspPolicy::immediate(),
                Method::Post,
            );
            assert_eq!(judgement.status(), row.expected, "{}, {transport:?}", row.name);
            let took = begun.elapsed();
            assert!(took < TIME * 2, "{}, {transport:?}: {took:?}", row.name);
        }
    }
}

#[test]
fn nobody_at_home_is_not_good() {
    // A port that was just free: nobody listens.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let world = World::at(VECTOR_INSTANT);
    for transport in Transport::BOTH {
        let judgement = world.find_out(
            world.hanako.certificate(),
            &format!("http://{address}"),
            transport,
            OcspPolicy::immediate(),
            Method::Post,
        );
        assert_eq!(judgement.status(), unknown(Reason::ResponderUnreachable), "{transport:?}");
    }
}

#[test]
fn no_question_leaves_for_an_expired_certificate() {
    let world = World::at(VECTOR_INSTANT);
    let expired = world.jpki.auth_certificate(&Person::hanako());
    let expired = expired.not_after(world.jpki.instant() - time::Duration::seconds(1)).issue();
    let server = Server::start(Box::new(|_, _| panic!("asked")));
    for transport in Transport::BOTH {
        let judgement = world.find_out(
            expired.certificate(),
            &server.address,
            transport,
            OcspPolicy::immediate(),
            Method::Post,
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
            let judgement = world.find_out(
                world.hanako.certificate(),
                &server.address,
                transport,
                OcspPolicy::immediate(),
                Method::Post,
            );
            assert!(matches!(judgement.status(), Status::Unknown(_)));
            assert_eq!(server.requests(), requests, "{transport:?}");
        }
    }
}
