use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::der::{Reader, Span, Tag};
use jpki_core::event::{Action, ActionResult, EventSubject, Operation};
use jpki_core::limits::Limits;
use jpki_core::protected::ProtectedBytes;
use jpki_core::time::Timestamp;
use jpki_x509::authority::Authority;
use jpki_x509::certificate::{Certificate, SerialNumber};
use jpki_x509::extension::ExtensionSpan;

use super::certificate_id::{CertificateId, CertificateIdSpan};
use super::der::{read_extensions, read_version};
use super::error::OcspError;
use super::{asn1, oid};

/// 32 bytes that nobody can foresee and that are used once (ノンス, RFC 9654 §2.1). One that is used again
/// lets old answers be replayed for as long as their age allows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Nonce([u8; 32]);

impl Nonce {
    /// Creates a new nonce from the system's generator.
    ///
    /// # Errors
    /// [`NonceUnavailable`] if the system gives no random bytes.
    #[cfg(feature = "std")]
    pub fn draw() -> Result<Self, NonceUnavailable> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|_| NonceUnavailable)?;
        Ok(Self(bytes))
    }

    /// Creates a nonce of these bytes, for tests, and where another cryptographic generator draws them, new for each
    /// request. Otherwise [`Self::draw`].
    #[must_use]
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The system gave no random bytes.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
#[non_exhaustive]
pub struct NonceUnavailable;

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Nonce")
    }
}

/// An unsigned OCSP request (RFC 6960 §4.1): bytes to send, and what must come back.
///
/// Protected data: it names certificates by their serial numbers.
#[derive(Clone)]
pub struct OcspRequest {
    bytes: ProtectedBytes,
    certificates: Vec<CertificateIdSpan>,
    nonce: Option<Span>,
    /// Of a request that was made here: the certificates as an operation log is told of them.
    subjects: Vec<EventSubject>,
}

impl OcspRequest {
    /// Asks about certificates, each with who issued it, as a valid path tells.
    ///
    /// # Errors
    /// [`OcspError::NothingAsked`], [`OcspError::TooManyAnswers`] beyond [`Limits::response_answers`], or
    /// [`OcspError::IssuerKey`].
    // Requirement: OCSP-01
    pub fn for_certificates<'c>(
        certificates: impl IntoIterator<Item = (&'c Certificate, &'c Authority)>,
        algorithm: DigestAlgorithm,
        nonce: Option<&Nonce>,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, OcspError> {
        let asked = certificates.into_iter().map(|(certificate, issuer)| {
            let id = CertificateId::of(certificate, issuer, algorithm, crypto);
            (id, certificate.as_event_subject())
        });
        Self::asking(asked, nonce)
    }

    /// Asks about certificates by serial numbers that were kept, each with the authority that issued it: the one whose key
    /// the path of the certificate led to when it was taken.
    ///
    /// # Errors
    /// [`OcspError`], as [`Self::for_certificates`].
    pub fn for_serial_numbers<'c>(
        certificates: impl IntoIterator<Item = (SerialNumber<'c>, &'c Authority)>,
        algorithm: DigestAlgorithm,
        nonce: Option<&Nonce>,
        crypto: &dyn CryptoBackend,
    ) -> Result<Self, OcspError> {
        let asked = certificates.into_iter().map(|(serial_number, issuer)| {
            let id = CertificateId::of_serial_number(serial_number, issuer, algorithm, crypto);
            (id, serial_number.as_event_subject(issuer.name()))
        });
        Self::asking(asked, nonce)
    }

    // Requirement: OCSP-01
    fn asking<'c>(
        asked: impl Iterator<Item = (Result<CertificateId<'c>, OcspError>, EventSubject)>,
        nonce: Option<&Nonce>,
    ) -> Result<Self, OcspError> {
        let mut subjects = Vec::new();
        let certificates = asked
            .map(|(id, subject)| {
                subjects.push(subject);
                id
            })
            .collect::<Result<Vec<_>, _>>()?;
        let der = asn1::request(&certificates, nonce.map(|nonce| nonce.as_bytes().as_slice()))?;
        Ok(Self { subjects, ..Self::from_der(&der)? })
    }

    /// Returns what an operation log is to be told of this inquiry, once for each certificate: whoever sends it knows
    /// when, and how it ended. Nothing of a request that was [read](Self::from_der).
    // Requirement: ACC-4
    pub fn operations(
        &self,
        result: ActionResult,
        now: Timestamp,
    ) -> impl Iterator<Item = Operation> {
        let inquiry = move |subject: &EventSubject| {
            Operation::new(Action::RevocationInquiry, result, now).about(subject.clone())
        };
        self.subjects.iter().map(inquiry)
    }

    /// Reads a request within the default [`Limits`], as a responder does. A signature is passed over, not verified.
    ///
    /// Refused: anything that is not DER, versions other than 1, unknown digest algorithms, digests of
    /// another length than their algorithm's, no certificate or more than the limit, an extension twice.
    ///
    /// # Errors
    /// [`OcspError`] if it is refused.
    pub fn from_der(bytes: &[u8]) -> Result<Self, OcspError> {
        Self::from_der_with(bytes, &Limits::DEFAULT)
    }

    /// As [`Self::from_der`], within these limits.
    ///
    /// # Errors
    /// [`OcspError`] if it is refused.
    pub fn from_der_with(bytes: &[u8], limits: &Limits) -> Result<Self, OcspError> {
        if bytes.len() > limits.response_bytes {
            return Err(OcspError::too_large());
        }
        let mut request = Reader::new(bytes)?.read_all(Reader::sequence)?;
        let mut fields = request.sequence()?;
        request.optional(Tag::context_constructed(0))?;
        request.finish()?;

        read_version(&mut fields)?;
        // requestorName
        fields.optional(Tag::context_constructed(1))?;
        let mut list = fields.sequence()?;
        let mut certificates = Vec::new();
        while !list.is_empty() {
            if certificates.len() >= limits.response_answers {
                return Err(OcspError::TooManyAnswers);
            }
            let mut single = list.sequence()?;
            let id = CertificateIdSpan::read(&mut single)?;
            id.of(bytes).ok_or(OcspError::UnknownDigest)?;
            read_extensions(&mut single, 0, limits)?;
            single.finish()?;
            certificates.push(id);
        }
        if certificates.is_empty() {
            return Err(OcspError::NothingAsked);
        }
        let extensions = read_extensions(&mut fields, 2, limits)?;
        fields.finish()?;
        let is_nonce = |extension: &&ExtensionSpan| extension.oid(bytes) == oid::NONCE;
        let nonce = extensions.iter().find(is_nonce).map(|extension| extension.value);
        Ok(Self { bytes: ProtectedBytes::from(bytes), certificates, nonce, subjects: Vec::new() })
    }

    /// Returns the bytes to send. Each call is a use that an audit may ask about.
    #[must_use]
    pub fn expose_protected(&self) -> &[u8] {
        self.bytes.expose_protected()
    }

    /// Returns the certificates asked about.
    pub fn certificates(&self) -> impl Iterator<Item = CertificateId<'_>> {
        let owner = self.bytes.expose_protected();
        self.certificates.iter().filter_map(|span| span.of(owner))
    }

    /// Value of the nonce extension.
    #[must_use]
    pub fn nonce(&self) -> Option<&[u8]> {
        self.nonce.map(|span| span.of(self.bytes.expose_protected()))
    }
}

impl fmt::Debug for OcspRequest {
    /// Counts only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspRequest({} certificates)", self.certificates.len())
    }
}
