use alloc::vec::Vec;

use crate::der::{DerError, DerErrorKind, Tag};
use crate::limits::Limits;

/// What a walk meets, each constructed element as a beginning, its inside and an end.
pub(super) enum Event<'a> {
    /// A constructed element, or a string in pieces under its primitive tag.
    Begin(Tag),
    /// A BIT STRING in pieces.
    BeginBits,
    /// A primitive element with its content.
    Primitive(Tag, &'a [u8]),
    /// A piece of a string.
    Bytes(&'a [u8]),
    /// A piece of a BIT STRING: the count of unused bits, and the bytes of the bits.
    Bits(u8, &'a [u8]),
    /// The end of the last element that began and did not end.
    End,
}

/// A walk over one BER value, with a stack of its own instead of recursion.
pub(super) struct Walk<'a> {
    input: &'a [u8],
    at: usize,
    open: Vec<Open>,
    deepest: usize,
    piece: Piece,
    form: Form,
}

/// An element that has begun and not ended.
struct Open {
    end: End,
    /// Nothing inside reaches beyond this byte.
    bound: usize,
    inside: Inside,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    AtBound,
    AtEndOfContents,
}

#[derive(Clone, Copy)]
enum Inside {
    Elements,
    /// Pieces with this tag, of the string that this element is.
    Pieces(Tag),
    /// Pieces with this tag, of a string further out.
    PiecesOfPiece(Tag),
}

/// Whether a piece of a BIT STRING may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    MayFollow,
    WasLast,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    NotBegun,
    InPlace,
    NeedsChange,
}

impl<'a> Walk<'a> {
    pub(super) fn new(input: &'a [u8], limits: &Limits) -> Result<Self, DerError> {
        if input.len() > limits.message_bytes || u32::try_from(input.len()).is_err() {
            return Err(DerError { kind: DerErrorKind::TooLarge, position: 0 });
        }
        Ok(Self {
            input,
            at: 0,
            open: Vec::new(),
            deepest: limits.nesting_depth,
            piece: Piece::MayFollow,
            form: Form::NotBegun,
        })
    }

    /// Whether nothing met so far needs a change.
    pub(super) fn is_in_place(&self) -> bool {
        self.form != Form::NeedsChange
    }

    pub(super) fn error(&self, kind: DerErrorKind) -> DerError {
        DerError { kind, position: u32::try_from(self.at).unwrap_or(u32::MAX) }
    }

