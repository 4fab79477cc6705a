//! Names of peers on a network. No rule of the JPKI knows them, so they are matched here and not in the crates.

use std::net::IpAddr;

use jpki_x509::certificate::Certificate;
use jpki_x509::extension::general_name::GeneralName;

/// A name that a certificate must bear in subjectAltName.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PeerName {
    Dns(String),
    Ip(IpAddr),
    Mailbox(String),
}

impl PeerName {
    /// An address where the text is one, else a domain name.
    pub(crate) fn of_host(text: &str) -> Self {
        let address = text.trim_start_matches('[').trim_end_matches(']').parse();
        address.map_or_else(|_| Self::Dns(text.to_owned()), Self::Ip)
    }

    /// Whether the certificate is for this peer. The commonName counts for nothing (RFC 9525 §2).
    pub(crate) fn is_of(&self, certificate: &Certificate) -> bool {
        let names = certificate.unverified_subject_alternative_names().ok().flatten();
        names.into_iter().flatten().any(|name| match (self, name) {
            (Self::Dns(wanted), GeneralName::DnsName(name)) => is_host(wanted, name),
            (Self::Ip(IpAddr::V4(wanted)), GeneralName::IpAddress(name)) => {
                wanted.octets() == *name
            }
            (Self::Ip(IpAddr::V6(wanted)), GeneralName::IpAddress(name)) => {
                wanted.octets() == *name
            }
            (Self::Mailbox(wanted), GeneralName::Rfc822Name(name)) => is_mailbox(wanted, name),
            _ => false,
        })
    }
}

/// RFC 9525 §6.3: without regard to case; `*` only as the whole left-most label, and for one label.
fn is_host(wanted: &str, name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    let wanted = wanted.strip_suffix('.').unwrap_or(wanted);
    match (name.strip_prefix("*."), wanted.split_once('.')) {
        (Some(parent), Some((first, rest))) => {
            !first.is_empty() && !parent.contains('*') && parent.eq_ignore_ascii_case(rest)
        }
        (Some(_), None) => false,
        (None, _) => !name.contains('*') && !name.is_empty() && name.eq_ignore_ascii_case(wanted),
    }
}

/// RFC 5280 §7.5: the host without regard to case, what stands before it byte by byte.
fn is_mailbox(wanted: &str, name: &[u8]) -> bool {
    let Ok(name) = std::str::from_utf8(name) else { return false };
    match (wanted.rsplit_once('@'), name.rsplit_once('@')) {
        (Some((local, host)), Some((own_local, own_host))) => {
            local == own_local && host.eq_ignore_ascii_case(own_host)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn hosts_and_wildcards() {
        for (wanted, name, expected) in [
            ("host.example", "host.example", true),
            ("HOST.example", "host.EXAMPLE", true),
            ("host.example.", "host.example", true),
            ("a.host.example", "*.host.example", true),
            ("host.example", "*.host.example", false),
            ("a.b.host.example", "*.host.example", false),
            (".host.example", "*.host.example", false),
            ("ab.host.example", "a*.host.example", false),
            ("a.b.example", "a.*.example", false),
            ("a.b.example", "*.*.example", false),
            ("example", "*", false),
            ("", "", false),
        ] {
            assert_eq!(is_host(wanted, name.as_bytes()), expected, "{wanted} {name}");
        }
    }
}
