use std::fmt;

use jpki_core::time::{JapanDay, Timestamp};

/// A calendar month in Japan, by which fees are billed.
///
/// ```
/// use jpki_core::time::Timestamp;
/// use jpki_platform::fees::BillingMonth;
///
/// let instant = |text| Timestamp::from_rfc3339(text).expect("an instant");
/// let june = BillingMonth::of(instant("2026-05-31T15:00:00Z")); // midnight in Japan
/// assert_eq!(june.to_string(), "2026-06");
/// assert_eq!(BillingMonth::of(instant("2026-05-31T14:59:59Z")).next(), june);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BillingMonth {
    year: i32,
    month: u8,
}

impl BillingMonth {
    /// Creates a month of the Gregorian calendar, if it exists.
    #[must_use]
    pub fn new(year: i32, month: u8) -> Option<Self> {
        JapanDay::new(year, month, 1).map(|_| Self { year, month })
    }

    /// Returns the month that holds this instant.
    #[must_use]
    pub fn of(instant: Timestamp) -> Self {
        Self::of_day(instant.day_in_japan())
    }

    /// Returns the month that holds this day.
    #[must_use]
    pub fn of_day(day: JapanDay) -> Self {
        let (year, month, _) = day.year_month_day();
        Self { year, month }
    }

    /// Returns the month after.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.month {
            12 => Self { year: self.year.saturating_add(1), month: 1 },
            month => Self { year: self.year, month: month.saturating_add(1) },
        }
    }

    /// Reads what [`Display`](fmt::Display) writes.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let first: JapanDay = [text, "-01"].concat().parse().ok()?;
        Some(Self::of_day(first))
    }
}

impl fmt::Display for BillingMonth {
    /// `2026-06`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
