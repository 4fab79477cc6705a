//! Checkpoints (C2SP tlog-checkpoint): what a log held at one time, in four lines that are signed.
//!
//! ```text
//! log.example/operations                         which log
//! 1000000                                        how many entries
//! 3X2Kb0…=                                       the root over them
//! time 2026-06-01T03:00:00Z                      when
//! ```

mod keys;

use std::fmt;

use jpki_core::time::Timestamp;

use crate::note::{NoteError, NoteName, SignedNote, SigningKey};
use crate::tree::{MOST_ENTRIES, TreeHash};

pub use keys::{CheckpointError, CheckpointKeys, key_change};

/// What a log says that it held.
#[derive(Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: NoteName,
    size: u64,
    root: TreeHash,
    time: Timestamp,
}

impl Checkpoint {
    pub(crate) const fn new(origin: NoteName, size: u64, root: TreeHash, time: Timestamp) -> Self {
        Self { origin, size, root, time }
    }

    /// Reads the text of a checkpoint. There is one text for each.
    fn from_text(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        let checkpoint = Self {
            origin: NoteName::new(lines.next()?).ok()?,
            size: lines.next()?.parse().ok()?,
            root: TreeHash::from_base64(lines.next()?)?,
            time: Timestamp::from_rfc3339(lines.next()?.strip_prefix("time ")?)?,
        };
        let is_exact = checkpoint.to_text() == text && checkpoint.size <= MOST_ENTRIES;
        is_exact.then_some(checkpoint)
    }

    fn to_text(&self) -> String {
        let (origin, root) = (self.origin.text(), self.root.to_base64());
        format!("{origin}\n{}\n{root}\ntime {}\n", self.size, self.time)
    }

    pub(crate) fn sign(&self, key: &SigningKey) -> Result<SignedNote, NoteError> {
        SignedNote::sign(self.to_text(), key)
    }
}

/// A checkpoint that a key of the log signed in its period.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifiedCheckpoint(Checkpoint);

impl VerifiedCheckpoint {
    /// Returns which log it is of.
    #[must_use]
    pub const fn origin(&self) -> &NoteName {
        &self.0.origin
    }

    /// Returns how many entries the log held.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.0.size
    }

    /// Returns the root of the tree over them.
    #[must_use]
    pub const fn root(&self) -> &TreeHash {
        &self.0.root
    }

    /// Returns when, as its signer says.
    #[must_use]
    pub const fn time(&self) -> Timestamp {
        self.0.time
    }
}

impl fmt::Debug for VerifiedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifiedCheckpoint({} entries, {})", self.0.size, self.0.time)
    }
}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checkpoint({} entries, {})", self.size, self.time)
    }
}
