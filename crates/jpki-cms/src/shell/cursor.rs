use alloc::vec::Vec;
use core::ops::Range;

use jpki_core::der::{DerError, DerErrorKind, Tag};
use jpki_core::limits::Limits;

/// Why a cursor cannot go on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Stop {
    /// The input ends within an element; more of it may follow.
    Incomplete,
    /// No more input can repair it.
    Malformed(DerError),
}

/// An element whose inside is being read.
#[derive(Clone, Copy)]
pub(crate) struct Opened {
    pub(super) close: Close,
    /// Nothing inside reaches beyond this byte of the whole message.
    pub(super) bound: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Close {
    AtBound,
    AtEndOfContents,
}

/// Reads BER elements in order, going in and out of constructed ones, without recursion.
///
/// Takes definite lengths of any form, indefinite lengths, and low tag numbers (X.690 §8.1). Positions
/// count from the start of the whole message, of which the input may be a later part.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    input: &'a [u8],
    /// Position of the first byte of the input.
    base: u64,
    at: usize,
    open: Vec<Opened>,
    deepest: usize,
}

/// Identifier and length.
pub(crate) struct Header {
    pub(crate) tag: Tag,
    /// Content bytes; `None` for an indefinite length.
    pub(crate) length: Option<u64>,
}

impl<'a> Cursor<'a> {
    pub(crate) const fn new(input: &'a [u8], limits: &Limits) -> Self {
        Self { input, base: 0, at: 0, open: Vec::new(), deepest: limits.nesting_depth }
    }

    /// A cursor over a later part of a message, inside these elements.
    pub(crate) const fn resume(
        input: &'a [u8],
        base: u64,
        open: Vec<Opened>,
        limits: &Limits,
    ) -> Self {
        Self { input, base, at: 0, open, deepest: limits.nesting_depth }
    }

    /// Bytes of the input read so far.
    pub(crate) const fn consumed(&self) -> usize {
        self.at
    }

    pub(crate) const fn position(&self) -> u64 {
        self.base.saturating_add(self.at as u64)
    }

    /// The elements whose inside is being read, the outermost first.
    pub(crate) fn into_open(self) -> Vec<Opened> {
        self.open
    }

    pub(crate) fn malformed(&self, kind: DerErrorKind) -> Stop {
        malformed(kind, self.position())
    }

    /// Goes into the next element, which must have this tag.
    pub(crate) fn enter(&mut self, expected: Tag) -> Result<(), Stop> {
        if self.open.len() >= self.deepest {
            return Err(self.malformed(DerErrorKind::TooDeep));
        }
        let before = self.position();
        let header = self.header()?;
        if header.tag != expected {
            let kind = DerErrorKind::UnexpectedTag { expected, found: header.tag };
            return Err(malformed(kind, before));
        }
        let opened = self.opened(&header)?;
        self.open.push(opened);
        Ok(())
    }

    /// Leaves the innermost element, of which nothing may be left.
    pub(crate) fn leave(&mut self) -> Result<(), Stop> {
        if self.has_more()? {
            return Err(self.malformed(DerErrorKind::TrailingBytes));
        }
        if let Some(Opened { close: Close::AtEndOfContents, .. }) = self.open.pop() {
            self.at = self.at.saturating_add(2);
        }
        Ok(())
    }

    /// Whether the innermost element holds another one.
    pub(crate) fn has_more(&self) -> Result<bool, Stop> {
        match self.open.last() {
            None => Ok(!self.rest().is_empty()),
            Some(Opened { close: Close::AtBound, bound }) => Ok(self.position() < *bound),
            Some(Opened { close: Close::AtEndOfContents, bound }) => match self.rest() {
                // X.690 §8.1.5
                [0, 0, ..] => Ok(false),
                [0, _, ..] => Err(self.malformed(DerErrorKind::InvalidContent("end of contents"))),
                [] if self.position() >= *bound => Err(self.malformed(DerErrorKind::Truncated)),
                [] | [0] => Err(Stop::Incomplete),
                [_, ..] => Ok(true),
            },
        }
    }

    /// The tag of the next element of the innermost one, if there is one with a low tag number.
    pub(crate) fn peek(&self) -> Result<Option<Tag>, Stop> {
        if !self.has_more()? {
            return Ok(None);
        }
        self.rest().first().copied().map(Tag::from_byte).ok_or(Stop::Incomplete)
    }

