//! Rules of RFC 5280 §4 for issuers of certificates, checked only where the inputs ask for it.

mod alternative_names;
mod extension;

use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};

use super::view::view;
use crate::authority::Authority;
use crate::certificate::{Certificate, Version};
use crate::extension::{BasicConstraints, KeyUsage, oid};

/// All rules, the first that is broken being the reason. The issuer is not given for a trust anchor,
/// which counts as self-signed if it is self-issued.
pub(super) fn check(
    certificate: &Certificate,
    issuer: Option<&Authority>,
    subject: Subject,
) -> Check {
    let id = CheckId::PathProfile;
    let rules = certificate_rules(certificate)
        .and_then(|()| authority_rules(certificate))
        .and_then(|()| key_identifier_rules(certificate, issuer));
    if let Err(reason) = rules {
        return Check::failed(id, subject, reason);
    }
    for extension in certificate.extensions() {
        if let Err(reason) = extension::check(&extension, certificate) {
            let fact = Fact::object_identifier(FactKey::Extension, extension.oid());
            return fact.into_iter().fold(Check::failed(id, subject, reason), Check::with);
        }
    }
    Check::passed(id, subject)
}

fn certificate_rules(certificate: &Certificate) -> Result<(), Reason> {
    // §4.1.2.2
    if !certificate.serial_number().is_conforming() {
        return Err(Reason::SerialNumberForm);
    }
    // §4.1.2.1, §4.1.2.4, §4.1.2.5, §4.1.2.8
    if certificate.version() != Version::Three
        || certificate.issuer().is_empty()
        || !certificate.has_times_of_usual_types()
        || certificate.has_unique_identifier()
    {
        return Err(Reason::IssuerRuleBroken);
    }
    // §4.1.2.6, §4.2.1.6
    let names = certificate.extension(oid::SUBJECT_ALTERNATIVE_NAME);
    if certificate.subject().is_empty() && !names.is_some_and(|names| names.is_critical()) {
        return Err(Reason::ExtensionMissing);
    }
    Ok(())
}

fn authority_rules(certificate: &Certificate) -> Result<(), Reason> {
    let key_usage = view::<KeyUsage>(certificate, oid::KEY_USAGE)?;
    let may = |usage| key_usage.is_some_and(|usages| usages.contains(usage));
    let constraints = view::<BasicConstraints>(certificate, oid::BASIC_CONSTRAINTS)?;
    let is_authority = matches!(constraints, Some(BasicConstraints::Authority { .. }));
    // §4.2.1.3, §4.2.1.9: keyCertSign goes with cA.
    if may(KeyUsage::KEY_CERT_SIGN) != is_authority {
        return Err(Reason::IssuerRuleBroken);
    }
    // §4.1.2.6: so it is for who issues certificates, and for who issues lists.
    if certificate.subject().is_empty() && (is_authority || may(KeyUsage::CRL_SIGN)) {
        return Err(Reason::IssuerRuleBroken);
    }
    // §4.2.1.10
    if certificate.extension(oid::NAME_CONSTRAINTS).is_some() && !is_authority {
        return Err(Reason::ExtensionForbidden);
    }
    // §4.2.1.2
    if is_authority && certificate.extension(oid::SUBJECT_KEY_IDENTIFIER).is_none() {
        return Err(Reason::ExtensionMissing);
    }
    Ok(())
}

// §4.2.1.1: only a self-signed certificate may lack it.
fn key_identifier_rules(
    certificate: &Certificate,
    issuer: Option<&Authority>,
) -> Result<(), Reason> {
    let is_own_key =
        |issuer: &Authority| issuer.public_key_bytes() == certificate.public_key_bytes();
    let is_self_signed = certificate.is_self_issued() && issuer.is_none_or(is_own_key);
    if certificate.extension(oid::AUTHORITY_KEY_IDENTIFIER).is_none() && !is_self_signed {
        return Err(Reason::ExtensionMissing);
    }
    Ok(())
}
