use core::fmt;

use super::{BitString, DerError, DerErrorKind, Element, Integer, Oid, Span, Tag};
use crate::time::Timestamp;

/// Reads the elements of one DER value in order.
///
/// Refuses: lengths beyond the end, indefinite and non-minimal lengths, high tag numbers, and owners
/// of 4 GiB or more. Never recurses, never copies.
///
/// ```
/// use jpki_core::der::{DerErrorKind, Reader, Tag};
///
/// let bytes = [0x30, 0x06, 0x02, 0x01, 0x05, 0x01, 0x01, 0xFF]; // SEQUENCE { INTEGER 5, BOOLEAN TRUE }
/// let mut outer = Reader::new(&bytes)?;
/// let mut inner = outer.nested(Tag::SEQUENCE)?;
/// outer.finish()?;
/// assert_eq!(inner.integer()?.as_bytes(), [5]);
/// // A BOOLEAN is neither skipped nor taken for something else.
/// assert!(matches!(inner.integer().unwrap_err().kind, DerErrorKind::UnexpectedTag { .. }));
/// # Ok::<_, jpki_core::der::DerError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    owner: &'a [u8],
    at: u32,
    end: u32,
}

impl<'a> Reader<'a> {
    /// Creates a reader over all of `owner`.
    ///
    /// # Errors
    /// [`DerErrorKind::TooLarge`] for 4 GiB or more.
    pub fn new(owner: &'a [u8]) -> Result<Self, DerError> {
        match u32::try_from(owner.len()) {
            Ok(end) => Ok(Self { owner, at: 0, end }),
            Err(_) => Err(DerError { kind: DerErrorKind::TooLarge, position: 0 }),
        }
    }

    /// Creates a reader over one part of `owner`; positions stay those of the owner.
    #[must_use]
    #[inline]
    pub fn within(owner: &'a [u8], part: Span) -> Self {
        let end = part.end().min(u32::try_from(owner.len()).unwrap_or(0));
        Self { owner, at: part.start().min(end), end }
    }

    /// Creates a reader over the content of an element that this reader gave.
    #[must_use]
    #[inline]
    pub fn contents_of(&self, element: Element) -> Self {
        Self::within(self.owner, element.content)
    }

