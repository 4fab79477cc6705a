use base64ct::{Base64, Encoding as _};

use super::{InclusionProof, ProofError};
use crate::checkpoint::{CheckpointError, CheckpointKeys, VerifiedCheckpoint};
use crate::entry::{Entry, EntryError};
use crate::note::SignedNote;
use crate::tree::{MOST_ENTRIES, TreeHash};

/// A proof that stands by itself (C2SP tlog-proof): an entry, its number, the way from it to the root of the tree, and a
/// signed checkpoint that holds this root.
///
/// ```text
/// c2sp.org/tlog-proof@v1
/// extra MQkyMDI2…                   the entry, base64
/// index 5                           its number
/// n5Xt…=                            the hashes beside the way to the root
///                                   an empty line
/// log.example/operations            the checkpoint
/// …
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryProof {
    line: Vec<u8>,
    number: u64,
    inclusion: InclusionProof,
    checkpoint: SignedNote,
}

/// Reason why a proof does not show that a log held its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryProofError {
    /// No known key of the log signed the checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The entry is not under the root of the checkpoint.
    #[error(transparent)]
    Inclusion(#[from] ProofError),
    /// What was logged is no entry that this crate reads.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// An entry that a log held at a checkpoint.
#[derive(Clone, Debug)]
pub struct ProvenEntry {
    entry: Entry,
    number: u64,
    checkpoint: VerifiedCheckpoint,
}

impl EntryProof {
    /// The longest text of a proof that is read.
    pub const MOST_BYTES: usize = 32 * 1024;

    /// Joins the line of an entry, its number, and what leads from it to the checkpoint. Nothing is verified.
    #[must_use]
    pub const fn new(
        line: Vec<u8>,
        number: u64,
        inclusion: InclusionProof,
        checkpoint: SignedNote,
    ) -> Self {
        Self { line, number, inclusion, checkpoint }
    }

    /// Reads a proof.
    ///
    /// Refused: anything that [`Self::to_text`] would write differently.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn from_text(text: &str) -> Result<Self, ProofError> {
        if text.len() > Self::MOST_BYTES {
            return Err(ProofError::Malformed);
        }
        match Self::read(text) {
            Some(proof) if proof.to_text() == text => Ok(proof),
            _ => Err(ProofError::Malformed),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let is_known = lines.next()? == VERSION;
        let line = Base64::decode_vec(lines.next()?.strip_prefix(EXTRA)?).ok()?;
        let number = lines.next()?.strip_prefix(INDEX)?.parse().ok()?;
        let hashes: Option<Vec<_>> = lines.map(TreeHash::from_base64).collect();
        let hashes: Vec<u8> = hashes?.iter().flat_map(|hash| *hash.as_bytes()).collect();
        let inclusion = InclusionProof::from_bytes(&hashes).ok()?;
        let checkpoint = SignedNote::from_text(checkpoint).ok()?;
        let is_possible = is_known && number < MOST_ENTRIES && line.len() <= Entry::MOST_BYTES;
        is_possible.then_some(Self { line, number, inclusion, checkpoint })
    }

    /// Returns the text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let (hashes, _) = self.inclusion.as_bytes().as_chunks::<{ TreeHash::BYTES }>();
        let mut text = format!("{VERSION}\n{EXTRA}{}\n", Base64::encode_string(&self.line));
        text.push_str(&format!("{INDEX}{}\n", self.number));
        for hash in hashes {
            text.push_str(&Base64::encode_string(hash));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.checkpoint.to_text());
        text
    }

    /// Returns the entry, whether or not a log holds it.
    ///
    /// # Errors
    /// [`EntryError`] if it is none that this crate reads.
    pub fn unverified_entry(&self) -> Result<Entry, EntryError> {
        Entry::from_line(&self.line)
    }

    /// Verifies that a key of the log signed the checkpoint in its period, and that the log held the entry then.
    ///
    /// Says nothing of whether it holds it still, nor whether the entry tells the truth.
    ///
    /// # Errors
    /// [`EntryProofError`].
    // Requirement: ACC-4
    pub fn verify(&self, keys: &CheckpointKeys) -> Result<ProvenEntry, EntryProofError> {
        let checkpoint = keys.verify(&self.checkpoint)?;
        self.inclusion.verify(&self.line, self.number, &checkpoint)?;
        let entry = self.unverified_entry()?;
        Ok(ProvenEntry { entry, number: self.number, checkpoint })
    }
}

impl ProvenEntry {
    /// Returns the entry.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Returns its number.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// Returns the checkpoint at which the log held it.
    #[must_use]
    pub const fn checkpoint(&self) -> &VerifiedCheckpoint {
        &self.checkpoint
    }
}

const VERSION: &str = "c2sp.org/tlog-proof@v1";
const EXTRA: &str = "extra ";
const INDEX: &str = "index ";
