//! Segments: the entries between two checkpoints as a file, for an examiner who has no access to the log.
//!
//! ```text
//! jpki-audit segment 1
//! log.example/operations        which log
//! 6 9                           the number of its first entry, and of the one after its last
//! n5Xt…=                        the complete subtrees before the first, the largest first
//! JtQ1…=
//!                               an empty line
//! 1⇥2026-06-01T03:00:00Z⇥…      the entries
//! ```

use std::io::{self, BufRead, Read as _, Write};
use std::ops::Range;

use crate::checkpoint::VerifiedCheckpoint;
use crate::entry::Entry;
use crate::note::NoteName;
use crate::tree::{Frontier, MOST_ENTRIES, TreeHash};

/// Reason why a segment is not what the checkpoints say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SegmentError {
    /// It cannot be read.
    #[error("the segment cannot be read: {0}")]
    File(io::ErrorKind),
    /// Of a later version than this crate knows.
    #[error("a segment of a later version")]
    Newer,
    /// Not a segment.
    #[error("not a segment")]
    Malformed,
    /// Of another log than the checkpoint.
    #[error("of another log")]
    OtherOrigin,
    /// It does not begin where the older checkpoint ends, or not with what that log held.
    #[error("what comes before the segment is not what the older checkpoint says")]
    Start,
    /// It does not end where the newer checkpoint ends: cut off or prolonged.
    #[error("the segment does not end where the newer checkpoint does")]
    End,
    /// An entry was changed, added, taken away or moved.
    #[error("the entries are not those of the newer checkpoint")]
    Changed,
}

impl From<io::Error> for SegmentError {
    fn from(error: io::Error) -> Self {
        Self::File(error.kind())
    }
}

/// A segment that is being read. Needs a few KiB of memory, whatever its length.
#[derive(Debug)]
pub struct SegmentReader<R> {
    input: R,
    origin: NoteName,
    end: u64,
    frontier: Frontier,
}

impl<R: BufRead> SegmentReader<R> {
    /// Reads the head of a segment.
    ///
    /// # Errors
    /// [`SegmentError`].
    pub fn new(mut input: R) -> Result<Self, SegmentError> {
        let mut line = Vec::new();
        let version = text(&mut input, &mut line)?.strip_prefix(MAGIC);
        match version.and_then(|version| version.parse::<u32>().ok()) {
            Some(1) => {}
            Some(newer) if newer > 1 => return Err(SegmentError::Newer),
            _ => return Err(SegmentError::Malformed),
        }
        let origin = NoteName::new(text(&mut input, &mut line)?);
        let origin = origin.map_err(|_| SegmentError::Malformed)?;
        let range = text(&mut input, &mut line)?
            .split_once(' ')
            .and_then(|(start, end)| Some(start.parse::<u64>().ok()?..end.parse::<u64>().ok()?));
        let range = range.ok_or(SegmentError::Malformed)?;
        if range.start > range.end || range.end > MOST_ENTRIES {
            return Err(SegmentError::Malformed);
        }
        let mut peaks = Vec::new();
        loop {
            let line = text(&mut input, &mut line)?;
            if line.is_empty() {
                break;
            }
            if peaks.len() >= u64::BITS as usize {
                return Err(SegmentError::Malformed);
            }
            peaks.push(TreeHash::from_base64(line).ok_or(SegmentError::Malformed)?);
        }
        let frontier = Frontier::from_peaks(range.start, peaks).ok_or(SegmentError::Malformed)?;
        Ok(Self { input, origin, end: range.end, frontier })
    }

    /// Returns the log that it says it is of.
    #[must_use]
    pub const fn unverified_origin(&self) -> &NoteName {
        &self.origin
    }

    /// Returns the numbers of the entries that it says it holds.
    #[must_use]
    pub const fn unverified_range(&self) -> Range<u64> {
        self.frontier.size()..self.end
    }

    /// Verifies that these are all the entries that the log took between the checkpoints, unchanged and in order, and
    /// that nothing before them was changed either. Without an older checkpoint the segment begins with the first entry.
    ///
    /// Each line is told with its number, for [`Entry::from_line`], before the end is reached: what was told counts
    /// only if this returns `Ok`.
    ///
    /// # Errors
    /// [`SegmentError`].
    // Requirement: ACC-4
    pub fn verify(
        mut self,
        older: Option<&VerifiedCheckpoint>,
        newer: &VerifiedCheckpoint,
        mut tell: impl FnMut(u64, &[u8]),
    ) -> Result<(), SegmentError> {
        if [older, Some(newer)].into_iter().flatten().any(|it| *it.origin() != self.origin) {
            return Err(SegmentError::OtherOrigin);
        }
        let (start, before) =
            older.map_or((0, TreeHash::of_nothing()), |it| (it.size(), *it.root()));
        if self.frontier.size() != start || self.frontier.root() != before {
            return Err(SegmentError::Start);
        }
        if self.end != newer.size() {
            return Err(SegmentError::End);
        }
        let mut line = Vec::new();
        while next(&mut self.input, &mut line)? {
            if self.frontier.size() == self.end {
                return Err(SegmentError::End);
            }
            tell(self.frontier.size(), &line);
            self.frontier.push(TreeHash::of_leaf(&line), |_| {});
        }
        if self.frontier.size() != self.end {
            return Err(SegmentError::End);
        }
        if self.frontier.root() != *newer.root() {
            return Err(SegmentError::Changed);
        }
        Ok(())
    }
}

/// Writes the head of a segment that begins after `before`; its entries follow, each with a newline.
///
/// # Errors
/// Those of the output.
pub(crate) fn write_head(
    output: &mut impl Write,
    origin: &NoteName,
    before: &Frontier,
    end: u64,
) -> io::Result<()> {
    writeln!(output, "{MAGIC}1\n{}\n{} {end}", origin.text(), before.size())?;
    for peak in before.peaks() {
        writeln!(output, "{}", peak.to_base64())?;
    }
    writeln!(output)
}

const MAGIC: &str = "jpki-audit segment ";

/// The longest line with its newline.
const MOST_LINE: u64 = Entry::MOST_BYTES as u64 + 1;

/// The next line without its newline; no line, or one too long or without newline, is none of a segment.
fn text<'a>(input: &mut impl BufRead, line: &'a mut Vec<u8>) -> Result<&'a str, SegmentError> {
    if !next(input, line)? {
        return Err(SegmentError::Malformed);
    }
    std::str::from_utf8(line).map_err(|_| SegmentError::Malformed)
}

fn next(input: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool, SegmentError> {
    line.clear();
    input.by_ref().take(MOST_LINE).read_until(b'\n', line)?;
    if line.is_empty() {
        return Ok(false);
    }
    match line.pop() {
        Some(b'\n') => Ok(true),
        _ => Err(SegmentError::Malformed),
    }
}
