//! The reader against X.690 and against an encoder of its own.

use crate::support::names::element;
use jpki_core::der::{
    Decode, DerError, DerErrorKind, Element, Integer, Oid, Reader, SequenceOf, Span, Tag,
};
use proptest::prelude::*;

fn read(bytes: &[u8]) -> Result<Element, DerErrorKind> {
    Reader::new(bytes).unwrap().any().map_err(|error| error.kind)
}

#[test]
fn lengths_are_definite_and_minimal() {
    for content in [0, 1, 0x7f, 0x80, 0xff, 0x100, 0xffff, 0x1_0000, 0x1_2345] {
        let bytes = element(0x04, &vec![0xaa; content]);
        let found = read(&bytes).unwrap();
        assert_eq!(found.whole.len() as usize, bytes.len());
        assert_eq!(found.content.len() as usize, content);
        assert_eq!(read(&bytes[..bytes.len() - 1]), Err(DerErrorKind::Truncated));
    }
    // X.690 §8.1.3.5 and §10.1
    let table: [(&[u8], DerErrorKind); 18] = [
        (&[], DerErrorKind::Truncated),
        (&[0x04], DerErrorKind::Truncated),
        (&[0x04, 0x80, 0x00, 0x00], DerErrorKind::IndefiniteLength),
        (&[0x30, 0x80, 0x00, 0x00], DerErrorKind::IndefiniteLength),
        (&[0x04, 0x81], DerErrorKind::Truncated),
        (&[0x04, 0x82, 0x01], DerErrorKind::Truncated),
        (&[0x04, 0x84, 0x01, 0x00, 0x00], DerErrorKind::Truncated),
        (&[0x04, 0x81, 0x00], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x81, 0x01, 0xaa], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x81, 0x7f], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x82, 0x00, 0x80], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x83, 0x00, 0x01, 0x00], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x84, 0x00, 0x01, 0x00, 0x00], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x85, 0x00, 0x00, 0x00, 0x00, 0x01, 0xaa], DerErrorKind::LengthNotMinimal),
        (&[0x04, 0x84, 0xff, 0xff, 0xff, 0xff], DerErrorKind::Truncated),
        (&[0x04, 0x85, 0x01, 0x00, 0x00, 0x00, 0x00], DerErrorKind::Truncated),
        (&[0x04, 0xff], DerErrorKind::Truncated),
        (&[0x1f, 0x21, 0x00], DerErrorKind::HighTagNumber),
    ];
    for (bytes, kind) in table {
        assert_eq!(read(bytes), Err(kind), "{bytes:02x?}");
    }
}

#[test]
fn elements_are_read_in_order_and_in_place() {
    // SEQUENCE { INTEGER 5, [0] { NULL }, OCTET STRING aa } NULL
    let bytes = [0x30, 0x0a, 2, 1, 5, 0xa0, 2, 5, 0, 4, 1, 0xaa, 5, 0];
    let mut outer = Reader::new(&bytes).unwrap();
    let sequence = outer.read(Tag::SEQUENCE).unwrap();
    assert_eq!((sequence.whole, sequence.content), (Span::new(0, 12), Span::new(2, 12)));
    let mut inner = outer.contents_of(sequence);
    assert_eq!(inner.peek(), Some(Tag::INTEGER));
    assert_eq!(inner.optional(Tag::BOOLEAN).unwrap(), None);
    let integer = inner.optional(Tag::INTEGER).unwrap().unwrap();
    assert_eq!(integer.whole, Span::new(2, 5));
    let mut copy = inner;
    let unexpected = copy.read(Tag::context_constructed(1)).unwrap_err();
    assert_eq!(unexpected.position, 5);
    let mut tagged = inner.nested(Tag::context_constructed(0)).unwrap();
    assert_eq!(tagged.any().unwrap().whole, Span::new(7, 9));
    assert_eq!(tagged.peek(), None);
    tagged.finish().unwrap();
    assert_eq!(inner.finish(), Err(DerError { kind: DerErrorKind::TrailingBytes, position: 9 }));
    let string = inner.any().unwrap();
    assert_eq!(inner.bytes(string.content), [0xaa]);
    assert!(inner.is_empty());
    assert_eq!(inner.any().unwrap_err(), inner.error(DerErrorKind::Truncated));
    assert_eq!(outer.position(), 12);
}

