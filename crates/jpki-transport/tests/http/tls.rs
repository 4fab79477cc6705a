//! HTTPS with client certificates, against a TLS server that demands one.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use jpki_core::report::Reason;
use jpki_revocation::Status;
use jpki_revocation::ocsp::{OcspPolicy, TransportError};
use jpki_test_support::with;
use jpki_testkit::jpki::VECTOR_INSTANT;
use jpki_testkit::ocsp::{CertId, Responder, ResponseBuilder, SingleResponse, nonce};
use jpki_transport::asynchronous::CrlTransport as _;
use jpki_transport::blocking::CrlTransport as _;
use jpki_transport::{
    Endpoint, HttpMethod, Identity, SettingsError, TlsSettings, asynchronous, blocking,
};
use pem_rfc7468::LineEnding;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned};

use crate::client::{NONCE, Transport, World, settings, unknown};
use crate::server::ok;

struct TlsAuthority {
    certificate: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

impl TlsAuthority {
    fn new() -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap().der().to_vec();
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    fn certify(&self, parameters: &CertificateParams) -> Identity {
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        Identity { chain: vec![certificate.der().to_vec()], key: key.serialize_der() }
    }

    fn certify_for(&self, name: &str) -> Identity {
        self.certify(&CertificateParams::new(vec![name.to_owned()]).unwrap())
    }
}

/// A server that answers every request with these bytes, to clients of this authority alone.
struct TlsServer {
    address: String,
    requests: Arc<AtomicUsize>,
}

impl TlsServer {
    fn start(identity: Identity, clients: &TlsAuthority, answer: Vec<u8>) -> Self {
        let provider = Arc::new(default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(clients.certificate.clone().into()).unwrap();
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let chain = identity.chain.iter().cloned().map(Into::into).collect();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(identity.key.clone()));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(chain, key)
            .unwrap();
        let (config, answer) = (Arc::new(config), Arc::new(answer));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("https://{}/", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, answer) = (Arc::clone(&config), Arc::clone(&answer));
                let counter = Arc::clone(&counter);
                thread::spawn(move || {
                    let connection = ServerConnection::new(config).unwrap();
                    let mut stream = StreamOwned::new(connection, stream.unwrap());
                    let mut request = [0; 0x1000];
                    // An error is a client that was refused, or refused the server.
                    let Ok(count) = stream.read(&mut request) else { return };
                    if count > 0 {
                        counter.fetch_add(1, Ordering::SeqCst);
                        let _ = stream.write_all(&answer);
                        stream.conn.send_close_notify();
                        let _ = stream.flush();
                    }
                });
            }
        });
        Self { address, requests }
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

fn trusting(authority: &TlsAuthority, identity: Option<Identity>) -> TlsSettings {
    tls(vec![authority.certificate.clone()], identity)
}

fn tls(roots: Vec<Vec<u8>>, identity: Option<Identity>) -> TlsSettings {
    with(TlsSettings::default(), |tls| (tls.roots, tls.identity) = (roots, identity))
}

fn good(world: &World) -> Vec<u8> {
    let key = world.synthetic.key();
    let id = CertId::sha1(&world.synthetic.name(), key, world.hanako.serial());
    let now = world.jpki.instant();
    ResponseBuilder::new(now)
        .single(SingleResponse::good(id, now))
        .extension(nonce(&NONCE))
        .sign(&Responder::by_key(key))
}

#[test]
fn a_responder_that_demands_a_client_certificate() {
    let world = World::at(VECTOR_INSTANT);
    let (servers, clients, others) =
        (TlsAuthority::new(), TlsAuthority::new(), TlsAuthority::new());
    let answer = ok("application/ocsp-response", &good(&world));
    let start = |identity| TlsServer::start(identity, &clients, answer.clone());
    let client = || Some(clients.certify_for("client"));
    let mut expired = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    expired.not_after = date_time_ymd(2020, 1, 1);
    let good = Status::Good;
    let refused = unknown(Reason::ResponderUnreachable);
    for (row, server, tls, expected) in [
        ("right", servers.certify_for("127.0.0.1"), trusting(&servers, client()), good),
        (
            "no client certificate",
            servers.certify_for("127.0.0.1"),
            trusting(&servers, None),
            refused,
        ),
        (
            "a client certificate of another authority",
            servers.certify_for("127.0.0.1"),
            trusting(&servers, Some(others.certify_for("client"))),
            refused,
        ),
        (
            "a server of another authority",
            others.certify_for("127.0.0.1"),
            trusting(&servers, client()),
            refused,
        ),
        (
            "a server of the clients' authority",
            clients.certify_for("127.0.0.1"),
            trusting(&servers, client()),
            refused,
        ),
        (
            "a server of another name",
            servers.certify_for("127.0.0.2"),
            trusting(&servers, client()),
            refused,
        ),
        ("an expired server", servers.certify(&expired), trusting(&servers, client()), refused),
        (
            "no root configured",
            servers.certify_for("127.0.0.1"),
            tls(Vec::new(), client()),
            refused,
        ),
    ] {
        for transport in Transport::BOTH {
            let server = start(server.clone());
            let judgement = world.find_out_by_tls(
                world.hanako.certificate(),
                &server.address,
                transport,
                OcspPolicy::immediate(),
                HttpMethod::Post,
                tls.clone(),
            );
            assert_eq!(judgement.status(), expected, "{row}, {transport:?}");
            // On a machine that stood still a request is repeated.
            let is_heard = server.requests() > 0;
            assert_eq!(is_heard, expected == Status::Good, "{row}, {transport:?}");
        }
    }
}

