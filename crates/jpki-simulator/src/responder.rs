use std::time::Duration;

use const_oid::db::rfc6960::ID_PKIX_OCSP_NONCE;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode, Sequence, Tag, Tagged};
use jpki_core::time::Timestamp;
use jpki_testkit::digest::HashAlgorithm;
use jpki_testkit::jpki::{Authority, Generation, Purpose};
use jpki_testkit::ocsp::{
    CertId, CertificateStatus, Responder, ResponseBuilder, ResponseStatus, SingleResponse, nonce,
    unsuccessful,
};
use jpki_testkit::oid;
use jpki_testkit::pki::{SerialNumber, Validity};
use spki::{AlgorithmIdentifierRef, ObjectIdentifier};

use crate::fault::{Fault, Reply, Service};
use crate::holder::{days, to_utc};
use crate::issued::Standing;
use crate::lists::{other, sibling};
use crate::shared::{OcspSigner, State};

/// Certificates that one request may ask about.
const MOST_CERTIFICATES: usize = 100;

/// Octets of the longest request.
const LONGEST: usize = 0x1_0000;

/// 15 minutes, after which the responder knows more (guideline 001 ※10).
const STEP: i64 = 15 * 60;

#[derive(Sequence)]
struct OcspRequest<'a> {
    tbs_request: TbsRequest<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    signature: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct TbsRequest<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    version: Option<u8>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    requestor_name: Option<AnyRef<'a>>,
    request_list: Vec<Request<'a>>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    request_extensions: Option<Vec<Extension<'a>>>,
}

#[derive(Sequence)]
struct Request<'a> {
    req_cert: RequestedCertificate<'a>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct RequestedCertificate<'a> {
    hash_algorithm: AlgorithmIdentifierRef<'a>,
    issuer_name_hash: &'a OctetStringRef,
    issuer_key_hash: &'a OctetStringRef,
    serial_number: AnyRef<'a>,
}

#[derive(Sequence)]
struct Extension<'a> {
    extn_id: ObjectIdentifier,
    #[asn1(default = "Default::default")]
    critical: bool,
    extn_value: &'a OctetStringRef,
}

/// What was asked, and of which authority.
struct Question {
    authority: Authority,
    certificates: Vec<CertId>,
    nonce: Option<Vec<u8>>,
}

/// What an answer is like that is wrong in one way, or right.
struct Manner {
    as_of: Timestamp,
    produced_at: Timestamp,
    signer: OcspSigner,
}

impl State {
    /// Returns the response to a request, in DER.
    pub(crate) fn respond(&mut self, purpose: Purpose, request: &[u8]) -> Reply {
        let question = self.question(purpose, request);
        let serial = question.as_ref().ok().and_then(|question| question.certificates.first());
        let serial = serial.map(|id| id.serial.as_bytes());
        let fault = self.faults.take(Service::Ocsp(purpose), serial);
        Reply::under(
            fault,
            || self.garbage(),
            |fault| match &question {
                Ok(question) => self.response(question, fault),
                Err(status) => unsuccessful(*status),
            },
        )
    }

    fn question(&self, purpose: Purpose, request: &[u8]) -> Result<Question, ResponseStatus> {
        const MALFORMED: ResponseStatus = ResponseStatus::MalformedRequest;
        if request.len() > LONGEST {
            return Err(MALFORMED);
        }
        let request = OcspRequest::from_der(request).map_err(|_| MALFORMED)?.tbs_request;
        if request.request_list.len() > MOST_CERTIFICATES || request.version.unwrap_or(0) != 0 {
            return Err(MALFORMED);
        }
        let certificates = request.request_list.iter().map(|single| single.req_cert.read());
        let certificates = certificates.collect::<Option<Vec<_>>>().ok_or(MALFORMED)?;
        let first = certificates.first().ok_or(MALFORMED)?;
        // RFC 6960 §2.3: unauthorized is for whom the responder cannot answer.
        let authority = self.issuer(purpose, first).ok_or(ResponseStatus::Unauthorized)?;
        if certificates.iter().any(|id| !is_of(id, &authority)) {
            return Err(ResponseStatus::Unauthorized);
        }
        let extensions = request.request_extensions.unwrap_or_default();
        let nonce = extensions.iter().find(|extension| extension.extn_id == ID_PKIX_OCSP_NONCE);
        // RFC 9654 §2.1: OCTET STRING (SIZE(1..128))
        let nonce = match nonce {
            None => None,
            Some(extension) => {
                let value = <&OctetStringRef>::from_der(extension.extn_value.as_bytes());
                let value = value.map_err(|_| MALFORMED)?.as_bytes();
                let is_allowed = (1..=128).contains(&value.len());
                Some(is_allowed.then(|| value.to_vec()).ok_or(MALFORMED)?)
            }
        };
        Ok(Question { authority, certificates, nonce })
    }

    fn issuer(&self, purpose: Purpose, id: &CertId) -> Option<Authority> {
        [Generation::First, Generation::Second, Generation::Third, Generation::Fourth]
            .into_iter()
            .map(|generation| self.register.authority(purpose, generation))
            .find(|authority| is_of(id, authority))
    }

