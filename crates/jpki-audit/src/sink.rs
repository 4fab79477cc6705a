use jpki_core::event::Event;

use crate::error::LogError;

/// Who makes events durable: a log, or a place from which a log takes them.
pub trait EventSink {
    /// What says that an event is durable.
    type Receipt;

    /// Writes an event, and returns when it is durable.
    ///
    /// # Errors
    /// [`LogError`] if it is not. Then the operation is refused: its outcome must not leave.
    fn append(&self, event: &Event) -> Result<Self::Receipt, LogError>;
}

/// The same for tasks.
pub trait AsyncEventSink {
    /// What says that an event is durable.
    type Receipt;

    /// Writes an event, and returns when it is durable. The event may be written also if the task stops waiting.
    ///
    /// # Errors
    /// [`LogError`] as [`EventSink::append`].
    fn append(&self, event: Event) -> impl Future<Output = Result<Self::Receipt, LogError>> + Send;
}
