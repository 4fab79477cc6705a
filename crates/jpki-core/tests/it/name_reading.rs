//! What is a name and what is not, and what can be read from one.

use crate::support::names::{
    COMMON_NAME, COUNTRY, Part, UNIT, element, name, printable, relative_name, utf8, utf16, utf32,
};
use jpki_core::der::{Decode, DerErrorKind, Reader, Span, Tag};
use jpki_core::limits::Limits;
use jpki_core::name::{Name, RelativeName};

fn refusal(bytes: &[u8]) -> DerErrorKind {
    Name::from_der(bytes).unwrap_err().kind
}

#[test]
fn its_parts_are_given_in_order() {
    let bytes = name(&[&[printable(COUNTRY, "JP")], &[utf8(UNIT, "部"), utf8(COMMON_NAME, "名")]]);
    let name = Name::from_der(&bytes).unwrap();
    assert_eq!(name.as_bytes(), bytes);
    let parts: Vec<Vec<_>> = name
        .relative_names()
        .map(|relative| {
            relative.attributes().map(|part| (part.oid().as_bytes(), part.tag())).collect()
        })
        .collect();
    assert_eq!(
        parts,
        [
            vec![(COUNTRY, Tag::PRINTABLE_STRING)],
            vec![(UNIT, Tag::UTF8_STRING), (COMMON_NAME, Tag::UTF8_STRING)]
        ]
    );
    let last = name.relative_names().last().unwrap().attributes().last().unwrap();
    assert_eq!((last.content(), last.value()), ("名".as_bytes(), &b"\x0c\x03\xe5\x90\x8d"[..]));
    assert_eq!(last.text().unwrap(), "名");
}

#[test]
fn it_is_read_in_its_place() {
    let one = name(&[&[printable(COUNTRY, "JP")]]);
    let owner = [&one[..], &name(&[]), &[0x05, 0x00]].concat();
    let mut reader = Reader::new(&owner).unwrap();
    assert_eq!(Name::read(&mut reader).unwrap().as_bytes(), one);
    let empty = Name::read(&mut reader).unwrap();
    assert!(empty.is_empty() && empty.relative_names().next().is_none());
    assert_eq!(reader.position() as usize, owner.len().saturating_sub(2));
    assert!(Name::read(&mut reader).is_err());
    let span = Span::all(&one);
    assert!(!Name::at(&owner, span).unwrap().is_empty());
}

#[test]
fn what_is_no_name_is_refused() {
    let good = relative_name(&[printable(COUNTRY, "JP")]);
    let oid = element(0x06, COUNTRY);
    let value = element(0x13, b"JP");
    let set = |inside: &[u8]| element(0x30, &element(0x31, inside));
    let unexpected = |expected, found| DerErrorKind::UnexpectedTag {
        expected,
        found: Tag::from_byte(found).unwrap(),
    };
    assert!(Name::from_der(&element(0x30, &good)).is_ok());
    let table = [
        (vec![], DerErrorKind::Truncated),
        (element(0x31, &good), unexpected(Tag::SEQUENCE, 0x31)),
        (element(0x30, &element(0x30, &[&oid[..], &value].concat())), unexpected(Tag::SET, 0x30)),
        (set(&element(0x31, &[&oid[..], &value].concat())), unexpected(Tag::SEQUENCE, 0x31)),
        // a type alone, a value alone, three members, a type that is none
        (set(&element(0x30, &oid)), DerErrorKind::Truncated),
        (set(&element(0x30, &value)), unexpected(Tag::OBJECT_IDENTIFIER, 0x13)),
        (set(&element(0x30, &[&oid[..], &value, &value].concat())), DerErrorKind::TrailingBytes),
        (
            set(&element(0x30, &[&[0x06, 0x01, 0x80], &value[..]].concat())),
            DerErrorKind::InvalidContent("object identifier"),
        ),
        // an RDN of nothing
        (set(&[]), DerErrorKind::Truncated),
        // BER, cut short, followed by more
        ([&[0x30, 0x80], &good[..], &[0, 0]].concat(), DerErrorKind::IndefiniteLength),
        ([&[0x30, 0x81, 0x0d], &good[..]].concat(), DerErrorKind::LengthNotMinimal),
        (element(0x30, &good[..12]), DerErrorKind::Truncated),
        ([element(0x30, &good), vec![0]].concat(), DerErrorKind::TrailingBytes),
    ];
    for (bytes, kind) in table {
        assert_eq!(refusal(&bytes), kind, "{bytes:02x?}");
    }
}

#[test]
fn every_cut_of_a_name_is_refused() {
    let bytes = name(&[&[printable(COUNTRY, "JP")], &[utf8(UNIT, "部"), utf8(COMMON_NAME, "名")]]);
    for end in 0..bytes.len() {
        assert!(Name::from_der(&bytes[..end]).is_err(), "{end}");
    }
}

