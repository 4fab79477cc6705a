//! DER written by hand, so that it can also be written wrongly.

/// One element: tag, shortest length, content.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..=0x7f => bytes.push(length as u8),
        0x80..=0xff => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(content);
    bytes
}

/// A non-negative INTEGER in its shortest form.
pub(crate) fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|&&byte| byte == 0).count();
    let mut content = magnitude[zeros..].to_vec();
    if content.first().is_none_or(|&byte| byte >= 0x80) {
        content.insert(0, 0);
    }
    element(0x02, &content)
}

pub(crate) fn sequence(fields: &[&[u8]]) -> Vec<u8> {
    element(0x30, &fields.concat())
}

/// `SubjectPublicKeyInfo` with the algorithm of another one and this key.
pub(crate) fn with_key(like: &[u8], key: &[u8]) -> Vec<u8> {
    let (_, fields, _) = split(like);
    let (algorithm, _, _) = split(fields);
    sequence(&[algorithm, &element(0x03, &[&[0], key].concat())])
}

pub(crate) fn rsa_key(modulus: &[u8], exponent: &[u8]) -> Vec<u8> {
    let key = sequence(&[&unsigned(modulus), &unsigned(exponent)]);
    // rsaEncryption with NULL (RFC 3279 §2.3.1)
    let oid = element(0x06, &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);
    sequence(&[&sequence(&[&oid, &[0x05, 0x00]]), &element(0x03, &[&[0], &key[..]].concat())])
}

/// The first element whole, its content, and what follows it.
pub(crate) fn split(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (header, length) = match bytes[1] {
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
        short => (2, usize::from(short)),
    };
    let end = header + length;
    (&bytes[..end], &bytes[header..end], &bytes[end..])
}
