//! A reader of DER for tests, separate from the writer under test.

/// Depth, tag and length of an element.
pub(crate) type Shape = (usize, u8, usize);

/// Shapes of all elements in document order, those inside OCTET STRINGs included.
pub(crate) fn shape(der: &[u8]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    walk(der, 0, &mut |depth, tag, content| shapes.push((depth, tag, content.len())));
    shapes
}

/// Tags and contents of all elements in document order.
pub(crate) fn elements(der: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut elements = Vec::new();
    walk(der, 0, &mut |_, tag, content| elements.push((tag, content.to_vec())));
    elements
}

/// Identifier and everything after it, for each extension of a certificate.
pub(crate) fn extension_values(certificate: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let tbs = children(first(certificate).1).remove(0).1;
    let (_, extensions) =
        children(tbs).into_iter().find(|(tag, _)| *tag == 0xA3).expect("extensions");
    children(first(extensions).1)
        .into_iter()
        .map(|(_, extension)| {
            let (_, oid, rest) = split(extension).expect("an identifier");
            (oid.to_vec(), rest.to_vec())
        })
        .collect()
}

fn walk(der: &[u8], depth: usize, visit: &mut impl FnMut(usize, u8, &[u8])) {
    for (tag, content) in children(der) {
        visit(depth, tag, content);
        let constructed = tag & 0x20 != 0;
        if constructed || (tag == 0x04 && is_whole(content)) {
            walk(content, depth + 1, visit);
        }
    }
}

fn is_whole(content: &[u8]) -> bool {
    matches!(split(content), Some((0x02..=0x06 | 0x30, _, [])))
}

fn first(der: &[u8]) -> (u8, &[u8]) {
    children(der).remove(0)
}

fn children(mut der: &[u8]) -> Vec<(u8, &[u8])> {
    let mut children = Vec::new();
    while let Some((tag, content, rest)) = split(der) {
        children.push((tag, content));
        der = rest;
    }
    assert!(der.is_empty(), "bytes that are no element");
    children
}

fn split(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let bytes = if *first < 0x80 { 0 } else { usize::from(first & 0x7F) };
    let (length, rest) = rest.split_at_checked(bytes)?;
    let length = match bytes {
        0 => usize::from(*first),
        _ => length.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)),
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}
