//! From BER to DER lengths and strings, without touching order or values.
//!
//! CMS may come in BER (RFC 5652 §1): indefinite lengths, and content in chunks. [`normalise`] brings
//! such a message into the form that [`crate::der::Reader`] takes, in time linear in its size.

mod walk;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::der::{DerError, DerErrorKind, Tag};
use crate::limits::Limits;
use walk::{Event, Walk};

/// One BER value with definite, minimal lengths and with each string in one piece.
///
/// Changed:
///
/// - indefinite and non-minimal lengths become definite and minimal (X.690 §10.1);
/// - a string of a universal type in pieces becomes primitive, pieces within pieces too (§10.2).
///
/// Left as they are: the order of elements, so a SET OF stays unsorted; every value, so a BOOLEAN stays
/// `01` and a default stays encoded; the inside of primitive elements, an OCTET STRING that holds BER
/// among them; and the form of tags that are not universal, so `[0]` IMPLICIT over a string in pieces
/// stays constructed. The result is therefore not always DER, but DER always results in itself, borrowed.
///
/// A signature over one of the elements holds over the result only if it was made over DER, as
/// certificates and signed attributes are.
///
/// The result is longer than the input by at most two bytes for each element of 64 KiB or more and one
/// for each BIT STRING in no pieces at all. Meanwhile four bytes are held for each constructed element.
///
/// # Errors
/// [`DerError`] with the position in the input: more than
/// [`message_bytes`](Limits::message_bytes) or nesting beyond
/// [`nesting_depth`](Limits::nesting_depth); truncated; bytes after the first value; end-of-contents
/// bytes where none are due; an indefinite length on a primitive element; a tag number above 30; a
/// universal type in a form that it does not have (constructed INTEGER, primitive SEQUENCE); pieces of
/// another type than the string's, or a piece of a BIT STRING other than the last with unused bits.
pub fn normalise<'a>(input: &'a [u8], limits: &Limits) -> Result<Cow<'a, [u8]>, DerError> {
    let lengths = match measure(Walk::new(input, limits)?)? {
        Measured::InPlace => return Ok(Cow::Borrowed(input)),
        Measured::Lengths(lengths) => lengths,
    };
    write(Walk::new(input, limits)?, &lengths).map(Cow::Owned)
}

enum Measured {
    /// All lengths are minimal and no string is in pieces.
    InPlace,
    /// Content bytes of each constructed element in the order of their beginnings.
    Lengths(Vec<u32>),
}

fn measure(mut walk: Walk<'_>) -> Result<Measured, DerError> {
    let mut lengths: Vec<u32> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    while let Some(event) = walk.next()? {
        let added = match event {
            Event::Begin(_) => {
                open.push(lengths.len());
                lengths.push(0);
                continue;
            }
            Event::BeginBits => {
                open.push(lengths.len());
                lengths.push(1);
                continue;
            }
            Event::Primitive(_, content) => element_bytes(content_bytes(content)),
            Event::Bytes(piece) | Event::Bits(_, piece) => content_bytes(piece),
            Event::End => {
                let length = open.pop().and_then(|index| lengths.get(index)).copied();
                element_bytes(length.unwrap_or_default())
            }
        };
        if let Some(length) = open.last().and_then(|&index| lengths.get_mut(index)) {
            let sum = length.checked_add(added);
            *length = sum.ok_or_else(|| walk.error(DerErrorKind::TooLarge))?;
        }
    }
    Ok(if walk.is_in_place() { Measured::InPlace } else { Measured::Lengths(lengths) })
}

fn write(mut walk: Walk<'_>, lengths: &[u32]) -> Result<Vec<u8>, DerError> {
    let whole = lengths.first().copied().map_or(0, element_bytes);
    let mut output = Vec::with_capacity(whole as usize);
    let mut lengths = lengths.iter().copied();
    let mut unused_bits_at = 0;
    while let Some(event) = walk.next()? {
        match event {
            Event::Begin(tag) => write_header(&mut output, tag, lengths.next().unwrap_or_default()),
            Event::BeginBits => {
                write_header(&mut output, Tag::BIT_STRING, lengths.next().unwrap_or_default());
                unused_bits_at = output.len();
                output.push(0);
            }
            Event::Primitive(tag, content) => {
                write_header(&mut output, tag, content_bytes(content));
                output.extend_from_slice(content);
            }
            Event::Bytes(piece) => output.extend_from_slice(piece),
            Event::Bits(unused, piece) => {
                if let Some(byte) = output.get_mut(unused_bits_at) {
                    *byte = unused;
                }
                output.extend_from_slice(piece);
            }
            Event::End => {}
        }
    }
    Ok(output)
}

fn write_header(output: &mut Vec<u8>, tag: Tag, length: u32) {
    output.push(tag.byte());
    let [a, b, c, d] = length.to_be_bytes();
    match length {
        0..=0x7f => output.push(d),
        0x80..=0xff => output.extend_from_slice(&[0x81, d]),
        0x100..=0xffff => output.extend_from_slice(&[0x82, c, d]),
        0x1_0000..=0xff_ffff => output.extend_from_slice(&[0x83, b, c, d]),
        _ => output.extend_from_slice(&[0x84, a, b, c, d]),
    }
}

/// Bytes of an element with this much content; too many to count are [`u32::MAX`].
const fn element_bytes(content: u32) -> u32 {
    let header = match content {
        0..=0x7f => 2,
        0x80..=0xff => 3,
        0x100..=0xffff => 4,
        0x1_0000..=0xff_ffff => 5,
        _ => 6,
    };
    content.saturating_add(header)
}

/// [`Walk`] takes no input of 4 GiB, so that no part of it is longer.
fn content_bytes(content: &[u8]) -> u32 {
    u32::try_from(content.len()).unwrap_or(u32::MAX)
}