#[test]
fn an_element_may_not_reach_beyond_what_contains_it() {
    // SEQUENCE { OCTET STRING of two bytes, one of them outside } aa
    let bytes = [0x30, 0x03, 0x04, 0x02, 0xaa, 0xaa];
    let mut inner = Reader::new(&bytes).unwrap().sequence().unwrap();
    assert_eq!(inner.any(), Err(DerError { kind: DerErrorKind::Truncated, position: 2 }));
}

#[test]
fn a_span_beyond_its_owner_holds_nothing() {
    let owner = [1, 2, 3];
    assert_eq!(Span::new(1, 3).of(&owner), [2, 3]);
    assert_eq!(Span::all(&owner).of(&owner), owner);
    for span in [Span::new(1, 4), Span::new(4, 4), Span::new(3, 1)] {
        assert!(span.of(&owner).is_empty());
    }
    assert!(Span::new(3, 1).is_empty());
    assert!(Reader::within(&owner, Span::new(2, 9)).any().is_err());
    assert!(Reader::within(&owner, Span::new(7, 9)).is_empty());
}

/// Content that a method takes, and content that it refuses.
fn judge(
    tag: u8,
    method: fn(&mut Reader<'_>) -> Result<(), DerError>,
    good: &[&[u8]],
    bad: &[&[u8]],
) {
    for content in good {
        let bytes = element(tag, content);
        assert!(method(&mut Reader::new(&bytes).unwrap()).is_ok(), "{content:02x?}");
        let other = element(tag ^ 0x40, content);
        let error = method(&mut Reader::new(&other).unwrap()).err().unwrap();
        assert!(matches!(error.kind, DerErrorKind::UnexpectedTag { .. }), "{error:?}");
    }
    for content in bad {
        let bytes = element(tag, content);
        let error = method(&mut Reader::new(&bytes).unwrap()).err().unwrap();
        assert!(matches!(error.kind, DerErrorKind::InvalidContent(_)), "{content:02x?} {error:?}");
    }
}

#[test]
fn booleans_are_00_or_ff() {
    judge(
        0x01,
        |reader| reader.boolean().map(|_| ()),
        &[&[0x00], &[0xff]],
        &[&[], &[0x01], &[0xfe], &[0xff, 0xff]],
    );
    assert!(Reader::new(&[1, 1, 0xff]).unwrap().boolean().unwrap());
    assert!(!Reader::new(&[1, 1, 0x00]).unwrap().boolean().unwrap());
}

#[test]
fn integers_are_in_their_shortest_form() {
    judge(
        0x02,
        |reader| reader.integer().map(|_| ()),
        &[&[0x00], &[0x7f], &[0x80], &[0xff], &[0x00, 0x80], &[0xff, 0x7f], &[0x01; 40]],
        &[&[], &[0x00, 0x00], &[0x00, 0x7f], &[0xff, 0x80], &[0xff, 0xff]],
    );
    judge(
        0x02,
        |reader| reader.small_integer().map(|_| ()),
        &[&[0x00], &[0x00, 0x80], &[0x00, 0xff, 0xff, 0xff, 0xff]],
        &[&[0x80], &[0xff], &[0x01, 0x00, 0x00, 0x00, 0x00], &[0x00, 0x01], &[]],
    );
    let table: [(&[u8], u32); 5] = [
        (&[0x00], 0),
        (&[0x7f], 127),
        (&[0x00, 0x80], 128),
        (&[0x01, 0x32, 0xc4, 0xab], 0x0132_c4ab),
        (&[0x00, 0xff, 0xff, 0xff, 0xff], u32::MAX),
    ];
    for (content, value) in table {
        let bytes = element(0x02, content);
        assert_eq!(Reader::new(&bytes).unwrap().small_integer().unwrap(), value);
    }
}

#[test]
fn object_identifiers_have_whole_unpadded_arcs() {
    judge(
        0x06,
        |reader| reader.object_identifier().map(|_| ()),
        &[&[0x55, 0x04, 0x03], &[0x2a, 0x86, 0x48], &[0x00], &[0x2a, 0x80 | 1, 0x00]],
        &[&[], &[0x55, 0x80, 0x03], &[0x80, 0x55], &[0x55, 0x84], &[0x86]],
    );
}

#[test]
fn bit_strings_pad_with_zeros() {
    judge(
        0x03,
        |reader| reader.bit_string().map(|_| ()),
        &[&[0x00], &[0x00, 0xff], &[0x07, 0x80], &[0x04, 0xaa, 0xf0], &[0x03, 0x00]],
        &[&[], &[0x01], &[0x08, 0x00], &[0x07, 0xc0], &[0x01, 0xff], &[0xff, 0x00]],
    );
    let bytes = element(0x03, &[0x05, 0xaa, 0xe0]);
    let mut reader = Reader::new(&bytes).unwrap();
    let bits = reader.bit_string().unwrap();
    assert_eq!((bits.unused, reader.bytes(bits.bytes)), (5, &[0xaa, 0xe0][..]));
    // under a tag of the context, as in reasons [1] of RFC 5280 §4.2.1.13
    let bytes = element(0x81, &[0x05, 0xaa, 0xe0]);
    let mut reader = Reader::new(&bytes).unwrap();
    let outer = reader.any().unwrap();
    assert_eq!(reader.bit_string_content(outer).unwrap().unused, 5);
}

#[test]
fn times_are_of_both_types() {
    let time = |bytes: &[u8]| Reader::new(bytes).unwrap().time().map_err(|error| error.kind);
    let invalid = Err(DerErrorKind::InvalidContent("time"));
    assert_eq!(time(&element(0x17, b"230716000000Z")), time(&element(0x18, b"20230716000000Z")));
    assert_eq!(time(&element(0x17, b"20230716000000Z")), invalid);
    assert_eq!(time(&element(0x18, b"230716000000Z")), invalid);
    let unexpected =
        DerErrorKind::UnexpectedTag { expected: Tag::UTC_TIME, found: Tag::IA5_STRING };
    assert_eq!(time(&element(0x16, b"230716000000Z")), Err(unexpected));
}

#[test]
fn tags_tell_class_form_and_number() {
    assert_eq!(Tag::context(3).byte(), 0x83);
    assert_eq!(Tag::context_constructed(3).byte(), 0xa3);
    assert_eq!(Tag::context_constructed(3).context_number(), Some(3));
    assert_eq!(Tag::SEQUENCE.context_number(), None);
    assert_eq!(Tag::from_byte(0xe3).unwrap().context_number(), None);
    assert!(Tag::SET.is_constructed() && !Tag::OCTET_STRING.is_constructed());
    assert_eq!(Tag::from_byte(0x1f), None);
    assert_eq!(Tag::from_byte(0xbf), None);
}

#[test]
fn codes_of_errors_differ() {
    let found = Tag::SET;
    let kinds = [
        DerErrorKind::TooLarge,
        DerErrorKind::Truncated,
        DerErrorKind::TrailingBytes,
        DerErrorKind::UnexpectedTag { expected: Tag::SEQUENCE, found },
        DerErrorKind::HighTagNumber,
        DerErrorKind::IndefiniteLength,
        DerErrorKind::LengthNotMinimal,
        DerErrorKind::InvalidContent("integer"),
        DerErrorKind::TooDeep,
    ];
    let mut codes: Vec<&str> = kinds.iter().map(|kind| kind.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), kinds.len());
}

