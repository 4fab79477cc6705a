//! Names and texts as shown: RFC 4514, OpenSSL's rendering, and what must not get through.

use crate::support::certificate::issuer_and_subject;
use crate::support::names::{
    COMMON_NAME, COUNTRY, DOMAIN, ORGANIZATION, Part, SERIAL_NUMBER, UNIT, element, name,
    printable, utf8, utf16, utf32,
};
use jpki_core::der::{Decode, Oid, Reader, Tag};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::text::escape_for_display;
use jpki_test_support::{conformance, openssl};
use proptest::prelude::*;

fn shown(name: &[u8]) -> String {
    Name::from_der(name).unwrap().display().to_string()
}

fn value_shown(tag: Tag, content: &[u8]) -> String {
    let shown = shown(&name(&[&[(COMMON_NAME, tag, content)]]));
    shown.strip_prefix("CN=").unwrap().to_owned()
}

fn text_shown(text: &str) -> String {
    value_shown(Tag::UTF8_STRING, text.as_bytes())
}

#[test]
fn rdns_stand_in_the_order_of_the_encoding() {
    let ca = name(&[
        &[printable(COUNTRY, "JP")],
        &[utf8(ORGANIZATION, "JPKI-SYNTH")],
        &[utf8(UNIT, "署名用"), utf8(COMMON_NAME, "試験 太郎")],
    ]);
    assert_eq!(shown(&ca), "C=JP, O=JPKI-SYNTH, OU=署名用 + CN=試験 太郎");
    assert_eq!(shown(&name(&[])), "");
}

