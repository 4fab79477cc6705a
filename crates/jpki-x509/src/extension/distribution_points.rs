use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, SequenceOf, Tag};
use jpki_core::name::RelativeName;

use super::ReasonFlags;
use super::general_name::GeneralName;

/// Where lists are that cover a certificate (CRL分配点, RFC 5280 §4.2.1.13; freshestCRL, §4.2.1.15). It has a
/// name, an issuer of the list, or both.
///
/// JPKI names them by directory names (jpki-profile §4.1). The names are for matching against the
/// issuingDistributionPoint of a list; an address in an untrusted certificate must not be followed.
///
/// Refused: one with reasons only or nothing at all.
#[derive(Clone, Copy, Debug)]
pub struct DistributionPoint<'a> {
    name: Option<DistributionPointName<'a>>,
    reasons: Option<ReasonFlags>,
    crl_issuer: Option<SequenceOf<'a, GeneralName<'a>>>,
}

impl<'a> DistributionPoint<'a> {
    /// Returns its name, which a partitioned list repeats.
    #[must_use]
    pub const fn name(&self) -> Option<DistributionPointName<'a>> {
        self.name
    }

    /// Returns the reasons that its lists cover; all if not given.
    #[must_use]
    pub const fn reasons(&self) -> Option<ReasonFlags> {
        self.reasons
    }

    /// Who issues its lists; the issuer of the certificate if not given.
    #[must_use]
    pub const fn crl_issuer(&self) -> Option<SequenceOf<'a, GeneralName<'a>>> {
        self.crl_issuer
    }
}

impl<'a> Decode<'a> for DistributionPoint<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let empty = reader.error(DerErrorKind::InvalidContent("distribution point"));
        let mut fields = reader.sequence()?;
        let name = fields
            .optional_nested(Tag::context_constructed(0))?
            .map(DistributionPointName::read_content)
            .transpose()?;
        let reasons = fields
            .optional(Tag::context(1))?
            .map(|flags| ReasonFlags::read_content(&fields, flags))
            .transpose()?;
        let crl_issuer = fields
            .optional_nested(Tag::context_constructed(2))?
            .map(SequenceOf::read_content)
            .transpose()?;
        fields.finish()?;
        if name.is_none() && crl_issuer.is_none() {
            return Err(empty);
        }
        Ok(Self { name, reasons, crl_issuer })
    }
}

/// The name of a distribution point, in a certificate or a list.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 5280 section 4.2.1.13")]
pub enum DistributionPointName<'a> {
    /// Names that mean the same point.
    FullName(SequenceOf<'a, GeneralName<'a>>),
    /// One RDN which, put behind the name of the list's issuer, gives the name.
    NameRelativeToIssuer(RelativeName<'a>),
}

impl<'a> DistributionPointName<'a> {
    /// Reads the content of the explicit tag around a `DistributionPointName`, to its end.
    ///
    /// # Errors
    /// If it is no `DistributionPointName` or has bytes after it.
    pub fn read_content(mut explicit: Reader<'a>) -> Result<Self, DerError> {
        let name = match explicit.optional_nested(Tag::context_constructed(0))? {
            Some(names) => Self::FullName(SequenceOf::read_content(names)?),
            None => {
                let attributes = explicit.read(Tag::context_constructed(1))?;
                Self::NameRelativeToIssuer(RelativeName::read_inside(&explicit, attributes)?)
            }
        };
        explicit.finish()?;
        Ok(name)
    }
}
