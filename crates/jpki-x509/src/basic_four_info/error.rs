use jpki_core::der::DerError;
use jpki_core::message::{Locale, Message};

use super::PersonalAttribute;

/// Why a certificate does not give the basic four information. Names attributes, never values.
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
    /// An attribute's octets are not UTF-8.
    #[error("{} is not in UTF-8", .0.text(Locale::En))]
    BrokenUtf8(PersonalAttribute),
    /// A text holds control characters, or characters that turn the direction of writing.
    #[error("{} holds control characters", .0.text(Locale::En))]
    ControlCharacter(PersonalAttribute),
    /// A list of substitute characters holds something else than `0` and `1`.
    #[error("{} holds something else than 0 and 1", .0.text(Locale::En))]
    SubstituteFlags(PersonalAttribute),
    /// The date of birth is not nine digits, or they tell no date.
    #[error("date of birth is not an era digit and a date")]
    DateOfBirth,
    /// The sex is not 1, 2 or 3.
    #[error("sex is not 1, 2 or 3")]
    Sex,
}

impl BasicFourInfoError {
    /// The attribute that is wrong, if it is one.
    #[must_use]
    pub const fn attribute(&self) -> Option<PersonalAttribute> {
        match self {
            Self::NoSubjectAlternativeName | Self::Malformed(_) => None,
            Self::Missing(attribute)
            | Self::Repeated(attribute)
            | Self::NotUtf8String(attribute)
            | Self::BrokenUtf8(attribute)
            | Self::ControlCharacter(attribute)
            | Self::SubstituteFlags(attribute) => Some(*attribute),
            Self::DateOfBirth => Some(PersonalAttribute::DateOfBirth),
            Self::Sex => Some(PersonalAttribute::Sex),
        }
    }
}

impl Message for BasicFourInfoError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSubjectAlternativeName => "basic-four-info.no-subject-alternative-name",
            Self::Malformed(_) => "basic-four-info.malformed",
            Self::Missing(_) => "basic-four-info.missing",
            Self::Repeated(_) => "basic-four-info.repeated",
            Self::NotUtf8String(_) => "basic-four-info.not-utf8-string",
            Self::BrokenUtf8(_) => "basic-four-info.broken-utf8",
            Self::ControlCharacter(_) => "basic-four-info.control-character",
            Self::SubstituteFlags(_) => "basic-four-info.substitute-flags",
            Self::DateOfBirth => "basic-four-info.date-of-birth",
            Self::Sex => "basic-four-info.sex",
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
            (Self::BrokenUtf8(_), Locale::Ja) => "基本4情報の項目がUTF-8として不正です",
            (Self::BrokenUtf8(_), Locale::En) => {
                "an item of the basic four information is not in UTF-8"
            }
            (Self::ControlCharacter(_), Locale::Ja) => "氏名または住所に制御文字が含まれています",
            (Self::ControlCharacter(_), Locale::En) => "name or address holds control characters",
            (Self::SubstituteFlags(_), Locale::Ja) => {
                "代替文字の使用位置情報が0と1の並びではありません"
            }
            (Self::SubstituteFlags(_), Locale::En) => {
                "a list of substitute characters holds something else than 0 and 1"
            }
            (Self::DateOfBirth, Locale::Ja) => "生年月日の形式が不正です",
            (Self::DateOfBirth, Locale::En) => "the date of birth is not an era digit and a date",
            (Self::Sex, Locale::Ja) => "性別が1・2・3のいずれでもありません",
            (Self::Sex, Locale::En) => "the sex is not 1, 2 or 3",
        }
    }
}
