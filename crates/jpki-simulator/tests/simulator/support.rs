//! A bank that verifies with what it gets through ports, whichever they are.

use std::sync::Arc;
use std::time::Duration;

use jpki_auth::binding::{
    BindingOutcome, BindingScheme, KeyId, LinkageKey, LinkageKeys, RenewalConsent,
};
use jpki_auth::blocking::{AccountBindings, LoginService, SerialLinkage};
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::{Purpose, RelyingParty, ServiceProvider, SessionId, UserIdentifier};
use jpki_auth::login::{
    LocalLogin, LoginAttempt, LoginRules, Renewal, RenewalCandidate, UserVerification,
    VerifiedLogin,
};
use jpki_auth::memory::{AttemptLimits, MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_core::report::{Assessed, Reason, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::RevocationPolicy;
use jpki_revocation::ocsp::{OcspPolicy, OcspRequest, OcspVerifier, TransportError};
use jpki_revocation::resolver::StatusMethod;
use jpki_simulator::Simulator;
use jpki_test_support::with;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{EndEntity, Generation, SignatureScheme};
use jpki_transport::blocking::{CrlTransport, OcspTransport};
use jpki_verify::{
    Certificate, LoadedCrls, SignedDocument, VerifiedCertificate, VerifiedSignature, Verifier,
};
use jpki_x509::kind::{CertificateKind, Medium, PolicyEntry, PolicyTable};
use jpki_x509::trust::TrustDomain;

pub(crate) use jpki_testkit::jpki::{Person, Purpose as Use};

pub(crate) const APPLICATION: &[u8] = "口座開設申込書 会員番号 member-0001".as_bytes();

/// Noon of 2026-06-01 in Japan.
pub(crate) fn start() -> Timestamp {
    day(2026, 6, 1)
}

/// Noon of a day in Japan.
pub(crate) fn day(year: i32, month: u8, day: u8) -> Timestamp {
    let day = jpki_core::time::JapanDay::new(year, month, day).unwrap();
    day.start().after(hours(12))
}

pub(crate) const fn hours(count: u64) -> Duration {
    Duration::from_secs(count * 3600)
}

/// The ways to J-LIS.
pub(crate) trait Ports: SerialLinkage {
    fn crl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError>;
    fn arl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError>;
    fn ask(&self, purpose: Use, request: &OcspRequest) -> Result<Vec<u8>, TransportError>;
}

impl Ports for Simulator {
    fn crl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError> {
        Self::crl(self, purpose, generation, None).fetch()
    }

    fn arl(&self, purpose: Use, generation: Generation) -> Result<Vec<u8>, TransportError> {
        Self::arl(self, purpose, generation).fetch()
    }

    fn ask(&self, purpose: Use, request: &OcspRequest) -> Result<Vec<u8>, TransportError> {
        self.ocsp(purpose).ask(request)
    }
}

/// How the bank asks for the status of its customers' certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Lists,
    Responder,
}

/// The lists of today that the method needs, as far as they come and are believed.
fn lists(jlis: &Simulator, ports: &impl Ports, method: Method) -> LoadedCrls {
    let trust = jlis.trust(&RustCrypto);
    let mut lists = LoadedCrls::new(RevocationPolicy::daily());
    for purpose in [Use::Sign, Use::Auth] {
        for generation in [Generation::Second, Generation::Third] {
            if let Ok(list) = ports.arl(purpose, generation) {
                let _ = lists.add_arl(list, &trust);
            }
            if let (Method::Lists, Ok(list)) = (method, ports.crl(purpose, generation)) {
                let _ = lists.add_crl(list, &trust);
            }
        }
    }
    lists
}

pub(crate) fn verifier(jlis: &Simulator, ports: &impl Ports, method: Method) -> Verifier {
    let smartphone = |purpose, kind| PolicyEntry {
        policy: Simulator::smartphone_policy(purpose),
        kind,
        medium: Medium::Smartphone,
    };
    let policies = PolicyTable::of(TrustDomain::Synthetic)
        .with(smartphone(Use::Sign, CertificateKind::Signature))
        .with(smartphone(Use::Auth, CertificateKind::UserAuthentication));
    let verifier = Verifier::builder()
        .trust(jlis.trust(&RustCrypto))
        .revocation(lists(jlis, ports, method))
        .policies(policies)
        .accept_medium(Medium::Smartphone);
    let responder = OcspVerifier::new(OcspPolicy::immediate(), Arc::new(RustCrypto));
    match method {
        Method::Lists => verifier,
        Method::Responder => verifier.responder(responder, StatusMethod::Ocsp),
    }
    .build()
    .unwrap()
}

pub(crate) fn sign(card: &EndEntity, content: &[u8]) -> Vec<u8> {
    card.sign(SignatureScheme::Pkcs1(HashAlgorithm::Sha256), content)
}

pub(crate) fn read(card: &EndEntity) -> Certificate {
    Certificate::from_der(card.certificate()).unwrap()
}

/// The verdict on a signed application.
pub(crate) fn judge_application(
    jlis: &Simulator,
    ports: &impl Ports,
    method: Method,
    card: &EndEntity,
) -> Assessed<VerifiedSignature> {
    let (certificate, signature) = (read(card), sign(card, APPLICATION));
    let document = SignedDocument::raw(&certificate, &signature, APPLICATION);
    let verifier = verifier(jlis, ports, method);
    let pending = verifier.begin_signature(&document, ValidationTime::at(jlis.now()));
    pending.finish_with_ocsp(|request| ports.ask(Use::Sign, request)).into_assessed()
}

/// The verdict on a certificate for authentication.
pub(crate) fn judge_certificate(
    jlis: &Simulator,
    ports: &impl Ports,
    method: Method,
    certificate: &Certificate,
) -> Assessed<VerifiedCertificate> {
    let kind = CertificateKind::UserAuthentication;
    let verifier = verifier(jlis, ports, method);
    let pending = verifier.begin_certificate(certificate, kind, ValidationTime::at(jlis.now()));
    pending.finish_with_ocsp(|request| ports.ask(Use::Auth, request)).into_assessed()
}

/// The verdict in one word, with the reason that stands first.
pub(crate) fn outcome<T>(assessed: &Assessed<T>) -> (Verdict, Option<Reason>) {
    (assessed.verdict(), assessed.report().reasons().next())
}

pub(crate) fn book() -> BindingScheme {
    let keys = LinkageKeys::new(LinkageKey::new(KeyId(1), [7; 32]), []).unwrap();
    BindingScheme::new(ServiceProvider::new("bank").unwrap(), keys)
}

/// Enough for a table of faults.
fn attempts() -> MemoryAttempts {
    MemoryAttempts::new(with(AttemptLimits::default(), |limits| limits.attempts = 1000))
}

pub(crate) struct Bank<'a, P> {
    jlis: &'a Simulator,
    ports: &'a P,
    method: Method,
    bindings: AccountBindings<MemoryBindings>,
    logins: LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts>,
    session: SessionId,
    user: UserIdentifier,
}

