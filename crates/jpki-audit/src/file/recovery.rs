//! What a file of entries holds, batch by batch, up to where a crash cut it off.

use std::io::{BufRead, Read as _};

use super::layout::{MOST_LINE, batch_end_of, is_batch_end};
use crate::error::LogError;
use crate::store::Batch;
use crate::tree::{Frontier, TreeHash};

/// A place between two batches.
pub(super) struct Place {
    pub(super) state: Frontier,
    /// Bytes of the file up to there.
    pub(super) length: u64,
}

/// Reads batches from `place` on, tells of each its nodes and where its entries end, and returns where the last one
/// ends.
///
/// A batch is written after the one before it is durable, so that only the last can be torn: it has no end yet, and
/// nobody has a receipt for it. A batch that has its end and is not what that says was changed.
pub(super) fn replay(
    mut input: impl BufRead,
    mut place: Place,
    mut tell: impl FnMut(&[TreeHash], &[u64]) -> Result<(), LogError>,
) -> Result<Place, LogError> {
    let mut at = place.length;
    let mut state = place.state.clone();
    let (mut nodes, mut ends, mut line) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_whole = true;
    loop {
        line.clear();
        let read = input.by_ref().take(MOST_LINE).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(place);
        }
        at = at.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        if is_batch_end(&line) && line.ends_with(b"\n") {
            if !is_whole || ends.is_empty() || line != batch_end_of(&state) {
                return Err(LogError::Damaged(place.length));
            }
            tell(&nodes, &ends)?;
            place = Place { state: state.clone(), length: at };
            nodes.clear();
            ends.clear();
            continue;
        }
        match line.strip_suffix(b"\n") {
            Some(entry) if ends.len() < Batch::MOST_ENTRIES => {
                state.push(TreeHash::of_leaf(entry), |node| nodes.push(node));
                ends.push(at);
            }
            _ => is_whole = false,
        }
    }
}
