use jpki_core::der::{Decode, Oid};
use jpki_core::report::Reason;

use crate::certificate::Certificate;

/// Decodes an extension; `None` if the certificate does not have it.
pub(super) fn view<'a, T: Decode<'a>>(
    certificate: &'a Certificate,
    oid: Oid<'_>,
) -> Result<Option<T>, Reason> {
    match certificate.extension(oid) {
        None => Ok(None),
        Some(extension) => {
            T::from_der(extension.value()).map(Some).map_err(|_| Reason::ExtensionMalformed)
        }
    }
}
