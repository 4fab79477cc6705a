//! Critical extensions (RFC 5280 §4.2, §6.1.4(o), §6.1.5(f)).

use jpki_core::der::DerError;
use jpki_core::report::{Check, CheckId, Fact, FactKey, Reason, Subject};

use crate::certificate::Certificate;
use crate::extension::general_name::GeneralNames;
use crate::extension::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, DistributionPoints,
    ExtendedKeyUsage, Extension, InhibitAnyPolicy, KeyIdentifier, KeyUsage, NameConstraints,
    PolicyConstraints, PolicyMappings, oid,
};

/// Each critical extension must be one whose meaning is applied, and its content must be intelligible.
pub(super) fn check(certificate: &Certificate, subject: Subject) -> Check {
    let id = CheckId::PathCriticalExtensions;
    for extension in certificate.extensions().filter(Extension::is_critical) {
        let reason = match decode(&extension) {
            Some(Ok(())) => continue,
            Some(Err(_)) => Reason::ExtensionMalformed,
            None => Reason::UnknownCriticalExtension,
        };
        let fact = Fact::object_identifier(FactKey::Extension, extension.oid());
        return fact.into_iter().fold(Check::failed(id, subject, reason), Check::with);
    }
    Check::passed(id, subject)
}

/// `None` if nothing here applies the extension. What distribution points say is applied by revocation,
/// and what alternative names say by name constraints and by whoever reads the names.
fn decode(extension: &Extension<'_>) -> Option<Result<(), DerError>> {
    let value = extension.value();
    Some(match extension.oid() {
        oid::KEY_USAGE => KeyUsage::from_der(value).map(drop),
        oid::BASIC_CONSTRAINTS => BasicConstraints::from_der(value).map(drop),
        oid::CERTIFICATE_POLICIES => CertificatePolicies::from_der(value).map(drop),
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
        _ => return None,
    })
}
