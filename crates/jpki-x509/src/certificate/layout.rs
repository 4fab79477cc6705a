use alloc::vec::Vec;

use jpki_core::algorithm::AlgorithmIdentifier;
use jpki_core::der::{Decode, DerErrorKind, Reader, Span, Tag};
use jpki_core::limits::Limits;
use jpki_core::name::Name;
use jpki_core::time::Timestamp;

use super::CertificateError;
use crate::extension::{ExtensionSpan, Extensions};

/// Certificate version (RFC 5280 §4.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(clippy::exhaustive_enums, reason = "the versions of RFC 5280 section 4.1")]
pub enum Version {
    /// v1
    One,
    /// v2
    Two,
    /// v3
    Three,
}

/// Where each field lies.
pub(super) struct Layout {
    pub(super) tbs: Span,
    pub(super) version: Version,
    pub(super) serial: Span,
    pub(super) inner_algorithm: Span,
    pub(super) issuer: Span,
    pub(super) validity: Span,
    pub(super) not_before: Timestamp,
    pub(super) not_after: Timestamp,
    pub(super) subject: Span,
    pub(super) public_key: Span,
    pub(super) unique_identifier: Option<Span>,
    pub(super) extensions: Vec<ExtensionSpan>,
    pub(super) outer_algorithm: Span,
    pub(super) signature: Span,
}

impl Layout {
    // RFC 5280 §4.1
    pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Self, CertificateError> {
        if bytes.len() > limits.certificate_bytes {
            return Err(CertificateError::too_large());
        }
        let mut certificate = Reader::new(bytes)?.read_all(Reader::sequence)?;
        let tbs = certificate.read(Tag::SEQUENCE)?;
        let (_, outer_algorithm) = AlgorithmIdentifier::spanned(&mut certificate)?;
        let signature = certificate.bit_string()?;
        if signature.unused != 0 {
            return Err(certificate.error(DerErrorKind::InvalidContent("signature")).into());
        }
        certificate.finish()?;

        let mut fields = certificate.contents_of(tbs);
        let version = read_version(&mut fields)?;
        let serial = fields.read(Tag::INTEGER)?;
        fields.integer_content(serial)?;
        let (_, inner_algorithm) = AlgorithmIdentifier::spanned(&mut fields)?;
        let (_, issuer) = Name::spanned(&mut fields)?;
        let validity = fields.read(Tag::SEQUENCE)?;
        let mut times = fields.contents_of(validity);
        let not_before = times.time()?;
        let not_after = times.time()?;
        times.finish()?;
        let (_, subject) = Name::spanned(&mut fields)?;
        let public_key = fields.read(Tag::SEQUENCE)?.whole;
        let of_issuer = read_unique_identifier(&mut fields, version, Tag::context(1))?;
        let of_subject = read_unique_identifier(&mut fields, version, Tag::context(2))?;
        // §4.1.2.9, §4.2
        let extensions = match fields.optional_nested(Tag::context_constructed(3))? {
            None => Vec::new(),
            Some(_) if version != Version::Three => {
                return Err(CertificateError::ExtensionsNeedVersionThree);
            }
            Some(explicit) => Extensions::read(explicit, limits)?,
        };
        fields.finish()?;
        Ok(Self {
            tbs: tbs.whole,
            version,
            serial: serial.content,
            inner_algorithm,
            issuer,
            validity: validity.content,
            not_before,
            not_after,
            subject,
            public_key,
            unique_identifier: of_issuer.or(of_subject),
            extensions,
            outer_algorithm,
            signature: signature.bytes,
        })
    }
}

fn read_version(fields: &mut Reader<'_>) -> Result<Version, CertificateError> {
    let Some(explicit) = fields.optional_nested(Tag::context_constructed(0))? else {
        return Ok(Version::One);
    };
    match explicit.read_all(Reader::small_integer)? {
        0 => Ok(Version::One),
        1 => Ok(Version::Two),
        2 => Ok(Version::Three),
        _ => Err(CertificateError::UnknownVersion),
    }
}

// RFC 5280 §4.1.2.8: only in versions 2 and 3; never used by these crates.
fn read_unique_identifier(
    fields: &mut Reader<'_>,
    version: Version,
    tag: Tag,
) -> Result<Option<Span>, CertificateError> {
    if version == Version::One {
        return Ok(None);
    }
    let Some(element) = fields.optional(tag)? else { return Ok(None) };
    fields.bit_string_content(element)?;
    Ok(Some(element.whole))
}
