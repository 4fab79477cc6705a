use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// Octets of a stored list or of its index are not those that were stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the stored list or its index is damaged")]
pub struct Damaged;

/// What a list or its index lies in.
#[derive(Clone)]
pub(crate) struct Octets(Arc<dyn AsRef<[u8]> + Send + Sync>);

impl Octets {
    pub(crate) fn new(owner: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Self {
        Self(owner)
    }

    pub(crate) fn all(&self) -> &[u8] {
        (*self.0).as_ref()
    }

    /// The octets from `at` on, exactly `length`.
    #[inline]
    pub(crate) fn part(&self, at: usize, length: usize) -> Result<&[u8], Damaged> {
        let end = at.checked_add(length).ok_or(Damaged)?;
        self.all().get(at..end).ok_or(Damaged)
    }
}

impl From<Vec<u8>> for Octets {
    fn from(octets: Vec<u8>) -> Self {
        Self(Arc::new(octets))
    }
}

impl fmt::Debug for Octets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Octets({})", self.all().len())
    }
}
