use alloc::vec::Vec;
use core::fmt;

use jpki_core::name::CanonicalName;

use super::{GeneralName, uri};

/// A general name in the one form that all names equal to it share: to look names up by, in a map or an
/// index. Two are equal exactly when [`GeneralName::matches`] says so of the names they were made from.
/// The order has no meaning.
///
/// `Debug` shows none of it: a name may be personal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CanonicalGeneralName {
    form: Form,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Form {
    Other { type_id: Vec<u8>, value: Vec<u8> },
    Mailbox(Vec<u8>),
    Domain(Vec<u8>),
    X400Address(Vec<u8>),
    Directory(CanonicalName),
    EdiPartyName(Vec<u8>),
    Uri(Vec<u8>),
    IpAddress(Vec<u8>),
    RegisteredId(Vec<u8>),
}

impl GeneralName<'_> {
    /// Returns the form that all general names share which [match](Self::matches) this one.
    #[must_use]
    pub fn canonical(&self) -> CanonicalGeneralName {
        let form = match *self {
            Self::OtherName { type_id, value } => {
                Form::Other { type_id: type_id.as_bytes().to_vec(), value: value.to_vec() }
            }
            Self::Rfc822Name(mailbox) => Form::Mailbox(canonical_mailbox(mailbox)),
            // RFC 5280 §7.2
            Self::DnsName(name) => Form::Domain(name.to_ascii_lowercase()),
            Self::X400Address(address) => Form::X400Address(address.to_vec()),
            Self::DirectoryName(name) => Form::Directory(name.canonical()),
            Self::EdiPartyName(name) => Form::EdiPartyName(name.to_vec()),
            Self::UniformResourceIdentifier(uri) => Form::Uri(uri::canonical(uri)),
            Self::IpAddress(address) => Form::IpAddress(address.to_vec()),
            Self::RegisteredId(identifier) => Form::RegisteredId(identifier.as_bytes().to_vec()),
        };
        CanonicalGeneralName { form }
    }

    /// Returns whether both are one name (RFC 5280 §7): of the same form, and
    ///
    /// - directory names as [`Name::matches`](jpki_core::name::Name::matches) says;
    /// - domain names and the hosts of e-mail addresses in either case (§7.2, §7.5);
    /// - URIs after the normalisation of §7.4: case of scheme and host, percent-encoding, dot segments,
    ///   and for http, https, ftp and ldap the default port and the empty path;
    /// - all others byte for byte.
    #[must_use]
    pub fn matches(&self, other: &GeneralName<'_>) -> bool {
        match (self, other) {
            (Self::DirectoryName(this), GeneralName::DirectoryName(that)) => this.matches(that),
            _ => self.canonical() == other.canonical(),
        }
    }
}

impl fmt::Debug for CanonicalGeneralName {
    /// The form only.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.form {
            Form::Other { .. } => "OtherName",
            Form::Mailbox(_) => "Rfc822Name",
            Form::Domain(_) => "DnsName",
            Form::X400Address(_) => "X400Address",
            Form::Directory(_) => "DirectoryName",
            Form::EdiPartyName(_) => "EdiPartyName",
            Form::Uri(_) => "UniformResourceIdentifier",
            Form::IpAddress(_) => "IpAddress",
            Form::RegisteredId(_) => "RegisteredId",
        })
    }
}

// RFC 5280 §7.5: the case of the local part counts, that of the host does not.
fn canonical_mailbox(mailbox: &[u8]) -> Vec<u8> {
    let mut canonical = mailbox.to_vec();
    if let Some(at) = mailbox.iter().rposition(|byte| *byte == b'@')
        && let Some(host) = canonical.get_mut(at..)
    {
        host.make_ascii_lowercase();
    }
    canonical
}
