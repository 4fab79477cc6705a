//! What requests and responses have in common.

use alloc::vec::Vec;

use jpki_core::der::{Reader, Tag};
use jpki_core::limits::Limits;
use jpki_x509::extension::{ExtensionSpan, Extensions};

use super::error::OcspError;

// RFC 6960 §4.1.1, §4.2.1: v1, as the default left out. Written out it is taken too.
pub(super) fn read_version(fields: &mut Reader<'_>) -> Result<(), OcspError> {
    match fields.optional_nested(Tag::context_constructed(0))? {
        Some(explicit) if explicit.read_all(Reader::small_integer)? != 0 => {
            Err(OcspError::UnknownVersion)
        }
        _ => Ok(()),
    }
}

/// The extensions of a request, a response or an answer, under the tag of this number.
pub(super) fn read_extensions(
    fields: &mut Reader<'_>,
    number: u8,
    limits: &Limits,
) -> Result<Vec<ExtensionSpan>, OcspError> {
    match fields.optional_nested(Tag::context_constructed(number))? {
        Some(explicit) => Ok(Extensions::read_if_any(explicit, limits)?),
        None => Ok(Vec::new()),
    }
}
