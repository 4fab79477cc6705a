//! Which extensions must and must not be critical, and what they must say (RFC 5280 §4.2).

use alloc::vec::Vec;

use jpki_core::der::{DerError, Oid, Reader, Tag};
use jpki_core::report::Reason;

use super::alternative_names;
use crate::certificate::Certificate;
use crate::extension::general_name::{GeneralName, GeneralNames};
use crate::extension::{
    ANY_POLICY, AuthorityInformationAccess, AuthorityKeyIdentifier, BasicConstraints,
    CertificatePolicies, DistributionPoint, DistributionPoints, ExtendedKeyUsage, Extension,
    GeneralSubtree, InhibitAnyPolicy, KeyIdentifier, KeyUsage, NameConstraints, PolicyConstraints,
    PolicyMappings, PolicyQualifier, ReasonFlags, SubtreeExtent, oid,
};

pub(super) fn check(extension: &Extension<'_>, certificate: &Certificate) -> Result<(), Reason> {
    let value = extension.value();
    let (criticality, content) = match extension.oid() {
        oid::AUTHORITY_KEY_IDENTIFIER => (Criticality::Never, authority_key_identifier(value)),
        oid::SUBJECT_KEY_IDENTIFIER => {
            (Criticality::Never, fits(KeyIdentifier::from_der(value), |_| true))
        }
        oid::SUBJECT_DIRECTORY_ATTRIBUTES => {
            (Criticality::Never, fits(directory_attributes(value), |()| true))
        }
        oid::AUTHORITY_INFORMATION_ACCESS | oid::SUBJECT_INFORMATION_ACCESS => {
            (Criticality::Never, fits(AuthorityInformationAccess::from_der(value), |_| true))
        }
        oid::FRESHEST_CRL => {
            let points = DistributionPoints::from_der(value);
            (Criticality::Never, fits(points, |mut points| points.all(is_well_named(certificate))))
        }
        oid::NAME_CONSTRAINTS => {
            (Criticality::Always, fits(NameConstraints::from_der(value), have_usual_subtrees))
        }
        oid::POLICY_CONSTRAINTS => {
            (Criticality::Always, fits(PolicyConstraints::from_der(value), |_| true))
        }
        oid::INHIBIT_ANY_POLICY => {
            (Criticality::Always, fits(InhibitAnyPolicy::from_der(value), |_| true))
        }
        oid::BASIC_CONSTRAINTS => basic_constraints(value),
        oid::KEY_USAGE => (Criticality::Either, fits(KeyUsage::from_der(value), |_| true)),
        oid::EXTENDED_KEY_USAGE => {
            (Criticality::Either, fits(ExtendedKeyUsage::from_der(value), |_| true))
        }
        oid::CERTIFICATE_POLICIES => (Criticality::Either, certificate_policies(value)),
        oid::POLICY_MAPPINGS => {
            (Criticality::Either, fits(PolicyMappings::from_der(value), |_| true))
        }
        oid::CRL_DISTRIBUTION_POINTS => {
            (Criticality::Either, distribution_points(value, certificate))
        }
        oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME => {
            let names = GeneralNames::from_der(value);
            (Criticality::Either, fits(names, |mut names| names.all(alternative_names::conforms)))
        }
        _ => return Ok(()),
    };
    if content == Err(Reason::ExtensionMalformed) {
        return content;
    }
    match (criticality, extension.is_critical()) {
        (Criticality::Never, true) | (Criticality::Always, false) => {
            Err(Reason::ExtensionCriticality)
        }
        _ => content,
    }
}

enum Criticality {
    Always,
    Never,
    Either,
}

fn fits<T>(view: Result<T, DerError>, conforms: impl FnOnce(T) -> bool) -> Result<(), Reason> {
    let view = view.map_err(|_| Reason::ExtensionMalformed)?;
    if conforms(view) { Ok(()) } else { Err(Reason::ExtensionContent) }
}

// §4.2.1.1
fn authority_key_identifier(value: &[u8]) -> Result<(), Reason> {
    fits(AuthorityKeyIdentifier::from_der(value), |identifier| {
        identifier.key_identifier().is_some()
    })
}

// §4.2.1.9: critical where the key signs certificates; a path length only there.
fn basic_constraints(value: &[u8]) -> (Criticality, Result<(), Reason>) {
    let constraints = BasicConstraints::from_der(value);
    match constraints {
        Ok(BasicConstraints::Authority { .. }) => (Criticality::Always, Ok(())),
        _ => {
            let content = fits(constraints, |_| !BasicConstraints::states_path_length(value));
            (Criticality::Either, content)
        }
    }
}

// §4.2.1.4: no policy twice; anyPolicy only with the qualifiers of RFC 5280.
fn certificate_policies(value: &[u8]) -> Result<(), Reason> {
    let policies = CertificatePolicies::from_der(value).map_err(|_| Reason::ExtensionMalformed)?;
    let mut identifiers: Vec<Oid<'_>> =
        policies.policies().map(|policy| policy.identifier()).collect();
    identifiers.sort_unstable();
    if identifiers.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(Reason::ExtensionContent);
    }
    for policy in policies.policies() {
        for qualifier in policy.read_qualifiers() {
            let qualifier = qualifier.map_err(|_| Reason::ExtensionMalformed)?;
            if policy.identifier() == ANY_POLICY && qualifier == PolicyQualifier::Unknown {
                return Err(Reason::ExtensionContent);
            }
        }
    }
    Ok(())
}

// §4.2.1.10: minimum zero, no maximum; addresses with a mask.
fn have_usual_subtrees(constraints: NameConstraints<'_>) -> bool {
    let is_usual = |subtree: GeneralSubtree<'_>| {
        subtree.extent == SubtreeExtent::Whole
            && match subtree.base {
                GeneralName::IpAddress(range) => matches!(range.len(), 8 | 32),
                _ => true,
            }
    };
    constraints.permitted().all(is_usual) && constraints.excluded().all(is_usual)
}

// §4.2.1.13: at least one point covers all reasons.
fn distribution_points(value: &[u8], certificate: &Certificate) -> Result<(), Reason> {
    fits(DistributionPoints::from_der(value), |mut points| {
        let covers_all = |point: DistributionPoint<'_>| {
            point.reasons().is_none_or(|reasons| reasons.contains(ReasonFlags::ALL))
        };
        points.clone().any(covers_all) && points.all(is_well_named(certificate))
    })
}

// §4.2.1.13: cRLIssuer holds the name of another issuer, and nothing else.
fn is_well_named(certificate: &Certificate) -> impl Fn(DistributionPoint<'_>) -> bool {
    move |point| {
        point.crl_issuer().is_none_or(|mut issuers| {
            issuers.all(|issuer| match issuer {
                GeneralName::DirectoryName(name) => !name.matches(&certificate.issuer()),
                _ => false,
            })
        })
    }
}

// §4.2.1.8: SEQUENCE SIZE (1..MAX) OF Attribute, each a type and a set of values.
fn directory_attributes(value: &[u8]) -> Result<(), DerError> {
    let mut reader = Reader::new(value)?;
    let mut attributes = reader.enter(Tag::SEQUENCE)?;
    reader.finish()?;
    loop {
        let mut attribute = attributes.enter(Tag::SEQUENCE)?;
        attribute.object_identifier()?;
        let mut values = attribute.enter(Tag::SET)?;
        attribute.finish()?;
        values.any()?;
        while !values.is_empty() {
            values.any()?;
        }
        if attributes.is_empty() {
            return Ok(());
        }
    }
}
