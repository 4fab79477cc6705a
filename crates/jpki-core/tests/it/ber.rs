//! The normaliser against the examples of X.690 and against random trees.

use std::borrow::Cow;

use jpki_core::ber::normalise;
use jpki_core::der::{DerErrorKind, Tag};
use jpki_core::limits::Limits;
use proptest::prelude::*;

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

fn refusal(input: &[u8]) -> (DerErrorKind, u32) {
    let error = normalise(input, &Limits::DEFAULT).unwrap_err();
    (error.kind, error.position)
}

#[test]
fn changes_what_is_not_der() {
    let table = [
        // X.690 §8.6.4.2: a BIT STRING in two pieces
        ("2380 0303000A3B 0305045F291CD0 0000", "0307040A3B5F291CD0"),
        // X.690 §8.21: a VisibleString in two pieces, with and without a length
        ("3A09 04034A6F6E 04026573", "1A054A6F6E6573"),
        ("3A80 04034A6F6E 04026573 0000", "1A054A6F6E6573"),
        // lengths
        ("300302 0105", "3003020105"),
        ("308103020105", "3003020105"),
        ("30840000000402810105", "3003020105"),
        ("3080 020105 0000", "3003020105"),
        ("3080 3080 0000 A080 0000 0000", "30043000A000"),
        ("3080 0000", "3000"),
        // more length bytes than any number has
        ("30 89 000000000000000003 020105", "3003020105"),
        // pieces of pieces, and none at all
        ("2480 0401AA 2480 0401BB 2403 0401CC 0000 0400 0000", "0403AABBCC"),
        ("2480 0000", "0400"),
        ("2400", "0400"),
        ("2300", "030100"),
        ("2380 2380 030200AA 0000 030204B0 0000", "030304AAB0"),
        // order and values stay: SET OF not sorted, TRUE as 01
        ("3180 020105 020101 010101 0000", "3109020105020101010101"),
        // context tags keep their form, also over a string in pieces
        ("3080 A080 0401AA 0401BB 0000 8102AABB 0000", "300CA0060401AA0401BB8102AABB"),
        // the inside of a primitive element is not looked at
        ("3080 0404 30800000 0000", "3006 0404 30800000"),
    ];
    for (ber, der) in table {
        let result = normalise(&hex(ber), &Limits::DEFAULT).unwrap().into_owned();
        assert_eq!(result, hex(der), "{ber}");
    }
}

