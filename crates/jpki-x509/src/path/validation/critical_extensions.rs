//! Critical extensions (RFC 5280 §4.2, §6.1.4(o), §6.1.5(f)).

use jpki_core::report::{Check, CheckId, Fact, FactKey, Subject};

use super::extensions::PathExtensions;

/// Each critical extension must be one whose meaning is applied, and its content must be intelligible.
// Requirement: PATH-01
pub(super) fn check(extensions: &PathExtensions<'_>, subject: Subject) -> Check {
    let id = CheckId::PathCriticalExtensions;
    match &extensions.critical {
        Ok(()) => Check::passed(id, subject),
        Err((extension, reason)) => {
            let fact = Fact::object_identifier(FactKey::Extension, extension.oid());
            fact.into_iter().fold(Check::failed(id, subject, *reason), Check::with)
        }
    }
}