    /// What comes next, or nothing after the end of the value, which must be that of the input.
    pub(super) fn next(&mut self) -> Result<Option<Event<'a>>, DerError> {
        loop {
            if let Some(closed) = self.close() {
                match closed.inside {
                    Inside::PiecesOfPiece(_) => {}
                    Inside::Elements | Inside::Pieces(_) => return Ok(Some(Event::End)),
                }
            } else if self.open.is_empty() && self.form != Form::NotBegun {
                return if self.at == self.input.len() {
                    Ok(None)
                } else {
                    Err(self.error(DerErrorKind::TrailingBytes))
                };
            } else if let Some(event) = self.element()? {
                return Ok(Some(event));
            }
        }
    }

    /// Takes the innermost open element away if it ends here.
    fn close(&mut self) -> Option<Open> {
        let innermost = self.open.last()?;
        match innermost.end {
            End::AtBound if self.at == innermost.bound => {}
            // X.690 §8.1.5
            End::AtEndOfContents if self.rest().starts_with(&[0, 0]) => {
                self.at = self.at.saturating_add(2);
            }
            End::AtBound | End::AtEndOfContents => return None,
        }
        self.open.pop()
    }

    /// Reads the next header and, if it is primitive, its content. A piece that holds pieces is no event.
    fn element(&mut self) -> Result<Option<Event<'a>>, DerError> {
        let header = self.header()?;
        match self.open.last().map(|open| open.inside) {
            None | Some(Inside::Elements) => self.whole(&header).map(Some),
            Some(Inside::Pieces(tag) | Inside::PiecesOfPiece(tag)) => self.piece(&header, tag),
        }
    }

    fn whole(&mut self, header: &Header) -> Result<Event<'a>, DerError> {
        let tag = header.tag;
        let (event, inside) = match self.type_form(tag)? {
            TypeForm::Primitive => return Ok(Event::Primitive(tag, self.take(header))),
            TypeForm::Elements => (Event::Begin(tag), Inside::Elements),
            TypeForm::Pieces(Tag::BIT_STRING) => {
                self.piece = Piece::MayFollow;
                (Event::BeginBits, Inside::Pieces(Tag::BIT_STRING))
            }
            TypeForm::Pieces(piece) => (Event::Begin(primitive(tag)), Inside::Pieces(piece)),
        };
        if let Inside::Pieces(_) = inside {
            self.form = Form::NeedsChange;
        }
        self.open(header, inside)?;
        Ok(event)
    }

    fn piece(&mut self, header: &Header, expected: Tag) -> Result<Option<Event<'a>>, DerError> {
        // X.690 §8.6.4.1, §8.7.3.2, §8.23.6
        if primitive(header.tag) != expected {
            return Err(self.error(DerErrorKind::UnexpectedTag { expected, found: header.tag }));
        }
        if header.tag.is_constructed() {
            self.open(header, Inside::PiecesOfPiece(expected))?;
            return Ok(None);
        }
        if expected == Tag::BIT_STRING {
            self.bits(header).map(Some)
        } else {
            Ok(Some(Event::Bytes(self.take(header))))
        }
    }

    fn bits(&mut self, header: &Header) -> Result<Event<'a>, DerError> {
        let invalid = self.error(DerErrorKind::InvalidContent("bit string"));
        match (self.piece, self.take(header)) {
            // X.690 §8.6.2.2, §8.6.4: unused bits in the last piece only
            (Piece::MayFollow, [unused @ 0..=7, bits @ ..]) if *unused == 0 || !bits.is_empty() => {
                if *unused != 0 {
                    self.piece = Piece::WasLast;
                }
                Ok(Event::Bits(*unused, bits))
            }
            _ => Err(invalid),
        }
    }

    fn open(&mut self, header: &Header, inside: Inside) -> Result<(), DerError> {
        if self.open.len() >= self.deepest {
            return Err(self.error(DerErrorKind::TooDeep));
        }
        let (end, bound) = match header.end {
            Some(end) => (End::AtBound, end),
            None => (End::AtEndOfContents, self.bound()),
        };
        self.open.push(Open { end, bound, inside });
        self.at = header.content;
        Ok(())
    }

    /// The content of a primitive element, which always has a definite length.
    fn take(&mut self, header: &Header) -> &'a [u8] {
        let end = header.end.unwrap_or(header.content);
        self.at = end;
        self.input.get(header.content..end).unwrap_or_default()
    }

    fn header(&mut self) -> Result<Header, DerError> {
        let (identifier, length, rest) = match self.rest() {
            [0, ..] => return Err(self.error(DerErrorKind::InvalidContent("end of contents"))),
            [identifier, length, rest @ ..] => (*identifier, *length, rest),
            _ => return Err(self.error(DerErrorKind::Truncated)),
        };
        let tag =
            Tag::from_byte(identifier).ok_or_else(|| self.error(DerErrorKind::HighTagNumber))?;
        // X.690 §8.1.3
        let (bytes, length, form) = match length {
            0..=0x7f => (0, Some(usize::from(length)), Form::InPlace),
            0x80 if tag.is_constructed() => (0, None, Form::NeedsChange),
            0x80 => return Err(self.error(DerErrorKind::IndefiniteLength)),
            0xff => return Err(self.error(DerErrorKind::InvalidContent("length"))),
            0x81..=0xfe => {
                let count = usize::from(length & 0x7f);
                let bytes = rest.get(..count).ok_or_else(|| self.error(DerErrorKind::Truncated))?;
                let length = big_endian(bytes);
                let is_minimal = length > 0x7f && bytes.first() != Some(&0);
                (count, Some(length), if is_minimal { Form::InPlace } else { Form::NeedsChange })
            }
        };
        let content = self.at.saturating_add(2).saturating_add(bytes);
        let end = length.map(|length| content.saturating_add(length));
        if end.is_some_and(|end| end > self.bound()) {
            return Err(self.error(DerErrorKind::Truncated));
        }
        if self.form != Form::NeedsChange {
            self.form = form;
        }
        Ok(Header { tag, content, end })
    }

    fn type_form(&self, tag: Tag) -> Result<TypeForm, DerError> {
        let byte = tag.byte();
        let form = match (byte & UNIVERSAL_MASK == 0, tag.is_constructed(), byte & NUMBER_MASK) {
            (false, true, _) => TypeForm::Elements,
            (false, false, _) => TypeForm::Primitive,
            // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING
            (true, true, 8 | 11 | 16 | 17 | 29) => TypeForm::Elements,
            (true, true, 3) => TypeForm::Pieces(Tag::BIT_STRING),
            // OCTET STRING, and the character strings and times, which are pieces of bytes
            (true, true, 4 | 7 | 12 | 18..=28 | 30) => TypeForm::Pieces(Tag::OCTET_STRING),
            (true, true, _) | (true, false, 8 | 11 | 16 | 17 | 29) => {
                return Err(self.error(DerErrorKind::InvalidContent("form of a type")));
            }
            (true, false, _) => TypeForm::Primitive,
        };
        Ok(form)
    }

    /// The byte that nothing here reaches beyond.
    fn bound(&self) -> usize {
        self.open.last().map_or(self.input.len(), |open| open.bound)
    }

    fn rest(&self) -> &'a [u8] {
        self.input.get(self.at..self.bound()).unwrap_or_default()
    }
}

struct Header {
    tag: Tag,
    /// Where the content begins.
    content: usize,
    /// Where it ends; nothing for an indefinite length.
    end: Option<usize>,
}

/// How a type may be encoded.
enum TypeForm {
    Primitive,
    Elements,
    /// As pieces with this tag.
    Pieces(Tag),
}

const UNIVERSAL_MASK: u8 = 0xc0;
const CONSTRUCTED: u8 = 0x20;
const NUMBER_MASK: u8 = 0x1f;

fn primitive(tag: Tag) -> Tag {
    Tag::from_byte(tag.byte() & !CONSTRUCTED).unwrap_or(tag)
}

fn big_endian(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .fold(0, |value: usize, &byte| value.saturating_mul(256).saturating_add(byte.into()))
}