pub(crate) type Ended = (Assessed<VerifiedLogin>, Option<Box<RenewalCandidate>>);

impl<'a, P: Ports> Bank<'a, P> {
    pub(crate) fn new(jlis: &'a Simulator, ports: &'a P, method: Method) -> Self {
        let bindings = AccountBindings::new(book(), MemoryBindings::new());
        let origin = RelyingParty::new("https://bank.example").unwrap();
        let logins = LoginService::new(
            LoginRules::new(origin, Arc::new(RustCrypto)),
            MemoryChallenges::with_capacity(1000),
            bindings.clone(),
            attempts(),
        );
        let session = SessionId::new(b"a session nobody guesses").unwrap();
        let user = UserIdentifier::new(b"member-0001").unwrap();
        Self { jlis, ports, method, bindings, logins, session, user }
    }

    /// Registers by a signed application and the linkage.
    pub(crate) fn try_register(&self, card: &EndEntity) -> Result<BindingOutcome, AuthError> {
        let assessed = judge_application(self.jlis, self.ports, self.method, card);
        let signer = assessed.into_result().unwrap();
        self.bindings.bind_signer(&signer, &self.user, self.ports, self.jlis.now())
    }

    pub(crate) fn register(&self, card: &EndEntity) -> BindingOutcome {
        self.try_register(card).unwrap()
    }

    pub(crate) fn log_in(&self, card: &EndEntity) -> Ended {
        let (now, purpose) = (self.jlis.now(), Purpose::login());
        let challenge = self.logins.challenge(&self.session, &purpose, now).unwrap();
        let attempt = LoginAttempt {
            user: self.user.clone(),
            session: self.session.clone(),
            purpose,
            nonce: challenge.nonce().clone(),
            certificate: read(card),
            signature: sign(card, challenge.message().as_bytes()),
            verification: UserVerification::Pin,
        };
        let conclusion = match self.logins.begin(attempt, now).unwrap() {
            LocalLogin::Refused(conclusion) => conclusion,
            LocalLogin::Pending(pending) => {
                let certificate = pending.certificate();
                let answer = judge_certificate(self.jlis, self.ports, self.method, certificate);
                self.logins.finish(*pending, answer, now).unwrap()
            }
        };
        conclusion.into_parts()
    }

    /// The verdict on a login, with the reason that stands first.
    pub(crate) fn login(&self, card: &EndEntity) -> (Verdict, Option<Reason>) {
        outcome(&self.log_in(card).0)
    }

    /// Brings a binding to a renewed certificate by the old and the new number.
    pub(crate) fn try_renew(&self, card: &EndEntity) -> Result<Renewal, AuthError> {
        let candidate = self.log_in(card).1.expect("a certificate that is not bound yet");
        let consent = RenewalConsent::obtained_at(self.jlis.now());
        self.bindings.renew(*candidate, &consent, self.ports, self.jlis.now())
    }

    pub(crate) fn renew(&self, card: &EndEntity) -> Renewal {
        self.try_renew(card).unwrap()
    }
}
