use std::time::{SystemTime, UNIX_EPOCH};

use super::Timestamp;

impl Timestamp {
    /// Returns the present by the system's clock, for the edge of a program: everything below it takes the time as
    /// an argument.
    ///
    /// ```
    /// # #[cfg(feature = "std")] {
    /// use jpki_core::time::{Timestamp, ValidationTime};
    ///
    /// let at = ValidationTime::at(Timestamp::now());
    /// assert_eq!(at.instant(), at.present());
    /// # }
    /// ```
    #[must_use]
    pub fn now() -> Self {
        Self::from(SystemTime::now())
    }
}

impl From<SystemTime> for Timestamp {
    /// Drops the fraction of a second, towards the past. Times beyond year 1 or 9999 become the nearest end.
    fn from(time: SystemTime) -> Self {
        let seconds = match time.duration_since(UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => {
                let before = before.duration();
                let whole = i64::try_from(before.as_secs()).unwrap_or(i64::MAX);
                let begun = i64::from(before.subsec_nanos() > 0);
                0_i64.saturating_sub(whole).saturating_sub(begun)
            }
        };
        Self::from_unix_seconds(seconds)
    }
}
