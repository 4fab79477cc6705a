//! Normalisation of URIs before they are compared (RFC 5280 §7.4, RFC 3986 §6.2.2 and §6.2.3).

use alloc::vec::Vec;

/// The URI in its normal form. What has no scheme is no URI, and stays as it is.
pub(super) fn canonical(uri: &[u8]) -> Vec<u8> {
    let Some((scheme, rest)) = split_scheme(uri) else { return uri.to_vec() };
    let scheme = scheme.to_ascii_lowercase();
    let default_port = default_port(&scheme);
    let rest = with_normal_percent_encoding(rest);
    let (hierarchy, query_and_fragment) = split_before(&rest, b"?#");

    let mut normal = scheme;
    normal.push(b':');
    match hierarchy.strip_prefix(b"//") {
        Some(hierarchy) => {
            let (authority, path) = split_before(hierarchy, b"/");
            normal.extend_from_slice(b"//");
            append_authority(&mut normal, authority, default_port);
            match path {
                [] if default_port.is_some() => normal.push(b'/'),
                path => normal.extend(without_dot_segments(path)),
            }
        }
        None => {
            let path = without_dot_segments(hierarchy);
            // A path that begins with two slashes would be read as an authority.
            let is_clear = !path.starts_with(b"//");
            normal.extend_from_slice(if is_clear { &path } else { hierarchy });
        }
    }
    normal.extend_from_slice(query_and_fragment);
    normal
}

fn split_scheme(uri: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = uri.iter().position(|byte| *byte == b':')?;
    let (scheme, rest) = uri.split_at_checked(colon)?;
    let is_scheme = scheme.first()?.is_ascii_alphabetic()
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
    is_scheme.then_some((scheme, rest.strip_prefix(b":")?))
}

/// The default port of the schemes whose own rules RFC 5280 §7.4 demands.
fn default_port(scheme: &[u8]) -> Option<&'static [u8]> {
    match scheme {
        b"http" => Some(b"80"),
        b"https" => Some(b"443"),
        b"ftp" => Some(b"21"),
        b"ldap" => Some(b"389"),
        _ => None,
    }
}

fn split_before<'a>(bytes: &'a [u8], delimiters: &[u8]) -> (&'a [u8], &'a [u8]) {
    let end = bytes.iter().position(|byte| delimiters.contains(byte)).unwrap_or(bytes.len());
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

// RFC 3986 §6.2.2.1, §6.2.2.2
fn with_normal_percent_encoding(bytes: &[u8]) -> Vec<u8> {
    let mut normal = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    loop {
        match rest {
            [] => return normal,
            [b'%', high, low, after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                let byte = digit(*high) << 4 | digit(*low);
                if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                    normal.push(byte);
                } else {
                    normal.extend([b'%', high.to_ascii_uppercase(), low.to_ascii_uppercase()]);
                }
                rest = after;
            }
            [byte, after @ ..] => {
                normal.push(*byte);
                rest = after;
            }
        }
    }
}

fn digit(character: u8) -> u8 {
    char::from(character).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0)
}

// RFC 3986 §6.2.2.1, §6.2.3: the host in lower case, no default port.
fn append_authority(normal: &mut Vec<u8>, authority: &[u8], default_port: Option<&[u8]>) {
    let host_at =
        authority.iter().rposition(|byte| *byte == b'@').map_or(0, |at| at.saturating_add(1));
    let (user, host_and_port) = authority.split_at_checked(host_at).unwrap_or((&[], authority));
    let colon = host_and_port.iter().rposition(|byte| *byte == b':');
    let (host, port) = match colon.and_then(|colon| host_and_port.split_at_checked(colon)) {
        // Within brackets a colon belongs to the address.
        Some((host, port)) if !port.contains(&b']') => (host, port),
        _ => (host_and_port, &[][..]),
    };
    normal.extend_from_slice(user);
    append_lower_case(normal, host);
    let is_default = default_port.is_some_and(|default| {
        port.strip_prefix(b":").is_some_and(|port| port.is_empty() || port == default)
    });
    if !is_default {
        normal.extend_from_slice(port);
    }
}

/// Lower case, but for the digits of what is percent-encoded.
fn append_lower_case(normal: &mut Vec<u8>, host: &[u8]) {
    let mut rest = host;
    loop {
        match rest {
            [] => return,
            [b'%', high, low, after @ ..]
                if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() =>
            {
                normal.extend([b'%', *high, *low]);
                rest = after;
            }
            [byte, after @ ..] => {
                normal.push(byte.to_ascii_lowercase());
                rest = after;
            }
        }
    }
}

// RFC 3986 §5.2.4, for paths from the root
fn without_dot_segments(path: &[u8]) -> Vec<u8> {
    let Some(segments) = path.strip_prefix(b"/") else { return path.to_vec() };
    let mut kept: Vec<&[u8]> = Vec::new();
    let mut segments = segments.split(|byte| *byte == b'/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            b"." => {}
            b".." => drop(kept.pop()),
            segment => {
                kept.push(segment);
                continue;
            }
        }
        if segments.peek().is_none() {
            kept.push(&[]);
        }
    }
    kept.iter().flat_map(|segment| b"/".iter().chain(*segment)).copied().collect()
}
