//! The same over HTTP(S), through the transports that a platform uses.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use jpki_auth::asynchronous::AccountBindings;
use jpki_auth::binding::{BindingOutcome, Counterpart, Predecessor, RenewalConsent, SerialInquiry};
use jpki_auth::blocking::SerialLinkage;
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::UserIdentifier;
use jpki_auth::memory::MemoryBindings;
use jpki_revocation::ocsp::{OcspRequest, TransportError};
use jpki_simulator::{
    Fault, FaultRule, HttpLinkage, LinkageError, OcspSigner, Partition, Server, ServerTls, Service,
    Simulator,
};
use jpki_test_support::with;
use jpki_testkit::jpki::{Authority, Generation, Person, Purpose, SyntheticJpki};
use jpki_testkit::mutate::mutate;
use jpki_testkit::ocsp::{CertId, RequestBuilder, nonce};
use jpki_testkit::seed::Seed;
use jpki_transport::blocking::{CrlTransport, HttpCrlTransport, HttpOcspTransport, OcspTransport};
use jpki_transport::{
    ClientSettings, Endpoint, HttpMethod, HttpSettings, Identity, Retries, TlsSettings,
    asynchronous,
};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::faults::{no_fault_is_linked, no_fault_is_valid};
use crate::story::story;
use crate::support::{Bank, Method, Ports, Use, book, day, judge_application, start};

const NOWHERE: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 0);

/// A platform's transports to a server.
struct HttpPorts<'a> {
    server: &'a Server,
    settings: HttpSettings,
    linkage: HttpLinkage,
}

impl<'a> HttpPorts<'a> {
    fn new(server: &'a Server, tls: TlsSettings) -> Self {
        let time = Duration::from_secs(3);
        let client = with(ClientSettings::default(), |client| {
            client.retries = Retries { count: 0, first_wait: Duration::ZERO };
            client.tls = tls;
        });
        let settings = with(HttpSettings::default(), |settings| {
            (settings.total_time, settings.list_time) = (time, time);
            settings.client = client.clone();
        });
        let [counterpart, predecessor] =
            [server.linkage(), server.previous_serial()].map(|to| Endpoint::new(&to).unwrap());
        let linkage = HttpLinkage::new(counterpart, predecessor, time, &client).unwrap();
        Self { server, settings, linkage }
    }

    fn list(&self, address: &str) -> Result<Vec<u8>, TransportError> {
        let endpoint = Endpoint::new(address).unwrap();
        HttpCrlTransport::new(endpoint, self.settings.clone()).unwrap().fetch()
    }

    fn responder(&self, purpose: Use, method: HttpMethod) -> HttpOcspTransport {
        let endpoint = Endpoint::new(&self.server.ocsp(purpose)).unwrap();
        HttpOcspTransport::new(endpoint, method, self.settings.clone()).unwrap()
    }
}

impl SerialLinkage for HttpPorts<'_> {
    type Error = LinkageError;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, LinkageError> {
        self.linkage.counterpart(inquiry)
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, LinkageError> {
        self.linkage.predecessor(inquiry, consent)
    }
}

impl Ports for HttpPorts<'_> {
    fn crl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError> {
        self.list(&self.server.crl(purpose, generation, None))
    }

    fn arl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError> {
        self.list(&self.server.arl(purpose, generation))
    }

    fn ask(&self, purpose: Use, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        self.responder(purpose, HttpMethod::Post).ask(request)
    }
}

fn plain(jlis: &Simulator) -> Server {
    Server::start(jlis, NOWHERE, None).unwrap()
}

#[test]
// Requirement: LINK-02, LINK-04, LINK-05, HOLD-04, PROC-01
fn the_story_over_http() {
    for method in [Method::Lists, Method::Responder] {
        let jlis = Simulator::new(1, start());
        jlis.set_ocsp_signer(OcspSigner::Delegate);
        let server = plain(&jlis);
        story(&jlis, &HttpPorts::new(&server, TlsSettings::default()), method);
    }
}

#[test]
// Requirement: CRL-02, OCSP-02, OCSP-04, LINK-02, LINK-04
fn no_fault_over_http_is_valid() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let server = plain(&jlis);
    let ports = HttpPorts::new(&server, TlsSettings::default());
    no_fault_is_valid(&jlis, &hanako, &ports);
    no_fault_is_linked(&jlis, &hanako, &ports);
}