/// RFC 4514 §2.4 and the examples of §4.
#[test]
fn special_characters_are_escaped() {
    let table = [
        ("James \"Jim\" Smith, III", r#"James \"Jim\" Smith\, III"#),
        ("J.  Smith", "J.  Smith"),
        ("Lučić", "Lučić"),
        ("#1", r"\#1"),
        ("a#1", "a#1"),
        (" a ", r"\ a\ "),
        (" ", r"\ "),
        ("a+b;c<d>e\\f=g", r"a\+b\;c\<d\>e\\f=g"),
        ("", ""),
    ];
    for (text, expected) in table {
        assert_eq!(text_shown(text), expected);
    }
    // 1.3.6.1.4.1.1466.0=#04024869
    let oid = [0x2b, 0x06, 0x01, 0x04, 0x01, 0x8b, 0x3a, 0x00];
    let unknown = name(&[&[(&oid[..], Tag::OCTET_STRING, b"Hi")]]);
    assert_eq!(shown(&unknown), "1.3.6.1.4.1.1466.0=#04024869");
}

#[test]
fn every_string_type_is_read() {
    let text = "日本 Ü";
    assert_eq!(value_shown(Tag::BMP_STRING, &utf16(text)), text);
    assert_eq!(value_shown(Tag::BMP_STRING, &utf16("𠮷")), "𠮷");
    assert_eq!(value_shown(Tag::UNIVERSAL_STRING, &utf32("𠮷 Ü")), "𠮷 Ü");
    assert_eq!(value_shown(Tag::TELETEX_STRING, b"J\xf6rg"), "Jörg");
    for tag in [Tag::PRINTABLE_STRING, Tag::IA5_STRING, Tag::VISIBLE_STRING, Tag::NUMERIC_STRING] {
        assert_eq!(value_shown(tag, b"a@b_*&"), "a@b_*&");
    }
}

#[test]
fn what_is_no_text_is_shown_as_hexadecimal() {
    let table: [(Tag, &[u8], &str); 8] = [
        (Tag::UTF8_STRING, b"a\xff", "#0c0261ff"),
        // an encoding of / that is too long, a surrogate
        (Tag::UTF8_STRING, b"\xc0\xaf", "#0c02c0af"),
        (Tag::UTF8_STRING, b"\xed\xa0\x80", "#0c03eda080"),
        (Tag::PRINTABLE_STRING, b"\xe9", "#1301e9"),
        (Tag::BMP_STRING, b"\xd8\x00", "#1e02d800"),
        (Tag::BMP_STRING, b"\x00", "#1e0100"),
        (Tag::UNIVERSAL_STRING, b"\x00\x11\x00\x00", "#1c0400110000"),
        (Tag::BIT_STRING, b"\x00\x80", "#03020080"),
    ];
    for (tag, content, expected) in table {
        assert_eq!(value_shown(tag, content), expected);
    }
}

#[test]
fn a_name_cannot_pretend_to_be_another() {
    let table = [
        ("x, O=JPKI", r"x\, O=JPKI"),
        ("x + O=JPKI", r"x \+ O=JPKI"),
        ("x\n有効", r"x\u{a}有効"),
        ("\0", r"\u{0}"),
        ("\u{1b}[2J", r"\u{1b}[2J"),
        ("\u{9b}2J", r"\u{9b}2J"),
        ("ab\u{202e}dc", r"ab\u{202e}dc"),
        ("\u{2066}a\u{2069}", r"\u{2066}a\u{2069}"),
        ("a\u{200e}\u{200f}\u{61c}", r"a\u{200e}\u{200f}\u{61c}"),
        (
            "a\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}b",
            r"a\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}b",
        ),
        ("a\u{ad}b", r"a\u{ad}b"),
        ("a\u{2028}\u{2029}\u{85}b", r"a\u{2028}\u{2029}\u{85}b"),
        ("a\u{a0}\u{2003}b", r"a\u{a0}\u{2003}b"),
        ("\u{3164}\u{115f}\u{ffa0}\u{2800}", r"\u{3164}\u{115f}\u{ffa0}\u{2800}"),
        ("葛\u{e0100}\u{fe00}\u{34f}", r"葛\u{e0100}\u{fe00}\u{34f}"),
        ("外\u{e000}\u{f0000}", r"外\u{e000}\u{f0000}"),
        ("\u{e0041}", r"\u{e0041}"),
        ("\u{378}\u{ffff}", r"\u{378}\u{ffff}"),
        ("\u{338}x", r"\u{338}x"),
        // and what Japanese and others do write stays
        ("山田　太郎", "山田　太郎"),
        ("か\u{3099}ーヴｶﾞ①㈱髙﨑𠮷", "か\u{3099}ーヴｶﾞ①㈱髙﨑𠮷"),
        ("Nguyễn É'à \u{e01}\u{e33}", "Nguyễn É'à \u{e01}\u{e33}"),
    ];
    for (text, expected) in table {
        assert_eq!(text_shown(text), expected);
    }
}

#[test]
fn other_texts_are_escaped_alike() {
    assert_eq!(
        escape_for_display("東京都千代田区１－１, #2+").to_string(),
        "東京都千代田区１－１, #2+"
    );
    assert_eq!(escape_for_display(r"C:\u{a}").to_string(), r"C:\\u{a}");
    assert_eq!(
        escape_for_display("\u{301}a\u{301}\u{202e}").to_string(),
        "\\u{301}a\u{301}\\u{202e}"
    );
}

#[test]
fn the_text_is_bounded() {
    let long = "あ".repeat(Limits::DISPLAYED_CHARACTERS);
    assert_eq!(escape_for_display(&long).to_string(), long);
    let longer = format!("{long}あ");
    assert_eq!(escape_for_display(&longer).to_string(), format!("{long}…"));
    for content in [longer.as_bytes(), &[0xff; 4000], &[0x00; 4000]] {
        let shown = shown(&name(&[&[(COMMON_NAME, Tag::UTF8_STRING, content)]]));
        assert_eq!(shown.chars().count(), Limits::DISPLAYED_CHARACTERS.saturating_add(1));
        assert!(shown.ends_with('…'));
    }
}

#[test]
fn object_identifiers_are_dotted() {
    let table: [(&[u8], &str); 8] = [
        (&[0x55, 0x04, 0x03], "2.5.4.3"),
        (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d], "1.2.840.113549"),
        // the arcs of JPKI
        (&[0x2a, 0x83, 0x08, 0x8c, 0x9b, 0x55, 0x08, 0x05, 0x05, 0x01], "1.2.392.200149.8.5.5.1"),
        // X.690 §8.19.5: {2 999 3}
        (&[0x88, 0x37, 0x03], "2.999.3"),
        (&[0x27], "0.39"),
        // unfinished, empty, too large a number
        (&[0x55, 0x84], "#5584"),
        (&[], "#"),
        (
            &[
                0x55, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
            ],
            "#55ffffffffffffffffffffffffffffffffffff7f",
        ),
    ];
    for (content, expected) in table {
        assert_eq!(Oid::from_bytes(content).to_string(), expected);
    }
}

