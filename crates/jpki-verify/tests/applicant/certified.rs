use jpki_testkit::asn1;
use jpki_verify::x509::basic_four_info::{AttributeArc, BasicFourInfo};
use jpki_verify::x509::certificate::Certificate;

/// The basic four information of a certificate that nobody has signed.
#[derive(Clone, Copy)]
pub(crate) struct Certified<'a> {
    pub(crate) name: &'a str,
    pub(crate) name_substitutes: &'a str,
    pub(crate) sex: &'a str,
    pub(crate) birth_date: &'a str,
    pub(crate) address: &'a str,
    pub(crate) address_substitutes: &'a str,
}

impl Certified<'_> {
    pub(crate) fn hanako() -> Self {
        Self {
            name: "見本　花子",
            name_substitutes: "00000",
            sex: "2",
            birth_date: "419900401",
            address: "架空県見本市模擬町１丁目２番３号",
            address_substitutes: "0000000000000000",
        }
    }

    pub(crate) fn info(&self) -> BasicFourInfo {
        let values = [
            self.name,
            self.name_substitutes,
            self.sex,
            self.birth_date,
            self.address,
            self.address_substitutes,
        ];
        // jpki-profile §2.5: the types are 1.3.6.1.4.1.32473.8.5.5.1 to .6
        let names = (1..).zip(values).map(|(last, value)| {
            let type_id = [&hex("2b0601040181fd590805 05")[..], &[last]].concat();
            let value = asn1::explicit(0, asn1::element(0x0c, value.as_bytes()));
            asn1::implicit(0, asn1::sequence([asn1::element(0x06, &type_id), value]))
        });
        let names = asn1::octet_string(asn1::sequence(names));
        let extension = asn1::sequence([hex("0603551d11"), names]);
        let algorithm = hex("300d06092a864886f70d01010b0500");
        let validity = "301e170d3236303130313030303030305a170d3331303130313030303030305a";
        let signed = asn1::sequence([
            hex("a003020102020107"),
            algorithm.clone(),
            hex("3000"),
            hex(validity),
            hex("3000"),
            hex("3000"),
            asn1::explicit(3, asn1::sequence([extension])),
        ]);
        let der = asn1::sequence([signed, algorithm, hex("03020000")]);
        let certificate = Certificate::from_der(&der).expect("a certificate");
        certificate.unverified_basic_four_info(&AttributeArc::SYNTHETIC).expect("attributes")
    }
}

fn hex(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .chars()
        .filter_map(|digit| Some(u8::try_from(digit.to_digit(16)?).unwrap()))
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