pub(crate) struct TlsAuthority {
    pub(crate) certificate: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl TlsAuthority {
    pub(crate) fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap().der().to_vec();
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    pub(crate) fn certify(&self, name: &str) -> Identity {
        let parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        Identity { chain: vec![certificate.der().to_vec()], key: key.serialize_der() }
    }
}

#[test]
fn with_client_certificates() {
    let (servers, clients) = (TlsAuthority::new(), TlsAuthority::new());
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let tls = ServerTls {
        identity: servers.certify("127.0.0.1"),
        client_roots: vec![clients.certificate.clone()],
    };
    let server = Server::start(&jlis, NOWHERE, Some(&tls)).unwrap();
    let settings = |identity| {
        with(TlsSettings::default(), |tls| {
            (tls.roots, tls.identity) = (vec![servers.certificate.clone()], identity);
        })
    };
    let known = HttpPorts::new(&server, settings(Some(clients.certify("platform"))));
    let bank = Bank::new(&jlis, &known, Method::Responder);
    let signing = hanako.card().unwrap().signing.unwrap();
    assert!(matches!(bank.register(&signing), BindingOutcome::Bound(_)));
    for stranger in [None, Some(servers.certify("platform"))] {
        let ports = HttpPorts::new(&server, settings(stranger));
        let list = ports.crl(Use::Auth, Generation::Third);
        assert_eq!(list, Err(TransportError::Unreachable));
    }
}

/// The status line, the headers in lower case and the body of an answer.
fn exchange(server: &Server, request: &[u8]) -> (String, String, Vec<u8>) {
    let mut stream = TcpStream::connect(server.socket()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that has refused need not read the rest.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let (status, headers) = head.split_once("\r\n").unwrap_or((&head, ""));
    let body = answer.get(end + 4..).unwrap_or_default().to_vec();
    (status.to_owned(), headers.to_lowercase(), body)
}

fn get(server: &Server, path: &str, headers: &str) -> (String, String, Vec<u8>) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: j\r\nConnection: close\r\n{headers}\r\n");
    exchange(server, request.as_bytes())
}

fn post(server: &Server, path: &str, media_type: &str, body: &[u8]) -> String {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: j\r\nConnection: close\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    exchange(server, &[head.as_bytes(), body].concat()).0
}

#[test]
// Requirement: CRL-01
fn a_list_that_the_client_has_is_not_sent_again() {
    let jlis = Simulator::new(1, start());
    let server = plain(&jlis);
    let path = "/crl/sign/3";
    let (status, headers, list) = get(&server, path, "");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(headers.contains("content-type: application/pkix-crl"), "{headers}");
    // Midnight of 2026-06-01 and noon of that day in Japan: of the simulator's clock.
    assert!(headers.contains("last-modified: sun, 31 may 2026 15:00:00 gmt"), "{headers}");
    assert!(headers.contains("date: mon, 01 jun 2026 03:00:00 gmt"), "{headers}");
    assert_eq!(list, jlis.crl(Use::Sign, Generation::Third, None).fetch().unwrap());
    let tag = headers.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    let known = format!("If-None-Match: {tag}\r\n");
    let since = "If-Modified-Since: Sun, 31 May 2026 15:00:00 GMT\r\n";
    let earlier = "If-Modified-Since: Sun, 31 May 2026 14:59:59 GMT\r\n";
    let other = "If-None-Match: \"00\"\r\n";
    for (condition, expected) in [
        (known.as_str(), "HTTP/1.1 304 Not Modified"),
        (since, "HTTP/1.1 304 Not Modified"),
        (earlier, "HTTP/1.1 200 OK"),
        (other, "HTTP/1.1 200 OK"),
    ] {
        assert_eq!(get(&server, path, condition).0, expected, "{condition}");
    }
    // The next day's is another.
    jlis.set_clock(day(2026, 6, 2));
    assert_eq!(get(&server, path, &known).0, "HTTP/1.1 200 OK");
    assert_eq!(get(&server, path, since).0, "HTTP/1.1 200 OK");
}

#[test]
fn what_is_not_asked_as_it_should_is_refused() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let server = plain(&jlis);
    for (path, expected) in [
        ("/crl/auth/3/99201", "200 OK"),
        ("/arl/auth/1", "200 OK"),
        ("/crl/auth/3/99999", "404 Not Found"),
        ("/crl/auth/3/99201/1", "404 Not Found"),
        ("/arl/auth/3/99201", "404 Not Found"),
        ("/crl/auth/5", "404 Not Found"),
        ("/crl/both/3", "404 Not Found"),
        ("/crl/auth", "404 Not Found"),
        ("/", "404 Not Found"),
        ("/control/clock", "404 Not Found"),
        ("/ocsp/auth", "405 Method Not Allowed"),
        ("/linkage", "405 Method Not Allowed"),
        ("/ocsp/auth/no-base64!", "400 Bad Request"),
        ("/ocsp/auth/%ff", "400 Bad Request"),
    ] {
        assert_eq!(get(&server, path, "").0, format!("HTTP/1.1 {expected}"), "{path}");
    }
    let json = "application/vnd.jpki-mock+json";
    let signing = hanako.card().unwrap().signing.unwrap();
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    let about = |kind: &str| {
        let (issuer, serial) = (hex(&signing.authority().name().to_der()), signing.serial());
        let serial = hex(serial.as_bytes());
        format!(r#""about":{{"kind":"{kind}","issuer":"{issuer}","serial_number":"{serial}"}}"#)
    };
    let right = format!("{{{}}}", about("signature"));
    let consent = |at: i64| format!("{{{},\"consent_obtained_at\":{at}}}", about("signature"));
    let now = start().unix_seconds();
    for (path, media_type, body, expected) in [
        ("/linkage", json, right.clone(), "200 OK"),
        ("/linkage", "application/json", right.clone(), "415 Unsupported Media Type"),
        ("/linkage", json, format!("{{{}}}", about("user-authentication")), "400 Bad Request"),
        ("/linkage", json, right.replace("about", "regarding"), "400 Bad Request"),
        ("/linkage", json, format!("{{{},\"x\":1}}", about("signature")), "400 Bad Request"),
        ("/linkage", json, consent(now), "400 Bad Request"),
        ("/previous-serial", json, consent(now), "200 OK"),
        // Without the user's consent nobody asks, nor with one of tomorrow.
        ("/previous-serial", json, right.clone(), "400 Bad Request"),
        ("/previous-serial", json, consent(now + 86_400), "400 Bad Request"),
        ("/linkage", json, " ".repeat(0x1001), "400 Bad Request"),
        ("/linkage", json, " ".repeat(0x1_0001), "413 Payload Too Large"),
        ("/ocsp/auth", "application/ocsp-request", "no request".to_owned(), "200 OK"),
        ("/ocsp/auth", "text/plain", "no request".to_owned(), "415 Unsupported Media Type"),
        ("/crl/auth/3", json, String::new(), "405 Method Not Allowed"),
    ] {
        let status = post(&server, path, media_type, body.as_bytes());
        assert_eq!(status, format!("HTTP/1.1 {expected}"), "{path} {body:.200}");
    }
}

#[test]
// Requirement: OCSP-01
fn a_responder_is_asked_by_get_as_well() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let card = hanako.card().unwrap().authentication;
    let server = plain(&jlis);
    let ports = HttpPorts::new(&server, TlsSettings::default());
    let authority = card.authority();
    let id = CertId::sha1(&authority.name(), authority.key(), card.serial());
    let request = RequestBuilder::new().certificate(id).to_der();
    let request = OcspRequest::from_der(&request).unwrap();
    let expected = jlis.ocsp(Purpose::Auth).ask(&request);
    assert!(expected.is_ok());
    for method in [HttpMethod::Post, HttpMethod::GetWhereShort] {
        assert_eq!(ports.responder(Purpose::Auth, method).ask(&request), expected, "{method:?}");
    }
}

