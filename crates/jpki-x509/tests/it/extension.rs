//! Views of extensions against hand-written DER: X.690, RFC 5280 §4.2, and the bytes of real JPKI
//! certificates.

use jpki_core::der::{Decode, Oid, SequenceOf};
use jpki_x509::extension::general_name::GeneralName;
use jpki_x509::extension::{
    AccessDescription, AuthorityKeyIdentifier, BasicConstraints, DistributionPoint,
    DistributionPointName, ExtendedKeyUsage, KeyIdentifier, KeyUsage, ReasonFlags,
};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|digit| u8::try_from(char::from(digit).to_digit(16).unwrap()).unwrap())
        .collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect()
}

#[test]
fn key_usage() {
    let signing = KeyUsage::DIGITAL_SIGNATURE.union(KeyUsage::NON_REPUDIATION);
    let issuing = KeyUsage::KEY_CERT_SIGN.union(KeyUsage::CRL_SIGN);
    for (value, expected) in [
        ("03020106", issuing),                       // roots of J-LIS
        ("030206C0", signing),                       // 署名用
        ("03020780", KeyUsage::DIGITAL_SIGNATURE),   // 利用者証明用
        ("03020080", KeyUsage::DIGITAL_SIGNATURE),   // trailing zero bits
        ("0303078000", KeyUsage::DIGITAL_SIGNATURE), // a trailing zero byte
        ("0303070080", KeyUsage::DECIPHER_ONLY),     // bit 8
        ("03020001", KeyUsage::ENCIPHER_ONLY),       // bit 7
        ("0304070080 00", KeyUsage::DECIPHER_ONLY),  // a third byte of zeros
    ] {
        assert_eq!(KeyUsage::from_der(&hex(value)), Ok(expected), "{value}");
    }
    for refused in [
        "030100",        // no bit
        "03020700",      // no bit, but an byte
        "03020781",      // set padding (X.690 §11.2.1)
        "0303060040",    // bit 9, which has no name
        "0304000080 80", // bit 16
        "0302088000",    // more than seven unused bits
        "0300",          // no count of unused bits
        "0302078000",    // bytes after the end
        "04020780",      // an OCTET STRING
        "",
    ] {
        assert!(KeyUsage::from_der(&hex(refused)).is_err(), "{refused}");
    }
    assert!(signing.contains(KeyUsage::NON_REPUDIATION));
    assert!(!KeyUsage::DIGITAL_SIGNATURE.contains(signing));
    assert_eq!(format!("{signing:?}"), r#"KeyUsage{"digitalSignature", "nonRepudiation"}"#);
}

#[test]
fn extended_key_usage() {
    let client = hex("300A 06082B06010505070302"); // 利用者証明用
    let usage = ExtendedKeyUsage::from_der(&client).unwrap();
    assert!(usage.names_only(ExtendedKeyUsage::CLIENT_AUTH));
    assert!(!usage.names(ExtendedKeyUsage::SERVER_AUTH));

    let both = hex("3014 06082B06010505070301 06082B06010505070302");
    let usage = ExtendedKeyUsage::from_der(&both).unwrap();
    assert_eq!(
        usage.iter().collect::<Vec<_>>(),
        [ExtendedKeyUsage::SERVER_AUTH, ExtendedKeyUsage::CLIENT_AUTH]
    );
    assert!(usage.names(ExtendedKeyUsage::CLIENT_AUTH));
    assert!(!usage.names_only(ExtendedKeyUsage::CLIENT_AUTH));

    let any = hex("3006 0604551D2500");
    assert!(!ExtendedKeyUsage::from_der(&any).unwrap().names(ExtendedKeyUsage::CLIENT_AUTH));

    for refused in [
        "3000",                         // SIZE (1..MAX)
        "3003 020101",                  // an INTEGER
        "300A 06082B0601050507038002",  // an arc that is padded
        "300A 06082B06010505070302 00", // bytes after the end
        "3009 06082B06010505070302",    // cut short
    ] {
        assert!(ExtendedKeyUsage::from_der(&hex(refused)).is_err(), "{refused}");
    }
}

#[test]
fn basic_constraints() {
    let authority = |path_length| BasicConstraints::Authority { path_length };
    for (value, expected) in [
        ("3000", BasicConstraints::EndEntity),
        ("3003 010100", BasicConstraints::EndEntity), // explicit default
        ("3003 020100", BasicConstraints::EndEntity), // a path length without cA
        ("3003 0101FF", authority(None)),             // roots of J-LIS
        ("3006 0101FF 020100", authority(Some(0))),
        ("3009 0101FF 0204 7FFFFFFF", authority(Some(0x7fff_ffff))),
        ("300A 0101FF 0205 00FFFFFFFF", authority(Some(u32::MAX))),
    ] {
        assert_eq!(BasicConstraints::from_der(&hex(value)), Ok(expected), "{value}");
    }
    for refused in [
        "3003 010101",                 // a BOOLEAN is 00 or FF (X.690 §11.1)
        "3006 0101FF 0201FF",          // a negative path length
        "300A 0101FF 0205 0100000000", // 2³²
        "3007 0101FF 0202 0000",       // a padded INTEGER
        "3006 020100 0101FF",          // the wrong order
        "3003 0101FF 00",              // bytes after the end
        "0101FF",
    ] {
        assert!(BasicConstraints::from_der(&hex(refused)).is_err(), "{refused}");
    }
}

#[test]
fn key_identifiers() {
    assert_eq!(KeyIdentifier::from_der(&hex("0403 010203")).unwrap().as_bytes(), [1, 2, 3]);
    for refused in ["0303 010203", "0403 0102", "0402 010203"] {
        assert!(KeyIdentifier::from_der(&hex(refused)).is_err(), "{refused}");
    }

    let name = "A4 13 30 11 310F 300D 0603550403 1306 497373756572"; // directoryName CN=Issuer
    let all = hex(&format!("3021 8002 0102 A1 15 {name} 8204 0132C4AB"));
    let identifier = AuthorityKeyIdentifier::from_der(&all).unwrap();
    assert_eq!(identifier.key_identifier(), Some(KeyIdentifier::new(&[1, 2])));
    let certificate = identifier.issuer_certificate().unwrap();
    assert_eq!(certificate.serial_number.expose_protected(), [0x01, 0x32, 0xc4, 0xab]);
    let names: Vec<_> = certificate.issuer.iter().collect();
    assert!(matches!(names[..], [GeneralName::DirectoryName(_)]));

    let key_only = hex("3004 8002 0102");
    let identifier = AuthorityKeyIdentifier::from_der(&key_only).unwrap();
    assert!(identifier.issuer_certificate().is_none());
    let nothing = hex("3000");
    assert!(AuthorityKeyIdentifier::from_der(&nothing).unwrap().key_identifier().is_none());

    for refused in [
        format!("301B 8002 0102 A1 15 {name}"), // an issuer without a serial number
        "3008 8002 0102 8202 0102".to_owned(),  // the reverse
        format!("301F 8002 0102 A1 15 {name} 8202 0001"), // a padded serial number
        format!("301D 8002 0102 A1 15 {name} 8200"), // an empty one
        "3008 8002 0102 A100 8200".to_owned(),  // no name
        format!("3021 A1 15 {name} 8204 0132C4AB 8002 0102"), // the wrong order
        "3004 8002 0102 00".to_owned(),         // bytes after the end
    ] {
        assert!(AuthorityKeyIdentifier::from_der(&hex(&refused)).is_err(), "{refused}");
    }
}

#[test]
fn distribution_points_of_a_real_certificate() {
    // jpki-profile §4.1
    let value = hex("3081A0 30819D A0819A A08197 A48194 308191 310B3009060355040613024A50
         310D300B060355040A0C044A504B49
         31233021060355040B0C1A4A504B4920666F72206469676974616C207369676E6174757265
         3120301E060355040B0C1743524C20446973747269627574696F6E20506F696E7473
         3111300F060355040B0C08546F6B796F2D746F
         3119301706035504030C10536869627579612D6B752043524C4450");
    let points: Vec<_> =
        <SequenceOf<'_, DistributionPoint<'_>>>::from_der(&value).unwrap().iter().collect();
    assert_eq!(points.len(), 1);
    assert!(points[0].reasons().is_none() && points[0].crl_issuer().is_none());
    let Some(DistributionPointName::FullName(names)) = points[0].name() else { panic!() };
    let names: Vec<_> = names.iter().collect();
    let [GeneralName::DirectoryName(name)] = names[..] else { panic!() };
    assert_eq!(
        name.display().to_string(),
        "C=JP, O=JPKI, OU=JPKI for digital signature, OU=CRL Distribution Points, OU=Tokyo-to, \
         CN=Shibuya-ku CRLDP"
    );
}

#[test]
fn distribution_points_of_every_form() {
    let uri = "8603 613A62"; // a:b
    let relative = "300D 0603550403 1306 497373756572"; // CN=Issuer
    let value = hex(&format!(
        "3045 3009 A007 A005 {uri}
              3013 A011 A10F {relative}
              3010 A007 A005 {uri} 8103 070080 A200"
    ));
    assert!(
        <SequenceOf<'_, DistributionPoint<'_>>>::from_der(&value).is_err(),
        "an empty cRLIssuer"
    );
    let value = hex(&format!(
        "3036 3009 A007 A005 {uri}
              3013 A011 A10F {relative}
              3014 A007 A005 {uri} 8102 0560 A205 {uri}"
    ));
    let points: Vec<_> =
        <SequenceOf<'_, DistributionPoint<'_>>>::from_der(&value).unwrap().iter().collect();
    assert_eq!(points.len(), 3);
    assert!(matches!(points[0].name(), Some(DistributionPointName::FullName(_))));
    let Some(DistributionPointName::NameRelativeToIssuer(name)) = points[1].name() else {
        panic!()
    };
    assert_eq!(name.attributes().count(), 1);
    let reasons = points[2].reasons().unwrap();
    assert_eq!(reasons, ReasonFlags::KEY_COMPROMISE | ReasonFlags::CA_COMPROMISE);
    assert!(points[2].crl_issuer().is_some());

    for refused in [
        "3000".to_owned(),                                // no point
        "3002 3000".to_owned(),                           // an empty point
        "3006 3004 8102 0560".to_owned(),                 // reasons only
        "3006 3004 A002 A000".to_owned(),                 // no name
        format!("300B 3009 A007 A005 {uri} 00"),          // bytes after the end
        format!("3010 300E A00C A005 {uri} A005 {uri}"),  // two names of the point
        format!("300B 3009 A007 A205 {uri}"),             // neither form of name
        format!("300F 300D 8102 0560 A007 A005 {uri}"),   // the wrong order
        format!("3010 300E A007 A005 {uri} 8103 060040"), // a reason without a name
    ] {
        assert!(
            <SequenceOf<'_, DistributionPoint<'_>>>::from_der(&hex(&refused)).is_err(),
            "{refused}"
        );
    }
}

#[test]
fn reason_flags_are_a_set() {
    let partition = ReasonFlags::KEY_COMPROMISE | ReasonFlags::CERTIFICATE_HOLD;
    let rest = ReasonFlags::ALL - partition;
    assert!(rest.contains(ReasonFlags::SUPERSEDED) && !rest.contains(ReasonFlags::KEY_COMPROMISE));
    assert_eq!(rest | partition, ReasonFlags::ALL);
    assert!((rest & partition).is_empty());
    assert!(ReasonFlags::UNUSED.is_empty() && !partition.is_empty());
    assert!(!ReasonFlags::ALL.contains(ReasonFlags::UNUSED));
}

#[test]
fn authority_information_access() {
    // 利用者証明用: jpki-profile §3 ext 6
    let value = hex("302C 302A 06082B06010505073001 861E
         687474703A2F2F6F637370617574686E6F726D2E6A706B692E676F2E6A70");
    let descriptions: Vec<_> =
        <SequenceOf<'_, AccessDescription<'_>>>::from_der(&value).unwrap().iter().collect();
    assert_eq!(descriptions.len(), 1);
    assert_eq!(descriptions[0].method, AccessDescription::OCSP);
    let GeneralName::UniformResourceIdentifier(uri) = descriptions[0].location else { panic!() };
    assert_eq!(uri, b"http://ocspauthnorm.jpki.go.jp");
    for refused in ["3000", "3002 3000", "300C 300A 06082B06010505073001"] {
        assert!(
            <SequenceOf<'_, AccessDescription<'_>>>::from_der(&hex(refused)).is_err(),
            "{refused}"
        );
    }
}

#[test]
fn general_names_of_every_form() {
    let value = hex("3042 A00B 06032A0304 A004 0C02 6869
              8103 614062  8203 612E62  A302 3000
              A40F 300D 310B 3009 0603550406 1302 4A50
              A504 8102 6869  8603 613A62  8704 7F000001  8803 2A0304");
    let names: Vec<_> =
        <SequenceOf<'_, GeneralName<'_>>>::from_der(&value).unwrap().iter().collect();
    assert_eq!(names.len(), 9);
    let GeneralName::OtherName { type_id, value } = names[0] else { panic!() };
    assert_eq!((type_id, value), (Oid::from_bytes(&[0x2a, 3, 4]), &[0x0c, 2, 0x68, 0x69][..]));
    assert!(matches!(names[1], GeneralName::Rfc822Name(b"a@b")));
    assert!(matches!(names[2], GeneralName::DnsName(b"a.b")));
    assert!(matches!(names[3], GeneralName::X400Address(&[0x30, 0])));
    let GeneralName::DirectoryName(name) = names[4] else { panic!() };
    assert_eq!(name.display().to_string(), "C=JP");
    assert!(matches!(names[5], GeneralName::EdiPartyName(_)));
    assert!(matches!(names[6], GeneralName::UniformResourceIdentifier(b"a:b")));
    assert!(matches!(names[7], GeneralName::IpAddress(&[127, 0, 0, 1])));
    assert!(matches!(names[8], GeneralName::RegisteredId(oid) if oid == type_id));

    for refused in [
        "3000",                                    // no name
        "3005 0C03 612E62",                        // a universal tag
        "3005 8903 612E62",                        // [9]
        "3005 8203 61FF62",                        // not ASCII
        "3005 A203 612E62",                        // a constructed dNSName
        "3006 8404 3002 3000",                     // a primitive directoryName
        "300A A008 06032A0304 A001 0C",            // a value cut short
        "3007 A005 06032A0304",                    // no value
        "300F A00D 06032A0304 A006 0C0168 0C0169", // two values
        "3006 A404 3000 3000",                     // two names in one
        "3005 8203 612E62 00",                     // bytes after the end
    ] {
        assert!(<SequenceOf<'_, GeneralName<'_>>>::from_der(&hex(refused)).is_err(), "{refused}");
    }
}