#[test]
fn debug_shows_nothing_of_a_name() {
    let personal = name(&[&[utf8(COMMON_NAME, "山田花子")], &[printable(SERIAL_NUMBER, "12345")]]);
    let personal = Name::from_der(&personal).unwrap();
    assert_eq!(format!("{personal:?}"), "Name(2 relative names)");
    let relative = personal.relative_names().next().unwrap();
    assert_eq!(format!("{relative:?}"), "RelativeName(1 attributes)");
    assert_eq!(format!("{:?}", relative.attributes().next().unwrap()), "Attribute(2.5.4.3)");
}

/// OpenSSL's rendering with our separators; its names of types that differ from ours are put right.
fn openssl_shows(certificate: &[u8]) -> (String, String) {
    let options = ["-nameopt", "utf8,esc_2253,sep_comma_plus_space,sname"];
    let arguments = [&["x509", "-inform", "DER", "-noout", "-issuer", "-subject"][..], &options];
    let output = openssl::run(arguments.concat(), certificate).unwrap();
    let output = String::from_utf8(output).unwrap();
    let line = |prefix: &str| {
        let line = output.lines().find_map(|line| line.strip_prefix(prefix)).unwrap();
        line.replace("serialNumber=", "SERIALNUMBER=").replace("title=", "T=")
    };
    (line("issuer="), line("subject="))
}

#[test]
fn openssl_shows_names_of_real_certificates_alike() {
    let Some(folder) = conformance::folder() else { return };
    if !openssl::available() {
        return;
    }
    let mut compared = 0_u32;
    let japan = conformance::files(&folder.join("japan"), "crt");
    let pkits = conformance::files(&folder.join("pkits/certs"), "crt").into_iter().step_by(8);
    for file in japan.into_iter().chain(pkits) {
        let certificate = std::fs::read(&file).unwrap();
        let (issuer, subject) = issuer_and_subject(&certificate);
        let ours = (issuer.display().to_string(), subject.display().to_string());
        assert_eq!(ours, openssl_shows(&certificate), "{}", file.display());
        compared = compared.saturating_add(1);
    }
    assert!(compared > 60);
}

/// The certificate with another subject. Its signature no longer holds.
fn with_subject(certificate: &[u8], subject: &[u8]) -> Vec<u8> {
    let mut outer = Reader::new(certificate).unwrap().sequence().unwrap();
    let mut fields = outer.sequence().unwrap();
    let mut inside = Vec::new();
    while !fields.is_empty() {
        let field = fields.any().unwrap();
        inside.push(fields.bytes(field.whole));
    }
    inside[5] = subject;
    let mut parts = element(0x30, &inside.concat());
    while !outer.is_empty() {
        let part = outer.any().unwrap();
        parts.extend_from_slice(outer.bytes(part.whole));
    }
    element(0x30, &parts)
}

