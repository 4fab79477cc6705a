//! Times of certificates and lists (RFC 5280 §4.1.2.5).

use ::time::{Duration, UtcDateTime};

use crate::asn1;

/// A time in one of its encodings.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Time {
    /// UTCTime, `YYMMDDHHMMSSZ`.
    Utc(UtcDateTime),
    /// GeneralizedTime, `YYYYMMDDHHMMSSZ`.
    Generalized(UtcDateTime),
    /// Any element, as it is.
    Raw(Vec<u8>),
}

impl Time {
    /// The time in the encoding that RFC 5280 demands: UTCTime through 2049.
    pub fn new(instant: UtcDateTime) -> Self {
        if (1950..2050).contains(&instant.year()) {
            Self::Utc(instant)
        } else {
            Self::Generalized(instant)
        }
    }

    /// The time in DER.
    pub fn to_der(&self) -> Vec<u8> {
        match self {
            Self::Utc(instant) => {
                let text =
                    format!("{:02}{}", instant.year().rem_euclid(100), month_to_second(*instant));
                asn1::element(asn1::UTC_TIME, text.as_bytes())
            }
            Self::Generalized(instant) => generalized_time(*instant),
            Self::Raw(der) => der.clone(),
        }
    }
}

impl From<UtcDateTime> for Time {
    fn from(instant: UtcDateTime) -> Self {
        Self::new(instant)
    }
}

/// GeneralizedTime without fractions in DER.
pub fn generalized_time(instant: UtcDateTime) -> Vec<u8> {
    let text = format!("{:04}{}", instant.year(), month_to_second(instant));
    asn1::element(asn1::GENERALIZED_TIME, text.as_bytes())
}

fn month_to_second(instant: UtcDateTime) -> String {
    format!(
        "{:02}{:02}{:02}{:02}{:02}Z",
        u8::from(instant.month()),
        instant.day(),
        instant.hour(),
        instant.minute(),
        instant.second()
    )
}

/// Validity period, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    /// First instant of validity.
    pub not_before: Time,
    /// Last instant of validity.
    pub not_after: Time,
}

impl Validity {
    /// The period between two instants.
    pub fn new(not_before: impl Into<Time>, not_after: impl Into<Time>) -> Self {
        Self { not_before: not_before.into(), not_after: not_after.into() }
    }

    /// The period that begins and ends this long before and after the instant.
    pub fn around(instant: UtcDateTime, distance: Duration) -> Self {
        Self::new(instant - distance, instant + distance)
    }

    pub(super) fn to_der(&self) -> Vec<u8> {
        asn1::sequence([self.not_before.to_der(), self.not_after.to_der()])
    }
}
