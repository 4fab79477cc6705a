use jpki_core::der::{DerError, Oid};
use jpki_core::report::Reason;

use crate::certificate::Certificate;

/// Decodes an extension; `None` if the certificate does not have it.
pub(super) fn view<'a, T>(
    certificate: &'a Certificate,
    oid: Oid<'_>,
    decode: impl FnOnce(&'a [u8]) -> Result<T, DerError>,
) -> Result<Option<T>, Reason> {
    match certificate.extension(oid) {
        None => Ok(None),
        Some(extension) => {
            decode(extension.value()).map(Some).map_err(|_| Reason::ExtensionMalformed)
        }
    }
}
