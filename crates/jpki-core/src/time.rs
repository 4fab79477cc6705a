//! Instants in UTC, calendar days in Japan, and the clock that the caller injects.
//!
//! Certificates, lists and responses speak in whole seconds of UTC. The guideline counts days in
//! Japan Standard Time (日本標準時, UTC+9, no daylight saving).

mod day_text;
mod gregorian;
#[cfg(feature = "rustls-pki-types")]
mod pki_types;
#[cfg(feature = "std")]
mod system;

use core::fmt;
use core::time::Duration;

use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, UtcOffset};

pub use day_text::JapanDayError;

/// A second of UTC, from year 1 to 9999.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 9999-12-31T23:59:59Z, by which RFC 5280 §4.1.2.5 says "no well-defined end".
    pub const MAX: Self = Self(253_402_300_799);
    /// 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800);

    /// Seconds since 1970-01-01T00:00:00Z; values beyond year 1 or 9999 become the nearest end.
    #[must_use]
    pub const fn from_unix_seconds(seconds: i64) -> Self {
        if seconds > Self::MAX.0 {
            Self::MAX
        } else if seconds < Self::MIN.0 {
            Self::MIN
        } else {
            Self(seconds)
        }
    }

    /// Reads an RFC 3339 text such as `2026-06-01T12:00:00+09:00`; a fraction of a second is dropped.
    ///
    /// ```
    /// use jpki_core::time::Timestamp;
    ///
    /// let noon = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
    /// assert_eq!(noon.to_string(), "2026-06-01T03:00:00Z");
    /// ```
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
        Some(Self::from_unix_seconds(time.unix_timestamp()))
    }

    /// Content bytes of a UTCTime, `YYMMDDhhmmssZ`; years 1950 to 2049 (RFC 5280 §4.1.2.5.1).
    #[must_use]
    pub fn from_utc_time(content: &[u8]) -> Option<Self> {
        let (year, rest) = two_digits(content)?;
        let century = if year >= 50 { 1900 } else { 2000 };
        Self::from_fields(i32::from(year).saturating_add(century), rest)
    }

    /// Content bytes of a GeneralizedTime, `YYYYMMDDhhmmssZ` (RFC 5280 §4.1.2.5.2).
    #[must_use]
    pub fn from_generalized_time(content: &[u8]) -> Option<Self> {
        let (century, rest) = two_digits(content)?;
        let (year, rest) = two_digits(rest)?;
        Self::from_fields(
            i32::from(century).saturating_mul(100).saturating_add(i32::from(year)),
            rest,
        )
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// This instant and a span later, at most [`Self::MAX`].
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        let seconds = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
        Self::from_unix_seconds(self.0.saturating_add(seconds))
    }

    /// This instant less a span, at least [`Self::MIN`].
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        let seconds = i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
        Self::from_unix_seconds(self.0.saturating_sub(seconds))
    }

    /// Time passed since `earlier`; nothing if that is in the future.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        let seconds = self.0.saturating_sub(earlier.0);
        Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
    }

    /// Returns the calendar day in Japan.
    ///
    /// ```
    /// use jpki_core::time::{JapanDay, Timestamp};
    ///
    /// let evening = Timestamp::from_rfc3339("2026-05-31T15:00:00Z").expect("an instant");
    /// assert_eq!(Some(evening.day_in_japan()), JapanDay::new(2026, 6, 1));
    /// ```
    #[must_use]
    pub fn day_in_japan(self) -> JapanDay {
        JapanDay(self.at_offset(japan()).date())
    }

    /// Returns the instant as clocks in Japan show it, for people.
    ///
    /// ```
    /// use jpki_core::time::Timestamp;
    ///
    /// let evening = Timestamp::from_rfc3339("2026-05-31T15:00:00Z").expect("an instant");
    /// assert_eq!(evening.in_japan().to_string(), "2026-06-01 00:00:00 JST");
    /// ```
    #[must_use]
    pub fn in_japan(self) -> impl fmt::Display {
        InJapan(self.at_offset(japan()))
    }

    fn from_fields(year: i32, rest: &[u8]) -> Option<Self> {
        let (month, rest) = two_digits(rest)?;
        let (day, rest) = two_digits(rest)?;
        let (hour, rest) = two_digits(rest)?;
        let (minute, rest) = two_digits(rest)?;
        let (second, rest) = two_digits(rest)?;
        let is_of_a_day = hour < 24 && minute < 60 && second < 60;
        if rest != b"Z" || !is_of_a_day {
            return None;
        }
        let days = gregorian::days_since_1970(year, month, day)?;
        let hours = days.saturating_mul(24).saturating_add(hour.into());
        let minutes = hours.saturating_mul(60).saturating_add(minute.into());
        Some(Self(minutes.saturating_mul(60).saturating_add(second.into())))
    }

    fn at_offset(self, offset: UtcOffset) -> OffsetDateTime {
        let utc = OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        utc.checked_to_offset(offset).unwrap_or(utc)
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let time = self.at_offset(UtcOffset::UTC);
        let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
        let (hour, minute, second) = time.to_hms();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

struct InJapan(OffsetDateTime);

impl fmt::Display for InJapan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year(), u8::from(self.0.month()), self.0.day());
        let (hour, minute, second) = self.0.to_hms();
        write!(f, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} JST")
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl serde::Serialize for Timestamp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How far another party's clock may be ahead of ours (時計の許容差).
///
/// One allowance for every claim of time: thisUpdate, producedAt, genTime, the hour of a consent.
/// It only admits claims that lie a little in the future; it lengthens no validity period and
/// revives nothing that has expired.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClockAllowance(Duration);

