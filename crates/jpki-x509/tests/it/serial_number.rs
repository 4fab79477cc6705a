//! Serial numbers from outside a certificate: X.690 §8.3, RFC 5280 §4.1.2.2.

use jpki_core::event::SubjectKind;
use jpki_core::localized::{Locale, Localized};
use jpki_core::name::Name;
use jpki_testkit::oid;
use jpki_testkit::pki::DistinguishedName;
use jpki_x509::certificate::{OwnedSerialNumber, SerialNumber, SerialNumberError};
use proptest::prelude::*;

/// Content bytes of the INTEGER with this two's complement, shortened by hand as X.690 §8.3.2 says.
fn shortest(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    while let [first, second, ..] = bytes[..]
        && (first == 0 && second < 0x80 || first == 0xff && second >= 0x80)
    {
        bytes.remove(0);
    }
    bytes
}

#[test]
fn der_content_is_taken_as_certificates_hold_it() {
    for bytes in [
        &[0x07][..],
        &[0x7f],
        &[0x00, 0x80],
        &[0x00, 0xff, 0xff],
        // what RFC 5280 §4.1.2.2 forbids, but certificates may hold
        &[0x00],
        &[0x80],
        &[0xff],
        &[0xff, 0x7f],
        &[0x01; 21],
    ] {
        let number = SerialNumber::from_der_content(bytes).unwrap();
        assert_eq!(number.expose_protected(), bytes);
    }
}

#[test]
fn der_content_that_no_certificate_can_hold_is_refused() {
    for (bytes, error) in [
        (&[][..], SerialNumberError::Empty),
        (&[0x00, 0x00], SerialNumberError::Padded),
        (&[0x00, 0x07], SerialNumberError::Padded),
        (&[0x00, 0x7f, 0xff], SerialNumberError::Padded),
        (&[0x00, 0x00, 0x80], SerialNumberError::Padded),
        (&[0xff, 0x80], SerialNumberError::Padded),
        (&[0xff, 0xff, 0x7f], SerialNumberError::Padded),
    ] {
        assert_eq!(SerialNumber::from_der_content(bytes).unwrap_err(), error, "{bytes:x?}");
    }
}

#[test]
fn a_magnitude_of_any_width_is_one_number() {
    for (magnitude, expected) in [
        (&[0x07][..], &[0x07][..]),
        (&[0x00, 0x07], &[0x07]),
        (&[0x82, 0x01], &[0x00, 0x82, 0x01]),
        (&[0x00, 0x82, 0x01], &[0x00, 0x82, 0x01]),
        (&[0x00, 0x00, 0x00, 0x82, 0x01], &[0x00, 0x82, 0x01]),
        (&[0xff], &[0x00, 0xff]),
        (&[0x01, 0x00], &[0x01, 0x00]),
    ] {
        let number = SerialNumber::from_magnitude(magnitude).unwrap();
        assert_eq!(number.as_serial_number().expose_protected(), expected, "{magnitude:x?}");
    }
    assert_eq!(SerialNumber::from_magnitude(&[]).unwrap_err(), SerialNumberError::Empty);
    for zeros in [&[0][..], &[0; 20]] {
        assert_eq!(SerialNumber::from_magnitude(zeros).unwrap_err(), SerialNumberError::Zero);
    }
}

#[test]
fn nothing_of_an_owned_number_is_shown() {
    let owned = SerialNumber::from_magnitude(&[0xab, 0xcd]).unwrap();
    assert_eq!(
        format!("{owned:?}"),
        "OwnedSerialNumber { bytes: Protected(serial number, 法56条1項・57条1項) }"
    );
    let error = SerialNumberError::Padded;
    assert_eq!(error.code(), "serial-number.padded");
    assert_ne!(error.text(Locale::Ja), error.text(Locale::En));
}

proptest! {
    #[test]
    fn der_content_is_taken_exactly_if_it_is_the_shortest(bytes in prop::collection::vec(any::<u8>(), 1..4)) {
        let is_shortest = shortest(&bytes) == bytes;
        prop_assert_eq!(SerialNumber::from_der_content(&bytes).is_ok(), is_shortest);
    }

    #[test]
    fn a_magnitude_gives_what_der_gives(
        zeros in 0_usize..24,
        magnitude in prop::collection::vec(any::<u8>(), 1..24),
    ) {
        prop_assume!(magnitude.iter().any(|byte| *byte != 0));
        let padded = [vec![0; zeros], magnitude.clone()].concat();
        let expected = shortest(&[vec![0], magnitude].concat());
        let number = SerialNumber::from_magnitude(&padded).unwrap();
        prop_assert_eq!(number.as_serial_number().expose_protected(), &expected);
        let from_der = SerialNumber::from_der_content(&expected).unwrap();
        prop_assert!(from_der.matches(number.as_serial_number()));
        prop_assert!(OwnedSerialNumber::from(from_der).as_serial_number().matches(from_der));
    }
}

#[test]
fn a_certificate_is_one_subject_of_a_log_however_its_issuers_name_is_written() {
    let subject = |name: &DistinguishedName, serial: &[u8]| {
        let der = name.to_der();
        let number = SerialNumber::from_der_content(serial).unwrap();
        let subject = number.as_event_subject(Name::from_der(&der).unwrap());
        assert_eq!(subject.kind(), SubjectKind::Certificate);
        assert!(!format!("{subject:?}").contains("22"), "{subject:?}");
        subject.expose_protected().to_vec()
    };
    let utf8 = |text| DistinguishedName::new().utf8(oid::COMMON_NAME, text);
    let printable = |text| DistinguishedName::new().printable(oid::COMMON_NAME, text);
    let one = subject(&utf8("An Authority"), &[0x16]);
    assert_eq!(subject(&printable("an  AUTHORITY"), &[0x16]), one);
    for (name, serial) in [
        (utf8("An Authority"), &[0x17][..]),
        (utf8("An Authority"), &[0x16, 0x16]),
        (utf8("Another Authority"), &[0x16]),
        (utf8("An Authority").utf8(oid::COMMON_NAME, "An Authority"), &[0x16]),
    ] {
        assert_ne!(subject(&name, serial), one);
    }
}
