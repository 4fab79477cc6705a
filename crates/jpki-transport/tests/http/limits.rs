//! Time limits that fit what they limit, and addresses.

use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use jpki_revocation::ocsp::TransportError;
use jpki_test_support::with;
use jpki_transport::asynchronous::CrlTransport as _;
use jpki_transport::blocking::CrlTransport as _;
use jpki_transport::{
    Endpoint, EndpointError, HttpMethod, HttpSettings, Retries, SettingsError, TlsSettings,
    asynchronous, blocking,
};

use crate::client::{Transport, settings};
use crate::server::{Server, ok, send};

/// A question may take 300 ms, a list two seconds, silence 500 ms.
fn short() -> HttpSettings {
    with(settings(TlsSettings::default()), |settings| {
        settings.total_time = Duration::from_millis(300);
        settings.list_time = Duration::from_secs(2);
        settings.client.silence = Duration::from_millis(500);
        settings.client.retries.count = 0;
    })
}

fn fetch(
    transport: Transport,
    server: &Server,
    settings: HttpSettings,
) -> Result<Vec<u8>, TransportError> {
    let endpoint = Endpoint::new(&server.address).unwrap();
    match transport {
        Transport::Blocking => blocking::HttpCrlTransport::new(endpoint, settings).unwrap().fetch(),
        Transport::Async => {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let lists = asynchronous::HttpCrlTransport::new(endpoint, settings).unwrap();
            runtime.block_on(lists.fetch())
        }
    }
}

/// Sends a list of this size in so many pieces, with a pause after each.
fn in_pieces(bytes: usize, pieces: usize, pause: Duration) -> Server {
    Server::start(Box::new(move |_: &[u8], stream: &mut TcpStream| {
        let answer = ok("application/pkix-crl", &vec![0x30; bytes]);
        for piece in answer.chunks(answer.len().div_ceil(pieces)) {
            send(stream, piece);
            thread::sleep(pause);
        }
    }))
}

/// Fault of 2cdb321: 26 MB at 1.5 MB/s were cut off after the ten seconds that a question has.
#[test]
fn a_list_has_a_time_of_its_own() {
    for transport in Transport::BOTH {
        let server = in_pieces(260_000, 10, Duration::from_millis(100));
        let fetched = fetch(transport, &server, short());
        assert_eq!(fetched.map(|list| list.len()), Ok(260_000), "{transport:?}");
    }
}

#[test]
fn by_default_the_largest_list_comes_in_its_time_at_1_5_megabytes_a_second() {
    let default = HttpSettings::default();
    let seconds = default.list_time.as_secs();
    assert!(seconds > 26_000_000 / 1_500_000 * 10, "the list of a large authority, ten times over");
    assert!(seconds * 1_500_000 > u64::try_from(default.largest_list).unwrap());
    assert!(default.client.silence < default.list_time);
}

#[test]
fn a_server_that_trickles_or_falls_silent_is_ended() {
    for transport in Transport::BOTH {
        for (name, server, most) in [
            // For ever, as far as the client is concerned.
            ("trickles", in_pieces(10_000, 10_000, Duration::from_millis(50)), 3000),
            ("silent in the middle", in_pieces(10_000, 2, Duration::from_secs(5)), 1500),
            (
                "silent from the beginning",
                Server::start(Box::new(|_, _| thread::sleep(Duration::from_secs(5)))),
                1500,
            ),
        ] {
            let begun = Instant::now();
            assert_eq!(fetch(transport, &server, short()), Err(TransportError::TimedOut), "{name}");
            let took = begun.elapsed();
            assert!(took < Duration::from_millis(most), "{name}, {transport:?}: {took:?}");
        }
    }
}

