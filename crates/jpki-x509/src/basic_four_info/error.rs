use jpki_core::basic_four_info::{PersonalAttribute, PersonalAttributeError};
use jpki_core::der::DerError;
use jpki_core::localized::{Locale, Localized};

/// Reason why a certificate does not give the basic four information. Names attributes, never values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BasicFourInfoError {
    /// There is no subjectAltName.
    #[error("no subjectAltName")]
    NoSubjectAlternativeName,
    /// subjectAltName is not well formed.
    #[error("subjectAltName: {0}")]
    Malformed(#[from] DerError),
    /// An attribute is not there.
    #[error("{} is missing", .0.text(Locale::En))]
    Missing(PersonalAttribute),
    /// An attribute is there more than once.
    #[error("{} occurs more than once", .0.text(Locale::En))]
    Repeated(PersonalAttribute),
    /// An attribute is of another type than UTF8String.
    #[error("{} is not a UTF8String", .0.text(Locale::En))]
    NotUtf8String(PersonalAttribute),
    /// An attribute is there, and its value is none.
    #[error(transparent)]
    Value(#[from] PersonalAttributeError),
}

impl BasicFourInfoError {
    /// Returns the attribute that is wrong, if it is one.
    #[must_use]
    pub const fn attribute(&self) -> Option<PersonalAttribute> {
        match self {
            Self::NoSubjectAlternativeName | Self::Malformed(_) => None,
            Self::Missing(attribute)
            | Self::Repeated(attribute)
            | Self::NotUtf8String(attribute) => Some(*attribute),
            Self::Value(error) => Some(error.attribute()),
        }
    }
}

impl Localized for BasicFourInfoError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSubjectAlternativeName => "basic-four-info.no-subject-alternative-name",
            Self::Malformed(_) => "basic-four-info.malformed",
            Self::Missing(_) => "basic-four-info.missing",
            Self::Repeated(_) => "basic-four-info.repeated",
            Self::NotUtf8String(_) => "basic-four-info.not-utf8-string",
            Self::Value(error) => error.code(),
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::NoSubjectAlternativeName, Locale::Ja) => "主体者別名がありません",
            (Self::NoSubjectAlternativeName, Locale::En) => "there is no subjectAltName",
            (Self::Malformed(_), Locale::Ja) => "主体者別名を解読できません",
            (Self::Malformed(_), Locale::En) => "subjectAltName cannot be decoded",
            (Self::Missing(_), Locale::Ja) => "基本4情報の項目が欠けています",
            (Self::Missing(_), Locale::En) => "an item of the basic four information is missing",
            (Self::Repeated(_), Locale::Ja) => "基本4情報の同じ項目が複数あります",
            (Self::Repeated(_), Locale::En) => {
                "an item of the basic four information occurs more than once"
            }
            (Self::NotUtf8String(_), Locale::Ja) => "基本4情報の項目がUTF8Stringではありません",
            (Self::NotUtf8String(_), Locale::En) => {
                "an item of the basic four information is not a UTF8String"
            }
            (Self::Value(error), locale) => error.text(locale),
        }
    }
}
