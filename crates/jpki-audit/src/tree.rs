//! The Merkle tree of RFC 6962 §2.1 over the entries of a log: its hashes and its growth.
//!
//! The nodes of complete subtrees never change. They are numbered in the order in which they become complete, and
//! stored by number; [`Frontier`] holds the few that are needed to go on.

mod frontier;
mod hash;

pub use frontier::Frontier;
pub use hash::TreeHash;

/// The most entries of a tree. No log gets there; numbers of nodes stay far from the end of `u64`.
pub const MOST_ENTRIES: u64 = 1 << 48;

/// Returns how many nodes are stored of a tree of this size.
#[must_use]
pub const fn node_count(size: u64) -> u64 {
    size.saturating_mul(2).saturating_sub(size.count_ones() as u64)
}
