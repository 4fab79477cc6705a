use core::time::Duration;

use jpki_core::report::Reason;
use jpki_core::time::{ClockAllowance, Timestamp, ValidationTime};

/// How old a list may be to say anything (鮮度).
///
/// A list is never good after its nextUpdate. Beyond that RFC 5280 leaves the choice to the relying
/// party.
///
/// For an instant to which the present [looks back](ValidationTime::looking_back_to), the lists that were fresh
/// at that instant count, and those that were issued later, up to the present: what these say of the instant
/// does not age, so that they may be out of date by now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FreshnessPolicy {
    /// Whether a list must say when the next one is due.
    pub next_update: NextUpdate,
    /// The greatest age, counted from thisUpdate; none if nextUpdate alone decides.
    pub maximum_age: Option<Duration>,
    /// How far in the future thisUpdate may lie, because clocks differ.
    pub clock_skew: ClockAllowance,
}

/// Whether a list must say when the next one is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    /// Where the authority publishes the new list only after the nextUpdate of the last, nothing is known in
    /// between, some minutes a day, and asking again later helps.
    #[must_use]
    // Requirement: OCSP-05
    pub const fn daily() -> Self {
        Self {
            next_update: NextUpdate::Required,
            maximum_age: Some(Duration::from_secs(25 * 60 * 60)),
            clock_skew: ClockAllowance::DEFAULT,
        }
    }

    /// RFC 5280 and nothing more: nextUpdate decides, and may be absent; no skew.
    #[must_use]
    pub const fn rfc_5280() -> Self {
        Self {
            next_update: NextUpdate::Optional,
            maximum_age: None,
            clock_skew: ClockAllowance::NONE,
        }
    }

    /// Returns the last second of a list with these dates: its nextUpdate, or before that the end of the greatest age.
    /// `None` if it has no end, its thisUpdate if it is never good.
    #[must_use]
    pub fn good_until(
        &self,
        this_update: Timestamp,
        next_update: Option<Timestamp>,
    ) -> Option<Timestamp> {
        if next_update.is_none() && self.next_update == NextUpdate::Required {
            return Some(this_update);
        }
        let oldest = self.maximum_age.map(|maximum| this_update.after(maximum));
        next_update.into_iter().chain(oldest).min()
    }

    pub(crate) fn admit(
        &self,
        this_update: Timestamp,
        next_update: Option<Timestamp>,
        at: ValidationTime,
    ) -> Result<(), Reason> {
        if !self.clock_skew.admits(this_update, at.present()) {
            return Err(Reason::CrlFromFuture);
        }
        if next_update.is_none() && self.next_update == NextUpdate::Required {
            return Err(Reason::CrlWithoutNextUpdate);
        }
        if is_stale(this_update, next_update, self.maximum_age, at) {
            return Err(Reason::CrlStale);
        }
        Ok(())
    }
}

/// Whether what was issued then tells nothing of the instant any more, or by its own dates never told anything.
pub(crate) fn is_stale(
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    maximum_age: Option<Duration>,
    at: ValidationTime,
) -> bool {
    let age = at.instant().since(this_update);
    let is_past = next_update.is_some_and(|due| due < at.instant())
        || maximum_age.is_some_and(|maximum| age > maximum);
    let is_contradictory = next_update.is_some_and(|due| due < this_update);
    is_contradictory || (is_past && !is_hindsight(this_update, at))
}

/// Whether what was issued then came after the instant to which the present looks back. What another clock
/// dates a little after the present came at the present.
pub(crate) fn is_hindsight(issued: Timestamp, at: ValidationTime) -> bool {
    issued.min(at.present()) > at.instant()
}
