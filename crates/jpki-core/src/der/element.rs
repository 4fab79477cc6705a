use super::Tag;

/// A range of bytes in their owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// From the first byte to the one after the last, counted from the start of the owner.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The span of all of `owner`; empty if that is 4 GiB or more.
    #[must_use]
    pub fn all(owner: &[u8]) -> Self {
        Self { start: 0, end: u32::try_from(owner.len()).unwrap_or(0) }
    }

    /// Returns the bytes of this span. A span that does not lie within `owner` gives none.
    #[must_use]
    #[inline]
    pub fn of(self, owner: &[u8]) -> &[u8] {
        owner.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// First byte, counted from the start of the owner.
    #[must_use]
    pub const fn start(self) -> u32 {
        self.start
    }

    /// Returns the byte after the last.
    #[must_use]
    pub const fn end(self) -> u32 {
        self.end
    }

    /// Bytes.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Returns whether it holds no byte.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// One element: its tag and where it lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Element {
    /// Identifier byte.
    pub tag: Tag,
    /// Identifier, length and content.
    pub whole: Span,
    /// Content alone.
    pub content: Span,
}

/// Content of a BIT STRING.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BitString {
    /// Unused bits in the last byte, 0 to 7.
    pub unused: u8,
    /// The bytes of the bits.
    pub bytes: Span,
}
