//! The value of subjectAltName in a certificate that is otherwise well formed.

#![no_main]

use std::hint::black_box;

use jpki_core::basic_four_info::BirthDate;
use jpki_x509::basic_four_info::AttributeArc;
use jpki_x509::certificate::Certificate;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|value: &[u8]| {
    let bytes = certificate_with(value);
    let certificate = Certificate::from_der(&bytes);
    let Ok(certificate) = certificate else {
        assert!(bytes.len() > 0x1_0000, "only its size can be wrong");
        return;
    };
    let Ok(info) = certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC) else { return };
    for text in [info.name_with_substitutes(), info.address_with_substitutes()] {
        assert!(!text.text().chars().any(char::is_control));
        assert!(text.positions().all(|place| place < text.flags().len()));
        assert_eq!(text.has_substitutes(), text.positions().next().is_some());
        let _ = black_box(text.lengths_agree());
    }
    let date = info.date_of_birth();
    assert!(date.digits().len() == 9 && date.digits().bytes().all(|digit| digit.is_ascii_digit()));
    assert_eq!(date.date() == BirthDate::Unknown, date.digits().ends_with("00000000"));
    let _ = black_box((
        date.era(),
        info.sex(),
        certificate.unknown_attributes(&AttributeArc::SYNTHETIC).count(),
    ));
    assert!(!format!("{info:?}").contains(date.digits()));
});

/// A certificate with this subjectAltName and nothing else of interest.
fn certificate_with(value: &[u8]) -> Vec<u8> {
    let algorithm = hexadecimal("300d06092a864886f70d01010b0500");
    let names = element(0x30, &[hexadecimal("0603551d11"), element(0x04, value)].concat());
    let signed = element(
        0x30,
        &[
            hexadecimal("a003020102020107"),
            algorithm.clone(),
            hexadecimal("3000"),
            hexadecimal("301e170d3236303130313030303030305a170d3331303130313030303030305a"),
            hexadecimal("3000"),
            hexadecimal("3000"),
            element(0xa3, &element(0x30, &names)),
        ]
        .concat(),
    );
    element(0x30, &[signed, algorithm, hexadecimal("03020000")].concat())
}

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..=0x7f => bytes.push(length as u8),
        0x80..=0xff => bytes.extend([0x81, length as u8]),
        0x100..=0xffff => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
        _ => bytes.extend([0x83, (length >> 16) as u8, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(content);
    bytes
}

fn hexadecimal(text: &str) -> Vec<u8> {
    let digit = |character: &u8| char::from(*character).to_digit(16).expect("a digit") as u8;
    text.as_bytes().chunks(2).map(|pair| digit(&pair[0]) << 4 | digit(&pair[1])).collect()
}