/// An attempt that fell silent leaves time for the next.
#[test]
fn a_list_is_tried_again_within_its_time() {
    for transport in Transport::BOTH {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let server = Server::start(Box::new(move |_: &[u8], stream: &mut TcpStream| {
            if count.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
                thread::sleep(Duration::from_secs(5));
            } else {
                send(stream, &ok("application/pkix-crl", b"a list"));
            }
        }));
        let retries = Retries { count: 1, first_wait: Duration::from_millis(20) };
        let fetched =
            fetch(transport, &server, with(short(), |settings| settings.client.retries = retries));
        assert_eq!(fetched, Ok(b"a list".to_vec()), "{transport:?}");
    }
}

#[test]
// Requirement: ACC-2b
fn plain_http_leaves_the_machine_only_where_it_was_asked_for() {
    for address in [
        "https://crl.example/list.crl",
        "HTTPS://crl.example",
        "hTtP://127.0.0.1:8080/",
        "http://127.255.0.1",
        "http://LocalHost:80/x?y",
        "http://[::1]:80/",
        "http://[::1]",
    ] {
        let endpoint = Endpoint::new(address).unwrap();
        assert_eq!(endpoint, Endpoint::allowing_plain_http(address).unwrap());
        // RFC 3986 §3.1: a scheme is written in lower case, the rest as it was.
        let (scheme, rest) = address.split_once(':').unwrap();
        assert_eq!(endpoint.address(), format!("{}:{rest}", scheme.to_lowercase()));
    }
    for address in [
        "http://crl.example/list.crl",
        "HTTP://crl.example/list.crl",
        "http://localhost.example/",
        "http://127.0.0.1.example/",
        "http://127.1/",
        "http://192.0.2.1/",
        "http://0.0.0.0/",
        "http://[::2]/",
        "http://[::1/",
        "http://[::1].example/",
        "http://[::1]example:80/",
        "http://example/127.0.0.1",
        "http://example?localhost",
        "http://example\\.localhost",
    ] {
        assert_eq!(Endpoint::new(address), Err(EndpointError::PlainHttp), "{address}");
        assert!(Endpoint::allowing_plain_http(address).is_ok(), "{address}");
    }
    for (address, expected) in [
        ("ftp://crl.example/", EndpointError::Scheme),
        ("//crl.example/", EndpointError::Scheme),
        ("https:crl.example", EndpointError::Scheme),
        ("ldap://crl.example", EndpointError::Scheme),
        (" https://crl.example", EndpointError::Scheme),
        ("https://", EndpointError::Malformed),
        ("https:///list", EndpointError::Malformed),
        ("https://?list", EndpointError::Malformed),
        ("https://user@crl.example/", EndpointError::Malformed),
        ("https://crl.example/#list", EndpointError::Malformed),
        ("https://crl.example/a list", EndpointError::Malformed),
        ("https://crl.example/\n", EndpointError::Malformed),
    ] {
        assert_eq!(Endpoint::new(address), Err(expected), "{address}");
        assert_eq!(Endpoint::allowing_plain_http(address), Err(expected), "{address}");
    }
}

/// RFC 6960 appendix A.1 appends the request to the address: behind a query it would be part of that.
#[test]
fn a_responder_whose_address_has_a_query_is_not_asked_by_get() {
    for (address, method, expected) in [
        ("https://ocsp.example/a?x=1", HttpMethod::GetWhereShort, Some(SettingsError::Query)),
        ("https://ocsp.example?x=1", HttpMethod::GetWhereShort, Some(SettingsError::Query)),
        ("https://ocsp.example/a?x=1", HttpMethod::Post, None),
        ("https://ocsp.example/a/", HttpMethod::GetWhereShort, None),
    ] {
        let endpoint = Endpoint::new(address).unwrap();
        let settings = HttpSettings::default();
        let blocking = blocking::HttpOcspTransport::new(endpoint.clone(), method, settings.clone());
        assert_eq!(blocking.err(), expected, "{address}");
        let asynchronous = asynchronous::HttpOcspTransport::new(endpoint, method, settings);
        assert_eq!(asynchronous.err(), expected, "{address}");
    }
}
