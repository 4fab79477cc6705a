#[cfg(any(feature = "redis", feature = "postgres"))]
use std::time::Duration;

use jpki_core::localized::{Locale, Localized};

/// The engine did not answer in time. Whether it did what was asked is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer within the time limit")]
#[non_exhaustive]
pub struct TimedOut;

impl Localized for TimedOut {
    fn code(&self) -> &'static str {
        "store.timed-out"
    }

    fn text(&self, locale: Locale) -> &'static str {
        match locale {
            Locale::Ja => "時間内に応答がありません",
            Locale::En => "no answer within the time limit",
        }
    }
}

/// How long a caller waits for a server unless another limit is set: for connection, encryption and answer
/// together.
#[cfg(any(feature = "redis", feature = "postgres"))]
pub(crate) const OF_SERVERS: Duration = Duration::from_secs(5);