/// The asynchronous faces, with and without a way between.
#[test]
fn without_blocking() {
    use asynchronous::CrlTransport as _;
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let server = plain(&jlis);
    let partition = Partition::of(&Person::hanako());
    let address = server.crl(Purpose::Sign, Generation::Third, Some(&partition));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let over_http = runtime.block_on(async {
        let endpoint = Endpoint::new(&address).unwrap();
        let lists = asynchronous::HttpCrlTransport::new(endpoint, HttpSettings::default()).unwrap();
        lists.fetch().await.unwrap()
    });
    let port = jlis.crl(Purpose::Sign, Generation::Third, Some(partition));
    assert_eq!(runtime.block_on(asynchronous::CrlTransport::fetch(&port)), Ok(over_http));
    drop(hanako);
}

/// The linkage of either way, from tasks.
#[test]
// Requirement: LINK-02
fn linkage_without_blocking() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let signing = hanako.card().unwrap().signing.unwrap();
    let server = plain(&jlis);
    let ports = HttpPorts::new(&server, TlsSettings::default());
    let assessed = judge_application(&jlis, &jlis, Method::Responder, &signing);
    let signer = assessed.into_result().unwrap();
    let user = UserIdentifier::new(b"member-0001").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let bind = || AccountBindings::new(book(), MemoryBindings::new());
        let bindings = bind();
        let outcome = bindings.bind_signer(&signer, &user, &jlis, jlis.now()).await;
        assert!(matches!(outcome, Ok(BindingOutcome::Bound(_))));
        let bindings = bind();
        let outcome = bindings.bind_signer(&signer, &user, &ports.linkage, jlis.now()).await;
        assert!(matches!(outcome, Ok(BindingOutcome::Bound(_))));
        jlis.inject(FaultRule::new(Service::Counterpart, Fault::Unknown));
        let bindings = bind();
        let outcome = bindings.bind_signer(&signer, &user, &ports.linkage, jlis.now()).await;
        assert!(matches!(outcome, Err(AuthError::Linkage(_))));
    });
}

