use super::outcome::Obstacle;

/// How much is looked at before a file is [`Undecided`](super::Outcome::Undecided).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The size of the file in bytes: 32 MiB.
    pub input: usize,
    /// What is decoded from it, in bytes, all encodings together: 512 MiB. A text in base64 counts four times, because each
    /// alignment is tried. In memory at a time are the file, what is decoded on one path of nested encodings, and no more
    /// than this.
    pub decoded: u64,
    /// How many encodings are nested: 10.
    pub depth: usize,
    /// How many headers of structures are read: 2^28.
    pub work: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { input: 32 << 20, decoded: 512 << 20, depth: 10, work: 1 << 28 }
    }
}

/// What is left of the limits, and the first obstacle.
pub(super) struct Budget {
    decoded: u64,
    work: u64,
    obstacle: Option<Obstacle>,
    is_exhausted: bool,
}

impl Budget {
    pub(super) const fn new(limits: &Limits) -> Self {
        Self { decoded: limits.decoded, work: limits.work, obstacle: None, is_exhausted: false }
    }

    /// Remembers that something cannot be looked into; the search goes on.
    pub(super) fn note(&mut self, obstacle: Obstacle) {
        self.obstacle.get_or_insert(obstacle);
    }

    pub(super) const fn obstacle(&self) -> Option<Obstacle> {
        self.obstacle
    }

    pub(super) const fn is_exhausted(&self) -> bool {
        self.is_exhausted
    }

    /// Returns how many bytes may still be decoded.
    pub(super) fn decodable(&self) -> usize {
        usize::try_from(self.decoded).unwrap_or(usize::MAX)
    }

    /// Counts decoded bytes; `None` ends the search.
    pub(super) fn decode(&mut self, bytes: usize) -> Option<()> {
        let left = self.decoded.checked_sub(bytes as u64);
        self.decoded = self.keep(left, Obstacle::TooMuchDecoded)?;
        Some(())
    }

    /// Counts steps of work; `None` ends the search.
    pub(super) fn work(&mut self, steps: u64) -> Option<()> {
        let left = self.work.checked_sub(steps);
        self.work = self.keep(left, Obstacle::TooMuchWork)?;
        Some(())
    }

    fn keep(&mut self, left: Option<u64>, otherwise: Obstacle) -> Option<u64> {
        if left.is_none() {
            self.is_exhausted = true;
            self.note(otherwise);
        }
        left
    }
}
