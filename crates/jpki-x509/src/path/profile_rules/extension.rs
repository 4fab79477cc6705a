//! Which extensions must and must not be critical, and what they must say (RFC 5280 §4.2).

use alloc::vec::Vec;

use jpki_core::der::{Decode, DerError, Oid, Reader, SequenceOf, Tag};
use jpki_core::report::Reason;

use super::alternative_names;
use crate::certificate::Certificate;
use crate::extension::general_name::GeneralName;
use crate::extension::{
    ANY_POLICY, AccessDescription, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies,
    DistributionPoint, ExtendedKeyUsage, Extension, GeneralSubtree, InhibitAnyPolicy,
    KeyIdentifier, KeyUsage, NameConstraints, PolicyConstraints, PolicyMapping, PolicyQualifier,
    ReasonFlags, SubtreeExtent, oid,
};
use crate::profile::Criticality;

pub(super) fn check(extension: &Extension<'_>, certificate: &Certificate) -> Result<(), Reason> {
    let value = extension.value();
    let (criticality, content) = match extension.oid() {
        oid::AUTHORITY_KEY_IDENTIFIER => {
            (Criticality::NotCritical, authority_key_identifier(value))
        }
        oid::SUBJECT_KEY_IDENTIFIER => {
            (Criticality::NotCritical, fits(KeyIdentifier::from_der(value), |_| true))
        }
        oid::SUBJECT_DIRECTORY_ATTRIBUTES => {
            (Criticality::NotCritical, fits(directory_attributes(value), |()| true))
        }
        oid::AUTHORITY_INFORMATION_ACCESS | oid::SUBJECT_INFORMATION_ACCESS => (
            Criticality::NotCritical,
            fits(SequenceOf::<AccessDescription<'_>>::from_der(value), |_| true),
        ),
        oid::FRESHEST_CRL => {
            let points = SequenceOf::from_der(value);
            let are_well_named =
                |points: SequenceOf<'_, _>| points.iter().all(is_well_named(certificate));
            (Criticality::NotCritical, fits(points, are_well_named))
        }
        oid::NAME_CONSTRAINTS => {
            (Criticality::Critical, fits(NameConstraints::from_der(value), have_usual_subtrees))
        }
        oid::POLICY_CONSTRAINTS => {
            (Criticality::Critical, fits(PolicyConstraints::from_der(value), |_| true))
        }
        oid::INHIBIT_ANY_POLICY => {
            (Criticality::Critical, fits(InhibitAnyPolicy::from_der(value), |_| true))
        }
        oid::BASIC_CONSTRAINTS => basic_constraints(value),
        oid::KEY_USAGE => (Criticality::Either, fits(KeyUsage::from_der(value), |_| true)),
        oid::EXTENDED_KEY_USAGE => {
            (Criticality::Either, fits(ExtendedKeyUsage::from_der(value), |_| true))
        }
        oid::CERTIFICATE_POLICIES => (Criticality::Either, certificate_policies(value)),
        oid::POLICY_MAPPINGS => {
            (Criticality::Either, fits(SequenceOf::<PolicyMapping<'_>>::from_der(value), |_| true))
        }
        oid::CRL_DISTRIBUTION_POINTS => {
            (Criticality::Either, distribution_points(value, certificate))
        }
        oid::SUBJECT_ALTERNATIVE_NAME | oid::ISSUER_ALTERNATIVE_NAME => {
            let names = SequenceOf::from_der(value);
            let conform = |names: SequenceOf<'_, _>| names.iter().all(alternative_names::conforms);
            (Criticality::Either, fits(names, conform))
        }
        _ => return Ok(()),
    };
    if content == Err(Reason::ExtensionMalformed) {
        return content;
    }
    if criticality.admits(extension.is_critical()) {
        content
    } else {
        Err(Reason::ExtensionCriticality)
    }
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
        Ok(BasicConstraints::Authority { .. }) => (Criticality::Critical, Ok(())),
        _ => {
            let content = fits(constraints, |_| !BasicConstraints::states_path_length(value));
            (Criticality::Either, content)
        }
    }
}

// §4.2.1.4: no policy twice; anyPolicy only with the qualifiers of RFC 5280.
fn certificate_policies(value: &[u8]) -> Result<(), Reason> {
    let policies = CertificatePolicies::from_der(value).map_err(|_| Reason::ExtensionMalformed)?;
    let mut identifiers: Vec<Oid<'_>> = policies.iter().map(|policy| policy.identifier()).collect();
    identifiers.sort_unstable();
    if identifiers.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(Reason::ExtensionContent);
    }
    for policy in policies.iter() {
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
    fits(SequenceOf::from_der(value), |points: SequenceOf<'_, _>| {
        let covers_all = |point: DistributionPoint<'_>| {
            point.reasons().is_none_or(|reasons| reasons.contains(ReasonFlags::ALL))
        };
        points.iter().any(covers_all) && points.iter().all(is_well_named(certificate))
    })
}

// §4.2.1.13: cRLIssuer holds the name of another issuer, and nothing else.
fn is_well_named(certificate: &Certificate) -> impl Fn(DistributionPoint<'_>) -> bool {
    move |point| {
        point.crl_issuer().is_none_or(|issuers| {
            issuers.iter().all(|issuer| match issuer {
                GeneralName::DirectoryName(name) => !name.matches(&certificate.issuer()),
                _ => false,
            })
        })
    }
}

// §4.2.1.8: SEQUENCE SIZE (1..MAX) OF Attribute, each a type and a set of values.
fn directory_attributes(value: &[u8]) -> Result<(), DerError> {
    SequenceOf::<DirectoryAttribute>::from_der(value).map(drop)
}

#[derive(Clone, Copy)]
struct DirectoryAttribute;

impl Decode<'_> for DirectoryAttribute {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DerError> {
        let mut attribute = reader.sequence()?;
        attribute.object_identifier()?;
        let mut values = attribute.nested(Tag::SET)?;
        attribute.finish()?;
        values.any()?;
        while !values.is_empty() {
            values.any()?;
        }
        Ok(Self)
    }
}
