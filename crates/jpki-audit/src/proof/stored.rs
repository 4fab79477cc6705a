use ct_merkle::{indices_for_consistency_proof, indices_for_inclusion_proof};

use super::{ConsistencyProof, InclusionProof};
use crate::tree::{Frontier, MOST_ENTRIES, TreeHash, node_count};

/// Stored nodes by their numbers.
///
/// What it makes is as right as what is stored; whoever gets a proof checks it against a checkpoint.
pub trait StoredNodes {
    /// What goes wrong when a node is read.
    type Error;

    /// Returns the node of this number.
    ///
    /// # Errors
    /// If it cannot be read.
    fn node(&mut self, number: u64) -> Result<TreeHash, Self::Error>;

    /// Returns the right edge of the tree when it had this size, if that is not more than [`MOST_ENTRIES`].
    ///
    /// # Errors
    /// If a node cannot be read.
    fn frontier(&mut self, size: u64) -> Result<Option<Frontier>, Self::Error> {
        let peaks: Result<_, _> = peaks(0, size).map(|number| self.node(number)).collect();
        Ok(Frontier::from_peaks(size, peaks?))
    }

    /// Proves that the tree of this size holds the entry of this number, counted from 0. `None` if there is no such
    /// entry.
    ///
    /// # Errors
    /// If a node cannot be read.
    fn prove_inclusion(
        &mut self,
        entry: u64,
        size: u64,
    ) -> Result<Option<InclusionProof>, Self::Error> {
        if entry >= size || size > MOST_ENTRIES {
            return Ok(None);
        }
        let path = indices_for_inclusion_proof(size, entry);
        let path: Result<_, _> = path.into_iter().map(|index| subtree(self, index, size)).collect();
        Ok(Some(InclusionProof::from_path(path?)))
    }

    /// Proves that the tree of one size is the beginning of that of another. `None` if the older is larger.
    ///
    /// # Errors
    /// If a node cannot be read.
    fn prove_consistency(
        &mut self,
        older: u64,
        newer: u64,
    ) -> Result<Option<ConsistencyProof>, Self::Error> {
        if older > newer || newer > MOST_ENTRIES {
            return Ok(None);
        }
        if older == 0 {
            return Ok(Some(ConsistencyProof::from_path(Vec::new())));
        }
        let path = indices_for_consistency_proof(older, newer.saturating_sub(older));
        let path: Result<_, _> =
            path.into_iter().map(|index| subtree(self, index, newer)).collect();
        Ok(Some(ConsistencyProof::from_path(path?)))
    }
}

/// The node that ct-merkle knows by this index (RFC 9420 appendix C: leaves are even, the node above is between), in a
/// tree of this size. Where its subtree is not complete, it follows from those that are.
fn subtree<S: StoredNodes + ?Sized>(
    stored: &mut S,
    index: u64,
    size: u64,
) -> Result<TreeHash, S::Error> {
    let level = index.trailing_ones();
    let place = index.checked_shr(level.saturating_add(1)).unwrap_or(0);
    let start = place.checked_shl(level).unwrap_or(0);
    let end = start.saturating_add(1_u64.checked_shl(level).unwrap_or(u64::MAX)).min(size);
    let mut right: Option<TreeHash> = None;
    // From the right: each complete subtree above what lies to its right.
    for number in peaks(start, end).rev() {
        let left = stored.node(number)?;
        right = Some(right.map_or(left, |right| TreeHash::above(&left, &right)));
    }
    Ok(right.unwrap_or_else(TreeHash::of_nothing))
}

/// The numbers of the complete subtrees over these entries, the largest first; `start` is a multiple of the largest.
fn peaks(start: u64, end: u64) -> impl DoubleEndedIterator<Item = u64> {
    let length = end.saturating_sub(start);
    (0..u64::BITS).rev().filter(move |level| length >> level & 1 == 1).map(move |level| {
        // What the larger ones cover, and this one.
        let covered = length >> level << level;
        let last = start.saturating_add(covered).saturating_sub(1);
        node_count(last).saturating_add(level.into())
    })
}