#[test]
fn a_list_that_is_given_to_known_clients_only() {
    let (servers, clients) = (TlsAuthority::new(), TlsAuthority::new());
    let answer = ok("application/pkix-crl", b"a list");
    let server = TlsServer::start(servers.certify_for("127.0.0.1"), &clients, answer);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for (identity, expected) in [
        (Some(clients.certify_for("client")), Ok(b"a list".to_vec())),
        (None, Err(TransportError::Unreachable)),
    ] {
        let endpoint = Endpoint::new(&server.address).unwrap();
        let settings = settings(trusting(&servers, identity));
        let lists = blocking::HttpCrlTransport::new(endpoint.clone(), settings.clone()).unwrap();
        assert_eq!(lists.fetch(), expected);
        let lists = asynchronous::HttpCrlTransport::new(endpoint, settings).unwrap();
        assert_eq!(runtime.block_on(lists.fetch()), expected);
    }
}

#[test]
fn settings_that_cannot_be_used_make_no_transport() {
    let authority = TlsAuthority::new();
    let right = authority.certify_for("client");
    let other_key =
        Identity { key: authority.certify_for("client").key.clone(), chain: right.chain.clone() };
    let no_key = Identity { key: b"no key".to_vec(), chain: right.chain.clone() };
    let no_certificate = Identity { chain: Vec::new(), key: right.key.clone() };
    for (tls, expected) in [
        (trusting(&authority, Some(right)), None),
        (
            trusting(&authority, Some(other_key)),
            Some(SettingsError::Http(jpki_http::SettingsError::Identity)),
        ),
        (
            trusting(&authority, Some(no_key)),
            Some(SettingsError::Http(jpki_http::SettingsError::Identity)),
        ),
        (
            trusting(&authority, Some(no_certificate)),
            Some(SettingsError::Http(jpki_http::SettingsError::Identity)),
        ),
        (
            tls(vec![b"no certificate".to_vec()], None),
            Some(SettingsError::Http(jpki_http::SettingsError::Root)),
        ),
    ] {
        let endpoint = Endpoint::new("https://127.0.0.1/").unwrap();
        let settings = settings(tls);
        let blocking = blocking::HttpCrlTransport::new(endpoint.clone(), settings.clone());
        assert_eq!(blocking.err(), expected);
        assert_eq!(asynchronous::HttpCrlTransport::new(endpoint, settings).err(), expected);
    }
}

#[test]
fn settings_are_read_from_pem() {
    let authority = TlsAuthority::new();
    let pem = |label, der: &[u8]| pem_rfc7468::encode_string(label, LineEnding::LF, der).unwrap();
    let root = pem("CERTIFICATE", &authority.certificate);
    let two = format!("{root}{root}");
    let settings = TlsSettings::default().with_roots_in_pem(two.as_bytes()).unwrap();
    assert_eq!(settings.roots, vec![authority.certificate.clone(); 2]);
    for wrong in ["", "no PEM", &pem("X509 CRL", &authority.certificate), &root[..root.len() / 2]] {
        let refused = TlsSettings::default().with_roots_in_pem(wrong.as_bytes());
        assert_eq!(refused.err(), Some(jpki_http::SettingsError::Root), "{wrong}");
    }

    let client = authority.certify_for("client");
    let chain = pem("CERTIFICATE", &client.chain[0]);
    let key = pem("PRIVATE KEY", &client.key);
    let read = Identity::from_pem(chain.as_bytes(), key.as_bytes()).unwrap();
    assert_eq!((&read.chain, &read.key), (&client.chain, &client.key));
    for (chain, key) in [(&chain, &chain), (&key, &key), (&chain, &String::new())] {
        let refused = Identity::from_pem(chain.as_bytes(), key.as_bytes());
        assert_eq!(refused.err(), Some(jpki_http::SettingsError::Identity));
    }
}
