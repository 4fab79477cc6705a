use jpki_core::der::{Reader, Tag};
use jpki_core::localized::{Locale, Localized};
use jpki_core::report::Reason;

use super::error::OcspError;

/// What a responder says of the question itself (`OCSPResponseStatus`, RFC 6960 §4.2.1, §2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the ENUMERATED of RFC 6960 section 4.2.1")]
pub enum ResponseStatus {
    /// successful (0): there are answers.
    Successful,
    /// malformedRequest (1)
    MalformedRequest,
    /// internalError (2)
    InternalError,
    /// tryLater (3)
    TryLater,
    /// sigRequired (5)
    SignatureRequired,
    /// unauthorized (6): also said of certificates that the responder has no answer for (RFC 5019 §2.2.3).
    Unauthorized,
}

impl ResponseStatus {
    pub(super) fn read(fields: &mut Reader<'_>) -> Result<Self, OcspError> {
        let element = fields.read(Tag::ENUMERATED)?;
        match fields.bytes(element.content) {
            [0] => Ok(Self::Successful),
            [1] => Ok(Self::MalformedRequest),
            [2] => Ok(Self::InternalError),
            [3] => Ok(Self::TryLater),
            [5] => Ok(Self::SignatureRequired),
            [6] => Ok(Self::Unauthorized),
            _ => Err(OcspError::UnknownStatus),
        }
    }

    /// Returns why nothing is known; `None` if there are answers.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Successful => None,
            Self::MalformedRequest => Some(Reason::ResponderMalformedRequest),
            Self::InternalError => Some(Reason::ResponderInternalError),
            Self::TryLater => Some(Reason::ResponderTryLater),
            Self::SignatureRequired => Some(Reason::ResponderSignatureRequired),
            Self::Unauthorized => Some(Reason::ResponderUnauthorized),
        }
    }

    /// Returns whether asking again later may help (RFC 6960 §2.3).
    #[must_use]
    pub const fn is_transient(self) -> bool {
        matches!(self, Self::InternalError | Self::TryLater)
    }
}

impl Localized for ResponseStatus {
    fn code(&self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SignatureRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self.reason(), locale) {
            (Some(reason), _) => reason.text(locale),
            (None, Locale::Ja) => "正常",
            (None, Locale::En) => "successful",
        }
    }
}