proptest! {
    #[test]
    fn a_series_of_elements_is_read_back(
        series in prop::collection::vec(
            (
                any::<u8>().prop_filter("low tag number", |byte| byte & 0x1f != 0x1f),
                prop::collection::vec(any::<u8>(), 0..300),
            ),
            0..8,
        ),
    ) {
        let bytes: Vec<u8> =
            series.iter().flat_map(|(tag, content)| element(*tag, content)).collect();
        let mut reader = Reader::new(&bytes).unwrap();
        for (tag, content) in &series {
            let found = reader.any().unwrap();
            prop_assert_eq!(found.tag.byte(), *tag);
            prop_assert_eq!(reader.bytes(found.content), &content[..]);
        }
        prop_assert!(reader.finish().is_ok());
    }

    #[test]
    fn what_is_read_is_what_the_encoder_would_write(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut reader = Reader::new(&bytes).unwrap();
        while let Ok(found) = reader.any() {
            let content = reader.bytes(found.content);
            prop_assert_eq!(element(found.tag.byte(), content), reader.bytes(found.whole));
        }
    }
}

#[test]
fn integers_have_a_magnitude_unless_negative() {
    let magnitude = |content| Integer::from_bytes(content).unwrap().magnitude();
    assert_eq!(magnitude(&[0x00]), Some(&[][..]));
    assert_eq!(magnitude(&[0x00, 0x80]), Some(&[0x80][..]));
    assert_eq!(magnitude(&[0x01, 0x00]), Some(&[0x01, 0x00][..]));
    assert_eq!(magnitude(&[0xff]), None);
    let table: [(&[u8], Option<u64>); 6] = [
        (&[0x00], Some(0)),
        (&[0x7f], Some(0x7f)),
        (&[0x00, 0x80], Some(0x80)),
        (&[0xff], None),
        (&[0x00, 0xff, 0xff, 0xff, 0xff], Some(u64::from(u32::MAX))),
        (&[0x01, 0, 0, 0, 0, 0, 0, 0, 0], None),
    ];
    for (content, number) in table {
        let integer = Integer::from_bytes(content).unwrap();
        assert_eq!(integer.to_u64(), number, "{content:02x?}");
        assert_eq!(integer.to_u32().map(u64::from), number, "{content:02x?}");
    }
    let beyond = Integer::from_bytes(&[0x01, 0, 0, 0, 0]).unwrap();
    assert_eq!((beyond.to_u32(), beyond.to_u64()), (None, Some(1 << 32)));
    for padded in [&[][..], &[0x00, 0x7f], &[0xff, 0x80]] {
        assert!(Integer::from_bytes(padded).is_none(), "{padded:02x?}");
    }
}

