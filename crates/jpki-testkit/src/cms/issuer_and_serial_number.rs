/// Issuer and serial number of a certificate, each a whole element.
///
/// # Panics
///
/// If the bytes are no certificate.
pub fn issuer_and_serial_number(certificate: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let (content, _) = inside(certificate);
    let (fields, _) = inside(content);
    let mut rest = fields;
    if fields[0] == 0xA0 {
        rest = split(rest).1;
    }
    let (serial_number, rest) = split(rest);
    let (_algorithm, rest) = split(rest);
    let (issuer, _) = split(rest);
    (issuer.to_vec(), serial_number.to_vec())
}

/// The first element, and what follows it.
fn split(der: &[u8]) -> (&[u8], &[u8]) {
    let (_, rest) = inside(der);
    der.split_at(der.len() - rest.len())
}

/// The content of the first element, and what follows the element.
fn inside(der: &[u8]) -> (&[u8], &[u8]) {
    let (header, length) = match der[1] {
        short @ 0..=0x7F => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7F);
            let bytes = der[2..2 + count].iter();
            (2 + count, bytes.fold(0, |length, byte| length << 8 | usize::from(*byte)))
        }
    };
    der[header..].split_at(length)
}
