//! The second place (guideline 001 table 4-2 item 4): where checkpoints go, out of reach of whoever writes the log.

use std::io;

/// A place that keeps checkpoints: a folder on another medium, another machine, a witness.
///
/// Whoever can write both the log and this place can rewrite the log unseen. What is handed to an examiner, or to a
/// time-stamping authority, nobody can take back.
pub trait CheckpointPlace: Send {
    /// Returns the note of the most entries that the place has.
    ///
    /// # Errors
    /// If the place cannot be read.
    fn latest(&mut self) -> io::Result<Option<String>>;

    /// Keeps the note of a log of this many entries, beside those before it. It is durable when this returns.
    ///
    /// # Errors
    /// If the place cannot keep it.
    fn keep(&mut self, size: u64, note: &str) -> io::Result<()>;
}

impl<P: CheckpointPlace + ?Sized> CheckpointPlace for Box<P> {
    fn latest(&mut self) -> io::Result<Option<String>> {
        (**self).latest()
    }

    fn keep(&mut self, size: u64, note: &str) -> io::Result<()> {
        (**self).keep(size, note)
    }
}
