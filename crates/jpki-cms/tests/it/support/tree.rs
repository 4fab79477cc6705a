//! BER as a tree that can be changed and written again.

use std::ops::Range;

use jpki_testkit::asn1;

/// One element.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub(crate) tag: u8,
    /// Of a primitive one.
    pub(crate) content: Vec<u8>,
    /// Of a constructed one.
    pub(crate) children: Vec<Element>,
    /// Where it begins in what was read.
    pub(crate) at: usize,
    pub(crate) span: Range<usize>,
    /// Where the last byte of a definite length stands in what was read.
    pub(crate) last_length_byte: Option<usize>,
}

impl Element {
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let element = Self::read_at(bytes, 0);
        assert_eq!(element.span.end, bytes.len());
        element
    }

    /// In DER lengths.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        match self.tag & 0x20 {
            0 => asn1::element(self.tag, &self.content),
            _ => {
                let children: Vec<Vec<u8>> = self.children.iter().map(Self::to_bytes).collect();
                asn1::element(self.tag, &children.concat())
            }
        }
    }

    /// The children of the element to which these places lead.
    pub(crate) fn at(&self, places: &[usize]) -> &[Self] {
        let element = places.iter().fold(self, |element, place| &element.children[*place]);
        &element.children
    }

    pub(crate) fn for_each(&self, visit: &mut impl FnMut(&Self)) {
        visit(self);
        self.children.iter().for_each(|child| child.for_each(visit));
    }

    fn read_at(bytes: &[u8], at: usize) -> Self {
        let tag = bytes[at];
        let (start, length) = match bytes[at + 1] {
            0x80 => (at + 2, None),
            short @ 0..0x80 => (at + 2, Some(usize::from(short))),
            long => {
                let count = usize::from(long & 0x7f);
                let length = bytes[at + 2..at + 2 + count].iter();
                let length = length.fold(0, |length, byte| length << 8 | usize::from(*byte));
                (at + 2 + count, Some(length))
            }
        };
        let mut element = Self {
            tag,
            content: Vec::new(),
            children: Vec::new(),
            at,
            span: at..start,
            last_length_byte: length.map(|_| start - 1),
        };
        let mut end = start;
        if tag & 0x20 == 0 {
            end += length.expect("a definite length");
            element.content = bytes[start..end].to_vec();
        } else {
            while length
                .map_or_else(|| bytes[end..end + 2] != [0, 0], |length| end < start + length)
            {
                let child = Self::read_at(bytes, end);
                end = child.span.end;
                element.children.push(child);
            }
            end += if length.is_none() { 2 } else { 0 };
        }
        element.span.end = end;
        element
    }
}
