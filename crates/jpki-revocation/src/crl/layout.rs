use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmIdentifier;
use jpki_core::der::{Decode, DerError, DerErrorKind, Element, Oid, Reader, Span, Tag};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::time::Timestamp;
use jpki_x509::extension::{ExtensionSpan, Extensions, oid};

use super::{CrlError, CrlNumber, IssuingDistributionPoint};

/// Where everything lies in a list, its entries as one.
pub(super) struct Layout {
    pub(super) tbs: Span,
    pub(super) version: Version,
    pub(super) inner_algorithm: Span,
    pub(super) issuer: Span,
    pub(super) this_update: Timestamp,
    pub(super) next_update: Option<Timestamp>,
    pub(super) entries: Span,
    pub(super) extensions: Vec<ExtensionSpan>,
    pub(super) number: Option<CrlNumber>,
    pub(super) delta_base: Option<CrlNumber>,
    pub(super) outer_algorithm: Span,
    pub(super) signature: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    One,
    Two,
}

impl Layout {
    // RFC 5280 §5.1
    pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, CrlError> {
        if bytes.len() > limits.crl_bytes {
            return Err(DerError { kind: DerErrorKind::TooLarge, position: 0 }.into());
        }
        let mut list = Reader::new(bytes)?.read_all(Reader::sequence)?;
        let tbs = list.read(Tag::SEQUENCE)?;
        let (_, outer_algorithm) = AlgorithmIdentifier::spanned(&mut list)?;
        let signature = list.bit_string()?;
        if signature.unused != 0 {
            return Err(CrlError::invalid("signature", signature.bytes.start()));
        }
        list.finish()?;

        let mut fields = list.contents_of(tbs);
        let version = read_version(&mut fields)?;
        let (_, inner_algorithm) = AlgorithmIdentifier::spanned(&mut fields)?;
        let (_, issuer) = Name::spanned(&mut fields)?;
        let this_update = fields.time()?;
        let next_update = match fields.peek() {
            Some(Tag::UTC_TIME | Tag::GENERALIZED_TIME) => Some(fields.time()?),
            _ => None,
        };
        let entries = read_entries(&mut fields)?;
        let extensions = match fields.optional_nested(Tag::context_constructed(0))? {
            None => Vec::new(),
            Some(_) if version == Version::One => {
                return Err(CrlError::ExtensionsNeedVersionTwo);
            }
            Some(explicit) => Extensions::read(explicit, limits)?,
        };
        fields.finish()?;

        let value_of = |oid: Oid<'_>| {
            extensions
                .iter()
                .find(|extension| extension.oid(bytes) == oid)
                .map(|extension| extension.value.of(bytes))
        };
        let number = value_of(oid::CRL_NUMBER).map(CrlNumber::from_der).transpose()?;
        let delta_base = value_of(oid::DELTA_CRL_INDICATOR).map(CrlNumber::from_der).transpose()?;
        value_of(oid::ISSUING_DISTRIBUTION_POINT)
            .map(IssuingDistributionPoint::from_der)
            .transpose()?;
        Ok(Self {
            tbs: tbs.whole,
            version,
            inner_algorithm,
            issuer,
            this_update,
            next_update,
            entries,
            extensions,
            number,
            delta_base,
            outer_algorithm,
            signature: signature.bytes,
        })
    }
}

// RFC 5280 §5.1.2.1
fn read_version(fields: &mut Reader<'_>) -> Result<Version, CrlError> {
    match fields.peek() {
        Some(Tag::INTEGER) => match fields.small_integer()? {
            1 => Ok(Version::Two),
            _ => Err(CrlError::UnknownVersion),
        },
        _ => Ok(Version::One),
    }
}

// RFC 5280 §5.1.2.6
fn read_entries(fields: &mut Reader<'_>) -> Result<Span, CrlError> {
    match fields.optional(Tag::SEQUENCE)? {
        None => Ok(Span::default()),
        Some(Element { content, .. }) if content.is_empty() => {
            Err(CrlError::invalid("empty revokedCertificates", content.start()))
        }
        Some(Element { content, .. }) => Ok(content),
    }
}
