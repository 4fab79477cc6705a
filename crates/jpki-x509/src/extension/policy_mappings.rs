use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Oid, Reader, Tag};

use super::certificate_policies::ANY_POLICY;

/// Which policies of the issuer's domain the subject's domain calls otherwise (ポリシーマッピング,
/// RFC 5280 §4.2.1.5).
///
/// Refused: a mapping from or to anyPolicy (RFC 5280 §6.1.4(a)).
#[derive(Clone, Copy)]
pub struct PolicyMappings<'a> {
    mappings: Reader<'a>,
}

/// One mapping.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_structs, reason = "the SEQUENCE of RFC 5280 section 4.2.1.5")]
pub struct PolicyMapping<'a> {
    /// The policy in the domain of the issuer, and of the trust anchor above it.
    pub issuer_domain: Oid<'a>,
    /// The policy in the domain of the subject that is to count as equivalent.
    pub subject_domain: Oid<'a>,
}

impl<'a> PolicyMappings<'a> {
    /// Reads the value of the extension.
    ///
    /// # Errors
    /// If it holds no mapping or is refused; see the type.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mappings = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let mut ahead = mappings;
        PolicyMapping::read(&mut ahead)?;
        while !ahead.is_empty() {
            PolicyMapping::read(&mut ahead)?;
        }
        Ok(Self { mappings })
    }

    /// Returns the mappings in their order.
    pub fn mappings(self) -> impl Iterator<Item = PolicyMapping<'a>> {
        let mut rest = self.mappings;
        core::iter::from_fn(move || PolicyMapping::read(&mut rest).ok())
    }
}

impl fmt::Debug for PolicyMappings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PolicyMappings({} mappings)", self.mappings().count())
    }
}

impl<'a> PolicyMapping<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let position = reader.position();
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        let issuer_domain = fields.object_identifier()?;
        let subject_domain = fields.object_identifier()?;
        fields.finish()?;
        if issuer_domain == ANY_POLICY || subject_domain == ANY_POLICY {
            let kind = DerErrorKind::InvalidContent("mapping of anyPolicy");
            return Err(DerError { kind, position });
        }
        Ok(Self { issuer_domain, subject_domain })
    }
}
