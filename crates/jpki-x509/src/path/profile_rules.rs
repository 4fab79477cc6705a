//! Rules of RFC 5280 §4 for who issues a certificate, checked only where the inputs ask for it.

use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};

use super::name_constraints::is_host_name;
use super::validation::view;
use crate::certificate::{Certificate, Version};
use crate::extension::general_name::{GeneralName, GeneralNames};
use crate::extension::{
    AuthorityInformationAccess, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    DistributionPoints, ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyIdentifier, KeyUsage,
    NameConstraints, PolicyConstraints, PolicyMappings, oid,
};

/// All rules, the first that is broken being the reason.
pub(super) fn check(certificate: &Certificate, subject: Subject) -> Check {
    let id = CheckId::PathProfile;
    match certificate_rules(certificate).and_then(|()| authority_rules(certificate)) {
        Err(reason) => Check::failed(id, subject, reason),
        Ok(()) => {
            for extension in certificate.extensions() {
                if let Err(reason) = extension_rules(&extension) {
                    let fact = Fact::object_identifier(FactKey::Extension, extension.oid());
                    let check = Check::failed(id, subject, reason);
                    return fact.into_iter().fold(check, Check::with);
                }
            }
            Check::passed(id, subject)
        }
    }
}

fn certificate_rules(certificate: &Certificate) -> Result<(), Reason> {
    // §4.1.2.2
    if !certificate.serial_number().is_conforming() {
        return Err(Reason::SerialNumberForm);
    }
    // §4.1.2.1, §4.1.2.4
    if certificate.version() != Version::Three || certificate.issuer().is_empty() {
        return Err(Reason::IssuerRuleBroken);
    }
    // §4.2.1.1: only a self-signed certificate may lack it.
    let has = |oid| certificate.extension(oid).is_some();
    if !has(oid::AUTHORITY_KEY_IDENTIFIER) && !certificate.is_self_issued() {
        return Err(Reason::ExtensionMissing);
    }
    // §4.2.1.6
    let names = certificate.extension(oid::SUBJECT_ALTERNATIVE_NAME);
    if certificate.subject().is_empty() && !names.is_some_and(|names| names.is_critical()) {
        return Err(Reason::ExtensionMissing);
    }
    Ok(())
}

fn authority_rules(certificate: &Certificate) -> Result<(), Reason> {
    let key_usage = view(certificate, oid::KEY_USAGE, KeyUsage::from_der)?;
    let signs = key_usage.is_some_and(|usage| usage.contains(KeyUsage::KEY_CERT_SIGN));
    let constraints = view(certificate, oid::BASIC_CONSTRAINTS, BasicConstraints::from_der)?;
    let is_authority = matches!(constraints, Some(BasicConstraints::Authority { .. }));
    // §4.2.1.3, §4.2.1.9: keyCertSign goes with cA.
    if signs != is_authority {
        return Err(Reason::IssuerRuleBroken);
    }
    let has = |oid| certificate.extension(oid).is_some();
    // §4.2.1.10
    if has(oid::NAME_CONSTRAINTS) && !is_authority {
        return Err(Reason::ExtensionForbidden);
    }
    if is_authority {
        // §4.1.2.6
        if certificate.subject().is_empty() {
            return Err(Reason::IssuerRuleBroken);
        }
        // §4.2.1.2
        if !has(oid::SUBJECT_KEY_IDENTIFIER) {
            return Err(Reason::ExtensionMissing);
        }
    }
    Ok(())
}

// Which extensions must and must not be critical, and that their content is what §4.2 says.
fn extension_rules(extension: &Extension<'_>) -> Result<(), Reason> {
    let value = extension.value();
    let (criticality, content) = match extension.oid() {
        oid::AUTHORITY_KEY_IDENTIFIER => {
            (Criticality::Never, AuthorityKeyIdentifier::from_der(value).map(drop))
        }
        oid::SUBJECT_KEY_IDENTIFIER => {
            (Criticality::Never, KeyIdentifier::from_der(value).map(drop))
        }
        oid::AUTHORITY_INFORMATION_ACCESS => {
            (Criticality::Never, AuthorityInformationAccess::from_der(value).map(drop))
        }
        oid::FRESHEST_CRL => (Criticality::Never, DistributionPoints::from_der(value).map(drop)),
        oid::NAME_CONSTRAINTS => (Criticality::Always, NameConstraints::from_der(value).map(drop)),
        oid::POLICY_CONSTRAINTS => {
            (Criticality::Always, PolicyConstraints::from_der(value).map(drop))
        }
        oid::INHIBIT_ANY_POLICY => {
            (Criticality::Always, InhibitAnyPolicy::from_der(value).map(drop))
        }
        oid::BASIC_CONSTRAINTS => {
            let constraints = BasicConstraints::from_der(value);
            let is_authority = matches!(constraints, Ok(BasicConstraints::Authority { .. }));
            // §4.2.1.9: critical where the key signs certificates.
            let criticality = if is_authority { Criticality::Always } else { Criticality::Either };
            (criticality, constraints.map(drop))
        }
        oid::KEY_USAGE => (Criticality::Either, KeyUsage::from_der(value).map(drop)),
        oid::EXTENDED_KEY_USAGE => {
            (Criticality::Either, ExtendedKeyUsage::from_der(value).map(drop))
        }
        oid::CERTIFICATE_POLICIES => {
            (Criticality::Either, CertificatePolicies::from_der(value).map(drop))
        }
        oid::POLICY_MAPPINGS => (Criticality::Either, PolicyMappings::from_der(value).map(drop)),
        oid::CRL_DISTRIBUTION_POINTS => {
            (Criticality::Either, DistributionPoints::from_der(value).map(drop))
        }
        oid::ISSUER_ALTERNATIVE_NAME => {
            (Criticality::Either, GeneralNames::from_der(value).map(drop))
        }
        oid::SUBJECT_ALTERNATIVE_NAME => {
            let names = GeneralNames::from_der(value);
            if let Ok(names) = names {
                check_alternative_names(names)?;
            }
            (Criticality::Either, names.map(drop))
        }
        _ => return Ok(()),
    };
    content.map_err(|_| Reason::ExtensionMalformed)?;
    match (criticality, extension.is_critical()) {
        (Criticality::Never, true) | (Criticality::Always, false) => {
            Err(Reason::ExtensionCriticality)
        }
        _ => Ok(()),
    }
}

enum Criticality {
    Always,
    Never,
    Either,
}

// §4.2.1.6: a domain name in the preferred name syntax, its first label possibly a wildcard.
fn check_alternative_names(names: GeneralNames<'_>) -> Result<(), Reason> {
    for name in names {
        if let GeneralName::DnsName(name) = name {
            let host = name.strip_prefix(b"*.").unwrap_or(name);
            if !is_host_name(host) || host.contains(&b'_') {
                return Err(Reason::ExtensionContent);
            }
        }
    }
    Ok(())
}
