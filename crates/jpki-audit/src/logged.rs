use std::fmt;

use jpki_core::event::Event;

use crate::error::LogError;
use crate::sink::{AsyncEventSink, EventSink};

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

    /// Writes the event, and returns the value with the sink's receipt when the event is durable.
    ///
    /// # Errors
    /// [`LogError`] if it cannot be made so. The value is dropped then.
    // Requirement: ACC-4
    pub fn open<S: EventSink>(self, sink: &S) -> Result<(T, S::Receipt), LogError> {
        let receipt = sink.append(&self.event)?;
        Ok((self.value, receipt))
    }

    /// Opens the value as [`Self::open`].
    ///
    /// # Errors
    /// [`LogError`] if the event cannot be made durable. The value is dropped then.
    pub async fn open_async<S: AsyncEventSink>(
        self,
        sink: &S,
    ) -> Result<(T, S::Receipt), LogError> {
        let Self { value, event } = self;
        Ok((value, sink.append(event).await?))
    }
}

impl<T> fmt::Debug for Logged<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Logged({:?})", self.event.operation().action())
    }
}
