//! Proofs by RFC 6962 §2.1, made of stored nodes and verified against checkpoints.

mod entry_proof;
mod stored;

use std::fmt;

use ct_merkle::RootHash;
use sha2::Sha256;

use crate::checkpoint::VerifiedCheckpoint;
use crate::tree::TreeHash;

pub use entry_proof::{EntryProof, EntryProofError, ProvenEntry};
pub use stored::StoredNodes;

/// Bytes that prove nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// Not hashes, or more of them than any tree has.
    #[error("not a proof")]
    Malformed,
    /// Not what the checkpoints say.
    #[error("the proof does not lead to the root of the checkpoint")]
    Wrong,
}

/// That a log holds an entry (RFC 6962 §2.1.1): the hashes beside the way from the entry to the root.
#[derive(Clone, PartialEq, Eq)]
pub struct InclusionProof(Vec<u8>);

impl InclusionProof {
    fn from_path(path: Vec<TreeHash>) -> Self {
        Self(concatenated(&path))
    }

    /// Takes the hashes of a proof, one after the other.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofError> {
        well_formed(bytes).map(Self)
    }

    /// Returns the hashes, one after the other.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Verifies that the log held this entry under this number at the checkpoint.
    ///
    /// # Errors
    /// [`ProofError::Wrong`] if it does not follow.
    pub fn verify(
        &self,
        entry: &[u8],
        number: u64,
        checkpoint: &VerifiedCheckpoint,
    ) -> Result<(), ProofError> {
        let proof = ct_merkle::InclusionProof::try_from_bytes(self.0.clone());
        let proof = proof.map_err(|_| ProofError::Malformed)?;
        let outcome = root(checkpoint).verify_inclusion(&entry, number, &proof);
        outcome.map_err(|_| ProofError::Wrong)
    }
}

/// That one checkpoint's log is the beginning of another's (RFC 6962 §2.1.2).
#[derive(Clone, PartialEq, Eq)]
pub struct ConsistencyProof(Vec<u8>);

impl ConsistencyProof {
    fn from_path(path: Vec<TreeHash>) -> Self {
        Self(concatenated(&path))
    }

    /// Takes the hashes of a proof, one after the other.
    ///
    /// # Errors
    /// [`ProofError::Malformed`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ProofError> {
        well_formed(bytes).map(Self)
    }

    /// Returns the hashes, one after the other.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Verifies that the log of `newer` holds all that the log of `older` held, unchanged and in the same order.
    ///
    /// # Errors
    /// [`ProofError::Wrong`] if it does not follow.
    pub fn verify(
        &self,
        older: &VerifiedCheckpoint,
        newer: &VerifiedCheckpoint,
    ) -> Result<(), ProofError> {
        if older.origin() != newer.origin() {
            return Err(ProofError::Wrong);
        }
        // The tree without entries is the beginning of each.
        if older.size() == 0 {
            let is_empty = *older.root() == TreeHash::of_nothing() && self.0.is_empty();
            return if is_empty { Ok(()) } else { Err(ProofError::Wrong) };
        }
        let proof = ct_merkle::ConsistencyProof::try_from_bytes(self.0.clone());
        let proof = proof.map_err(|_| ProofError::Malformed)?;
        let outcome = root(newer).verify_consistency(&root(older), &proof);
        outcome.map_err(|_| ProofError::Wrong)
    }
}

/// The most hashes of a proof: for a tree of 2^48 entries.
const MOST_HASHES: usize = 50;

fn concatenated(path: &[TreeHash]) -> Vec<u8> {
    path.iter().flat_map(TreeHash::as_bytes).copied().collect()
}

fn well_formed(bytes: &[u8]) -> Result<Vec<u8>, ProofError> {
    let (hashes, rest) = bytes.as_chunks::<{ TreeHash::BYTES }>();
    if rest.is_empty() && hashes.len() <= MOST_HASHES {
        Ok(bytes.to_vec())
    } else {
        Err(ProofError::Malformed)
    }
}

fn root(checkpoint: &VerifiedCheckpoint) -> RootHash<Sha256> {
    RootHash::new((*checkpoint.root().as_bytes()).into(), checkpoint.size())
}

impl fmt::Debug for InclusionProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InclusionProof({} bytes)", self.0.len())
    }
}

impl fmt::Debug for ConsistencyProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConsistencyProof({} bytes)", self.0.len())
    }
}
