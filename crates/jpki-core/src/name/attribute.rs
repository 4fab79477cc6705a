use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use crate::der::{DerError, Oid, Reader, Tag};

/// An attribute of a name: a type and a value.
#[derive(Clone, Copy)]
pub struct Attribute<'a> {
    oid: Oid<'a>,
    tag: Tag,
    content: &'a [u8],
    value: &'a [u8],
}

impl<'a> Attribute<'a> {
    #[inline]
    pub(super) fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let mut fields = reader.sequence()?;
        let oid = fields.object_identifier()?;
        let value = fields.any()?;
        fields.finish()?;
        Ok(Self {
            oid,
            tag: value.tag,
            content: reader.bytes(value.content),
            value: reader.bytes(value.whole),
        })
    }

    /// Returns the object identifier of its type.
    #[must_use]
    pub const fn oid(&self) -> Oid<'a> {
        self.oid
    }

    /// Tag of its value.
    #[must_use]
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// Content bytes of its value.
    #[must_use]
    pub const fn content(&self) -> &'a [u8] {
        self.content
    }

    /// Bytes of its value, tag and length included.
    #[must_use]
    pub const fn value(&self) -> &'a [u8] {
        self.value
    }

    /// Two bytes of ASCII take some 0.05 µs. Beyond it one byte can take 1.6 µs, by characters that
    /// stand for eighteen (U+FDFA).
    pub(super) fn preparation_cost(&self) -> usize {
        match self.tag {
            Tag::BMP_STRING | Tag::UNIVERSAL_STRING => self.content.len().saturating_mul(32),
            _ if self.content.is_ascii() => self.content.len().div_ceil(2),
            _ => self.content.len().saturating_mul(32),
        }
    }

    /// Returns its value as text, unescaped; `None` if it is no string or breaks the encoding of its type.
    ///
    /// PrintableString, NumericString, IA5String and VisibleString: ASCII, whether or not the type has
    /// the character. BMPString: UTF-16, as makers write it, although X.690 §8.23.8 knows no surrogates.
    /// TeletexString: ISO 8859-1, as OpenSSL and most makers read it, although T.61 is meant.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'a, str>> {
        match self.tag {
            Tag::UTF8_STRING => core::str::from_utf8(self.content).ok().map(Cow::Borrowed),
            Tag::PRINTABLE_STRING | Tag::NUMERIC_STRING | Tag::IA5_STRING | Tag::VISIBLE_STRING => {
                ascii(self.content).map(Cow::Borrowed)
            }
            Tag::TELETEX_STRING => Some(match ascii(self.content) {
                Some(text) => Cow::Borrowed(text),
                None => Cow::Owned(self.content.iter().copied().map(char::from).collect()),
            }),
            Tag::BMP_STRING => utf_16(self.content).map(Cow::Owned),
            Tag::UNIVERSAL_STRING => utf_32(self.content).map(Cow::Owned),
            _ => None,
        }
    }
}

impl fmt::Debug for Attribute<'_> {
    /// Its type only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attribute({})", self.oid)
    }
}

fn ascii(bytes: &[u8]) -> Option<&str> {
    if bytes.is_ascii() { core::str::from_utf8(bytes).ok() } else { None }
}

fn utf_16(bytes: &[u8]) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().copied().map(u16::from_be_bytes)).collect::<Result<_, _>>().ok()
}

fn utf_32(bytes: &[u8]) -> Option<String> {
    let (quadruples, rest) = bytes.as_chunks();
    if !rest.is_empty() {
        return None;
    }
    quadruples.iter().copied().map(u32::from_be_bytes).map(char::from_u32).collect()
}
