use jpki_core::der::{DerError, DerErrorKind};
use jpki_x509::extension::ExtensionsError;

/// Reason why bytes are refused as an OCSP request or response. Holds positions, never content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OcspError {
    /// Not the DER of an OCSP message.
    #[error("not an OCSP message in DER: {0}")]
    Malformed(#[from] DerError),
    /// A version other than 1.
    #[error("unknown OCSP version")]
    UnknownVersion,
    /// A response status without a meaning (RFC 6960 §4.2.1).
    #[error("unknown response status")]
    UnknownStatus,
    /// A response of another type than id-pkix-ocsp-basic.
    #[error("unknown response type")]
    UnknownType,
    /// A digest algorithm that these crates do not know, in a request.
    #[error("unknown digest algorithm in a certificate identifier")]
    UnknownDigest,
    /// The same extension twice.
    #[error("an extension occurs more than once")]
    RepeatedExtension,
    /// More extensions than the limit allows.
    #[error("too many extensions")]
    TooManyExtensions,
    /// More certificates to ask about, or answers, than the limit allows.
    #[error("too many certificates asked about or answered for")]
    TooManyAnswers,
    /// More certificates in a response than the limit allows.
    #[error("too many certificates")]
    TooManyCertificates,
    /// A request that asks about nothing.
    #[error("no certificate to ask about")]
    NothingAsked,
    /// The key of an issuer cannot be read, so that no certificate below it can be named.
    #[error("the issuer's key cannot be read")]
    IssuerKey,
}

impl From<ExtensionsError> for OcspError {
    fn from(error: ExtensionsError) -> Self {
        match error {
            ExtensionsError::Malformed(error) => Self::Malformed(error),
            ExtensionsError::Repeated => Self::RepeatedExtension,
            ExtensionsError::TooMany => Self::TooManyExtensions,
        }
    }
}

impl OcspError {
    pub(super) const fn invalid(what: &'static str, position: u32) -> Self {
        Self::Malformed(DerError { kind: DerErrorKind::InvalidContent(what), position })
    }

    pub(super) const fn too_large() -> Self {
        Self::Malformed(DerError { kind: DerErrorKind::TooLarge, position: 0 })
    }
}
