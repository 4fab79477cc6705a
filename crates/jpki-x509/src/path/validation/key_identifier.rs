//! Key identifiers against each other (RFC 5280 §4.2.1.1, §4.2.1.2).

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{AuthorityKeyIdentifier, KeyIdentifier, oid};

/// Whether one of the ways in which `identifier` names the issuer's key does not fit the issuer's
/// certificate.
pub(in crate::path) fn contradicts(
    identifier: &AuthorityKeyIdentifier<'_>,
    issuer: &Certificate,
) -> bool {
    names_other_key(identifier, issuer) || names_other_certificate(identifier, issuer)
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

fn names_other_certificate(identifier: &AuthorityKeyIdentifier<'_>, issuer: &Certificate) -> bool {
    let Some(named) = identifier.issuer_certificate() else {
        return false;
    };
    let is_issuer = |name| match name {
        GeneralName::DirectoryName(name) => name.matches(&issuer.issuer()),
        _ => false,
    };
    !named.serial_number.matches(issuer.serial_number()) || !named.issuer.into_iter().any(is_issuer)
}

pub(in crate::path) fn subject_key_identifier(
    certificate: &Certificate,
) -> Option<KeyIdentifier<'_>> {
    let extension = certificate.extension(oid::SUBJECT_KEY_IDENTIFIER)?;
    KeyIdentifier::from_der(extension.value()).ok()
}
