//! A synthetic JPKI with one certificate asked about.

use std::sync::Arc;

use jpki_core::name::Name;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::{Nonce, OcspPolicy, OcspRequest, OcspVerifier};
use jpki_revocation::{RevocationTarget, Status};
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{
    Authority as SyntheticAuthority, EndEntity, Generation, Person, SyntheticJpki,
};
use jpki_testkit::ocsp::{CertId, Responder, ResponseBuilder, SingleResponse, nonce};
use jpki_testkit::pki::SerialNumber;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use time::{Duration, UtcDateTime};

pub(crate) struct World {
    pub(crate) jpki: SyntheticJpki,
    pub(crate) synthetic: SyntheticAuthority,
    pub(crate) hanako: EndEntity,
    pub(crate) certificate: Certificate,
    pub(crate) authority: Authority,
}

pub(crate) const NONCE: [u8; 32] = [0x5a; 32];

impl World {
    pub(crate) fn new() -> Self {
        let jpki = SyntheticJpki::of_vectors();
        let synthetic = jpki.auth_ca(Generation::Third);
        let hanako = jpki.auth_certificate(&Person::hanako()).issue();
        let certificate = Certificate::from_der(hanako.certificate()).unwrap();
        let authority = authority(&synthetic);
        Self { jpki, synthetic, hanako, certificate, authority }
    }

    pub(crate) fn target(&self) -> RevocationTarget<'_> {
        RevocationTarget::end_entity(&self.certificate, &self.authority, &self.authority)
    }

    pub(crate) fn instant(&self) -> UtcDateTime {
        self.jpki.instant()
    }

    pub(crate) fn now(&self) -> ValidationTime {
        at(self.instant())
    }

    pub(crate) fn verifier(&self, policy: OcspPolicy) -> OcspVerifier {
        OcspVerifier::new(policy, Arc::new(RustCrypto))
    }

    pub(crate) fn request(&self, policy: OcspPolicy) -> OcspRequest {
        self.verifier(policy).request([&self.target()], &Nonce::new(NONCE)).unwrap()
    }

    /// 花子's certificate by SHA-1.
    pub(crate) fn id(&self) -> CertId {
        self.id_of(self.hanako.serial())
    }

    pub(crate) fn id_of(&self, serial: SerialNumber) -> CertId {
        CertId::new(HashAlgorithm::Sha1, &self.synthetic.name(), self.synthetic.key(), serial)
    }

    /// Good as of five minutes ago.
    pub(crate) fn good(&self) -> SingleResponse {
        SingleResponse::good(self.id(), self.instant() - Duration::minutes(5))
    }

    /// A response of now with the nonce of the request.
    pub(crate) fn response(&self) -> ResponseBuilder {
        self.response_without_nonce().extension(nonce(&NONCE))
    }

    pub(crate) fn response_without_nonce(&self) -> ResponseBuilder {
        ResponseBuilder::new(self.instant())
    }

    /// The authority itself.
    pub(crate) fn issuer(&self) -> Responder {
        Responder::by_key(self.synthetic.key())
    }

    /// The authority's delegate, who needs its certificate in the response.
    pub(crate) fn delegate(&self) -> Responder {
        Responder::by_key(self.jpki.responder_key())
    }

    /// The delegate's certificate.
    pub(crate) fn delegate_certificate(&self) -> Vec<u8> {
        self.jpki.responder_certificate(&self.synthetic).sign(self.synthetic.key())
    }
}

pub(crate) fn authority(synthetic: &SyntheticAuthority) -> Authority {
    let name = synthetic.name().to_der();
    let key = synthetic.key().subject_public_key_info();
    Authority::new(Name::from_der(&name).unwrap(), key, &RustCrypto).unwrap()
}

pub(crate) fn at(instant: UtcDateTime) -> ValidationTime {
    ValidationTime::at(Timestamp::from_unix_seconds(instant.unix_timestamp()))
}

pub(crate) fn not_asked(_: &RevocationTarget<'_>) -> Status {
    panic!("nobody asks about a certificate with ocsp-nocheck");
}

pub(crate) fn unknown(_: &RevocationTarget<'_>) -> Status {
    Status::Unknown(Reason::CrlMissing)
}
