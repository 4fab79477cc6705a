use alloc::borrow::Cow;
use alloc::boxed::Box;
use core::fmt;

use const_oid::ObjectIdentifier;

use super::{FactKey, fact_code};
use crate::algorithm::SignatureScheme;
use crate::der::Oid;
use crate::localized::Locale;
use crate::time::Timestamp;

/// What was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FactValue {
    /// An instant.
    Time(Timestamp),
    /// A span of time in seconds.
    Seconds(u64),
    /// A number.
    Count(u64),
    /// An object identifier.
    ObjectIdentifier(ObjectIdentifier),
    /// A signature scheme.
    Scheme(SignatureScheme),
    /// A stable code of these crates.
    Code(Cow<'static, str>),
    /// Bytes that are not protected, such as a CRL number or the digest of a list.
    Bytes(Box<[u8]>),
}

impl fmt::Display for FactValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Time(time) => time.fmt(f),
            Self::Seconds(seconds) => write!(f, "{seconds} s"),
            Self::Count(count) => count.fmt(f),
            Self::ObjectIdentifier(oid) => oid.fmt(f),
            Self::Scheme(scheme) => scheme.fmt(f),
            Self::Code(code) => f.write_str(code),
            Self::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

impl FactValue {
    /// Returns the value for people: an instant by UTC and by the clocks of Japan, a span in hours, minutes and seconds.
    /// [`Display`](fmt::Display) gives what programs read.
    #[must_use]
    pub const fn display(&self, locale: Locale) -> impl fmt::Display {
        InLanguage { value: self, locale }
    }
}

struct InLanguage<'a> {
    value: &'a FactValue,
    locale: Locale,
}

impl fmt::Display for InLanguage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value, self.locale) {
            (FactValue::Time(time), Locale::Ja) => write!(f, "{} ({time})", time.in_japan()),
            (FactValue::Time(time), Locale::En) => write!(f, "{time} ({})", time.in_japan()),
            (FactValue::Seconds(seconds), locale) => write_span(*seconds, locale, f),
            (value, _) => value.fmt(f),
        }
    }
}

fn write_span(seconds: u64, locale: Locale, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let units = match locale {
        Locale::Ja => ["時間", "分", "秒"],
        Locale::En => [" h", " min", " s"],
    };
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60];
    let mut gap = "";
    for (part, unit) in parts.into_iter().zip(units) {
        let is_all_there_is = seconds == 0 && unit == units[2];
        if part != 0 || is_all_there_is {
            write!(f, "{gap}{part}{unit}")?;
            gap = match locale {
                Locale::Ja => "",
                Locale::En => " ",
            };
        }
    }
    Ok(())
}

impl serde::Serialize for FactValue {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Seconds(number) | Self::Count(number) => serializer.serialize_u64(*number),
            _ => serializer.collect_str(self),
        }
    }
}

/// One thing seen during a check. Never a serial number, certificate, key or personal attribute.
#[derive(Clone, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a key and its value")]
pub struct Fact {
    /// What it tells.
    pub key: FactKey,
    /// What was seen.
    pub value: FactValue,
}

impl fmt::Debug for Fact {
    /// The key alone where the value is protected: since when and why a certificate is revoked (失効情報).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.key {
            FactKey::RevokedAt | FactKey::RevocationReason => write!(f, "Fact({:?})", self.key),
            _ => write!(f, "Fact({:?}: {:?})", self.key, self.value),
        }
    }
}

impl Fact {
    /// Creates a fact that is an instant.
    #[must_use]
    pub const fn time(key: FactKey, time: Timestamp) -> Self {
        Self { key, value: FactValue::Time(time) }
    }

    /// Creates a fact that is a number.
    #[must_use]
    pub const fn count(key: FactKey, count: u64) -> Self {
        Self { key, value: FactValue::Count(count) }
    }

    /// Creates a fact that is a stable code.
    #[must_use]
    pub const fn code(key: FactKey, code: &'static str) -> Self {
        Self { key, value: FactValue::Code(Cow::Borrowed(code)) }
    }

    /// Returns its value for people: as [`FactValue::display`], and a code in words.
    #[must_use]
    pub const fn display_value(&self, locale: Locale) -> impl fmt::Display {
        ValueInWords { fact: self, locale }
    }

    /// Creates a fact that is an object identifier; `None` if it is longer, or an arc of it larger, than
    /// [`ObjectIdentifier`] holds.
    #[must_use]
    pub fn object_identifier(key: FactKey, oid: Oid<'_>) -> Option<Self> {
        let oid = ObjectIdentifier::from_bytes(oid.as_bytes()).ok()?;
        Some(Self { key, value: FactValue::ObjectIdentifier(oid) })
    }
}

struct ValueInWords<'a> {
    fact: &'a Fact,
    locale: Locale,
}

impl fmt::Display for ValueInWords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fact.value {
            FactValue::Code(code) => {
                f.write_str(fact_code::in_words(self.fact.key, code, self.locale))
            }
            value => value.display(self.locale).fmt(f),
        }
    }
}
