//! One question, asked through either transport.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{Nonce, OcspPolicy, OcspRequest, OcspVerifier, TransportError};
use jpki_revocation::resolver::{StatusMethod, StatusPolicy, StatusResolver};
use jpki_revocation::{
    Crl, CrlIssuer, RevocationAssessment, RevocationPolicy, RevocationTarget, Status, VerifiedCrl,
};
use jpki_test_support::with;
use jpki_testkit::jpki::{
    Authority as SyntheticAuthority, EndEntity, Generation, Person, SyntheticJpki,
};
use jpki_testkit::pki::ReasonCode;
use jpki_transport::{
    Endpoint, HttpMethod, HttpSettings, Retries, TlsSettings, asynchronous, blocking,
};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::UtcDateTime;

pub(crate) const NONCE: [u8; 32] = [0x5a; 32];

/// Serial number of a responder that is revoked.
pub(crate) const REVOKED_DELEGATE: u64 = 0x5252_5252;

/// Two times this and a little is the longest that any test may take.
pub(crate) const TIME: Duration = Duration::from_millis(1500);

pub(crate) struct World {
    pub(crate) jpki: SyntheticJpki,
    pub(crate) synthetic: SyntheticAuthority,
    pub(crate) hanako: EndEntity,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Transport {
    Blocking,
    Async,
}

impl Transport {
    pub(crate) const BOTH: [Self; 2] = [Self::Blocking, Self::Async];
}

impl World {
    pub(crate) fn at(instant: UtcDateTime) -> Self {
        let jpki = SyntheticJpki::new(1, instant);
        let synthetic = jpki.auth_ca(Generation::Third);
        Self { jpki, hanako: jpki.auth_certificate(&Person::hanako()).issue(), synthetic }
    }

    pub(crate) fn now(&self) -> ValidationTime {
        ValidationTime::at(Timestamp::from_unix_seconds(self.jpki.instant().unix_timestamp()))
    }

    pub(crate) fn authority(&self) -> Authority {
        let name = self.synthetic.name().to_der();
        let key = self.synthetic.key().subject_public_key_info();
        Authority::new(Name::from_der(&name).unwrap(), key, &RustCrypto).unwrap()
    }

    /// Today's list, on which there is a delegate.
    fn list(&self) -> VerifiedCrl {
        let since = self.jpki.lists_issued_at();
        let list = self.jpki.crl(&self.synthetic);
        let list = list.revoke(REVOKED_DELEGATE, since, ReasonCode::KeyCompromise);
        let list = Crl::from_der(list.sign(self.synthetic.key())).unwrap();
        let issuer = CrlIssuer::anchor(self.authority());
        list.verify(&issuer, &AlgorithmPolicy::current()).unwrap()
    }

    /// What is found out about this certificate, through a transport.
    pub(crate) fn resolve(
        &self,
        certificate: &[u8],
        address: &str,
        transport: Transport,
        policy: OcspPolicy,
        method: HttpMethod,
    ) -> RevocationAssessment {
        let tls = TlsSettings::default();
        self.find_out_by_tls(certificate, address, transport, policy, method, tls)
    }

    pub(crate) fn find_out_by_tls(
        &self,
        certificate: &[u8],
        address: &str,
        transport: Transport,
        policy: OcspPolicy,
        method: HttpMethod,
        tls: TlsSettings,
    ) -> RevocationAssessment {
        let settings = settings(tls);
        let certificate = Certificate::from_der(certificate).unwrap();
        let authority = self.authority();
        let target = RevocationTarget::end_entity(&certificate, &authority, &authority);
        let inquiry =
            StatusResolver::begin(&StatusPolicy::by(StatusMethod::Ocsp), target, self.now());
        let list = self.list();
        let lists = |target: &RevocationTarget<'_>| {
            RevocationPolicy::daily().judge(target, [&list], self.now())
        };
        let verifier = OcspVerifier::new(policy, Arc::new(RustCrypto));
        let nonce = Nonce::new(NONCE);
        let endpoint = Endpoint::new(address).unwrap();
        match transport {
            Transport::Blocking => {
                let responder =
                    blocking::HttpOcspTransport::new(endpoint, method, settings).unwrap();
                let counted = Counted { inner: responder, calls: Cell::new(0) };
                let judgement = blocking::resolve(inquiry, &lists, &verifier, &counted, &nonce);
                assert!(counted.calls.get() <= 1, "one check is one question");
                judgement
            }
            Transport::Async => {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let responder =
                        asynchronous::HttpOcspTransport::new(endpoint, method, settings).unwrap();
                    asynchronous::resolve(inquiry, &lists, &verifier, &responder, &nonce).await
                })
            }
        }
    }
}

pub(crate) fn settings(tls: TlsSettings) -> HttpSettings {
    with(HttpSettings::default(), |settings| {
        settings.total_time = TIME;
        settings.client.tls = tls;
        settings.client.connection_time = Duration::from_millis(500);
        settings.client.retries = Retries { count: 1, first_wait: Duration::from_millis(20) };
    })
}

struct Counted<T> {
    inner: T,
    calls: Cell<usize>,
}

impl<T: blocking::OcspTransport> blocking::OcspTransport for Counted<T> {
    fn ask(&self, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        self.calls.set(self.calls.get() + 1);
        self.inner.ask(request)
    }
}

pub(crate) fn unknown(reason: Reason) -> Status {
    Status::Unknown(reason)
}
