//! Responses (RFC 6960 §4.2).

use ::time::{Duration, UtcDateTime};

use super::CertId;
use crate::asn1;
use crate::key::Key;
use crate::oid;
use crate::pki::{DistinguishedName, Extension, ReasonCode, extensions, generalized_time};
use crate::signature::SignatureAlgorithm;

/// OCSPResponseStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResponseStatus {
    /// successful (0).
    Successful,
    /// malformedRequest (1).
    MalformedRequest,
    /// internalError (2).
    InternalError,
    /// tryLater (3).
    TryLater,
    /// sigRequired (5).
    SignatureRequired,
    /// unauthorized (6).
    Unauthorized,
    /// A number without a name.
    Unassigned(u8),
}

impl ResponseStatus {
    fn to_der(self) -> Vec<u8> {
        asn1::enumerated(match self {
            Self::Successful => 0,
            Self::MalformedRequest => 1,
            Self::InternalError => 2,
            Self::TryLater => 3,
            Self::SignatureRequired => 5,
            Self::Unauthorized => 6,
            Self::Unassigned(number) => number,
        })
    }
}

/// A response that carries a status and nothing more.
pub fn unsuccessful(status: ResponseStatus) -> Vec<u8> {
    asn1::sequence([status.to_der()])
}

/// CertStatus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// good.
    Good,
    /// revoked, since when and perhaps why.
    Revoked(UtcDateTime, Option<ReasonCode>),
    /// unknown.
    Unknown,
}

impl CertificateStatus {
    fn to_der(self) -> Vec<u8> {
        match self {
            Self::Good => asn1::implicit(0, asn1::null()),
            Self::Revoked(at, reason) => {
                let mut members = vec![generalized_time(at)];
                members.extend(
                    reason.map(|reason| asn1::explicit(0, asn1::enumerated(reason.number()))),
                );
                asn1::implicit(1, asn1::sequence(members))
            }
            Self::Unknown => asn1::implicit(2, asn1::null()),
        }
    }
}

/// SingleResponse: what is said about one certificate.
#[derive(Clone, Debug)]
pub struct SingleResponse {
    id: CertId,
    status: CertificateStatus,
    this_update: UtcDateTime,
    next_update: Option<UtcDateTime>,
    extensions: Vec<Extension>,
}

impl SingleResponse {
    /// A status as of an instant, with the next one fifteen minutes later (jpki-profile §6).
    pub fn new(id: CertId, status: CertificateStatus, this_update: UtcDateTime) -> Self {
        let next_update = Some(this_update + Duration::minutes(15));
        Self { id, status, this_update, next_update, extensions: Vec::new() }
    }

    /// good.
    pub fn good(id: CertId, this_update: UtcDateTime) -> Self {
        Self::new(id, CertificateStatus::Good, this_update)
    }

    /// Sets nextUpdate, or leaves it out.
    #[must_use]
    pub fn next_update(mut self, next_update: Option<UtcDateTime>) -> Self {
        self.next_update = next_update;
        self
    }

    /// Adds an extension.
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    fn to_der(&self) -> Vec<u8> {
        let mut members =
            vec![self.id.to_der(), self.status.to_der(), generalized_time(self.this_update)];
        members
            .extend(self.next_update.map(|instant| asn1::explicit(0, generalized_time(instant))));
        if !self.extensions.is_empty() {
            members.push(asn1::explicit(1, extensions(&self.extensions)));
        }
        asn1::sequence(members)
    }
}

/// Who signs a response.
#[derive(Clone, Debug)]
pub struct Responder {
    identifier: Vec<u8>,
    key: Key,
}

impl Responder {
    /// A responder named by the SHA-1 digest of its key.
    pub fn by_key(key: Key) -> Self {
        Self { identifier: asn1::explicit(2, asn1::octet_string(key.identifier())), key }
    }

    /// A responder named by its name.
    pub fn by_name(name: &DistinguishedName, key: Key) -> Self {
        Self { identifier: asn1::explicit(1, name.to_der()), key }
    }

    /// The same name with another key.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }
}

/// A successful response in the making.
#[derive(Clone, Debug)]
pub struct ResponseBuilder {
    status: ResponseStatus,
    produced_at: UtcDateTime,
    singles: Vec<SingleResponse>,
    extensions: Vec<Extension>,
    certificates: Vec<Vec<u8>>,
    written_algorithm: Option<Vec<u8>>,
}

impl ResponseBuilder {
    /// A response produced at this instant, about nothing yet.
    pub fn new(produced_at: UtcDateTime) -> Self {
        Self {
            status: ResponseStatus::Successful,
            produced_at,
            singles: Vec::new(),
            extensions: Vec::new(),
            certificates: Vec::new(),
            written_algorithm: None,
        }
    }

    /// Sets the status, while the response is there all the same.
    #[must_use]
    pub fn status(mut self, status: ResponseStatus) -> Self {
        self.status = status;
        self
    }

    /// Adds what is said about a certificate.
    #[must_use]
    pub fn single(mut self, single: SingleResponse) -> Self {
        self.singles.push(single);
        self
    }

    /// Adds an extension, for example a [`super::nonce`].
    #[must_use]
    pub fn extension(mut self, extension: Extension) -> Self {
        self.extensions.push(extension);
        self
    }

    /// Adds a certificate, for example the responder's.
    #[must_use]
    pub fn certificate(mut self, der: &[u8]) -> Self {
        self.certificates.push(der.to_vec());
        self
    }

    /// Writes this AlgorithmIdentifier instead of the algorithm that signs.
    #[must_use]
    pub fn written_algorithm(mut self, identifier: Vec<u8>) -> Self {
        self.written_algorithm = Some(identifier);
        self
    }

    /// OCSPResponse in DER, signed with the usual algorithm of the responder's key.
    pub fn sign(&self, responder: &Responder) -> Vec<u8> {
        self.sign_with(responder, responder.key.usual_algorithm())
    }

    /// OCSPResponse in DER, signed with this algorithm.
    pub fn sign_with(&self, responder: &Responder, algorithm: SignatureAlgorithm) -> Vec<u8> {
        let mut data = vec![
            responder.identifier.clone(),
            generalized_time(self.produced_at),
            asn1::sequence(self.singles.iter().map(SingleResponse::to_der)),
        ];
        if !self.extensions.is_empty() {
            data.push(asn1::explicit(1, extensions(&self.extensions)));
        }
        let data = asn1::sequence(data);
        let signature = responder.key.sign(algorithm, &data);
        let mut basic = vec![
            data,
            self.written_algorithm.clone().unwrap_or_else(|| algorithm.identifier()),
            asn1::bit_string(signature),
        ];
        if !self.certificates.is_empty() {
            basic.push(asn1::explicit(0, asn1::sequence(&self.certificates)));
        }
        let bytes =
            [asn1::object_identifier(oid::OCSP_BASIC), asn1::octet_string(asn1::sequence(basic))];
        asn1::sequence([self.status.to_der(), asn1::explicit(0, asn1::sequence(bytes))])
    }
}
