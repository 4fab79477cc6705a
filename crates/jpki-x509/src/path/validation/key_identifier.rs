//! Key identifiers against each other (RFC 5280 §4.2.1.1, §4.2.1.2).

use jpki_core::der::Decode;
use jpki_core::limits::Budget;
use jpki_core::report::Reason;

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{AuthorityKeyIdentifier, KeyIdentifier, oid};

/// Whether one of the ways in which `identifier` names the issuer's key does not fit the issuer's
/// certificate. Names are compared only within a budget.
///
/// # Errors
/// [`Reason::LimitReached`] if that is exhausted.
pub(in crate::path) fn contradicts(
    identifier: &AuthorityKeyIdentifier<'_>,
    issuer: &Certificate,
    names: Option<&Budget>,
) -> Result<bool, Reason> {
    if names_other_key(identifier, issuer) {
        return Ok(true);
    }
    let Some(named) = identifier.issuer_certificate() else { return Ok(false) };
    if !named.serial_number.matches(issuer.serial_number()) {
        return Ok(true);
    }
    let Some(budget) = names else { return Ok(false) };
    for name in named.issuer {
        if let GeneralName::DirectoryName(name) = name
            && budget.same_name(&name, &issuer.issuer())?
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether both have a key identifier, and not the same.
pub(in crate::path) fn names_other_key(
    identifier: &AuthorityKeyIdentifier<'_>,
    issuer: &Certificate,
) -> bool {
    match (identifier.key_identifier(), subject_key_identifier(issuer)) {
        (Some(named), Some(present)) => named != present,
        _ => false,
    }
}

pub(in crate::path) fn subject_key_identifier(
    certificate: &Certificate,
) -> Option<KeyIdentifier<'_>> {
    let extension = certificate.extension(oid::SUBJECT_KEY_IDENTIFIER)?;
    KeyIdentifier::from_der(extension.value()).ok()
}
