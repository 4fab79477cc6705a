use core::fmt;

use jpki_core::der::{DerError, DerErrorKind, Reader, Tag};
use jpki_core::name::RelativeName;

use super::ReasonFlags;
use super::general_name::GeneralNames;

/// Where the lists are that cover a certificate (CRL分配点, RFC 5280 §4.2.1.13; freshestCRL, §4.2.1.15).
///
/// JPKI names them by directory names (jpki-profile §4.1). The names are for matching against the
/// issuingDistributionPoint of a list; an address in an untrusted certificate must not be followed.
///
/// Refused: no distribution point, and one with reasons only or nothing at all.
#[derive(Clone, Copy)]
pub struct DistributionPoints<'a> {
    next: Option<DistributionPoint<'a>>,
    rest: Reader<'a>,
}

impl<'a> DistributionPoints<'a> {
    /// Reads the value of cRLDistributionPoints or freshestCRL.
    ///
    /// # Errors
    /// If it is refused; see the type.
    pub fn from_der(value: &'a [u8]) -> Result<Self, DerError> {
        let mut reader = Reader::new(value)?;
        let mut rest = reader.enter(Tag::SEQUENCE)?;
        reader.finish()?;
        let first = DistributionPoint::read(&mut rest)?;
        let mut ahead = rest;
        while !ahead.is_empty() {
            DistributionPoint::read(&mut ahead)?;
        }
        Ok(Self { next: Some(first), rest })
    }
}

impl<'a> Iterator for DistributionPoints<'a> {
    type Item = DistributionPoint<'a>;

    fn next(&mut self) -> Option<DistributionPoint<'a>> {
        let current = self.next.take();
        if !self.rest.is_empty() {
            self.next = DistributionPoint::read(&mut self.rest).ok();
        }
        current
    }
}

impl fmt::Debug for DistributionPoints<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(*self).finish()
    }
}

/// One `DistributionPoint`. It has a name, an issuer of the list, or both.
#[derive(Clone, Copy, Debug)]
pub struct DistributionPoint<'a> {
    name: Option<DistributionPointName<'a>>,
    reasons: Option<ReasonFlags>,
    crl_issuer: Option<GeneralNames<'a>>,
}

impl<'a> DistributionPoint<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let position = reader.position();
        let mut fields = reader.enter(Tag::SEQUENCE)?;
        let name = match fields.optional(Tag::context_constructed(0))? {
            Some(explicit) => Some(DistributionPointName::read_content(fields.inside(explicit))?),
            None => None,
        };
        let reasons = match fields.optional(Tag::context(1))? {
            Some(flags) => Some(ReasonFlags::read_content(&fields, flags)?),
            None => None,
        };
        let crl_issuer = match fields.optional(Tag::context_constructed(2))? {
            Some(names) => Some(GeneralNames::read_content(fields.inside(names))?),
            None => None,
        };
        fields.finish()?;
        if name.is_none() && crl_issuer.is_none() {
            let kind = DerErrorKind::InvalidContent("distribution point");
            return Err(DerError { kind, position });
        }
        Ok(Self { name, reasons, crl_issuer })
    }

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
    pub const fn crl_issuer(&self) -> Option<GeneralNames<'a>> {
        self.crl_issuer
    }
}

/// The name of a distribution point, in a certificate or a list.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the CHOICE of RFC 5280 section 4.2.1.13")]
pub enum DistributionPointName<'a> {
    /// Names that mean the same point.
    FullName(GeneralNames<'a>),
    /// One RDN which, put behind the name of the list's issuer, gives the name.
    NameRelativeToIssuer(RelativeName<'a>),
}

impl<'a> DistributionPointName<'a> {
    /// Reads the content of the explicit tag around a `DistributionPointName`, to its end.
    ///
    /// # Errors
    /// If it is no `DistributionPointName` or has bytes after it.
    pub fn read_content(mut explicit: Reader<'a>) -> Result<Self, DerError> {
        let name = match explicit.optional(Tag::context_constructed(0))? {
            Some(names) => Self::FullName(GeneralNames::read_content(explicit.inside(names))?),
            None => {
                let attributes = explicit.expect(Tag::context_constructed(1))?;
                Self::NameRelativeToIssuer(RelativeName::read_inside(&explicit, attributes)?)
            }
        };
        explicit.finish()?;
        Ok(name)
    }
}