    /// Returns the bytes of a span.
    #[must_use]
    #[inline]
    pub fn bytes(&self, span: Span) -> &'a [u8] {
        span.of(self.owner)
    }

    /// Returns whether nothing is left.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// Returns where the next element begins.
    #[must_use]
    pub const fn position(&self) -> u32 {
        self.at
    }

    /// Returns the next element's tag, if there is one with a low tag number.
    #[must_use]
    #[inline]
    pub fn peek(&self) -> Option<Tag> {
        if self.is_empty() {
            return None;
        }
        self.owner.get(self.at as usize).copied().and_then(Tag::from_byte)
    }

    /// The bytes from the next element on.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        Span::new(self.at, self.end).of(self.owner)
    }

    /// Skips bytes that the caller found to be whole elements within [`Self::rest`].
    #[inline]
    pub(crate) fn skip(&mut self, bytes: u32) {
        self.at = self.at.saturating_add(bytes).min(self.end);
    }

    /// Returns the next element, whatever its tag.
    ///
    /// # Errors
    /// If there is none, or it is not DER.
    #[inline]
    pub fn any(&mut self) -> Result<Element, DerError> {
        let rest = self.rest();
        // Nearly every element has a length below 128.
        if let [identifier, length @ 0..=0x7f, content @ ..] = rest
            && let Some(tag) = Tag::from_byte(*identifier)
            && usize::from(*length) <= content.len()
        {
            return Ok(self.take(tag, 2, u32::from(*length)));
        }
        self.any_of_long_form(rest)
    }

    #[cold]
    fn any_of_long_form(&mut self, rest: &[u8]) -> Result<Element, DerError> {
        let (tag, header, length) = header(rest).map_err(|kind| self.error(kind))?;
        match self.at.checked_add(header).and_then(|start| start.checked_add(length)) {
            Some(end) if end <= self.end => Ok(self.take(tag, header, length)),
            _ => Err(self.error(DerErrorKind::Truncated)),
        }
    }

    /// Skips an element that was found to lie within the rest.
    #[inline]
    fn take(&mut self, tag: Tag, header: u32, length: u32) -> Element {
        let start = self.at;
        let content = start.saturating_add(header);
        self.at = content.saturating_add(length);
        Element { tag, whole: Span::new(start, self.at), content: Span::new(content, self.at) }
    }

    /// Returns the next element, which must have this tag.
    ///
    /// # Errors
    /// If it has another, or [`Self::any`] fails.
    #[inline]
    pub fn read(&mut self, expected: Tag) -> Result<Element, DerError> {
        let element = self.any()?;
        if element.tag == expected { Ok(element) } else { Err(unexpected(element, expected)) }
    }

    /// Returns the next element if it has this tag.
    ///
    /// # Errors
    /// If it has the tag but is not DER.
    #[inline]
    pub fn optional(&mut self, tag: Tag) -> Result<Option<Element>, DerError> {
        if self.peek() == Some(tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// Creates a reader over the content of the next element, which must have this tag.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    pub fn nested(&mut self, tag: Tag) -> Result<Self, DerError> {
        let element = self.read(tag)?;
        Ok(self.contents_of(element))
    }

    /// Creates a reader over the content of the next element, which must be a SEQUENCE.
    ///
    /// # Errors
    /// As [`Self::read`].
    #[inline]
    pub fn sequence(&mut self) -> Result<Self, DerError> {
        self.nested(Tag::SEQUENCE)
    }

    /// Creates a reader over the content of the next element if it has this tag.
    ///
    /// # Errors
    /// As [`Self::optional`].
    #[inline]
    pub fn optional_nested(&mut self, tag: Tag) -> Result<Option<Self>, DerError> {
        Ok(self.optional(tag)?.map(|element| self.contents_of(element)))
    }

    /// Reads all that is left.
    ///
    /// # Errors
    /// As `read`, and if it leaves bytes over.
    #[inline]
    pub fn read_all<T, E: From<DerError>>(
        mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let value = read(&mut self)?;
        self.finish()?;
        Ok(value)
    }

    /// Refuses bytes that are left.
    ///
    /// # Errors
    /// [`DerErrorKind::TrailingBytes`].
    #[inline]
    pub fn finish(self) -> Result<(), DerError> {
        if self.is_empty() { Ok(()) } else { Err(self.error(DerErrorKind::TrailingBytes)) }
    }

    /// Returns an error at the position of the next element.
    #[must_use]
    pub const fn error(&self, kind: DerErrorKind) -> DerError {
        DerError { kind, position: self.at }
    }

    /// Returns an OBJECT IDENTIFIER, each arc in its shortest form.
    ///
    /// # Errors
    /// If another element comes next or an arc is padded or unfinished (X.690 §8.19.2).
    #[inline]
    pub fn object_identifier(&mut self) -> Result<Oid<'a>, DerError> {
        let element = self.read(Tag::OBJECT_IDENTIFIER)?;
        let content = self.bytes(element.content);
        // X.690 §8.19.2: an arc does not begin with 80, and the last byte ends one. Of most types of
        // attributes and extensions, such as 2.5.4.3, each byte is an arc of its own.
        if let [first, second, third] = content
            && (first | second | third) & 0x80 == 0
        {
            return Ok(Oid::from_bytes(content));
        }
        let ends = content.last().is_some_and(|byte| byte & 0x80 == 0);
        let starts = content.first() != Some(&0x80);
        let padded = |pair: &[u8]| matches!(pair, [0x00..=0x7f, 0x80]);
        if !ends || !starts || content.windows(2).any(padded) {
            return Err(invalid(element, "object identifier"));
        }
        Ok(Oid::from_bytes(content))
    }

    /// Returns a BOOLEAN: `00` or `FF` (X.690 §11.1).
    ///
    /// # Errors
    /// If another element comes next or the content is any other.
    pub fn boolean(&mut self) -> Result<bool, DerError> {
        let element = self.read(Tag::BOOLEAN)?;
        self.boolean_content(element)
    }

    /// Returns the content of an element that stands for a BOOLEAN under another tag.
    ///
    /// # Errors
    /// As [`Self::boolean`].
    pub fn boolean_content(&self, element: Element) -> Result<bool, DerError> {
        match self.bytes(element.content) {
            [0x00] => Ok(false),
            [0xff] => Ok(true),
            _ => Err(invalid(element, "boolean")),
        }
    }

    /// Returns an INTEGER in its shortest form (X.690 §8.3.2).
    ///
    /// # Errors
    /// If another element comes next, or it is empty or padded.
    pub fn integer(&mut self) -> Result<Integer<'a>, DerError> {
        let element = self.read(Tag::INTEGER)?;
        self.integer_content(element)
    }

    /// Returns the content of an element that stands for an INTEGER under another tag.
    ///
    /// # Errors
    /// As [`Self::integer`].
    pub fn integer_content(&self, element: Element) -> Result<Integer<'a>, DerError> {
        Integer::from_bytes(self.bytes(element.content)).ok_or(invalid(element, "integer"))
    }

    /// Returns an INTEGER from 0 to 2³² − 1.
    ///
    /// # Errors
    /// As [`Self::integer`], and outside that range.
    pub fn small_integer(&mut self) -> Result<u32, DerError> {
        let element = self.read(Tag::INTEGER)?;
        let number = self.integer_content(element)?;
        number.to_u32().ok_or(invalid(element, "integer"))
    }

    /// Returns a BIT STRING, its unused bits zero (X.690 §11.2.1).
    ///
    /// # Errors
    /// If another element comes next or the count of unused bits is not possible.
    pub fn bit_string(&mut self) -> Result<BitString, DerError> {
        let element = self.read(Tag::BIT_STRING)?;
        self.bit_string_content(element)
    }

    /// Returns the content of an element that stands for a BIT STRING under another tag.
    ///
    /// # Errors
    /// As [`Self::bit_string`].
    pub fn bit_string_content(&self, element: Element) -> Result<BitString, DerError> {
        let (unused, bits) = match self.bytes(element.content) {
            [unused, bits @ ..] => (*unused, bits),
            [] => return Err(invalid(element, "bit string")),
        };
        let padding_is_zero = match bits.last() {
            None => unused == 0,
            Some(last) => unused < 8 && last.trailing_zeros() >= u32::from(unused),
        };
        if !padding_is_zero {
            return Err(invalid(element, "bit string"));
        }
        let start = element.content.start().saturating_add(1);
        Ok(BitString { unused, bytes: Span::new(start, element.content.end()) })
    }

    /// Returns a UTCTime or GeneralizedTime as RFC 5280 §4.1.2.5 allows it: seconds present, `Z`, no fraction.
    ///
    /// # Errors
    /// If another element comes next or the time is of another form or no time.
    pub fn time(&mut self) -> Result<Timestamp, DerError> {
        let element = self.any()?;
        let content = self.bytes(element.content);
        match element.tag {
            Tag::UTC_TIME => Timestamp::from_utc_time(content),
            Tag::GENERALIZED_TIME => Timestamp::from_generalized_time(content),
            _ => return Err(unexpected(element, Tag::UTC_TIME)),
        }
        .ok_or(invalid(element, "time"))
    }

    /// Returns a GeneralizedTime as RFC 5280 §4.1.2.5.2 allows it: seconds present, `Z`, no fraction.
    ///
    /// # Errors
    /// If another element comes next or the time is of another form or no time.
    pub fn generalized_time(&mut self) -> Result<Timestamp, DerError> {
        let element = self.read(Tag::GENERALIZED_TIME)?;
        let time = Timestamp::from_generalized_time(self.bytes(element.content));
        time.ok_or(invalid(element, "time"))
    }
}

