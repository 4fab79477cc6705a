use jpki_core::report::{Check, CheckId, Reason, Subject};

use crate::certificate::Certificate;
use crate::extension::{ExtendedKeyUsage, oid};
use crate::path::inputs::Purpose;
use crate::path::view::view;

/// Whether extendedKeyUsage allows the purpose (RFC 5280 §4.2.1.12).
pub(super) fn check(certificate: &Certificate, purpose: &Purpose, subject: Subject) -> Check {
    let outcome = match view(certificate, oid::EXTENDED_KEY_USAGE, ExtendedKeyUsage::from_der) {
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
