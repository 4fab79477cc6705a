use core::str::FromStr;

use super::JapanDay;

/// A text that is no day of the form `2026-06-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the form YYYY-MM-DD")]
#[non_exhaustive]
pub struct JapanDayError;

impl FromStr for JapanDay {
    type Err = JapanDayError;

    /// Reads what [`Display`](core::fmt::Display) writes: four, two and two digits.
    ///
    /// ```
    /// use jpki_core::time::JapanDay;
    ///
    /// let day: JapanDay = "2026-06-01".parse()?;
    /// assert_eq!(day.year_month_day(), (2026, 6, 1));
    /// # Ok::<(), jpki_core::time::JapanDayError>(())
    /// ```
    fn from_str(text: &str) -> Result<Self, JapanDayError> {
        let mut parts = text.splitn(3, '-');
        let mut digits = |count: usize| {
            let part = parts.next()?;
            let is_number = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| part.parse::<u16>().ok()).flatten()
        };
        let (year, month, day) = (digits(4), digits(2), digits(2));
        let day = || {
            let (month, day) = (u8::try_from(month?).ok()?, u8::try_from(day?).ok()?);
            Self::new(i32::from(year?), month, day)
        };
        day().ok_or(JapanDayError)
    }
}
