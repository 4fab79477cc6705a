use core::time::Duration;

use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};

/// How old a list may be to say anything (鮮度).
///
/// A list is never good after its nextUpdate. Beyond that RFC 5280 leaves the choice to the relying
/// party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreshnessPolicy {
    /// Whether a list must say when the next one is due.
    pub next_update: NextUpdate,
    /// The greatest age, counted from thisUpdate; none if nextUpdate alone decides.
    pub maximum_age: Option<Duration>,
    /// How far in the future thisUpdate may lie, because clocks differ.
    pub clock_skew: Duration,
}

/// Whether a list must say when the next one is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextUpdate {
    /// It must, as RFC 5280 §5.1.2.5 demands of issuers.
    Required,
    /// It need not. Without a maximum age such a list is good for ever.
    Optional,
}

impl FreshnessPolicy {
    /// For the lists of J-LIS, which are issued daily (guideline 001, 付録①(ア)c(b)): nextUpdate required,
    /// at most 25 hours old, clocks 5 minutes apart.
    ///
    /// For some minutes a day, while the new list is being fetched, the last one may be past its
    /// nextUpdate: then nothing is known, and asking again later helps.
    #[must_use]
    pub const fn daily() -> Self {
        Self {
            next_update: NextUpdate::Required,
            maximum_age: Some(Duration::from_secs(25 * 60 * 60)),
            clock_skew: Duration::from_secs(5 * 60),
        }
    }

    /// RFC 5280 and nothing more: nextUpdate decides, and may be absent; no skew.
    #[must_use]
    pub const fn rfc_5280() -> Self {
        Self { next_update: NextUpdate::Optional, maximum_age: None, clock_skew: Duration::ZERO }
    }

    pub(crate) fn admit(
        &self,
        this_update: Timestamp,
        next_update: Option<Timestamp>,
        at: ValidationTime,
    ) -> Result<(), Reason> {
        let now = at.instant();
        if this_update > now.after(self.clock_skew) {
            return Err(Reason::ListFromFuture);
        }
        match next_update {
            None if self.next_update == NextUpdate::Required => {
                return Err(Reason::ListWithoutNextUpdate);
            }
            Some(next_update) if next_update < now => return Err(Reason::ListStale),
            _ => {}
        }
        match self.maximum_age {
            Some(maximum) if now.since(this_update) > maximum => Err(Reason::ListStale),
            _ => Ok(()),
        }
    }
}
