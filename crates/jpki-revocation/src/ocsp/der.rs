//! What requests and responses have in common.

use alloc::vec::Vec;

use jpki_core::der::{DerError, Reader, Tag};
use jpki_core::limits::Limits;
use jpki_core::time::Timestamp;
use jpki_x509::extension::ExtensionSpan;

use super::error::OcspError;

// RFC 6960 §4.1.1, §4.2.1: v1, as the default left out. Written out it is taken too.
pub(super) fn read_version(fields: &mut Reader<'_>) -> Result<(), OcspError> {
    let Some(explicit) = fields.optional(Tag::context_constructed(0))? else { return Ok(()) };
    let mut version = fields.inside(explicit);
    let number = version.small_integer()?;
    version.finish()?;
    if number == 0 { Ok(()) } else { Err(OcspError::UnknownVersion) }
}

// RFC 6960 §4.2.2.1: GeneralizedTime, as RFC 5280 §4.1.2.5.2 has it.
pub(super) fn generalized_time(reader: &mut Reader<'_>) -> Result<Timestamp, DerError> {
    let mut ahead = *reader;
    ahead.expect(Tag::GENERALIZED_TIME)?;
    reader.time()
}

/// The extensions of a request, a response or an answer; no two of one type.
pub(super) fn read_extensions(
    mut explicit: Reader<'_>,
    limits: &Limits,
) -> Result<Vec<ExtensionSpan>, OcspError> {
    let mut list = explicit.enter(Tag::SEQUENCE)?;
    explicit.finish()?;
    let mut extensions: Vec<ExtensionSpan> = Vec::new();
    while !list.is_empty() {
        if extensions.len() >= limits.certificate_extensions() {
            return Err(OcspError::TooManyExtensions);
        }
        let extension = ExtensionSpan::read(&mut list)?;
        let oid = list.bytes(extension.oid);
        if extensions.iter().any(|earlier| list.bytes(earlier.oid) == oid) {
            return Err(OcspError::RepeatedExtension);
        }
        extensions.push(extension);
    }
    Ok(extensions)
}
