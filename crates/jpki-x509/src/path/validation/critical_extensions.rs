//! Critical extensions (RFC 5280 §4.2, §6.1.4(o), §6.1.5(f)).

use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralNames;
use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, DistributionPoints,
    ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyIdentifier, KeyUsage, NameConstraints,
    PolicyConstraints, PolicyInformation, PolicyMappings, PolicyQualifier, oid,
};

/// Each critical extension must be one whose meaning is applied, and its content must be intelligible.
pub(super) fn check(certificate: &Certificate, subject: Subject) -> Check {
    let id = CheckId::PathCriticalExtensions;
    for extension in certificate.extensions().filter(Extension::is_critical) {
        let Err(reason) = interpret(&extension) else { continue };
        let fact = Fact::object_identifier(FactKey::Extension, extension.oid());
        return fact.into_iter().fold(Check::failed(id, subject, reason), Check::with);
    }
    Check::passed(id, subject)
}

/// Refuses what nothing here applies. What distribution points say is applied by revocation,
/// and what alternative names say by name constraints and by whoever reads the names.
fn interpret(extension: &Extension<'_>) -> Result<(), Reason> {
    let value = extension.value();
    let decoded = match extension.oid() {
        oid::KEY_USAGE => KeyUsage::from_der(value).map(drop),
        oid::BASIC_CONSTRAINTS => BasicConstraints::from_der(value).map(drop),
        oid::CERTIFICATE_POLICIES => return interpret_policies(value),
        oid::POLICY_MAPPINGS => PolicyMappings::from_der(value).map(drop),
        oid::POLICY_CONSTRAINTS => PolicyConstraints::from_der(value).map(drop),
        oid::INHIBIT_ANY_POLICY => InhibitAnyPolicy::from_der(value).map(drop),
        oid::NAME_CONSTRAINTS => NameConstraints::from_der(value).map(drop),
        oid::EXTENDED_KEY_USAGE => ExtendedKeyUsage::from_der(value).map(drop),
        oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME => {
            GeneralNames::from_der(value).map(drop)
        }
        oid::AUTHORITY_KEY_IDENTIFIER => AuthorityKeyIdentifier::from_der(value).map(drop),
        oid::SUBJECT_KEY_IDENTIFIER => KeyIdentifier::from_der(value).map(drop),
        oid::CRL_DISTRIBUTION_POINTS | oid::FRESHEST_CRL => {
            DistributionPoints::from_der(value).map(drop)
        }
        _ => return Err(Reason::UnknownCriticalExtension),
    };
    decoded.map_err(|_| Reason::ExtensionMalformed)
}

/// RFC 5280 §4.2.1.4: the qualifiers too must be intelligible.
fn interpret_policies(value: &[u8]) -> Result<(), Reason> {
    let policies = CertificatePolicies::from_der(value).map_err(|_| Reason::ExtensionMalformed)?;
    for qualifier in policies.policies().flat_map(PolicyInformation::read_qualifiers) {
        match qualifier {
            Ok(PolicyQualifier::PracticeStatement | PolicyQualifier::UserNotice) => {}
            Ok(PolicyQualifier::Unknown) => return Err(Reason::UnknownCriticalExtension),
            Err(_) => return Err(Reason::ExtensionMalformed),
        }
    }
    Ok(())
}
