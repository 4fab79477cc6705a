use std::fmt;

use jpki_core::event::Event;

use crate::error::LogError;
use crate::log::{Log, Receipt};
use crate::store::LogStore;

/// The outcome of an operation, shut until its event is in the log.
///
/// The guideline wants a record of each operation (001 fig. 4-14): an answer that leaves without one cannot be taken
/// back. There is no other way to the value than [`Self::open`].
#[must_use = "an outcome that is never opened was never logged"]
pub struct Logged<T> {
    value: T,
    event: Event,
}

impl<T> Logged<T> {
    /// Shuts an outcome in with the event of its operation.
    pub const fn new(value: T, event: Event) -> Self {
        Self { value, event }
    }

    /// Writes the event, and returns the value with the log's receipt when the event is durable.
    ///
    /// # Errors
    /// [`LogError`] if it cannot be made so. The value is dropped then.
    // Requirement: ACC-4
    pub fn open<S: LogStore>(self, log: &Log<S>) -> Result<(T, Receipt), LogError> {
        let receipt = log.append(&self.event)?;
        Ok((self.value, receipt))
    }

    #[cfg(feature = "async")]
    pub(crate) fn into_parts(self) -> (T, Event) {
        (self.value, self.event)
    }
}

impl<T> fmt::Debug for Logged<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logged({:?})", self.event.operation().action())
    }
}
