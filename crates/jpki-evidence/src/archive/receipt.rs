use jpki_core::event::{Action, ActionResult, Operation};
use jpki_core::time::Timestamp;

use super::CrlDigest;

/// What tidying found and erased.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "damaged lists have to be told to somebody"]
pub struct TidyReceipt {
    pub(super) erased: u64,
    pub(super) erased_bytes: u64,
    pub(super) held: u64,
    pub(super) kept: u64,
    pub(super) damaged: Vec<CrlDigest>,
    pub(super) at: Timestamp,
}

impl TidyReceipt {
    /// Returns how many lists were erased.
    #[must_use]
    pub const fn erased(&self) -> u64 {
        self.erased
    }

    /// Returns how many bytes they had.
    #[must_use]
    pub const fn erased_bytes(&self) -> u64 {
        self.erased_bytes
    }

    /// Returns how many would have been erased and were held.
    #[must_use]
    pub const fn held(&self) -> u64 {
        self.held
    }

    /// Returns how many are kept, those that are held or damaged among them.
    #[must_use]
    pub const fn kept(&self) -> u64 {
        self.kept
    }

    /// Returns those that were not erased since their dates cannot be believed: the content is not what the name says.
    #[must_use]
    pub fn damaged(&self) -> &[CrlDigest] {
        &self.damaged
    }

    /// Returns what an operation log is to be told.
    pub const fn operation(&self) -> Operation {
        Operation::new(Action::Erasure, ActionResult::Done, self.at)
    }
}

/// What a whole archive was when it was erased (廃止): facts for a 削除報告書.
///
/// Says that the files were removed; copies that others made (backups) are theirs to remove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct ErasureReceipt {
    pub(super) lists: u64,
    pub(super) bytes: u64,
    pub(super) foreign: u64,
    pub(super) began: Timestamp,
    pub(super) ended: Timestamp,
}

impl ErasureReceipt {
    /// Returns how many lists there were when the erasure began.
    #[must_use]
    pub const fn lists(&self) -> u64 {
        self.lists
    }

    /// Returns how many bytes they had.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Returns how many things that no archive makes are in the folder still: somebody else's, and to be looked at.
    #[must_use]
    pub const fn foreign(&self) -> u64 {
        self.foreign
    }

    /// Returns when it began: before what was cut off, if it was resumed.
    #[must_use]
    pub const fn began(&self) -> Timestamp {
        self.began
    }

    /// Returns when it was finished.
    #[must_use]
    pub const fn ended(&self) -> Timestamp {
        self.ended
    }

    /// Returns what an operation log is to be told.
    pub const fn operation(&self) -> Operation {
        Operation::new(Action::Erasure, ActionResult::Done, self.ended)
    }
}
