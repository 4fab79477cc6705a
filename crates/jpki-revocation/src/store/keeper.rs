use alloc::boxed::Box;
use core::error::Error;

use crate::crl::Crl;

/// Keeps each list that a store takes in, since the store has the newest only: an archive.
pub trait CrlKeeper: Send + Sync {
    /// Keeps a list, and returns when it is durable.
    ///
    /// # Errors
    /// If it is not.
    fn keep(&self, crl: &Crl) -> Result<(), Box<dyn Error + Send + Sync>>;
}