#[test]
fn openssl_shows_made_names_alike() {
    let Some(folder) = conformance::folder() else { return };
    if !openssl::available() {
        return;
    }
    let certificate = std::fs::read(folder.join("japan/jpki-sign-ca-2023.crt")).unwrap();
    let at = |number: u8| [0x55, 0x04, number];
    let types: Vec<[u8; 3]> = [3, 4, 5, 6, 7, 8, 10, 11, 12, 42, 46, 65, 97].map(at).to_vec();
    let all: Vec<[Part<'_>; 1]> = types.iter().map(|oid| [utf8(oid, "値")]).collect();
    let all: Vec<&[Part<'_>]> = all.iter().map(<[_; 1]>::as_slice).collect();
    let email = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01];
    let user = [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01];
    let unknown = [0x2a, 0x83, 0x08, 0x8c, 0x9b, 0x55, 0x08, 0x63];
    let (bmp, universal) = (utf16("日本語"), utf32("日本語𠮷"));
    let subjects = [
        name(&all),
        name(&[
            &[(DOMAIN, Tag::IA5_STRING, b"example")],
            &[(&email, Tag::IA5_STRING, b"a@example.jp")],
        ]),
        name(&[&[(&user, Tag::UTF8_STRING, b"u")], &[(&unknown, Tag::UTF8_STRING, b"v")]]),
        name(&[&[utf8(COMMON_NAME, "a"), utf8(UNIT, "b")], &[utf8(COMMON_NAME, "c")]]),
        name(&[&[utf8(COMMON_NAME, r#" "a", +b;<c>\ "#)], &[utf8(UNIT, "#x")], &[utf8(UNIT, "")]]),
        name(&[
            &[(COMMON_NAME, Tag::BMP_STRING, &bmp)],
            &[(UNIT, Tag::UNIVERSAL_STRING, &universal)],
        ]),
        name(&[&[(COMMON_NAME, Tag::TELETEX_STRING, b"J\xf6rg")]]),
        name(&[&[(SERIAL_NUMBER, Tag::NUMERIC_STRING, b"1 2")]]),
    ];
    for subject in subjects {
        let certificate = with_subject(&certificate, &subject);
        assert_eq!(shown(&subject), openssl_shows(&certificate).1);
    }
}

#[test]
fn japanese_ca_names_read_as_published() {
    let Some(folder) = conformance::folder() else { return };
    let read = |file: &str| std::fs::read(folder.join("japan").join(file)).unwrap();
    for year in ["2015", "2019", "2023"] {
        for (kind, unit, japanese) in [
            ("sign", "digital signature", "署名用"),
            ("auth", "user authentication", "利用者証明用"),
        ] {
            let certificate = read(&format!("jpki-{kind}-ca-{year}.crt"));
            let (issuer, subject) = issuer_and_subject(&certificate);
            assert!(issuer.matches(&subject));
            assert_eq!(
                subject.display().to_string(),
                format!(
                    "C=JP, O=JPKI, OU=JPKI for {unit}, \
                     OU=Japan Agency for Local Authority Information Systems"
                )
            );
            // The name in Japanese is a directoryName in subjectAltName, 2.5.29.17.
            let extension = [0x06, 0x03, 0x55, 0x1d, 0x11, 0x04];
            let at = certificate.windows(6).position(|bytes| bytes == extension).unwrap();
            let mut fields = Reader::new(&certificate[at..]).unwrap();
            fields.object_identifier().unwrap();
            let mut names = fields.nested(Tag::OCTET_STRING).unwrap().sequence().unwrap();
            let mut choice = names.nested(Tag::context_constructed(4)).unwrap();
            assert_eq!(
                Name::read(&mut choice).unwrap().display().to_string(),
                format!(
                    "C=JP, O=公的個人認証サービス, OU=公的個人認証サービス{japanese}, \
                     OU=地方公共団体情報システム機構"
                )
            );
        }
    }
    for file in conformance::files(&folder.join("japan"), "crt") {
        let certificate = std::fs::read(&file).unwrap();
        let (issuer, subject) = issuer_and_subject(&certificate);
        for shown in [issuer.display().to_string(), subject.display().to_string()] {
            assert!(shown.starts_with("C=JP, ") || shown.starts_with("C=jp, "), "{shown}");
            assert!(!shown.contains(['#', '{', '…']), "{shown}");
        }
    }
}

proptest! {
    #[test]
    fn what_is_shown_is_one_bounded_line(text in any::<String>(), tag in 0..0x1f_u8) {
        let tag = Tag::from_byte(tag).unwrap();
        let name = name(&[&[(COMMON_NAME, tag, text.as_bytes()), utf8(UNIT, &text)]]);
        for shown in [shown(&name), escape_for_display(&text).to_string()] {
            prop_assert!(shown.chars().count() <= Limits::DISPLAYED_CHARACTERS.saturating_add(1));
            let is_odd = |c: char| c.is_control() || (c.is_whitespace() && !" \u{3000}".contains(c));
            prop_assert!(!shown.contains(is_odd), "{shown:?}");
        }
    }

    #[test]
    fn any_name_can_be_shown(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Ok(name) = Name::from_der(&bytes) {
            prop_assert_eq!(name.display().to_string().is_empty(), name.is_empty());
        }
    }
}
