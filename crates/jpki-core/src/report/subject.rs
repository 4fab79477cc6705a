use alloc::string::ToString as _;
use core::fmt;

use crate::localized::{Locale, Localized};

/// What a check was applied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subject {
    /// The certificate that the verification is about.
    EndEntity,
    /// A CA certificate between it and the anchor; 1 is the one that issued the end entity's.
    Intermediate(u16),
    /// The trust anchor.
    TrustAnchor,
    /// A candidate that was not chosen, counted from 0.
    Candidate(u16),
    /// A revocation list (CRL).
    Crl,
    /// The list of revoked authorities (ARL).
    Arl,
    /// The response of a responder (OCSP).
    OcspResponse,
    /// The responder (OCSPレスポンダ).
    OcspResponder,
    /// The signed document.
    Document,
    /// The random code of a login (乱数コード).
    Challenge,
    /// The user's account with the service.
    Account,
    /// A signer of the document, counted from 0 in the order of the message.
    Signer(u16),
    /// One who signed a signer's signature, counted from 0.
    Countersigner(u16),
    /// A time-stamp over a signer's signature, counted from 0.
    TimeStamp(u16),
    /// The bundle of evidence (証拠パッケージ).
    Evidence,
}

impl Subject {
    const fn number(self) -> Option<u16> {
        match self {
            Self::Intermediate(number)
            | Self::Candidate(number)
            | Self::Signer(number)
            | Self::Countersigner(number)
            | Self::TimeStamp(number) => Some(number),
            _ => None,
        }
    }

    /// Reads what a report writes.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let (code, number) = match text.split_once(':') {
            Some((code, number)) => (code, number.parse().ok()?),
            None => (text, 0),
        };
        let subject = match code {
            "end-entity" => Self::EndEntity,
            "intermediate" => Self::Intermediate(number),
            "trust-anchor" => Self::TrustAnchor,
            "candidate" => Self::Candidate(number),
            "revocation-list" => Self::Crl,
            "authority-revocation-list" => Self::Arl,
            "ocsp-response" => Self::OcspResponse,
            "ocsp-responder" => Self::OcspResponder,
            "document" => Self::Document,
            "challenge" => Self::Challenge,
            "account" => Self::Account,
            "signer" => Self::Signer(number),
            "countersigner" => Self::Countersigner(number),
            "time-stamp" => Self::TimeStamp(number),
            "evidence" => Self::Evidence,
            _ => return None,
        };
        // A subject has one way to be written.
        (subject.written().to_string() == text).then_some(subject)
    }

    pub(crate) fn written(self) -> impl fmt::Display {
        Written(self)
    }

    /// Returns the subject in words.
    #[must_use]
    pub const fn display(self, locale: Locale) -> impl fmt::Display {
        InLanguage { subject: self, locale }
    }
}

impl Localized for Subject {
    fn code(&self) -> &'static str {
        match self {
            Self::EndEntity => "end-entity",
            Self::Intermediate(_) => "intermediate",
            Self::TrustAnchor => "trust-anchor",
            Self::Candidate(_) => "candidate",
            Self::Crl => "revocation-list",
            Self::Arl => "authority-revocation-list",
            Self::OcspResponse => "ocsp-response",
            Self::OcspResponder => "ocsp-responder",
            Self::Document => "document",
            Self::Challenge => "challenge",
            Self::Account => "account",
            Self::Signer(_) => "signer",
            Self::Countersigner(_) => "countersigner",
            Self::TimeStamp(_) => "time-stamp",
            Self::Evidence => "evidence",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::EndEntity, Locale::Ja) => "利用者の電子証明書",
            (Self::EndEntity, Locale::En) => "end-entity certificate",
            (Self::Intermediate(_), Locale::Ja) => "中間認証局証明書",
            (Self::Intermediate(_), Locale::En) => "intermediate certificate",
            (Self::TrustAnchor, Locale::Ja) => "トラストアンカー",
            (Self::TrustAnchor, Locale::En) => "trust anchor",
            (Self::Candidate(_), Locale::Ja) => "候補",
            (Self::Candidate(_), Locale::En) => "candidate",
            (Self::Crl, Locale::Ja) => "失効リスト (CRL)",
            (Self::Crl, Locale::En) => "revocation list (CRL)",
            (Self::Arl, Locale::Ja) => "認証局失効リスト (ARL)",
            (Self::Arl, Locale::En) => "authority revocation list (ARL)",
            (Self::OcspResponse, Locale::Ja) => "OCSP応答",
            (Self::OcspResponse, Locale::En) => "OCSP response",
            (Self::OcspResponder, Locale::Ja) => "OCSPレスポンダ",
            (Self::OcspResponder, Locale::En) => "OCSP responder",
            (Self::Document, Locale::Ja) => "署名対象文書",
            (Self::Document, Locale::En) => "signed document",
            (Self::Challenge, Locale::Ja) => "乱数コード",
            (Self::Challenge, Locale::En) => "challenge",
            (Self::Account, Locale::Ja) => "利用者の登録情報",
            (Self::Account, Locale::En) => "account",
            (Self::Signer(_), Locale::Ja) => "署名者",
            (Self::Signer(_), Locale::En) => "signer",
            (Self::Countersigner(_), Locale::Ja) => "副署者",
            (Self::Countersigner(_), Locale::En) => "countersigner",
            (Self::TimeStamp(_), Locale::Ja) => "タイムスタンプ",
            (Self::TimeStamp(_), Locale::En) => "time-stamp",
            (Self::Evidence, Locale::Ja) => "証拠パッケージ",
            (Self::Evidence, Locale::En) => "bundle of evidence",
        }
    }
}

impl serde::Serialize for Subject {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.written())
    }
}

/// A subject as programs read it.
struct Written(Subject);

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code())?;
        match self.0.number() {
            Some(number) => write!(f, ":{number}"),
            None => Ok(()),
        }
    }
}

struct InLanguage {
    subject: Subject,
    locale: Locale,
}

impl fmt::Display for InLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.subject.text(self.locale))?;
        match self.subject.number() {
            Some(number) => write!(f, " {number}"),
            None => Ok(()),
        }
    }
}
