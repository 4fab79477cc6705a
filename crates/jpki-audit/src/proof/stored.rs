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

    /// Returns the nodes of these numbers, in their order: at once, where asking for each takes its time.
    ///
    /// # Errors
    /// If one cannot be read.
    fn nodes(&mut self, numbers: &[u64]) -> Result<Vec<TreeHash>, Self::Error> {
        numbers.iter().map(|number| self.node(*number)).collect()
    }

    /// Returns the right edge of the tree when it had this size, if that is not more than [`MOST_ENTRIES`].
    ///
    /// # Errors
    /// If a node cannot be read.
    fn frontier(&mut self, size: u64) -> Result<Option<Frontier>, Self::Error> {
        let peaks: Vec<u64> = peaks(0, size).collect();
        Ok(Frontier::from_peaks(size, self.nodes(&peaks)?))
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
        let path = subtrees(self, &indices_for_inclusion_proof(size, entry), size)?;
        Ok(Some(InclusionProof::from_path(path)))
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
        let path = subtrees(self, &path, newer)?;
        Ok(Some(ConsistencyProof::from_path(path)))
    }
}

/// The nodes that ct-merkle knows by these indices, in a tree of this size. Where a node's subtree is not complete, it
/// follows from those that are.
fn subtrees<S: StoredNodes + ?Sized>(
    stored: &mut S,
    indices: &[u64],
    size: u64,
) -> Result<Vec<TreeHash>, S::Error> {
    let complete: Vec<Vec<u64>> =
        indices.iter().map(|index| complete_within(*index, size)).collect();
    let nodes = stored.nodes(&complete.concat())?;
    let mut nodes = nodes.into_iter();
    let join = |count: usize| {
        let parts: Vec<TreeHash> = nodes.by_ref().take(count).collect();
        // From the right: each complete subtree above what lies to its right.
        let joined = parts.into_iter().rev().reduce(|right, left| TreeHash::above(&left, &right));
        joined.unwrap_or_else(TreeHash::of_nothing)
    };
    Ok(complete.iter().map(Vec::len).map(join).collect())
}

/// The numbers of the complete subtrees of the node with this index (RFC 9420 appendix C: leaves are even, the node
/// above is between), the largest first.
fn complete_within(index: u64, size: u64) -> Vec<u64> {
    let level = index.trailing_ones();
    let place = index.checked_shr(level.saturating_add(1)).unwrap_or(0);
    let start = place.checked_shl(level).unwrap_or(0);
    let end = start.saturating_add(1_u64.checked_shl(level).unwrap_or(u64::MAX)).min(size);
    peaks(start, end).collect()
}

/// The numbers of the complete subtrees over these entries, the largest first; `start` is a multiple of the largest.
fn peaks(start: u64, end: u64) -> impl Iterator<Item = u64> {
    let length = end.saturating_sub(start);
    (0..u64::BITS).rev().filter(move |level| length >> level & 1 == 1).map(move |level| {
        // What the larger ones cover, and this one.
        let covered = length >> level << level;
        let last = start.saturating_add(covered).saturating_sub(1);
        node_count(last).saturating_add(level.into())
    })
}
