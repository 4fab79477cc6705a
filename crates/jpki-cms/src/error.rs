use jpki_core::der::{DerError, DerErrorKind};
use jpki_core::localized::{Locale, Localized};

/// Reason why bytes are refused as a CMS message. Holds positions, never content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CmsError {
    /// Not the BER of a CMS message.
    #[error("not a CMS message: {0}")]
    Malformed(#[from] DerError),
    /// CMS, but not `SignedData`.
    #[error("not SignedData")]
    NotSignedData,
    /// The content is not an OCTET STRING, as in PKCS #7 before CMS (RFC 5652 §5.2.1).
    #[error("content is not an OCTET STRING")]
    ContentNotOctetString,
    /// More certificates or revocation lists than the limit allows.
    #[error("too many certificates or revocation lists")]
    TooManyCertificates,
    /// More signers, countersigners or time-stamps than the limit allows.
    #[error("too many signers")]
    TooManySigners,
    /// More attributes than the limit allows.
    #[error("too many attributes")]
    TooManyAttributes,
    /// The content is not a `TSTInfo`.
    #[error("not a time-stamp token")]
    NotTimeStamp,
}

impl CmsError {
    pub(crate) fn truncated(position: u64) -> Self {
        Self::at(DerErrorKind::Truncated, position)
    }

    pub(crate) fn trailing(position: u64) -> Self {
        Self::at(DerErrorKind::TrailingBytes, position)
    }

    pub(crate) fn too_large() -> Self {
        Self::at(DerErrorKind::TooLarge, 0)
    }

    fn at(kind: DerErrorKind, position: u64) -> Self {
        let position = u32::try_from(position).unwrap_or(u32::MAX);
        Self::Malformed(DerError { kind, position })
    }
}

/// The same position as an error of `der`.
#[cfg(feature = "cms")]
pub(crate) fn der_error(error: DerError) -> der::Error {
    der::Error::new(der::ErrorKind::Failed, der::Length::new(error.position))
}

impl Localized for CmsError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.kind.code(),
            Self::NotSignedData => "cms.not-signed-data",
            Self::ContentNotOctetString => "cms.content-not-octet-string",
            Self::TooManyCertificates => "cms.too-many-certificates",
            Self::TooManySigners => "cms.too-many-signers",
            Self::TooManyAttributes => "cms.too-many-attributes",
            Self::NotTimeStamp => "cms.not-time-stamp",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Malformed(_), Locale::Ja) => "CMSメッセージとして解読できません",
            (Self::Malformed(_), Locale::En) => "not a CMS message",
            (Self::NotSignedData, Locale::Ja) => "SignedDataではないCMSメッセージです",
            (Self::NotSignedData, Locale::En) => "not SignedData",
            (Self::ContentNotOctetString, Locale::Ja) => "内容がOCTET STRINGではありません",
            (Self::ContentNotOctetString, Locale::En) => "content is not an OCTET STRING",
            (Self::TooManyCertificates, Locale::Ja) => "証明書または失効リストが多すぎます",
            (Self::TooManyCertificates, Locale::En) => "too many certificates or revocation lists",
            (Self::TooManySigners, Locale::Ja) => "署名者が多すぎます",
            (Self::TooManySigners, Locale::En) => "too many signers",
            (Self::TooManyAttributes, Locale::Ja) => "属性が多すぎます",
            (Self::TooManyAttributes, Locale::En) => "too many attributes",
            (Self::NotTimeStamp, Locale::Ja) => "タイムスタンプトークンではありません",
            (Self::NotTimeStamp, Locale::En) => "not a time-stamp token",
        }
    }
}
