use jpki_core::der::{DerError, DerErrorKind};
use jpki_core::localized::{Locale, Localized};

use crate::extension::ExtensionsError;

/// Reason why bytes are refused as a certificate. Holds positions, never content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// Not the DER of a certificate.
    #[error("not a certificate in DER: {0}")]
    Malformed(#[from] DerError),
    /// Not one `CERTIFICATE` in PEM.
    #[error("not a certificate in PEM")]
    Pem,
    /// A version other than 1, 2 or 3.
    #[error("unknown certificate version")]
    UnknownVersion,
    /// Extensions in a certificate that is not version 3.
    #[error("extensions need version 3")]
    ExtensionsNeedVersionThree,
    /// The same extension twice.
    #[error("an extension occurs more than once")]
    RepeatedExtension,
    /// More extensions than the limit allows.
    #[error("too many extensions")]
    TooManyExtensions,
}

impl CertificateError {
    pub(super) const fn too_large() -> Self {
        Self::Malformed(DerError { kind: DerErrorKind::TooLarge, position: 0 })
    }
}

impl From<ExtensionsError> for CertificateError {
    fn from(error: ExtensionsError) -> Self {
        match error {
            ExtensionsError::Malformed(error) => Self::Malformed(error),
            ExtensionsError::Repeated => Self::RepeatedExtension,
            ExtensionsError::TooMany => Self::TooManyExtensions,
        }
    }
}

impl Localized for CertificateError {
    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(error) => error.kind.code(),
            Self::Pem => "certificate.pem",
            Self::UnknownVersion => "certificate.unknown-version",
            Self::ExtensionsNeedVersionThree => "certificate.extensions-need-version-three",
            Self::RepeatedExtension => "certificate.repeated-extension",
            Self::TooManyExtensions => "certificate.too-many-extensions",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Malformed(_), Locale::Ja) => "DER形式の証明書として解読できません",
            (Self::Malformed(_), Locale::En) => "not a certificate in DER",
            (Self::Pem, Locale::Ja) => "PEM形式の証明書ではありません",
            (Self::Pem, Locale::En) => "not a certificate in PEM",
            (Self::UnknownVersion, Locale::Ja) => "未知の証明書バージョンです",
            (Self::UnknownVersion, Locale::En) => "unknown certificate version",
            (Self::ExtensionsNeedVersionThree, Locale::Ja) => {
                "バージョン3でない証明書に拡張領域があります"
            }
            (Self::ExtensionsNeedVersionThree, Locale::En) => "extensions need version 3",
            (Self::RepeatedExtension, Locale::Ja) => "同じ拡張領域が複数あります",
            (Self::RepeatedExtension, Locale::En) => "an extension occurs more than once",
            (Self::TooManyExtensions, Locale::Ja) => "拡張領域が多すぎます",
            (Self::TooManyExtensions, Locale::En) => "too many extensions",
        }
    }
}
