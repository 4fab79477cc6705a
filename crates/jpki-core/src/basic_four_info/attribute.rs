use crate::localized::{Locale, Localized};

/// One of the six values that make up the basic four information, by the last arc of the otherName that holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(clippy::exhaustive_enums, reason = "the attributes of the JPKI profile")]
// Requirement: PRIV-08, PRIV-09
pub enum PersonalAttribute {
    /// `.1` 氏名
    Name,
    /// `.2` 氏名の代替文字の使用位置情報
    NameSubstitutes,
    /// `.3` 性別
    Sex,
    /// `.4` 生年月日
    DateOfBirth,
    /// `.5` 住所
    Address,
    /// `.6` 住所の代替文字の使用位置情報
    AddressSubstitutes,
}

impl PersonalAttribute {
    /// All, in the order of their last arcs.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::NameSubstitutes,
        Self::Sex,
        Self::DateOfBirth,
        Self::Address,
        Self::AddressSubstitutes,
    ];
}

impl Localized for PersonalAttribute {
    fn code(&self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameSubstitutes => "name-substitutes",
            Self::Sex => "sex",
            Self::DateOfBirth => "date-of-birth",
            Self::Address => "address",
            Self::AddressSubstitutes => "address-substitutes",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Name, Locale::Ja) => "氏名",
            (Self::Name, Locale::En) => "name",
            (Self::NameSubstitutes, Locale::Ja) => "氏名の代替文字の使用位置情報",
            (Self::NameSubstitutes, Locale::En) => "substitute characters of the name",
            (Self::Sex, Locale::Ja) => "性別",
            (Self::Sex, Locale::En) => "sex",
            (Self::DateOfBirth, Locale::Ja) => "生年月日",
            (Self::DateOfBirth, Locale::En) => "date of birth",
            (Self::Address, Locale::Ja) => "住所",
            (Self::Address, Locale::En) => "address",
            (Self::AddressSubstitutes, Locale::Ja) => "住所の代替文字の使用位置情報",
            (Self::AddressSubstitutes, Locale::En) => "substitute characters of the address",
        }
    }
}
