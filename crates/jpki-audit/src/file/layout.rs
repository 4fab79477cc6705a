//! What the file of entries holds.

use crate::entry::Entry;
use crate::tree::{Frontier, TreeHash};

/// Its first line.
pub(super) const HEAD: &[u8] = b"jpki-audit entries 1\n";

/// What the first line of every version begins with.
pub(super) const MAGIC: &[u8] = b"jpki-audit entries ";

/// The longest line with its newline.
pub(super) const MOST_LINE: u64 = Entry::MOST_BYTES as u64 + 1;

/// The line that ends a batch: size and root of the tree with it. No entry begins like it.
pub(super) fn batch_end(size: u64, root: &TreeHash) -> Vec<u8> {
    format!("=\t{size}\t{}\n", root.to_base64()).into_bytes()
}

pub(super) fn batch_end_of(state: &Frontier) -> Vec<u8> {
    batch_end(state.size(), &state.root())
}

pub(super) fn is_batch_end(line: &[u8]) -> bool {
    line.starts_with(b"=")
}

/// How far nodes and offsets are known to be durable, so that opening need not begin at the first entry.
pub(super) struct Mark {
    pub(super) size: u64,
    pub(super) root: TreeHash,
    /// Bytes of entries up to there.
    pub(super) length: u64,
}

impl Mark {
    pub(super) fn to_text(&self) -> String {
        format!("jpki-audit mark 1\n{} {} {}\n", self.size, self.root.to_base64(), self.length)
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        let fields = text.strip_prefix("jpki-audit mark 1\n")?.strip_suffix('\n')?;
        let mut fields = fields.split(' ');
        let mark = Self {
            size: fields.next()?.parse().ok()?,
            root: TreeHash::from_base64(fields.next()?)?,
            length: fields.next()?.parse().ok()?,
        };
        fields.next().is_none().then_some(mark)
    }
}
