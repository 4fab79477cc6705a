use jpki_core::der::{Decode, DerError, DerErrorKind, Reader, Tag};
use jpki_x509::extension::{DistributionPointName, ReasonFlags};

/// What a list covers (issuingDistributionPoint, RFC 5280 §5.2.5).
///
/// Accepted although DER forbids it: an explicit FALSE. Refused: an empty extension, more than one of
/// the three `onlyContains…` set, and unknown fields.
#[derive(Clone, Copy, Debug)]
pub struct IssuingDistributionPoint<'a> {
    name: Option<DistributionPointName<'a>>,
    covered: CoveredCertificates,
    reasons: ReasonFlags,
    kind: CrlKind,
}

/// Of which kind the certificates are that a list covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5280 section 5.2.5")]
pub enum CoveredCertificates {
    /// Public-key certificates of any kind.
    All,
    /// Those of end entities.
    EndEntities,
    /// Those of authorities: an ARL.
    Authorities,
    /// Attribute certificates, which these crates do not verify.
    Attributes,
}

/// Whose certificates a list speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(clippy::exhaustive_enums, reason = "RFC 5280 section 5.2.5: indirectCRL or not")]
pub enum CrlKind {
    /// Those of the list's issuer.
    Direct,
    /// Also those of issuers that its entries name (indirectCRL).
    Indirect,
}

impl<'a> IssuingDistributionPoint<'a> {
    /// What a list covers that has no such extension: all certificates of its issuer, all reasons.
    pub(crate) const UNRESTRICTED: Self = Self {
        name: None,
        covered: CoveredCertificates::All,
        reasons: ReasonFlags::ALL,
        kind: CrlKind::Direct,
    };

    /// The scope of a list that covers nothing.
    pub(crate) const NOTHING: Self = Self { reasons: ReasonFlags::NONE, ..Self::UNRESTRICTED };

    /// Returns the distribution point whose certificates alone it covers.
    #[must_use]
    pub const fn name(&self) -> Option<DistributionPointName<'a>> {
        self.name
    }

    /// Returns the kind of certificates that it covers.
    #[must_use]
    pub const fn covered(&self) -> CoveredCertificates {
        self.covered
    }

    /// Returns the reasons for which it lists certificates.
    #[must_use]
    pub const fn reasons(&self) -> ReasonFlags {
        self.reasons
    }

    /// Direct or indirect.
    #[must_use]
    pub const fn kind(&self) -> CrlKind {
        self.kind
    }
}

impl<'a> Decode<'a> for IssuingDistributionPoint<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, DerError> {
        let refused = reader.error(DerErrorKind::InvalidContent("issuing distribution point"));
        let mut fields = reader.sequence()?;
        if fields.is_empty() {
            return Err(refused);
        }
        let name = fields
            .optional_nested(Tag::context_constructed(0))?
            .map(DistributionPointName::read_content)
            .transpose()?;
        let end_entities = flag(&mut fields, 1)?;
        let authorities = flag(&mut fields, 2)?;
        let reasons = match fields.optional(Tag::context(3))? {
            Some(flags) => ReasonFlags::read_content(&fields, flags)?,
            None => ReasonFlags::ALL,
        };
        let kind = if flag(&mut fields, 4)? { CrlKind::Indirect } else { CrlKind::Direct };
        let attributes = flag(&mut fields, 5)?;
        fields.finish()?;
        let covered = match (end_entities, authorities, attributes) {
            (false, false, false) => CoveredCertificates::All,
            (true, false, false) => CoveredCertificates::EndEntities,
            (false, true, false) => CoveredCertificates::Authorities,
            (false, false, true) => CoveredCertificates::Attributes,
            _ => return Err(refused),
        };
        Ok(Self { name, covered, reasons, kind })
    }
}

fn flag(fields: &mut Reader<'_>, number: u8) -> Result<bool, DerError> {
    match fields.optional(Tag::context(number))? {
        None => Ok(false),
        Some(element) => fields.boolean_content(element),
    }
}
