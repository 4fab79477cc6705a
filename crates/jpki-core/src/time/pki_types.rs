//! To and from the time of `rustls-pki-types`, which begins in 1970.

use core::num::TryFromIntError;
use core::time::Duration;

use rustls_pki_types::UnixTime;

use super::Timestamp;

impl From<UnixTime> for Timestamp {
    /// Times beyond year 9999 become [`Timestamp::MAX`].
    fn from(time: UnixTime) -> Self {
        Self::from_unix_seconds(i64::try_from(time.as_secs()).unwrap_or(i64::MAX))
    }
}

/// ```
/// use core::time::Duration;
/// use jpki_core::time::Timestamp;
/// use rustls_pki_types::UnixTime;
///
/// let noon = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
/// let time = UnixTime::try_from(noon)?;
/// assert_eq!(time, UnixTime::since_unix_epoch(Duration::from_secs(1_780_282_800)));
/// assert_eq!(Timestamp::from(time), noon);
/// # Ok::<(), core::num::TryFromIntError>(())
/// ```
impl TryFrom<Timestamp> for UnixTime {
    type Error = TryFromIntError;

    /// # Errors
    /// Before 1970.
    fn try_from(time: Timestamp) -> Result<Self, TryFromIntError> {
        let seconds = u64::try_from(time.unix_seconds())?;
        Ok(Self::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
