use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt;

use crate::time::JapanDay;

/// 生年月日: nine ASCII digits, the first for the era, then the Gregorian year, month and day.
///
/// Personal data: `Debug` is redacted.
#[derive(Clone, Copy)]
pub struct DateOfBirth<'a> {
    digits: &'a str,
}

impl<'a> DateOfBirth<'a> {
    /// The date in these digits; `None` unless there are nine, the era is 0 to 5, and the rest is a day of
    /// the calendar, or one whose day, month and day, or all is zeros.
    #[must_use]
    pub fn new(digits: &'a str) -> Option<Self> {
        let date = Self { digits };
        date.parts().map(|_| date)
    }

    /// A date whose digits [`Self::new`] took before.
    pub(super) const fn from_checked(digits: &'a str) -> Self {
        Self { digits }
    }

    /// Returns the nine digits as they stand in the certificate, such as `419900102`.
    #[must_use]
    pub const fn digits(&self) -> &'a str {
        self.digits
    }

    /// Returns the era that the resident record counts the year in. The year here is Gregorian all the same.
    #[must_use]
    pub fn era(&self) -> Era {
        self.parts().map_or(Era::Unknown, |(era, _)| era)
    }

    /// Returns the date, as far as it is known.
    #[must_use]
    pub fn date(&self) -> BirthDate {
        self.parts().map_or(BirthDate::Unknown, |(_, date)| date)
    }

    fn parts(&self) -> Option<(Era, BirthDate)> {
        let [era, year @ .., m1, m2, d1, d2] = self.digits.as_bytes() else { return None };
        if year.len() != 4 {
            return None;
        }
        let year = number(year)?;
        let month = u8::try_from(number(&[*m1, *m2])?).ok()?;
        let day = u8::try_from(number(&[*d1, *d2])?).ok()?;
        let date = match (year, month, day) {
            (0, 0, 0) => BirthDate::Unknown,
            (1.., 0, 0) => BirthDate::Year(year),
            (1.., 1..=12, 0) => BirthDate::Month { year, month },
            (1.., ..) => BirthDate::Day(JapanDay::new(i32::from(year), month, day)?),
            _ => return None,
        };
        Some((Era::from_digit(*era)?, date))
    }
}

impl fmt::Debug for DateOfBirth<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DateOfBirth(protected)")
    }
}

fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0_u16, |number, digit| match digit {
        b'0'..=b'9' => number.checked_mul(10)?.checked_add(u16::from(digit & 0x0f)),
        _ => None,
    })
}

/// How much of a date of birth is known, in the Gregorian calendar.
///
/// Personal data: `Debug` is redacted, and there is no `Display`, so that none is printed by accident.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "the precisions that J-LIS writes")]
pub enum BirthDate {
    /// All of it.
    Day(JapanDay),
    /// Year and month.
    Month {
        /// Gregorian year.
        year: u16,
        /// 1 to 12.
        month: u8,
    },
    /// The year.
    Year(u16),
    /// Nothing.
    Unknown,
}

impl BirthDate {
    /// Returns the date as ISO 8601 writes it, as far as it is known; `None` if nothing is.
    ///
    /// ```
    /// use jpki_core::basic_four_info::DateOfBirth;
    ///
    /// let date = |digits| DateOfBirth::new(digits)?.date().to_iso_8601();
    /// assert_eq!(date("419900102").as_deref(), Some("1990-01-02"));
    /// assert_eq!(date("419900100").as_deref(), Some("1990-01"));
    /// assert_eq!(date("000000000"), None);
    /// ```
    #[must_use]
    pub fn to_iso_8601(self) -> Option<String> {
        match self {
            Self::Day(day) => Some(day.to_string()),
            Self::Month { year, month } => Some(format!("{year:04}-{month:02}")),
            Self::Year(year) => Some(format!("{year:04}")),
            Self::Unknown => None,
        }
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BirthDate(protected)")
    }
}

/// 元号 of a date of birth. Personal data: `Debug` does not show which.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Era {
    /// `0` none, as for those who were born abroad, or not known
    Unknown,
    /// `1` 明治
    Meiji,
    /// `2` 大正
    Taisho,
    /// `3` 昭和
    Showa,
    /// `4` 平成
    Heisei,
    /// `5` 令和
    Reiwa,
}

impl Era {
    const fn from_digit(digit: u8) -> Option<Self> {
        match digit {
            b'0' => Some(Self::Unknown),
            b'1' => Some(Self::Meiji),
            b'2' => Some(Self::Taisho),
            b'3' => Some(Self::Showa),
            b'4' => Some(Self::Heisei),
            b'5' => Some(Self::Reiwa),
            _ => None,
        }
    }
}

impl fmt::Debug for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Era(protected)")
    }
}
