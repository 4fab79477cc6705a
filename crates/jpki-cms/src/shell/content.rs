use alloc::vec::Vec;

use jpki_core::der::{DerErrorKind, Tag};
use jpki_core::limits::Limits;

use super::cursor::{Close, Header, Opened, Stop, malformed, read_header};
use crate::error::CmsError;

/// Walks the `eContent` OCTET STRING in pieces of any size and gives its bytes on, holding none of them.
///
/// The string is primitive, or in pieces, or in pieces of pieces (X.690 §8.7.3).
#[derive(Clone)]
pub(crate) struct ContentWalk {
    /// Bytes of the whole message before what comes next, unread header bytes not counted.
    position: u64,
    /// Nothing reaches beyond this byte of the whole message.
    bound: u64,
    strings: Vec<Opened>,
    /// What is there of the next header.
    header: Vec<u8>,
    next: Next,
    deepest: usize,
}

#[derive(Clone, Copy)]
enum Next {
    Header,
    Bytes(u64),
    End,
}

/// How far a walk came.
pub(crate) enum Progress {
    /// All of the piece belongs to the content.
    NeedsMore,
    /// The content ended after this many bytes of the piece.
    Ended(usize),
}

const CONSTRUCTED_OCTET_STRING: u8 = 0x24;
const END_OF_CONTENTS: &[u8] = &[0, 0];

impl ContentWalk {
    /// A walk that begins at this position, inside these elements.
    pub(crate) fn new(position: u64, around: &[Opened], limits: &Limits) -> Self {
        Self {
            position,
            bound: around.last().map_or(u64::MAX, |opened| opened.bound),
            strings: Vec::new(),
            header: Vec::new(),
            next: Next::Header,
            deepest: limits.nesting_depth.saturating_sub(around.len()),
        }
    }

    /// Bytes of the whole message before what comes next.
    pub(crate) const fn position(&self) -> u64 {
        self.position
    }

    /// Takes the next piece of the message and gives the content in it to `sink`.
    pub(crate) fn push(
        &mut self,
        piece: &[u8],
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<Progress, CmsError> {
        let mut rest = piece;
        loop {
            match self.next {
                Next::End => return Ok(Progress::Ended(piece.len().saturating_sub(rest.len()))),
                Next::Bytes(0) => self.next = self.after_string(),
                Next::Bytes(_) if rest.is_empty() => return Ok(Progress::NeedsMore),
                Next::Bytes(left) => {
                    let here =
                        usize::try_from(left).map_or(rest.len(), |left| left.min(rest.len()));
                    let (bytes, after) = rest.split_at_checked(here).unwrap_or_default();
                    sink(bytes);
                    self.position = self.position.saturating_add(here as u64);
                    self.next = Next::Bytes(left.saturating_sub(here as u64));
                    rest = after;
                }
                Next::Header if self.ends_at_bound() => {
                    self.strings.pop();
                    self.next = self.after_string();
                }
                Next::Header => {
                    let Some((byte, after)) = rest.split_first() else {
                        return Ok(Progress::NeedsMore);
                    };
                    self.header.push(*byte);
                    rest = after;
                    self.read_header()?;
                }
            }
        }
    }

    fn read_header(&mut self) -> Result<(), CmsError> {
        let in_indefinite =
            self.strings.last().is_some_and(|string| string.close == Close::AtEndOfContents);
        match self.header.as_slice() {
            [0] if in_indefinite => Ok(()),
            [0, 0] if in_indefinite => {
                self.pass_header();
                self.strings.pop();
                self.next = self.after_string();
                Ok(())
            }
            header => match read_header(header, self.position) {
                Ok((header, _)) => self.begin(&header),
                Err(Stop::Incomplete) => Ok(()),
                Err(Stop::Malformed(error)) => Err(error.into()),
            },
        }
    }

    fn begin(&mut self, header: &Header) -> Result<(), CmsError> {
        let tag = header.tag.byte();
        if tag != Tag::OCTET_STRING.byte() && tag != CONSTRUCTED_OCTET_STRING {
            return Err(if self.strings.is_empty() {
                CmsError::ContentNotOctetString
            } else {
                let expected = Tag::OCTET_STRING;
                self.error(DerErrorKind::UnexpectedTag { expected, found: header.tag })
            });
        }
        self.pass_header();
        let bound = self.strings.last().map_or(self.bound, |string| string.bound);
        let end = match header.length {
            None => None,
            Some(length) => match self.position.checked_add(length) {
                Some(end) if end <= bound => Some(end),
                _ => return Err(self.error(DerErrorKind::Truncated)),
            },
        };
        match (end, header.length) {
            (Some(_), Some(length)) if tag == Tag::OCTET_STRING.byte() => {
                self.next = Next::Bytes(length);
            }
            _ if self.strings.len() >= self.deepest => {
                return Err(self.error(DerErrorKind::TooDeep));
            }
            (Some(end), _) => self.strings.push(Opened { close: Close::AtBound, bound: end }),
            (None, _) => self.strings.push(Opened { close: Close::AtEndOfContents, bound }),
        }
        Ok(())
    }

    fn after_string(&self) -> Next {
        if self.strings.is_empty() { Next::End } else { Next::Header }
    }

    fn ends_at_bound(&self) -> bool {
        self.header.is_empty()
            && self.strings.last().is_some_and(|string| {
                string.close == Close::AtBound && self.position >= string.bound
            })
    }

    fn pass_header(&mut self) {
        self.position = self.position.saturating_add(self.header.len() as u64);
        self.header.clear();
    }

    fn error(&self, kind: DerErrorKind) -> CmsError {
        match malformed(kind, self.position) {
            Stop::Malformed(error) => error.into(),
            Stop::Incomplete => CmsError::truncated(self.position),
        }
    }
}

/// The pieces of a whole OCTET STRING that a [`ContentWalk`] went through to its end: a string in pieces
/// holds strings and nothing else, so that their nesting has no bearing on their order.
#[derive(Clone)]
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
}

impl<'a> Pieces<'a> {
    pub(crate) const fn of_walked(string: &'a [u8]) -> Self {
        Self { rest: string }
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            if let Some(after_end) = self.rest.strip_prefix(END_OF_CONTENTS) {
                self.rest = after_end;
                continue;
            }
            let (header, bytes) = read_header(self.rest, 0).ok()?;
            self.rest = self.rest.get(bytes..)?;
            if !header.tag.is_constructed() {
                let length = usize::try_from(header.length?).ok()?;
                let (piece, rest) = self.rest.split_at_checked(length)?;
                self.rest = rest;
                return Some(piece);
            }
        }
    }
}
