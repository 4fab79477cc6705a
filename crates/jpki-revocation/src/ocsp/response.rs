use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use jpki_core::algorithm::AlgorithmIdentifier;
use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, Span, Tag};
use jpki_core::limits::Limits;
use jpki_core::protected::ProtectedBytes;
use jpki_core::time::Timestamp;
use jpki_x509::extension::{Extension, ExtensionSpan, Extensions};

use super::answer::{Answer, AnswerSpan};
use super::der::{read_extensions, read_version};
use super::error::OcspError;
use super::oid;
use super::responder_id::{ResponderId, ResponderIdSpan};
use super::response_status::ResponseStatus;

/// An OCSP response that is well formed; nothing in it is verified, and it says nothing yet.
///
/// Accepted although RFC 6960 §4.2.1 or DER forbids it: version 1 written out; an explicit
/// `critical FALSE`; response bytes beside a status other than successful, which are passed over.
///
/// Refused: anything that is not DER, times with a fraction or in UTCTime, versions other than 1, an
/// unknown status or type of response, no answer at all, an extension twice, a signature with unused bits,
/// bytes after the end, and what exceeds [`Limits`].
#[derive(Clone)]
pub struct OcspResponse {
    bytes: ProtectedBytes,
    outline: Arc<Layout>,
}

impl OcspResponse {
    /// Reads DER within the default [`Limits`].
    ///
    /// # Errors
    /// [`OcspError`] if it is refused; see the type.
    pub fn from_der(bytes: &[u8]) -> Result<Self, OcspError> {
        Self::from_der_with(bytes, &Limits::DEFAULT)
    }

    /// Reads DER within these limits.
    ///
    /// # Errors
    /// [`OcspError`] if it is refused; see the type.
    pub fn from_der_with(bytes: &[u8], limits: &Limits) -> Result<Self, OcspError> {
        let outline = Arc::new(Layout::read(bytes, limits)?);
        Ok(Self { bytes: ProtectedBytes::from(bytes), outline })
    }

    /// Returns the bytes as they came.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        self.bytes.expose_protected()
    }

    pub(super) const fn bytes(&self) -> &ProtectedBytes {
        &self.bytes
    }

    /// Returns what the responder says of the question. It is not signed unless successful.
    #[must_use]
    pub fn status(&self) -> ResponseStatus {
        self.outline.status
    }

    /// Returns the parts of a response that was successful.
    #[must_use]
    pub fn basic(&self) -> Option<BasicResponse<'_>> {
        let basic = self.outline.basic.as_ref()?;
        Some(BasicResponse { owner: self.as_der(), basic })
    }
}

impl fmt::Debug for OcspResponse {
    /// Status and size only: what it holds is protected (失効情報).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OcspResponse({:?}, {} bytes)", self.status(), self.as_der().len())
    }
}

/// The parts of a `BasicOCSPResponse` (RFC 6960 §4.2.1), not verified.
#[derive(Clone, Copy)]
pub struct BasicResponse<'a> {
    owner: &'a [u8],
    basic: &'a Basic,
}

impl<'a> BasicResponse<'a> {
    /// Returns the signed bytes, `ResponseData`.
    #[must_use]
    pub fn signed_bytes(&self) -> &'a [u8] {
        self.basic.signed.of(self.owner)
    }

    /// Who says to have signed it.
    #[must_use]
    pub fn responder(&self) -> ResponderId<'a> {
        self.basic.responder.of(self.owner)
    }

    /// Returns when it was signed (作成日時).
    #[must_use]
    pub const fn produced_at(&self) -> Timestamp {
        self.basic.produced_at
    }

    /// Returns what it says of certificates, of each perhaps more than once.
    pub fn answers(&self) -> impl Iterator<Item = Answer<'a>> + use<'a> {
        let owner = self.owner;
        self.basic.answers.iter().map(move |span| Answer::new(owner, span))
    }

    /// Returns the extensions of the response as a whole.
    #[must_use]
    pub fn extensions(&self) -> Extensions<'a> {
        Extensions::new(self.owner, &self.basic.extensions)
    }

    /// Value of the nonce extension.
    #[must_use]
    pub fn nonce(&self) -> Option<&'a [u8]> {
        let is_nonce = |extension: &Extension<'_>| extension.oid() == oid::NONCE;
        self.extensions().find(is_nonce).map(|extension| extension.value())
    }

    /// Returns the algorithm with which it says to be signed.
    ///
    /// # Errors
    /// Never for a response that was read; the walk found it well formed.
    pub fn signature_algorithm(&self) -> Result<AlgorithmIdentifier<'a>, DerError> {
        AlgorithmIdentifier::at(self.owner, self.basic.algorithm)
    }

    /// Returns the signature.
    #[must_use]
    pub fn signature(&self) -> &'a [u8] {
        self.basic.signature.of(self.owner)
    }

    /// Returns the certificates sent along, as they came.
    pub fn certificates(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let owner = self.owner;
        self.basic.certificates.iter().map(move |span| span.of(owner))
    }
}

