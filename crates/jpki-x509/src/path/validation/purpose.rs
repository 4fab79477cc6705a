use jpki_core::report::{Check, CheckId, Reason, Subject};

use super::extensions::PathExtensions;
use crate::extension::ExtendedKeyUsage;
use crate::path::inputs::Purpose;

/// Whether extendedKeyUsage allows the purpose (RFC 5280 §4.2.1.12).
pub(super) fn check(extensions: &PathExtensions<'_>, purpose: &Purpose, subject: Subject) -> Check {
    let outcome = match extensions.extended_key_usage {
        Ok(None) => Ok(()),
        Ok(Some(usage))
            if usage.names(purpose.identifier()) || usage.names(ExtendedKeyUsage::ANY) =>
        {
            Ok(())
        }
        Ok(Some(_)) => Err(Reason::PurposeNotAllowed),
        Err(reason) => Err(reason),
    };
    Check::of(CheckId::PathPurpose, subject, outcome)
}