/// What anybody may send: every answer is one of HTTP, and the server goes on.
#[test]
fn spoilt_questions_are_answered() {
    let jlis = Simulator::new(1, start());
    let hanako = jlis.person(Person::hanako());
    let card = hanako.card().unwrap().authentication;
    let server = plain(&jlis);
    let authority = card.authority();
    let id = CertId::sha1(&authority.name(), authority.key(), card.serial());
    let request = RequestBuilder::new().certificate(id).extension(nonce(&[7; 32])).to_der();
    let json = br#"{"about":{"kind":"signature","issuer":"30","serial_number":"01"}}"#;
    let mut choices = Seed::new(1).choices();
    for _ in 0..300 {
        let ocsp = mutate(&request, &mut choices);
        let status = post(&server, "/ocsp/auth", "application/ocsp-request", &ocsp);
        assert_eq!(status, "HTTP/1.1 200 OK");
        let question = mutate(json, &mut choices);
        let media_type = "application/vnd.jpki-mock+json";
        let status = post(&server, "/linkage", media_type, &question);
        assert!(status == "HTTP/1.1 200 OK" || status == "HTTP/1.1 400 Bad Request", "{status}");
    }
    // No more than a hundred certificates are asked about at once, none of another authority, none of two.
    let ask = |request: Vec<u8>| {
        let head = format!(
            "POST /ocsp/auth HTTP/1.1\r\nHost: j\r\nConnection: close\r\nContent-Type: application/ocsp-request\r\nContent-Length: {}\r\n\r\n",
            request.len()
        );
        let answer = exchange(&server, &[head.as_bytes(), &request].concat()).2;
        // RFC 6960 §4.2.1: the status alone, or a response that follows it.
        if answer.len() == 5 { answer[4] } else { 0 }
    };
    let many = |count: u64, authority: &Authority| {
        let ids = (0..count).map(|place| {
            CertId::sha1(&authority.name(), authority.key(), authority.serial_after(place))
        });
        ids.fold(RequestBuilder::new(), RequestBuilder::certificate)
    };
    let jpki = SyntheticJpki::new(1, jpki_testkit::jpki::VECTOR_INSTANT);
    let (third, second) = (jpki.auth_ca(Generation::Third), jpki.auth_ca(Generation::Second));
    let mixed = many(1, &third).certificate(CertId::sha1(&second.name(), second.key(), 5));
    for (request, status) in [
        (many(1, &third), 0),
        (many(100, &third), 0),
        (many(101, &third), 1),
        (many(0, &third), 1),
        (many(1, &jpki.sign_ca(Generation::Third)), 6),
        (many(1, &jpki.auth_ca(Generation::Foreign)), 6),
        (mixed, 6),
        (many(1, &third).extension(nonce(&[])), 1),
        (many(1, &third).extension(nonce(&[7; 128])), 0),
        (many(1, &third).extension(nonce(&[7; 129])), 1),
    ] {
        assert_eq!(ask(request.to_der()), status, "{request:?}");
    }
}

/// A slow answer comes, and keeps nobody else waiting.
#[test]
fn a_slow_answer_is_right_and_alone() {
    let jlis = Simulator::new(1, start());
    let server = plain(&jlis);
    let ports = HttpPorts::new(&server, TlsSettings::default());
    let ports = with(ports, |ports| ports.settings.list_time = Duration::from_secs(20));
    let slow = Fault::Slow(Duration::from_secs(3));
    jlis.inject(FaultRule::new(Service::Crl(Use::Sign), slow).times(1));
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| ports.crl(Use::Sign, Generation::Third).unwrap());
        std::thread::sleep(Duration::from_millis(300));
        let begun = std::time::Instant::now();
        let other = ports.crl(Use::Sign, Generation::Third).unwrap();
        assert!(begun.elapsed() < Duration::from_millis(2500));
        assert_eq!(waiting.join().unwrap(), other);
    });
}

#[test]
fn a_server_ends_with_its_handle() {
    let jlis = Simulator::new(1, start());
    let server = plain(&jlis);
    let socket = server.socket();
    assert!(TcpStream::connect(socket).is_ok());
    drop(server);
    assert!(TcpStream::connect(socket).is_err());
}