impl fmt::Debug for BasicResponse<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BasicResponse({} answers, {})", self.basic.answers.len(), self.produced_at())
    }
}

/// Where everything lies.
struct Layout {
    status: ResponseStatus,
    basic: Option<Basic>,
}

impl Layout {
    fn read(bytes: &[u8], limits: &Limits) -> Result<Self, OcspError> {
        if bytes.len() > limits.response_bytes {
            return Err(OcspError::too_large());
        }
        let mut fields = Reader::new(bytes)?.read_all(Reader::sequence)?;
        let status = ResponseStatus::read(&mut fields)?;
        let inner = fields.optional_nested(Tag::context_constructed(0))?;
        let missing = fields.error(DerErrorKind::Truncated);
        fields.finish()?;
        let basic = match (status, inner) {
            (ResponseStatus::Successful, Some(inner)) => Some(read_bytes(inner, limits)?),
            (ResponseStatus::Successful, None) => return Err(missing.into()),
            _ => None,
        };
        Ok(Self { status, basic })
    }
}

fn read_bytes(explicit: Reader<'_>, limits: &Limits) -> Result<Basic, OcspError> {
    let mut bytes = explicit.read_all(Reader::sequence)?;
    if bytes.object_identifier()? != oid::BASIC {
        return Err(OcspError::UnknownType);
    }
    let content = bytes.read_all(|bytes| bytes.nested(Tag::OCTET_STRING))?;
    Basic::read(&mut content.read_all(Reader::sequence)?, limits)
}

/// Where everything lies in a `BasicOCSPResponse`.
pub(super) struct Basic {
    signed: Span,
    responder: ResponderIdSpan,
    produced_at: Timestamp,
    answers: Vec<AnswerSpan>,
    extensions: Vec<ExtensionSpan>,
    algorithm: Span,
    signature: Span,
    certificates: Vec<Span>,
}

impl Basic {
    fn read(response: &mut Reader<'_>, limits: &Limits) -> Result<Self, OcspError> {
        let data = response.read(Tag::SEQUENCE)?;
        let (_, algorithm) = AlgorithmIdentifier::spanned(response)?;
        let signature = response.bit_string()?;
        if signature.unused != 0 {
            return Err(OcspError::invalid("signature", signature.bytes.start()));
        }
        let certificates = read_certificates(response, limits)?;
        response.finish()?;

        let mut fields = response.contents_of(data);
        read_version(&mut fields)?;
        let responder = ResponderIdSpan::read(&mut fields)?;
        let produced_at = fields.generalized_time()?;
        let mut list = fields.sequence()?;
        if list.is_empty() {
            return Err(list.error(DerErrorKind::Truncated).into());
        }
        let mut answers = Vec::new();
        while !list.is_empty() {
            if answers.len() >= limits.response_answers {
                return Err(OcspError::TooManyAnswers);
            }
            answers.push(AnswerSpan::read(&mut list, limits)?);
        }
        let extensions = read_extensions(&mut fields, 1, limits)?;
        fields.finish()?;
        Ok(Self {
            signed: data.whole,
            responder,
            produced_at,
            answers,
            extensions,
            algorithm,
            signature: signature.bytes,
            certificates,
        })
    }
}

fn read_certificates(response: &mut Reader<'_>, limits: &Limits) -> Result<Vec<Span>, OcspError> {
    let mut certificates = Vec::new();
    let Some(explicit) = response.optional_nested(Tag::context_constructed(0))? else {
        return Ok(certificates);
    };
    let mut list = explicit.read_all(Reader::sequence)?;
    while !list.is_empty() {
        if certificates.len() >= limits.response_certificates {
            return Err(OcspError::TooManyCertificates);
        }
        certificates.push(list.read(Tag::SEQUENCE)?.whole);
    }
    Ok(certificates)
}