impl ClockAllowance {
    /// Five minutes.
    pub const DEFAULT: Self = Self(Duration::from_secs(5 * 60));
    /// None: a claim may not be later than now by a second.
    pub const NONE: Self = Self(Duration::ZERO);

    /// At most this much.
    #[must_use]
    pub const fn new(span: Duration) -> Self {
        Self(span)
    }

    /// Returns the greatest difference.
    #[must_use]
    pub const fn span(self) -> Duration {
        self.0
    }

    /// Returns whether what another clock calls `claimed` can have happened by `now`.
    ///
    /// ```
    /// use core::time::Duration;
    /// use jpki_core::time::{ClockAllowance, Timestamp};
    ///
    /// let now = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
    /// let ahead = |seconds| now.after(Duration::from_secs(seconds));
    /// assert!(ClockAllowance::DEFAULT.admits(ahead(300), now)); // the clocks differ
    /// assert!(!ClockAllowance::DEFAULT.admits(ahead(301), now));
    /// ```
    #[must_use]
    pub fn admits(self, claimed: Timestamp, now: Timestamp) -> bool {
        claimed <= now.after(self.0)
    }
}

impl Default for ClockAllowance {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// The instant for which a question is judged, and the present, up to which knowledge counts.
///
/// A type of its own, so that no other time of a certificate or list is passed for it. The two differ where
/// the present looks back: what was learnt since then tells more of that instant than could be known at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ValidationTime {
    instant: Timestamp,
    present: Timestamp,
}

impl ValidationTime {
    /// Judge as of this instant, which is the present too: nothing that came later is known.
    #[must_use]
    pub const fn at(instant: Timestamp) -> Self {
        Self { instant, present: instant }
    }

    /// Judge as of this earlier instant, by what is known at the present. One that is not earlier changes
    /// nothing.
    ///
    /// ```
    /// use jpki_core::time::{Timestamp, ValidationTime};
    ///
    /// let signed = Timestamp::from_rfc3339("2026-06-01T12:00:00+09:00").expect("an instant");
    /// let now = Timestamp::from_rfc3339("2026-11-01T12:00:00+09:00").expect("an instant");
    /// let time = ValidationTime::at(now).looking_back_to(signed);
    /// assert_eq!((time.instant(), time.present()), (signed, now));
    /// ```
    #[must_use]
    pub fn looking_back_to(self, instant: Timestamp) -> Self {
        Self { instant: instant.min(self.present), present: self.present }
    }

    /// Returns the instant.
    #[must_use]
    pub const fn instant(self) -> Timestamp {
        self.instant
    }

    /// Returns the present; the instant itself unless it [looks back](Self::looking_back_to).
    #[must_use]
    pub const fn present(self) -> Timestamp {
        self.present
    }
}

/// A calendar day in Japan Standard Time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JapanDay(Date);

impl JapanDay {
    /// Creates a day of the Gregorian calendar, if it exists.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok().map(Self)
    }

    /// 00:00:00 of this day in Japan.
    #[must_use]
    pub fn start(self) -> Timestamp {
        let midnight = self.0.midnight().assume_offset(japan());
        Timestamp::from_unix_seconds(midnight.unix_timestamp())
    }

    /// 23:59:59 of this day in Japan.
    ///
    /// ```
    /// use jpki_core::time::JapanDay;
    ///
    /// // The last second of a JPKI certificate that is valid until this day.
    /// let day = JapanDay::new(2031, 4, 1).expect("a day");
    /// assert_eq!(day.end().to_string(), "2031-04-01T14:59:59Z");
    /// ```
    #[must_use]
    pub fn end(self) -> Timestamp {
        self.start().after(Duration::from_secs(86_399))
    }

    /// The day after; the last day of year 9999 stays itself.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.next_day().unwrap_or(self.0))
    }

    /// Gregorian year, month (1 to 12) and day (1 to 31).
    #[must_use]
    pub fn year_month_day(self) -> (i32, u8, u8) {
        (self.0.year(), u8::from(self.0.month()), self.0.day())
    }
}

impl fmt::Display for JapanDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.year_month_day();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for JapanDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn japan() -> UtcOffset {
    UtcOffset::from_hms(9, 0, 0).unwrap_or(UtcOffset::UTC)
}

fn two_digits(bytes: &[u8]) -> Option<(u8, &[u8])> {
    match bytes {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Some(((tens & 0x0f).saturating_mul(10).saturating_add(ones & 0x0f), rest))
        }
        _ => None,
    }
}