#[test]
fn a_name_is_bounded() {
    let part = utf8(UNIT, "部");
    let many = |count: usize| -> Vec<Part<'_>> { vec![part; count] };
    let bound = Limits::NAME_ATTRIBUTES;
    let in_one = |count| name(&[&many(count)]);
    let one_each = |count| name(&many(count).chunks(1).collect::<Vec<_>>());
    let relative = |count: usize| {
        let set = relative_name(&many(count));
        let reader = Reader::new(&set).unwrap();
        let outer = Reader::any(&mut reader.clone()).unwrap();
        RelativeName::read_inside(&reader, outer).map(|relative| relative.attributes().count())
    };
    assert!(Name::from_der(&in_one(bound)).is_ok());
    assert!(Name::from_der(&one_each(bound)).is_ok());
    assert_eq!(relative(bound).unwrap(), bound);
    assert_eq!(refusal(&in_one(bound.saturating_add(1))), DerErrorKind::TooLarge);
    assert_eq!(refusal(&one_each(bound.saturating_add(1))), DerErrorKind::TooLarge);
    assert!(relative(bound.saturating_add(1)).is_err());

    // 4096 bytes of content, 17 of them around the text
    let long = |bytes| name(&[&[(COMMON_NAME, Tag::UTF8_STRING, &vec![b'a'; bytes][..])]]);
    assert!(Name::from_der(&long(4079)).is_ok());
    assert_eq!(refusal(&long(4080)), DerErrorKind::TooLarge);
}

#[test]
fn text_is_decoded_by_its_type() {
    let text = |tag, content: &[u8]| {
        let name = name(&[&[(COMMON_NAME, tag, content)]]);
        let name = Name::from_der(&name).unwrap();
        let part = name.relative_names().next().unwrap().attributes().next().unwrap();
        part.text().map(|text| text.into_owned())
    };
    let found = |text: &str| Some(text.to_owned());
    assert_eq!(text(Tag::UTF8_STRING, "日本\n".as_bytes()), found("日本\n"));
    assert_eq!(text(Tag::BMP_STRING, &utf16("日本𠮷")), found("日本𠮷"));
    assert_eq!(text(Tag::UNIVERSAL_STRING, &utf32("日本𠮷")), found("日本𠮷"));
    assert_eq!(text(Tag::TELETEX_STRING, b"\xa5\xe9"), found("¥é"));
    assert_eq!(text(Tag::PRINTABLE_STRING, b"a@"), found("a@"));
    for (tag, content) in [
        (Tag::UTF8_STRING, &b"\xe6\x97"[..]),
        (Tag::BMP_STRING, b"\xdc\x00"),
        (Tag::BMP_STRING, b"\x00\x41\x00"),
        (Tag::UNIVERSAL_STRING, b"\x00\x00\xd8\x00"),
        (Tag::UNIVERSAL_STRING, b"\x00\x00\x41"),
        (Tag::PRINTABLE_STRING, b"\x80"),
        (Tag::IA5_STRING, "é".as_bytes()),
        (Tag::OCTET_STRING, b"a"),
        (Tag::UTC_TIME, b"a"),
    ] {
        assert_eq!(text(tag, content), None, "{tag:?}");
    }
}

/// An RDN of the usual shape is read in one glance. What the parts say one by one must be the same.
#[test]
fn one_glance_and_part_by_part_read_the_same_names() {
    let plain = b"\x31\x0d\x30\x0b\x06\x03\x55\x04\x0a\x0c\x04JPKI";
    let part_by_part = |bytes: &[u8]| {
        let mut reader = Reader::new(bytes).unwrap();
        let set = reader.read(Tag::SET)?;
        RelativeName::read_inside(&reader, set)?;
        reader.finish()
    };
    let in_a_name = |bytes: &[u8]| {
        let length = u8::try_from(bytes.len()).unwrap();
        Name::from_der(&[&[0x30, length], bytes].concat()).map(drop)
    };
    assert_eq!(in_a_name(plain), Ok(()));
    let mut accepted = 0;
    for position in 0..plain.len() {
        for byte in 0..=0xff {
            let mut changed = plain.to_vec();
            changed[position] = byte;
            let expected = part_by_part(&changed).is_ok();
            assert_eq!(in_a_name(&changed).is_ok(), expected, "{byte:02x} at {position}");
            accepted += usize::from(expected);
        }
    }
    assert!(accepted > 4 * 256, "the four bytes of the value may be any");
    for end in 0..plain.len() {
        assert_eq!(in_a_name(&plain[..end]).is_ok(), end == 0, "cut at {end}");
    }
}