impl fmt::Debug for Reader<'_> {
    /// The position only: what is read may be protected.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reader({}..{})", self.at, self.end)
    }
}

#[cold]
const fn unexpected(element: Element, expected: Tag) -> DerError {
    let kind = DerErrorKind::UnexpectedTag { expected, found: element.tag };
    DerError { kind, position: element.whole.start() }
}

#[cold]
const fn invalid(element: Element, what: &'static str) -> DerError {
    DerError { kind: DerErrorKind::InvalidContent(what), position: element.whole.start() }
}

/// Tag, header length and content length of the element that `bytes` begin with.
#[inline]
fn header(bytes: &[u8]) -> Result<(Tag, u32, u32), DerErrorKind> {
    let (identifier, length, rest) = match bytes {
        [identifier, length, rest @ ..] => (*identifier, *length, rest),
        _ => return Err(DerErrorKind::Truncated),
    };
    let tag = Tag::from_byte(identifier).ok_or(DerErrorKind::HighTagNumber)?;
    // X.690 §8.1.3, §10.1
    match (length, rest) {
        (0..=0x7f, _) => Ok((tag, 2, u32::from(length))),
        (0x80, _) => Err(DerErrorKind::IndefiniteLength),
        (0x81, &[a, ..]) if a >= 0x80 => Ok((tag, 3, u32::from(a))),
        (0x82, &[a, b, ..]) if a != 0 => Ok((tag, 4, u32::from_be_bytes([0, 0, a, b]))),
        (0x83, &[a, b, c, ..]) if a != 0 => Ok((tag, 5, u32::from_be_bytes([0, a, b, c]))),
        (0x84, &[a, b, c, d, ..]) if a != 0 => Ok((tag, 6, u32::from_be_bytes([a, b, c, d]))),
        (0x81..=0x84, rest) if rest.len() >= usize::from(length & 0x7f) => {
            Err(DerErrorKind::LengthNotMinimal)
        }
        (0x81..=0x84, _) => Err(DerErrorKind::Truncated),
        // Five length bytes or more: either padded, or beyond 4 GiB and so beyond any owner.
        (0x85..=0xff, [0, ..]) => Err(DerErrorKind::LengthNotMinimal),
        (0x85..=0xff, _) => Err(DerErrorKind::Truncated),
    }
}
