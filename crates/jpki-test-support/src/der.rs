//! DER written by hand, so that it can also be written wrongly.

/// Returns an element: tag, shortest length, content.
#[must_use]
pub fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("a short content").to_be_bytes();
    let header = match content.len() {
        0..=0x7f => vec![tag, length[3]],
        0x80..=0xff => vec![tag, 0x81, length[3]],
        0x100..=0xffff => vec![tag, 0x82, length[2], length[3]],
        0x1_0000..=0xff_ffff => vec![tag, 0x83, length[1], length[2], length[3]],
        _ => [&[tag, 0x84], &length[..]].concat(),
    };
    [header, content.to_vec()].concat()
}

/// Returns a SEQUENCE of these elements.
#[must_use]
pub fn sequence(fields: &[&[u8]]) -> Vec<u8> {
    element(0x30, &fields.concat())
}

/// Returns a non-negative INTEGER in its shortest form.
#[must_use]
pub fn unsigned(magnitude: &[u8]) -> Vec<u8> {
    let zeros = magnitude.iter().take_while(|&&byte| byte == 0).count();
    let mut content = magnitude[zeros..].to_vec();
    if content.first().is_none_or(|&byte| byte >= 0x80) {
        content.insert(0, 0);
    }
    element(0x02, &content)
}

/// Returns the first element whole, its content, and what follows it.
#[must_use]
pub fn split(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let (header, length) = match bytes[1] {
        0x81 => (3, usize::from(bytes[2])),
        0x82 => (4, usize::from(bytes[2]) << 8 | usize::from(bytes[3])),
        short => (2, usize::from(short)),
    };
    let end = header + length;
    (&bytes[..end], &bytes[header..end], &bytes[end..])
}