    fn response(&self, question: &Question, fault: Option<Fault>) -> Vec<u8> {
        let Question { authority, certificates, nonce: asked } = question;
        let manner = self.manner(fault);
        let response = ResponseBuilder::new(to_utc(manner.produced_at));
        let response = certificates.iter().fold(response, |response, id| {
            let status = match fault {
                Some(Fault::Unknown) => CertificateStatus::Unknown,
                _ => self.status(authority.purpose(), id, manner.as_of),
            };
            response.single(SingleResponse::new(id.clone(), status, to_utc(manner.as_of)))
        });
        let echoed = match (fault, asked) {
            (Some(Fault::NoNonce), _) | (_, None) => None,
            (Some(Fault::Replayed), Some(_)) => {
                let mut others = vec![0; 32];
                self.choices("nonce of another question").fill(&mut others);
                Some(others)
            }
            (_, Some(asked)) => Some(asked.clone()),
        };
        let response = match echoed {
            None => response,
            Some(value) => response.extension(nonce(&value)),
        };
        self.sign(response, authority, fault, manner.signer)
    }

    /// As of the last quarter of an hour.
    fn manner(&self, fault: Option<Fault>) -> Manner {
        let now = self.now;
        let since_step = now.unix_seconds().rem_euclid(STEP).unsigned_abs();
        let step = now.before(Duration::from_secs(since_step));
        let right = Manner { as_of: step, produced_at: now, signer: self.signer };
        match fault {
            Some(Fault::Stale) => {
                let earlier = step.before(Duration::from_secs(2 * 60 * 60));
                Manner { as_of: earlier, produced_at: earlier, ..right }
            }
            Some(Fault::Future) => {
                let later = step.after(days(1));
                Manner { as_of: later, produced_at: later, ..right }
            }
            Some(Fault::ExpiredResponder | Fault::NoExtendedKeyUsage) => {
                Manner { signer: OcspSigner::Delegate, ..right }
            }
            Some(
                Fault::WrongGeneration | Fault::OtherPurpose | Fault::WrongKey | Fault::Unsigned,
            ) => Manner { signer: OcspSigner::Authority, ..right },
            _ => right,
        }
    }

    fn status(&self, purpose: Purpose, id: &CertId, as_of: Timestamp) -> CertificateStatus {
        let issued = self.register.find(purpose, id.serial.as_bytes());
        let issued = issued.filter(|issued| is_of(id, issued.end_entity.authority()));
        match issued.map(|issued| issued.standing(as_of)) {
            None | Some(Standing::NoInformation) => CertificateStatus::Unknown,
            Some(Standing::Good) => CertificateStatus::Good,
            Some(Standing::Revoked(since, reason)) => {
                CertificateStatus::Revoked(to_utc(since), Some(reason))
            }
        }
    }

    fn sign(
        &self,
        response: ResponseBuilder,
        authority: &Authority,
        fault: Option<Fault>,
        signer: OcspSigner,
    ) -> Vec<u8> {
        let (purpose, generation) = (authority.purpose(), authority.generation());
        if signer == OcspSigner::Delegate {
            let jpki = self.jpki_at(self.list_of_the_day());
            let certificate = jpki.responder_certificate(authority);
            let certificate = match fault {
                Some(Fault::ExpiredResponder) => certificate.validity(Validity::new(
                    to_utc(self.now.before(days(60))),
                    to_utc(self.now.before(days(30))),
                )),
                Some(Fault::NoExtendedKeyUsage) => {
                    certificate.without_extension(oid::EXTENDED_KEY_USAGE)
                }
                _ => certificate,
            };
            let response = response.certificate(&certificate.sign(authority.key()));
            return response.sign(&Responder::by_key(jpki.responder_key()));
        }
        let by = |purpose, generation| {
            Responder::by_key(self.register.authority(purpose, generation).key())
        };
        match fault {
            Some(Fault::WrongKey) => {
                let foreign = self.register.authority(purpose, Generation::Foreign);
                response.sign(&by(purpose, generation).with_key(foreign.key()))
            }
            Some(Fault::WrongGeneration) => response.sign(&by(purpose, sibling(generation))),
            Some(Fault::OtherPurpose) => response.sign(&by(other(purpose), generation)),
            Some(Fault::Unsigned) => {
                // Without certificates the signature is last.
                let mut response = response.sign(&by(purpose, generation));
                let signature = authority.key().modulus_length().unwrap_or_default();
                response.iter_mut().rev().take(signature).for_each(|octet| *octet = 0);
                response
            }
            _ => response.sign(&by(purpose, generation)),
        }
    }
}

impl RequestedCertificate<'_> {
    fn read(&self) -> Option<CertId> {
        let algorithms = [
            HashAlgorithm::Sha1,
            HashAlgorithm::Sha256,
            HashAlgorithm::Sha384,
            HashAlgorithm::Sha512,
        ];
        let is_meant = |hash: &HashAlgorithm| hash.oid() == self.hash_algorithm.oid;
        (self.serial_number.tag() == Tag::Integer).then_some(())?;
        Some(CertId {
            hash: algorithms.into_iter().find(is_meant)?,
            issuer_name_hash: self.issuer_name_hash.as_bytes().to_vec(),
            issuer_key_hash: self.issuer_key_hash.as_bytes().to_vec(),
            serial: SerialNumber::from_bytes(self.serial_number.value()),
        })
    }
}

/// Whether the certificate is of this key of this authority.
fn is_of(id: &CertId, authority: &Authority) -> bool {
    let named = CertId::new(id.hash, &authority.name(), authority.key(), id.serial.clone());
    named == *id
}