#[test]
fn leaves_der_where_it_is() {
    let long = [&[0x30, 0x82, 0x01, 0x04, 0x04, 0x82, 0x01, 0x00][..], &[0xaa; 256]].concat();
    for der in ["0500", "3000", "3003020105", "A0030401AA", "0307040A3B5F291CD0"] {
        assert!(matches!(normalise(&hex(der), &Limits::DEFAULT), Ok(Cow::Borrowed(_))), "{der}");
    }
    match normalise(&long, &Limits::DEFAULT) {
        Ok(Cow::Borrowed(same)) => assert_eq!(same.as_ptr(), long.as_ptr()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn refuses_what_is_not_ber() {
    let end_of_contents = DerErrorKind::InvalidContent("end of contents");
    let form = DerErrorKind::InvalidContent("form of a type");
    let bits = DerErrorKind::InvalidContent("bit string");
    let piece = |expected, found| DerErrorKind::UnexpectedTag { expected, found };
    let table = [
        ("", DerErrorKind::Truncated, 0),
        ("30", DerErrorKind::Truncated, 0),
        ("3003 0201", DerErrorKind::Truncated, 0),
        ("3003 020205", DerErrorKind::Truncated, 2),
        ("3082 00", DerErrorKind::Truncated, 0),
        ("3080 020105", DerErrorKind::Truncated, 5),
        ("3080 020105 00", end_of_contents, 5),
        // a length beyond the element around it, not beyond the input
        ("3006 3080 020103 00 0000", end_of_contents, 7),
        ("3004 3080 0202 0000 0000", DerErrorKind::Truncated, 4),
        // end-of-contents bytes at the top, in a definite length, one pair too many, with content
        ("0000", end_of_contents, 0),
        ("3002 0000", end_of_contents, 2),
        ("3080 0000 0000", DerErrorKind::TrailingBytes, 4),
        ("3080 0001AA 0000", end_of_contents, 2),
        // bytes after the value
        ("3000 05", DerErrorKind::TrailingBytes, 2),
        ("0500 0500", DerErrorKind::TrailingBytes, 2),
        ("0480 0000", DerErrorKind::IndefiniteLength, 0),
        ("30FF 00", DerErrorKind::InvalidContent("length"), 0),
        ("3F2100", DerErrorKind::HighTagNumber, 0),
        ("2203020105", form, 0),
        ("1000", form, 0),
        ("2000", form, 0),
        // pieces of another type: X.690 §8.7.3.2, §8.23.6
        ("2403 0C01AA", piece(Tag::OCTET_STRING, Tag::UTF8_STRING), 2),
        ("2C03 0C0141", piece(Tag::OCTET_STRING, Tag::UTF8_STRING), 2),
        ("2304 040200AA", piece(Tag::BIT_STRING, Tag::OCTET_STRING), 2),
        // unused bits before the end, too many, of no byte, no count at all
        ("2308 030204A0 030200BB", bits, 6),
        ("2304 030208AA", bits, 2),
        ("2303 030101", bits, 2),
        ("2302 0300", bits, 2),
        ("30898000000000000000 00 020105", DerErrorKind::Truncated, 0),
    ];
    for (ber, kind, position) in table {
        assert_eq!(refusal(&hex(ber)), (kind, position), "{ber}");
    }
}

#[test]
fn holds_its_limits() {
    let nested = |depth: usize| [vec![[0x30, 0x80]; depth], vec![[0, 0]; depth]].concat().concat();
    let limits = Limits::DEFAULT.with_nesting_depth(10).with_message_bytes(44);
    assert!(normalise(&nested(10), &limits).is_ok());
    assert_eq!(normalise(&nested(11), &limits).unwrap_err().kind, DerErrorKind::TooDeep);
    assert_eq!(normalise(&nested(12), &limits).unwrap_err().kind, DerErrorKind::TooLarge);
    let strings = [vec![[0x24, 0x80]; 11], vec![[0, 0]; 11]].concat().concat();
    assert_eq!(normalise(&strings, &limits).unwrap_err().kind, DerErrorKind::TooDeep);
}

/// A value apart from its encoding.
#[derive(Clone, Debug)]
enum Tree {
    Primitive(u8, Vec<u8>),
    Constructed(u8, Vec<Tree>),
    String(u8, Vec<u8>),
    Bits(u8, Vec<u8>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..300);
    let leaf = prop_oneof![
        (prop::sample::select(vec![0x01, 0x02, 0x05, 0x06, 0x0a, 0x80, 0x9e, 0x41]), bytes())
            .prop_map(|(tag, content)| Tree::Primitive(tag, content)),
        (prop::sample::select(vec![0x04, 0x0c, 0x13, 0x16, 0x17, 0x18, 0x1e]), bytes())
            .prop_map(|(tag, content)| Tree::String(tag, content)),
        (0..8_u8, bytes()).prop_map(|(unused, content)| {
            Tree::Bits(if content.is_empty() { 0 } else { unused }, content)
        }),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let tags = prop::sample::select(vec![0x30, 0x31, 0xa0, 0xa3, 0x61]);
        (tags, prop::collection::vec(inner, 0..6))
            .prop_map(|(tag, inside)| Tree::Constructed(tag, inside))
    })
}

fn der(tree: &Tree) -> Vec<u8> {
    match tree {
        Tree::Primitive(tag, content) | Tree::String(tag, content) => element(*tag, content),
        Tree::Bits(unused, bits) => element(0x03, &[&[*unused], &bits[..]].concat()),
        Tree::Constructed(tag, inside) => {
            element(*tag, &inside.iter().flat_map(der).collect::<Vec<_>>())
        }
    }
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = match content.len() {
        length @ 0..=0x7f => vec![length as u8],
        length => long_length(length, 0),
    };
    [&[tag], &length[..], content].concat()
}

fn long_length(length: usize, padding: usize) -> Vec<u8> {
    let bytes: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|&byte| byte == 0).collect();
    let count = 0x80 | (bytes.len() + padding) as u8;
    [vec![count], vec![0; padding], bytes].concat()
}

/// Encodes one tree in one of the ways that BER allows.
struct Ber<C>(C);

impl<C: Iterator<Item = u8>> Ber<C> {
    fn choose(&mut self, among: u8) -> u8 {
        self.0.next().unwrap() % among
    }

    fn tree(&mut self, tree: &Tree) -> Vec<u8> {
        match tree {
            Tree::Primitive(tag, content) => self.definite(*tag, content),
            Tree::Constructed(tag, inside) => {
                let content: Vec<u8> = inside.iter().flat_map(|tree| self.tree(tree)).collect();
                self.constructed(*tag, &content)
            }
            Tree::String(tag, content) => self.string(*tag, content, 3),
            Tree::Bits(unused, bits) => self.bits(*unused, bits, 3),
        }
    }

    fn string(&mut self, tag: u8, content: &[u8], depth: u8) -> Vec<u8> {
        if depth == 0 || self.choose(2) == 0 {
            return self.definite(tag, content);
        }
        let size = 1 + usize::from(self.choose(200));
        let pieces: Vec<u8> =
            content.chunks(size).flat_map(|piece| self.string(0x04, piece, depth - 1)).collect();
        self.constructed(tag | 0x20, &pieces)
    }

    fn bits(&mut self, unused: u8, bits: &[u8], depth: u8) -> Vec<u8> {
        if depth == 0 || self.choose(2) == 0 {
            return self.definite(0x03, &[&[unused], bits].concat());
        }
        let size = 1 + usize::from(self.choose(200));
        let last = bits.len().saturating_sub(1) / size;
        let pieces: Vec<u8> = bits
            .chunks(size)
            .enumerate()
            .flat_map(|(index, piece)| {
                self.bits(if index == last { unused } else { 0 }, piece, depth - 1)
            })
            .collect();
        self.constructed(0x23, &pieces)
    }

    fn constructed(&mut self, tag: u8, content: &[u8]) -> Vec<u8> {
        if self.choose(2) == 0 {
            return self.definite(tag, content);
        }
        [&[tag, 0x80], content, &[0, 0]].concat()
    }

    fn definite(&mut self, tag: u8, content: &[u8]) -> Vec<u8> {
        match self.choose(4) {
            padding @ 1..=3 => {
                let length = long_length(content.len(), usize::from(padding));
                [&[tag], &length[..], content].concat()
            }
            _ => element(tag, content),
        }
    }
}

proptest! {
    #[test]
    fn every_encoding_of_a_tree_becomes_its_der(
        tree in tree(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
    ) {
        let expected = der(&tree);
        let ber = Ber(choices.iter().copied().cycle()).tree(&tree);
        let result = normalise(&ber, &Limits::DEFAULT).unwrap();
        prop_assert_eq!(&*result, &expected[..]);
        prop_assert!(matches!(normalise(&expected, &Limits::DEFAULT), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn a_tree_cut_short_or_followed_by_more_is_refused(
        tree in tree(),
        choices in prop::collection::vec(any::<u8>(), 1..64),
        cut in any::<prop::sample::Index>(),
    ) {
        let ber = Ber(choices.iter().copied().cycle()).tree(&tree);
        prop_assert!(normalise(&ber[..cut.index(ber.len())], &Limits::DEFAULT).is_err());
        let followed = [&ber[..], &[0x05, 0x00]].concat();
        let error = normalise(&followed, &Limits::DEFAULT).unwrap_err();
        prop_assert_eq!(error.kind, DerErrorKind::TrailingBytes);
    }

    #[test]
    fn any_bytes_give_der_lengths_or_an_error(
        input in prop::collection::vec(
            prop_oneof![any::<u8>(), prop::sample::select(&[0x00, 0x24, 0x30, 0x80, 0x04, 0x02][..])],
            0..60,
        ),
    ) {
        if let Ok(once) = normalise(&input, &Limits::DEFAULT) {
            prop_assert!(once.len() <= input.len() + input.len() / 2);
            prop_assert!(matches!(normalise(&once, &Limits::DEFAULT), Ok(Cow::Borrowed(_))));
        }
    }
}
