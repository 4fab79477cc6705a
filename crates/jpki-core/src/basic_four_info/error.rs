use super::PersonalAttribute;
use crate::localized::{Locale, Localized};

/// Reason why a value is none of the basic four information. Names attributes, never values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PersonalAttributeError {
    /// A value is not UTF-8.
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

impl PersonalAttributeError {
    /// Returns the attribute that is wrong.
    #[must_use]
    pub const fn attribute(&self) -> PersonalAttribute {
        match self {
            Self::BrokenUtf8(attribute)
            | Self::ControlCharacter(attribute)
            | Self::SubstituteFlags(attribute) => *attribute,
            Self::DateOfBirth => PersonalAttribute::DateOfBirth,
            Self::Sex => PersonalAttribute::Sex,
        }
    }
}

impl Localized for PersonalAttributeError {
    fn code(&self) -> &'static str {
        match self {
            Self::BrokenUtf8(_) => "basic-four-info.broken-utf8",
            Self::ControlCharacter(_) => "basic-four-info.control-character",
            Self::SubstituteFlags(_) => "basic-four-info.substitute-flags",
            Self::DateOfBirth => "basic-four-info.date-of-birth",
            Self::Sex => "basic-four-info.sex",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
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