#[test]
fn a_sequence_of_one_type_has_one_value_at_least() {
    let of = |bytes| SequenceOf::<Oid<'_>>::from_der(bytes);
    let values = of(&[0x30, 6, 6, 1, 0x2a, 6, 1, 0x2b]).unwrap();
    let bytes: Vec<_> = values.iter().map(Oid::as_bytes).collect();
    assert_eq!(bytes, [&[0x2a], &[0x2b]]);
    let error = |kind, position| Err(DerError { kind, position });
    assert_eq!(of(&[0x30, 0]).map(drop), error(DerErrorKind::Truncated, 2));
    let malformed = DerErrorKind::InvalidContent("object identifier");
    assert_eq!(of(&[0x30, 6, 6, 1, 0x2a, 6, 1, 0x80]).map(drop), error(malformed, 5));
}

#[test]
fn bytes_after_an_element_are_reported_before_what_is_wrong_inside() {
    let of = |bytes| SequenceOf::<Oid<'_>>::from_der(bytes).map(drop).map_err(|error| error.kind);
    assert_eq!(of(&[0x30, 3, 6, 1, 0x80, 0]), Err(DerErrorKind::TrailingBytes));
    assert_eq!(of(&[0x30, 3, 6, 1, 0x2a, 0]), Err(DerErrorKind::TrailingBytes));
    let found = Tag::SET;
    let unexpected = DerErrorKind::UnexpectedTag { expected: Tag::SEQUENCE, found };
    assert_eq!(of(&[0x31, 3, 6, 1, 0x80, 0]), Err(unexpected));
    assert_eq!(of(&[0x30, 0x80]), Err(DerErrorKind::IndefiniteLength));
}
