use alloc::vec::Vec;
use core::fmt;

use jpki_core::der::{Reader, Tag};
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_x509::extension::{Extension, ExtensionSpan, Extensions, oid};

use super::certificate_id::{CertificateId, CertificateIdSpan};
use super::der::read_extensions;
use super::error::OcspError;
use crate::crl::{InvalidityDate, RevocationReason};

/// What a response says of one certificate (`SingleResponse`, RFC 6960 §4.2.1). Not verified by itself.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    owner: &'a [u8],
    span: &'a AnswerSpan,
}

/// `CertStatus` (RFC 6960 §2.2).
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 6960 section 4.2.1")]
pub enum AnsweredStatus {
    /// Not revoked, as far as the responder knows. It need not even have been issued.
    Good,
    /// Revoked, or on hold.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
    },
    /// The responder does not know the certificate.
    Unknown,
}

impl<'a> Answer<'a> {
    pub(super) const fn new(owner: &'a [u8], span: &'a AnswerSpan) -> Self {
        Self { owner, span }
    }

    /// Returns the certificate; `None` if it is named by a digest that these crates do not know.
    #[must_use]
    pub fn certificate(&self) -> Option<CertificateId<'a>> {
        self.span.certificate.of(self.owner)
    }

    /// Returns what is said of it.
    #[must_use]
    pub const fn status(&self) -> AnsweredStatus {
        self.span.status
    }

    /// Returns when this was known to be so (発行日時).
    #[must_use]
    pub const fn this_update(&self) -> Timestamp {
        self.span.this_update
    }

    /// By when more will be known; if absent, more may be known at any time.
    #[must_use]
    pub const fn next_update(&self) -> Option<Timestamp> {
        self.span.next_update
    }

    /// Since when the certificate should not have been relied on, if the responder says so.
    #[must_use]
    pub fn invalidity_date(&self) -> Option<Timestamp> {
        self.invalidity().date()
    }

    pub(super) fn invalidity(&self) -> InvalidityDate {
        self.extensions()
            .find(|one| one.oid() == oid::INVALIDITY_DATE)
            .map_or(InvalidityDate::Absent, |one| InvalidityDate::from_der(one.value()))
    }

    /// Returns the extensions of this answer.
    pub fn extensions(&self) -> impl Iterator<Item = Extension<'a>> + use<'a> {
        Extensions::new(self.owner, &self.span.extensions)
    }
}

impl fmt::Debug for Answer<'_> {
    /// The date only: status and certificate are protected (失効情報).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({})", self.this_update())
    }
}

impl fmt::Debug for AnsweredStatus {
    /// Neither since when nor why.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Good => "Good",
            Self::Revoked { .. } => "Revoked",
            Self::Unknown => "Unknown",
        })
    }
}

/// Where one answer lies, and what was read of it.
#[derive(Clone)]
pub(super) struct AnswerSpan {
    certificate: CertificateIdSpan,
    status: AnsweredStatus,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    extensions: Vec<ExtensionSpan>,
}

impl AnswerSpan {
    // RFC 6960 §4.2.1
    pub(super) fn read(list: &mut Reader<'_>, limits: &Limits) -> Result<Self, OcspError> {
        let mut fields = list.sequence()?;
        let certificate = CertificateIdSpan::read(&mut fields)?;
        let status = read_status(&mut fields)?;
        let this_update = fields.generalized_time()?;
        let next_update = fields
            .optional_nested(Tag::context_constructed(0))?
            .map(|explicit| explicit.read_all(Reader::generalized_time))
            .transpose()?;
        let extensions = read_extensions(&mut fields, 1, limits)?;
        fields.finish()?;
        Ok(Self { certificate, status, this_update, next_update, extensions })
    }
}

fn read_status(fields: &mut Reader<'_>) -> Result<AnsweredStatus, OcspError> {
    const GOOD: Tag = Tag::context(0);
    const REVOKED: Tag = Tag::context_constructed(1);
    const UNKNOWN: Tag = Tag::context(2);
    let choice = fields.any()?;
    match choice.tag {
        GOOD if choice.content.is_empty() => Ok(AnsweredStatus::Good),
        UNKNOWN if choice.content.is_empty() => Ok(AnsweredStatus::Unknown),
        REVOKED => {
            let mut revoked = fields.contents_of(choice);
            let at = revoked.generalized_time()?;
            let reason = match revoked.optional_nested(Tag::context_constructed(0))? {
                Some(explicit) => read_reason(explicit)?,
                None => RevocationReason::Unspecified,
            };
            revoked.finish()?;
            Ok(AnsweredStatus::Revoked { at, reason })
        }
        _ => Err(OcspError::invalid("certificate status", choice.whole.start())),
    }
}

fn read_reason(explicit: Reader<'_>) -> Result<RevocationReason, OcspError> {
    let element = explicit.read_all(|reader| reader.read(Tag::ENUMERATED))?;
    match explicit.bytes(element.content) {
        [number @ ..=0x7f] => Ok(RevocationReason::from_number(*number)),
        _ => Err(OcspError::invalid("reason", element.whole.start())),
    }
}
