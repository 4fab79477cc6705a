use jpki_core::localized::{Locale, Localized};
use jpki_core::report::Reason;

use crate::authority::AuthorityError;
use crate::certificate::CertificateError;

/// Reason why a file does not become a trust anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnchorError {
    /// It is not a certificate in DER or PEM.
    #[error("{0}")]
    NotCertificate(#[from] CertificateError),
    /// Its fingerprint is not among the pins.
    #[error("the certificate is not pinned")]
    NotPinned,
    /// It is pinned for production, but its subject is not the authority of J-LIS for that purpose.
    #[error("the subject is not the authority of J-LIS")]
    OtherAuthority,
    /// A production root of J-LIS in a store of another domain.
    #[error("a production root does not belong to this trust domain")]
    ProductionRoot,
    /// It does not fit the profile of an authority's self-signed certificate.
    #[error("does not fit the profile of an authority: {}", .0.text(Locale::En))]
    Profile(Reason),
    /// Issuer and subject differ.
    #[error("issuer and subject differ")]
    NotSelfIssued,
    /// Its subjectKeyIdentifier is not that of its key.
    #[error("the key identifier is not that of the key")]
    KeyIdentifier,
    /// Its key cannot be used.
    #[error("{0}")]
    Key(#[from] AuthorityError),
    /// Its signature is not by its own key.
    #[error("not signed by its own key: {}", .0.text(Locale::En))]
    NotSelfSigned(Reason),
}

impl Localized for AnchorError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotCertificate(error) => error.code(),
            Self::NotPinned => "anchor.not-pinned",
            Self::OtherAuthority => "anchor.other-authority",
            Self::ProductionRoot => "anchor.production-root",
            Self::Profile(_) => "anchor.profile",
            Self::NotSelfIssued => "anchor.not-self-issued",
            Self::KeyIdentifier => "anchor.key-identifier",
            Self::Key(_) => "anchor.key",
            Self::NotSelfSigned(_) => "anchor.not-self-signed",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::NotCertificate(error), locale) => error.text(locale),
            (Self::NotPinned, Locale::Ja) => "登録されたフィンガープリントと一致しません",
            (Self::NotPinned, Locale::En) => "the certificate is not pinned",
            (Self::OtherAuthority, Locale::Ja) => "機構の認証局の名称ではありません",
            (Self::OtherAuthority, Locale::En) => "the subject is not the authority of J-LIS",
            (Self::ProductionRoot, Locale::Ja) => {
                "本番環境の自己署名証明書はこの環境では使えません"
            }
            (Self::ProductionRoot, Locale::En) => {
                "a production root does not belong to this trust domain"
            }
            (Self::Profile(_), Locale::Ja) => "認証局の自己署名証明書のプロファイルに合いません",
            (Self::Profile(_), Locale::En) => "does not fit the profile of an authority",
            (Self::NotSelfIssued, Locale::Ja) => "発行者名と主体者名が異なります",
            (Self::NotSelfIssued, Locale::En) => "issuer and subject differ",
            (Self::KeyIdentifier, Locale::Ja) => "主体者鍵識別子が公開鍵と一致しません",
            (Self::KeyIdentifier, Locale::En) => "the key identifier is not that of the key",
            (Self::Key(_), Locale::Ja) => "公開鍵を受け入れられません",
            (Self::Key(_), Locale::En) => "the public key cannot be accepted",
            (Self::NotSelfSigned(_), Locale::Ja) => "自身の鍵による署名ではありません",
            (Self::NotSelfSigned(_), Locale::En) => "not signed by its own key",
        }
    }
}

/// Reason why there is no trust store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TrustStoreError {
    /// No certificate was given.
    #[error("no certificate of an authority")]
    Empty,
    /// A file could not be read.
    #[error("file {position}: cannot be read")]
    Unreadable {
        /// Which of the files, counted from 0.
        position: usize,
    },
    /// A certificate was refused.
    #[error("certificate {position}: {refusal}")]
    Refused {
        /// Which of the certificates, counted from 0.
        position: usize,
        /// Why.
        refusal: AnchorError,
    },
}

impl Localized for TrustStoreError {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "trust-store.empty",
            Self::Unreadable { .. } => "trust-store.unreadable",
            Self::Refused { refusal, .. } => refusal.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Empty, Locale::Ja) => "認証局の証明書がありません",
            (Self::Empty, Locale::En) => "no certificate of an authority",
            (Self::Unreadable { .. }, Locale::Ja) => "ファイルを読めません",
            (Self::Unreadable { .. }, Locale::En) => "a file cannot be read",
            (Self::Refused { refusal, .. }, locale) => refusal.text(locale),
        }
    }
}
