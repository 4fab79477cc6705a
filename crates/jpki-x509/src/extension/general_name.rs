//! `GeneralName` and `GeneralNames` (RFC 5280 §4.2.1.6).

mod canonical;
mod uri;

use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Oid, Reader, Span, Tag};
use jpki_core::name::Name;

pub use canonical::CanonicalGeneralName;

/// One name of any form. Text forms are the bytes of an IA5String, unchecked beyond being ASCII.
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

impl<'a> GeneralName<'a> {
    /// Reads the next name.
    ///
    /// # Errors
    /// If its tag is unknown or its content malformed.
    pub fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let position = reader.position();
        let element = reader.any()?;
        let content = reader.bytes(element.content);
        let unknown = DerError { kind: DerErrorKind::InvalidContent("general name"), position };
        let number = element.tag.context_number().ok_or(unknown)?;
        match (number, element.tag.is_constructed()) {
            (0, true) => {
                let mut fields = reader.inside(element);
                let type_id = fields.object_identifier()?;
                let mut explicit = fields.enter(Tag::context_constructed(0))?;
                fields.finish()?;
                let value = explicit.any()?.whole;
                explicit.finish()?;
                Ok(Self::OtherName { type_id, value: reader.bytes(value) })
            }
            (1, false) if content.is_ascii() => Ok(Self::Rfc822Name(content)),
            (2, false) if content.is_ascii() => Ok(Self::DnsName(content)),
            (3, true) => Ok(Self::X400Address(content)),
            (4, true) => {
                let mut explicit = reader.inside(element);
                let name = Name::read(&mut explicit)?;
                explicit.finish()?;
                Ok(Self::DirectoryName(name))
            }
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

const DIRECTORY_NAME: Tag = Tag::context_constructed(4);

/// One or more names, each well formed.
#[derive(Clone, Copy)]
pub struct GeneralNames<'a> {
    rest: Reader<'a>,
}

impl<'a> GeneralNames<'a> {
    /// Reads the content of a `GeneralNames`, whatever its tag was, to its end.
    ///
    /// # Errors
    /// If there is no name or one is malformed.
    pub fn read_content(content: Reader<'a>) -> Result<Self, DerError> {
        let mut ahead = content;
        GeneralName::read(&mut ahead)?;
        while !ahead.is_empty() {
            GeneralName::read(&mut ahead)?;
        }
        Ok(Self { rest: content })
    }

    /// Reads a whole `GeneralNames`, as in the value of subjectAltName or issuerAltName.
    ///
    /// # Errors
    /// If it is not one or has bytes after it.
    pub fn from_der(bytes: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(bytes)?;
        let content = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        Self::read_content(content)
    }

    /// The names at `span`, which an earlier walk found well formed.
    #[must_use]
    pub fn at(owner: &'a [u8], span: Span) -> Self {
        Self { rest: Reader::within(owner, span) }
    }
}

impl<'a> Iterator for GeneralNames<'a> {
    type Item = GeneralName<'a>;

    fn next(&mut self) -> Option<GeneralName<'a>> {
        if self.rest.peek() == Some(DIRECTORY_NAME) {
            let explicit = self.rest.any().ok()?;
            let name = self.rest.bytes(explicit.content);
            return Some(GeneralName::DirectoryName(Name::from_checked(name)));
        }
        if self.rest.is_empty() { None } else { GeneralName::read(&mut self.rest).ok() }
    }
}

impl fmt::Debug for GeneralNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}
