//! What a name in subjectAltName or issuerAltName must look like (RFC 5280 §4.2.1.6, §4.2.1.7).

use crate::extension::general_name::GeneralName;
use crate::path::name_constraints::is_host_name;

pub(super) fn conforms(name: GeneralName<'_>) -> bool {
    match name {
        GeneralName::DnsName(name) => {
            // In the preferred name syntax, its first label possibly a wildcard.
            let host = name.strip_prefix(b"*.").unwrap_or(name);
            is_host_name(host) && !host.contains(&b'_')
        }
        GeneralName::Rfc822Name(mailbox) => is_mailbox(mailbox),
        GeneralName::UniformResourceIdentifier(uri) => is_absolute(uri),
        GeneralName::IpAddress(address) => matches!(address.len(), 4 | 16),
        GeneralName::DirectoryName(name) => !name.is_empty(),
        GeneralName::X400Address(content) | GeneralName::EdiPartyName(content) => {
            !content.is_empty()
        }
        GeneralName::RegisteredId(oid) => !oid.as_bytes().is_empty(),
        GeneralName::OtherName { .. } => true,
    }
}

// RFC 5321 §4.1.2
fn is_mailbox(address: &[u8]) -> bool {
    let Some(at) = address.iter().rposition(|byte| *byte == b'@') else { return false };
    let Some((local_part, [_, domain @ ..])) = address.split_at_checked(at) else { return false };
    let is_atom = |byte: &u8| byte.is_ascii_graphic() && !b"\"(),:;<>@[\\]".contains(byte);
    let is_local_part = match local_part {
        [] => false,
        [b'"', .., b'"'] => true,
        _ => local_part.iter().all(is_atom),
    };
    is_local_part && (is_host_name(domain) || matches!(domain, [b'[', .., b']']))
}

// RFC 3986 §3.1, and something after the scheme
fn is_absolute(uri: &[u8]) -> bool {
    let Some(colon) = uri.iter().position(|byte| *byte == b':') else { return false };
    let Some((scheme, rest)) = uri.split_at_checked(colon) else { return false };
    scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
        && rest.len() > 1
}
