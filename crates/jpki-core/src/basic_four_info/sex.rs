use core::fmt;

use crate::localized::{Locale, Localized};

/// 性別. Personal data: `Debug` does not show which.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the codes that J-LIS writes")]
pub enum Sex {
    /// `1` 男
    Male,
    /// `2` 女
    Female,
    /// `3` neither, or not known
    Other,
}

impl Sex {
    /// Reads the digit of a certificate; `None` if it is another.
    #[must_use]
    pub fn from_digit(digit: &str) -> Option<Self> {
        match digit {
            "1" => Some(Self::Male),
            "2" => Some(Self::Female),
            "3" => Some(Self::Other),
            _ => None,
        }
    }

    /// Returns the digit that certificates hold.
    #[must_use]
    pub const fn digit(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
            Self::Other => "3",
        }
    }
}

impl Localized for Sex {
    fn code(&self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
        }
    }

    fn text(&self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Male, Locale::Ja) => "男",
            (Self::Female, Locale::Ja) => "女",
            (Self::Other, Locale::Ja) => "その他・不明",
            (Self::Male, Locale::En) => "male",
            (Self::Female, Locale::En) => "female",
            (Self::Other, Locale::En) => "neither, or not known",
        }
    }
}

impl fmt::Debug for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sex(protected)")
    }
}
