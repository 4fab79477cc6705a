//! A form held against a certificate, and a text that a user is shown.

#![no_main]

use jpki_cms::intent::SigningIntent;
use jpki_core::report::Reason;
use jpki_crypto::RustCrypto;
use jpki_testkit::asn1;
use jpki_verify::applicant::{ApplicantForm, FieldMatch};
use jpki_x509::basic_four_info::{AttributeArc, BasicFourInfo};
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|octets: &[u8]| {
    // Which characters are substitutes, then two lines.
    let Some((substitutes, texts)) = octets.split_first_chunk() else { return };
    let substitutes = u64::from_be_bytes(*substitutes);
    let Ok(texts) = core::str::from_utf8(texts) else { return };
    let (certified, form) = texts.split_once('\n').unwrap_or((texts, ""));
    shown(certified);
    let is_letter = |letter| matches!(letter, '0'..='9' | 'A'..='Z' | 'あ'..='ん' | '一'..='鿿');
    if !certified.contains(is_letter) || !form.contains(is_letter) {
        return;
    }
    let plain = |text: &str| text.chars().map(|_| '0').collect::<String>();
    let Some(info) = info(certified, &plain(certified)) else { return };
    assert_eq!(compare(certified, &info), [FieldMatch::Exact; 2]);
    let found = compare(form, &info);
    if let Some(turned) = self::info(form, &plain(form)) {
        assert_eq!(compare(certified, &turned), found, "it does not matter which is certified");
    }
    let marks: String =
        (0..certified.chars().count()).map(|place| flag(substitutes, place)).collect();
    if let Some(info) = self::info(certified, &marks)
        && marks.contains('1')
    {
        let found = compare(form, &info);
        assert!(found.iter().all(|found| *found >= FieldMatch::Substituted));
    }
});

fn flag(substitutes: u64, place: usize) -> char {
    if substitutes >> (place % 64) & 1 == 1 { '1' } else { '0' }
}

fn compare(form: &str, info: &BasicFourInfo) -> [FieldMatch; 2] {
    let found = ApplicantForm::new().with_name(form).with_address(form).compare(info);
    [found.name, found.address].map(|found| found.expect("compared"))
}

/// A text with an override is never taken for one that is seen as it is stored.
fn shown(text: &str) {
    let intent = SigningIntent::of_text("", text, &RustCrypto);
    let turned = SigningIntent::of_text("", &format!("{text}\u{202e}"), &RustCrypto);
    assert_eq!(turned.legibility_fault(), Some(Reason::ShownTextTurns));
    let plain =
        text.chars().all(|character| matches!(character, ' '..='~' | 'ぁ'..='ゖ' | '一'..='鿿'));
    assert!(
        !plain || matches!(intent.legibility_fault(), None | Some(Reason::ShownTextLeavesGaps))
    );
}

/// The basic four information of a certificate that nobody has signed; `None` for text that none may have.
fn info(text: &str, substitutes: &str) -> Option<BasicFourInfo> {
    let values = [text, substitutes, "2", "419900401", text, substitutes];
    let names = (1..).zip(values).map(|(last, value)| {
        let type_id = [&hexadecimal("2b0601040181fd59080505")[..], &[last]].concat();
        let value = asn1::explicit(0, asn1::element(0x0c, value.as_bytes()));
        asn1::implicit(0, asn1::sequence([asn1::element(0x06, &type_id), value]))
    });
    let names = asn1::octet_string(asn1::sequence(names));
    let extensions = asn1::sequence([asn1::sequence([hexadecimal("0603551d11"), names])]);
    let algorithm = hexadecimal("300d06092a864886f70d01010b0500");
    let signed = asn1::sequence([
        hexadecimal("a003020102020107"),
        algorithm.clone(),
        hexadecimal("3000"),
        hexadecimal("301e170d3236303130313030303030305a170d3331303130313030303030305a"),
        hexadecimal("3000"),
        hexadecimal("3000"),
        asn1::explicit(3, extensions),
    ]);
    let certificate = asn1::sequence([signed, algorithm, hexadecimal("03020000")]);
    let certificate = Certificate::from_der(&certificate).ok()?;
    certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).ok()
}

fn hexadecimal(text: &str) -> Vec<u8> {
    let digit = |character: &u8| char::from(*character).to_digit(16).expect("a digit") as u8;
    text.as_bytes().chunks(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect()
}