    /// The next element as a whole, its inside walked but not looked at.
    pub(crate) fn element(&mut self) -> Result<(Tag, Range<usize>), Stop> {
        let start = self.at;
        let depth = self.open.len();
        let outermost = self.header()?;
        self.walk_in(&outermost)?;
        while self.open.len() > depth {
            if self.has_more()? {
                let header = self.header()?;
                self.walk_in(&header)?;
            } else {
                self.leave()?;
            }
        }
        Ok((outermost.tag, start..self.at))
    }

    /// The bytes of a range that [`Self::element`] gave.
    pub(crate) fn bytes(&self, range: Range<usize>) -> &'a [u8] {
        self.input.get(range).unwrap_or_default()
    }

    /// Passes over an element of definite length; goes into one of indefinite length.
    fn walk_in(&mut self, header: &Header) -> Result<(), Stop> {
        let opened = self.opened(header)?;
        match header.length {
            Some(length) => {
                let content = usize::try_from(length)
                    .ok()
                    .and_then(|length| self.at.checked_add(length))
                    .ok_or_else(|| self.malformed(DerErrorKind::TooLarge))?;
                if content > self.input.len() {
                    return Err(Stop::Incomplete);
                }
                self.at = content;
            }
            None if self.open.len() >= self.deepest => {
                return Err(self.malformed(DerErrorKind::TooDeep));
            }
            None => self.open.push(opened),
        }
        Ok(())
    }

    fn opened(&self, header: &Header) -> Result<Opened, Stop> {
        let bound = self.bound();
        match header.length {
            None => Ok(Opened { close: Close::AtEndOfContents, bound }),
            Some(length) => match self.position().checked_add(length) {
                Some(end) if end <= bound => Ok(Opened { close: Close::AtBound, bound: end }),
                _ => Err(self.malformed(DerErrorKind::Truncated)),
            },
        }
    }

    fn bound(&self) -> u64 {
        self.open.last().map_or(u64::MAX, |opened| opened.bound)
    }

    fn header(&mut self) -> Result<Header, Stop> {
        let (header, bytes) = read_header(self.rest(), self.position())?;
        self.at = self.at.saturating_add(bytes);
        Ok(header)
    }

    fn rest(&self) -> &'a [u8] {
        self.input.get(self.at..).unwrap_or_default()
    }
}

/// The header that `bytes` begin with, and how many bytes it has (X.690 §8.1.2, §8.1.3).
pub(crate) fn read_header(bytes: &[u8], position: u64) -> Result<(Header, usize), Stop> {
    let (identifier, length, rest) = match bytes {
        [identifier, length, rest @ ..] => (*identifier, *length, rest),
        _ => return Err(Stop::Incomplete),
    };
    let tag = match Tag::from_byte(identifier) {
        Some(_) if identifier == 0 => {
            return Err(malformed(DerErrorKind::InvalidContent("end of contents"), position));
        }
        Some(tag) => tag,
        None => return Err(malformed(DerErrorKind::HighTagNumber, position)),
    };
    match length {
        0..=0x7f => Ok((Header { tag, length: Some(length.into()) }, 2)),
        0x80 if tag.is_constructed() => Ok((Header { tag, length: None }, 2)),
        0x80 => Err(malformed(DerErrorKind::IndefiniteLength, position)),
        0xff => Err(malformed(DerErrorKind::InvalidContent("length"), position)),
        0x81..=0xfe => {
            let count = usize::from(length & 0x7f);
            let bytes = rest.get(..count).ok_or(Stop::Incomplete)?;
            let too_large = || malformed(DerErrorKind::TooLarge, position);
            let length = bytes.iter().try_fold(0_u64, |value, byte| {
                value.checked_mul(256)?.checked_add(u64::from(*byte))
            });
            let length = length.ok_or_else(too_large)?;
            Ok((Header { tag, length: Some(length) }, count.saturating_add(2)))
        }
    }
}

pub(super) fn malformed(kind: DerErrorKind, position: u64) -> Stop {
    let position = u32::try_from(position).unwrap_or(u32::MAX);
    Stop::Malformed(DerError { kind, position })
}
