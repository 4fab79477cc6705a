use std::fs::File;
use std::io::{self, Write as _};

/// What entries are written to: a file, or in a test one that counts or fails.
pub trait Medium: Send {
    /// Writes at the end.
    ///
    /// # Errors
    /// If not all of it was written.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Returns when all that was written is durable.
    ///
    /// # Errors
    /// If it is not known to be.
    fn sync(&mut self) -> io::Result<()>;

    /// Takes back what was written beyond this length.
    ///
    /// # Errors
    /// If it is still there.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// A file that was opened to append.
impl Medium for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)?;
        self.sync_data()
    }
}
