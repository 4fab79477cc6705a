//! What an event passes before it is written: its subject becomes a token, its length and its time are looked at.

use std::sync::{Mutex, PoisonError};

use jpki_core::event::{Action, Event};
use jpki_core::keys::KeyRing;
use jpki_core::time::{ClockAllowance, Timestamp};

use crate::entry::Entry;
use crate::error::LogError;
use crate::token::TokenKeys;

/// Makes lines of events, for a log and for whoever appends to one from elsewhere.
#[derive(Debug)]
pub struct Intake {
    tokens: TokenKeys,
    latest: Mutex<Timestamp>,
}

impl Intake {
    /// Takes the keys for tokens, and the time of the latest event that is known.
    #[must_use]
    pub fn new(keys: &KeyRing, latest: Timestamp) -> Self {
        Self { tokens: TokenKeys::of_ring(keys), latest: Mutex::new(latest) }
    }

    /// Returns the line of an event, without a newline.
    ///
    /// # Errors
    /// [`LogError::UnknownKey`], [`LogError::TooLong`] or [`LogError::ClockSetBack`].
    pub fn line(&self, event: &Event) -> Result<Vec<u8>, LogError> {
        let entry = Entry::new(event, &self.tokens).ok_or(LogError::UnknownKey)?;
        let line = entry.to_line().into_bytes();
        if line.len() > Entry::MOST_BYTES {
            return Err(LogError::TooLong);
        }
        self.admit(event)?;
        Ok(line)
    }

    pub(crate) const fn tokens(&self) -> &TokenKeys {
        &self.tokens
    }

    /// An event may be a little older than the one before it: threads overtake one another, clocks differ. A person may
    /// state that the clock was wrong until now.
    fn admit(&self, event: &Event) -> Result<(), LogError> {
        let time = event.operation().time();
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        let is_correction = event.operation().action() == Action::ClockCorrection
            && event.requester().operator_name().is_some();
        if is_correction {
            *latest = time;
        } else if ClockAllowance::DEFAULT.admits(*latest, time) {
            *latest = time.max(*latest);
        } else {
            return Err(LogError::ClockSetBack);
        }
        Ok(())
    }
}
