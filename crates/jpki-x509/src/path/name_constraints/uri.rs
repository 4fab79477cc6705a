use jpki_core::name::Containment;

use super::dns;

/// A base is one host, or with a leading period all hosts below a domain (RFC 5280 §4.2.1.10). The empty
/// base is the base of every host. A URI without a host that is a domain name cannot be compared.
pub(super) fn relate(name: &[u8], base: &[u8]) -> Containment {
    let Some(host) = host(name) else {
        return Containment::Undecided;
    };
    let within = match base {
        [] => true,
        [b'.', domain @ ..] if dns::is_host(domain) => dns::is_below(host, domain),
        _ if dns::is_host(base) => dns::equal(host, base),
        _ => return Containment::Undecided,
    };
    if within { Containment::Within } else { Containment::Outside }
}

/// `scheme "://" [userinfo "@"] host [":" port]`, then a path, query or fragment (RFC 3986 §3.2).
fn host(uri: &[u8]) -> Option<&[u8]> {
    let colon = uri.iter().position(|byte| *byte == b':')?;
    let authority = uri.get(colon.saturating_add(1)..)?.strip_prefix(b"//")?;
    let authority = authority.split(|byte| b"/?#".contains(byte)).next()?;
    let host_and_port = authority.rsplit(|byte| *byte == b'@').next()?;
    let mut parts = host_and_port.splitn(2, |byte| *byte == b':');
    let (host, port) = (parts.next()?, parts.next().unwrap_or_default());
    let is_port = port.iter().all(u8::is_ascii_digit);
    (is_port && dns::is_host(host) && !is_ipv4(host)).then_some(host)
}

/// Whether the last label is a number, which no top-level domain is (RFC 3696 §2).
fn is_ipv4(host: &[u8]) -> bool {
    let last = host.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
    last.iter().all(u8::is_ascii_digit)
}
