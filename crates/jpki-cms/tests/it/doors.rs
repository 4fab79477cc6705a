//! Messages with every certificate and CRL of the vectors through the types of `cms` and back.

use cms::signed_data::SignerIdentifier as TheirIdentifier;
use der::Encode;
use jpki_cms::signed_data::{self, SignedData};
use jpki_cms::signer_info::{SignerIdentifier, SignerInfo};
use jpki_core::limits::Limits;
use jpki_test_support::conformance;
use jpki_testkit::cms::{
    AttributeOrder, ContentEncoding, LengthForm, SignedDataBuilder, SignerBuilder,
    signature_time_stamp,
};
use jpki_testkit::vectors;

use crate::support::{CONTENT, hanako, taro};

const LIMITS: Limits = Limits::DEFAULT;

/// A message of one signer with signed and unsigned attributes.
fn message() -> SignedDataBuilder {
    let hanako = hanako();
    let token = vec![0x30, 0x03, 0x02, 0x01, 0x07];
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key())
        .unsigned_attribute(signature_time_stamp(&[token]));
    SignedDataBuilder::new(CONTENT).signer(signer)
}

#[test]
fn messages_come_back_as_they_were() {
    let message = message();
    let files = |extension| conformance::files(&vectors::folder(), extension);
    let inputs = files("cer").into_iter().chain(files("crl"));
    let (mut read, mut refused) = (0, 0);
    for file in inputs {
        let bytes = std::fs::read(&file).unwrap();
        let is_certificate = file.extension().unwrap() == "cer";
        let message = message.clone();
        let message = if is_certificate {
            message.certificate(&bytes)
        } else {
            message.revocation_list(&bytes)
        };
        let message = message.build();
        let Ok(theirs) = signed_data::to_cms(&message, &LIMITS) else {
            refused += 1;
            continue;
        };
        let back = signed_data::from_cms(&theirs).unwrap();
        assert!(back == message, "{}", file.display());
        read += 1;
    }
    // A certificate or CRL that cannot be read is passed over by ours and spoils the message for theirs.
    assert!(read > 250 && refused < 10, "{read} read, {refused} refused");
}

#[test]
fn signers_come_back_as_they_were() {
    let taro = taro();
    let by_key =
        SignerBuilder::new(taro.certificate(), taro.key()).by_key_identifier(b"identifier");
    let message = message().signer(by_key).build();
    let ours = SignedData::from_ber(&message).unwrap().signed_data;
    for signer in ours.signers().map(Option::unwrap) {
        let theirs = signer.to_cms(&LIMITS).unwrap();
        assert_eq!(theirs.signature.as_bytes(), signer.signature());
        match (signer.identifier().unwrap(), &theirs.sid) {
            (
                SignerIdentifier::IssuerAndSerialNumber(issuer, number),
                TheirIdentifier::IssuerAndSerialNumber(theirs),
            ) => {
                assert_eq!(theirs.issuer.to_der().unwrap(), issuer.as_bytes());
                assert_eq!(theirs.serial_number.as_bytes(), number.expose_protected());
            }
            (
                SignerIdentifier::SubjectKeyIdentifier(identifier),
                TheirIdentifier::SubjectKeyIdentifier(theirs),
            ) => assert_eq!(theirs.0.as_bytes(), identifier),
            (ours, theirs) => panic!("{ours:?}, {theirs:?}"),
        }
        let der = theirs.to_der().unwrap();
        let back = SignerInfo::from_ber_with(&der, &LIMITS).unwrap();
        assert_eq!(back.to_cms(&LIMITS).unwrap(), theirs);
        let stamps = back.time_stamp_bytes(&LIMITS).unwrap();
        assert_eq!(stamps, signer.time_stamp_bytes(&LIMITS).unwrap());
        SignerInfo::from_ber_with(&der[..der.len() - 1], &LIMITS).unwrap_err();
    }
}

#[test]
fn a_message_in_ber_is_the_message_in_der() {
    let message = message();
    let der = signed_data::to_cms(&message.build(), &LIMITS).unwrap();
    for encoding in [ContentEncoding::Pieces(5), ContentEncoding::NestedPieces(5, 2)] {
        let message = message.clone().encoding(encoding).lengths(LengthForm::Indefinite).build();
        assert_eq!(signed_data::to_cms(&message, &LIMITS).unwrap(), der, "{encoding:?}");
        signed_data::to_cms(&message[..message.len() - 1], &LIMITS).unwrap_err();
    }
    let mut other = message.build();
    let at = other.windows(9).position(|oid| oid == b"\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02");
    other[at.unwrap() + 8] = 3;
    signed_data::to_cms(&other, &LIMITS).unwrap_err();
    SignedData::from_ber(&other).unwrap_err();
}

/// Why what `cms` encodes is not to be verified: here it puts right what was signed in another order.
#[test]
fn encoding_anew_changes_what_was_signed() {
    let hanako = hanako();
    let signer = SignerBuilder::new(hanako.certificate(), hanako.key())
        .attribute_order(AttributeOrder::Reversed);
    let message = SignedDataBuilder::new(CONTENT).signer(signer).build();
    let theirs = signed_data::to_cms(&message, &LIMITS).unwrap();
    assert_ne!(signed_data::from_cms(&theirs).unwrap(), message);
}
