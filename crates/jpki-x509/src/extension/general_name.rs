//! `GeneralName` (RFC 5280 §4.2.1.6).

mod canonical;
mod uri;

use core::fmt;

use jpki_core::der::{Decode, DerError, DerErrorKind, Oid, Reader, Tag};
use jpki_core::name::Name;

pub use canonical::CanonicalGeneralName;

/// One name of any form; refused if its tag is unknown. Text forms are the bytes of an IA5String, unchecked beyond being ASCII.
#[derive(Clone, Copy)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 5280 section 4.2.1.6")]
pub enum GeneralName<'a> {
    /// A value of a type that its object identifier names.
    OtherName {
        /// `type-id`
        type_id: Oid<'a>,
        /// The element inside `[0] EXPLICIT`.
        value: &'a [u8],
    },
    /// An e-mail address.
    Rfc822Name(&'a [u8]),
    /// A domain name.
    DnsName(&'a [u8]),
    /// An X.400 address, not looked into.
    X400Address(&'a [u8]),
    /// A distinguished name.
    DirectoryName(Name<'a>),
    /// An EDI party name, not looked into.
    EdiPartyName(&'a [u8]),
    /// A URI.
    UniformResourceIdentifier(&'a [u8]),
    /// 4 or 16 bytes in a name; 8 or 32 in a constraint.
    IpAddress(&'a [u8]),
    /// An object identifier, its arcs unchecked.
    RegisteredId(Oid<'a>),
}

impl<'a> Decode<'a> for GeneralName<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let unknown = reader.error(DerErrorKind::InvalidContent("general name"));
        let element = reader.any()?;
        let content = reader.bytes(element.content);
        let number = element.tag.context_number().ok_or(unknown)?;
        match (number, element.tag.is_constructed()) {
            (0, true) => {
                let mut fields = reader.contents_of(element);
                let type_id = fields.object_identifier()?;
                let explicit = fields.nested(Tag::context_constructed(0))?;
                fields.finish()?;
                let value = explicit.read_all(Reader::any)?;
                Ok(Self::OtherName { type_id, value: reader.bytes(value.whole) })
            }
            (1, false) if content.is_ascii() => Ok(Self::Rfc822Name(content)),
            (2, false) if content.is_ascii() => Ok(Self::DnsName(content)),
            (3, true) => Ok(Self::X400Address(content)),
            (4, true) => reader.contents_of(element).read_all(Name::read).map(Self::DirectoryName),
            (5, true) => Ok(Self::EdiPartyName(content)),
            (6, false) if content.is_ascii() => Ok(Self::UniformResourceIdentifier(content)),
            (7, false) => Ok(Self::IpAddress(content)),
            (8, false) => Ok(Self::RegisteredId(Oid::from_bytes(content))),
            _ => Err(unknown),
        }
    }
}

impl fmt::Debug for GeneralName<'_> {
    /// The form only: a name may be personal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherName { .. } => "OtherName",
            Self::Rfc822Name(_) => "Rfc822Name",
            Self::DnsName(_) => "DnsName",
            Self::X400Address(_) => "X400Address",
            Self::DirectoryName(_) => "DirectoryName",
            Self::EdiPartyName(_) => "EdiPartyName",
            Self::UniformResourceIdentifier(_) => "UniformResourceIdentifier",
            Self::IpAddress(_) => "IpAddress",
            Self::RegisteredId(_) => "RegisteredId",
        })
    }
}
