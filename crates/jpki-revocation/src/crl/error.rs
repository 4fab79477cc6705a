use jpki_core::der::{DerError, DerErrorKind};
use jpki_core::report::Reason;
use jpki_x509::extension::ExtensionsError;

/// Reason why a revocation list is refused. Holds positions, never content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CrlError {
    /// Not the DER of a revocation list.
    #[error("not a revocation list in DER: {0}")]
    Malformed(#[from] DerError),
    /// Not one `X509 CRL` in PEM.
    #[error("not a revocation list in PEM")]
    Pem,
    /// A version other than 1, which is not written, and 2.
    #[error("unknown revocation list version")]
    UnknownVersion,
    /// Extensions in a list that is not version 2.
    #[error("extensions need version 2")]
    ExtensionsNeedVersionTwo,
    /// The same extension twice.
    #[error("an extension occurs more than once")]
    RepeatedExtension,
    /// More extensions than the limit allows.
    #[error("too many extensions")]
    TooManyExtensions,
    /// An entry names another certificate issuer although the list is not indirect.
    #[error("a certificate issuer in a list that is not indirect")]
    CertificateIssuerInDirectList,
    /// A critical extension of the list or of an entry that is not understood.
    #[error("a critical extension is not understood")]
    UnknownCriticalExtension,
    /// The signed bytes state another algorithm than stands beside the signature.
    #[error("the inner and outer signature algorithms differ")]
    AlgorithmMismatch,
    /// The list names another issuer than the authority that should have signed it.
    #[error("the list was issued under another name")]
    IssuerMismatch,
    /// The authority signed it, but its certificate does not let it sign lists (keyUsage without cRLSign).
    #[error("the key usage of the list's issuer does not allow it to sign lists")]
    IssuerKeyUsage,
    /// The authority did not sign it, or with an algorithm that the policy does not admit.
    #[error("the signature of the list was not found good")]
    Signature(Reason),
    /// Serial numbers chosen so that no index of bounded effort holds them.
    #[error("the serial numbers of the list collide beyond the limit")]
    Collisions,
}

impl From<ExtensionsError> for CrlError {
    fn from(error: ExtensionsError) -> Self {
        match error {
            ExtensionsError::Malformed(error) => Self::Malformed(error),
            ExtensionsError::Repeated => Self::RepeatedExtension,
            ExtensionsError::TooMany => Self::TooManyExtensions,
        }
    }
}

impl CrlError {
    pub(super) const fn invalid(what: &'static str, position: u32) -> Self {
        Self::Malformed(DerError { kind: DerErrorKind::InvalidContent(what), position })
    }

    /// Returns the reason for a report. It always means that nothing is known, never that a certificate is good or bad.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match self {
            Self::Malformed(_)
            | Self::Pem
            | Self::UnknownVersion
            | Self::ExtensionsNeedVersionTwo
            | Self::RepeatedExtension
            | Self::CertificateIssuerInDirectList
            | Self::AlgorithmMismatch => Reason::CrlMalformed,
            Self::TooManyExtensions | Self::Collisions => Reason::LimitReached,
            Self::UnknownCriticalExtension => Reason::CrlUnknownCriticalExtension,
            Self::IssuerMismatch => Reason::CrlScopeMismatch,
            Self::IssuerKeyUsage => Reason::CrlIssuerKeyUsage,
            Self::Signature(Reason::SignatureMismatch) => Reason::CrlSignatureMismatch,
            Self::Signature(_) => Reason::CrlAlgorithmNotAllowed,
        }
    }
}
