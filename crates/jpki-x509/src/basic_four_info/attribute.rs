use const_oid::ObjectIdentifier;
use jpki_core::message::{Locale, Message};

use crate::trust::TrustDomain;

/// One of the six otherNames that hold the basic four information, by its last arc.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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

    const fn from_last_arc(arc: u8) -> Option<Self> {
        match arc {
            1 => Some(Self::Name),
            2 => Some(Self::NameSubstitutes),
            3 => Some(Self::Sex),
            4 => Some(Self::DateOfBirth),
            5 => Some(Self::Address),
            6 => Some(Self::AddressSubstitutes),
            _ => None,
        }
    }
}

impl Message for PersonalAttribute {
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

/// The object identifier below which the six attributes are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeArc(ObjectIdentifier);

impl AttributeArc {
    /// 1.2.392.200149.8.5.5, of the production certificates and, as far as is known, of the test
    /// environment (試験環境) too. jpki-profile §2.5
    pub const JPKI: Self = Self(ObjectIdentifier::new_unwrap("1.2.392.200149.8.5.5"));

    /// 1.3.6.1.4.1.32473.8.5.5, of synthetic certificates; below the arc of RFC 5612 for examples.
    pub const SYNTHETIC: Self = Self(ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.8.5.5"));

    /// The arc of a domain's certificates.
    #[must_use]
    pub const fn of(domain: TrustDomain) -> Self {
        match domain {
            TrustDomain::Production | TrustDomain::JlisTest => Self::JPKI,
            TrustDomain::Synthetic => Self::SYNTHETIC,
        }
    }

    /// Another arc.
    #[must_use]
    pub const fn new(arc: ObjectIdentifier) -> Self {
        Self(arc)
    }

    /// The attribute that has this object identifier (content octets).
    pub(super) fn attribute(&self, type_id: &[u8]) -> Option<PersonalAttribute> {
        match type_id.strip_prefix(self.0.as_bytes())? {
            [last] => PersonalAttribute::from_last_arc(*last),
            _ => None,
        }
    }
}
