use super::{MOST_ENTRIES, TreeHash};

/// The right edge of a tree: the roots of its complete subtrees, the largest first. It is all that is needed to add
/// entries and to know the root, in less than 2 KiB whatever the size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<TreeHash>,
}

impl Frontier {
    /// Returns the tree without entries.
    #[must_use]
    pub const fn empty() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Takes the complete subtrees of a tree of this size, if there are as many as it has.
    #[must_use]
    pub fn from_peaks(size: u64, peaks: Vec<TreeHash>) -> Option<Self> {
        let expected = usize::try_from(size.count_ones()).ok()?;
        (size <= MOST_ENTRIES && peaks.len() == expected).then_some(Self { size, peaks })
    }

    /// Returns the number of entries.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Returns the complete subtrees, the largest first.
    #[must_use]
    pub fn peaks(&self) -> &[TreeHash] {
        &self.peaks
    }

    /// Adds an entry by its hash, and tells each node that becomes complete, in the order of their numbers.
    pub fn push(&mut self, leaf: TreeHash, mut complete: impl FnMut(TreeHash)) {
        let mut node = leaf;
        complete(node);
        // As many subtrees are complete as the old size ends in ones.
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            node = TreeHash::above(&left, &node);
            complete(node);
        }
        self.peaks.push(node);
        self.size = self.size.saturating_add(1);
    }

    /// Returns the root.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        let (last, rest) = match self.peaks.split_last() {
            Some((last, rest)) => (*last, rest),
            None => return TreeHash::of_nothing(),
        };
        rest.iter().rev().fold(last, |right, left| TreeHash::above(left, &right))
    }
}
