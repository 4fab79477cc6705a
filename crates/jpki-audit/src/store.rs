//! Where a log is kept, behind one trait.

use std::ops::Range;

use crate::entry::{Entry, EntryError};
use crate::error::LogError;
use crate::proof::StoredNodes;
use crate::tree::{Frontier, TreeHash};

/// A place for the entries and nodes of one log, which nobody else writes at the same time.
pub trait LogStore: StoredNodes<Error = LogError> + Send {
    /// Returns the right edge of the tree over all entries that are durable.
    fn state(&self) -> &Frontier;

    /// Makes a batch durable, whole or not at all, and returns when it is.
    ///
    /// # Errors
    /// [`LogError`]; then no entry of the batch counts. [`LogError::Stopped`] from then on, if it is not known whether
    /// it is durable.
    fn commit(&mut self, batch: &Batch) -> Result<(), LogError>;

    /// Tells these entries, in order.
    ///
    /// # Errors
    /// [`LogError`] of the store or of the reader.
    fn entries(&mut self, range: Range<u64>, reader: &mut dyn EntryReader) -> Result<(), LogError>;
}

/// A store that others append to as well, while one, who holds it, puts what they appended into the tree.
pub trait SharedStore: LogStore {
    /// Puts events that wait into the tree, in the order in which they came: a batch of them at most. Returns how many.
    ///
    /// # Errors
    /// [`LogError`] as [`LogStore::commit`]; [`LogError::NewerFormat`] or [`LogError::Damaged`] if one that waits is no
    /// entry that this crate knows. It goes on waiting then, and those behind it, too.
    fn sequence(&mut self) -> Result<usize, LogError>;
}

/// Who is told entries, such as a closure.
pub trait EntryReader {
    /// Takes the line of the entry of this number.
    ///
    /// # Errors
    /// [`LogError`], which ends the reading.
    fn entry(&mut self, number: u64, line: &[u8]) -> Result<(), LogError>;
}

impl<F: FnMut(u64, &[u8]) -> Result<(), LogError>> EntryReader for F {
    fn entry(&mut self, number: u64, line: &[u8]) -> Result<(), LogError> {
        self(number, line)
    }
}

/// Entries that are made durable together, and what they make of the tree.
#[derive(Debug)]
pub struct Batch {
    lines: Vec<u8>,
    lengths: Vec<usize>,
    nodes: Vec<TreeHash>,
    before: u64,
    after: Frontier,
}

impl Batch {
    /// The most entries of a batch.
    pub const MOST_ENTRIES: usize = 8192;

    pub(crate) fn new(before: &Frontier, lines: Vec<u8>, leaves: &[(TreeHash, usize)]) -> Self {
        let mut nodes = Vec::new();
        let mut after = before.clone();
        for (leaf, _) in leaves {
            after.push(*leaf, |node| nodes.push(node));
        }
        let lengths = leaves.iter().map(|(_, length)| *length).collect();
        Self { lines, lengths, nodes, before: before.size(), after }
    }

    /// Makes a batch of lines, each without its newline.
    ///
    /// # Errors
    /// [`LogError::NewerFormat`] or [`LogError::Damaged`] if one of them is no entry that this crate knows.
    pub fn of_lines<'a>(
        before: &Frontier,
        lines: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, LogError> {
        let (mut joined, mut leaves) = (Vec::new(), Vec::new());
        for (number, line) in (before.size()..).zip(lines) {
            Entry::from_line(line).map_err(|error| match error {
                EntryError::Newer => LogError::NewerFormat,
                EntryError::Malformed => LogError::Damaged(number),
            })?;
            joined.extend_from_slice(line);
            joined.push(b'\n');
            leaves.push((TreeHash::of_leaf(line), line.len().saturating_add(1)));
        }
        Ok(Self::new(before, joined, &leaves))
    }

    /// Returns the number of the first entry.
    #[must_use]
    pub const fn first(&self) -> u64 {
        self.before
    }

    /// Returns all lines, each with its newline.
    #[must_use]
    pub fn lines(&self) -> &[u8] {
        &self.lines
    }

    /// Returns the lengths of the lines, with their newlines.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        self.lengths.iter().copied()
    }

    /// Returns each line without its newline.
    pub fn entries(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.lines.as_slice();
        self.lengths.iter().map_while(move |length| {
            let (line, after) = rest.split_at_checked(*length)?;
            rest = after;
            line.split_last().map(|(_, line)| line)
        })
    }

    /// Returns the nodes that become complete, in the order of their numbers.
    #[must_use]
    pub fn nodes(&self) -> &[TreeHash] {
        &self.nodes
    }

    /// Returns the right edge of the tree with the batch.
    #[must_use]
    pub const fn after(&self) -> &Frontier {
        &self.after
    }
}
