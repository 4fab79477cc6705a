//! Policies of a random hierarchy (RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11, §4.2.1.14).

use super::Link;
use crate::asn1::ObjectIdentifier;
use crate::oid;
use crate::pki::{CertificateBuilder, Extension, PolicyInformation, PolicyQualifier};
use crate::seed::Choices;

/// Policy inputs of RFC 5280 §6.1.1, under their names there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyInputs {
    /// user-initial-policy-set; none stands for any-policy.
    pub user_initial_policy_set: Option<Vec<ObjectIdentifier>>,
    /// initial-explicit-policy.
    pub initial_explicit_policy: bool,
    /// initial-policy-mapping-inhibit.
    pub initial_policy_mapping_inhibit: bool,
    /// initial-any-policy-inhibit.
    pub initial_any_policy_inhibit: bool,
}

/// Gives two of three hierarchies policies, and chooses the inputs.
pub(super) fn add(
    choices: &mut Choices,
    links: &mut [Link],
    features: &mut Vec<String>,
) -> PolicyInputs {
    if choices.chance(1, 3) {
        return PolicyInputs::default();
    }
    let universe = universe();
    let count = links.len();
    for (place, link) in (1..).zip(links.iter_mut()) {
        let is_target = place == count;
        let policies = random_policies(choices, &universe);
        let mut builder = link.builder.clone();
        if !policies.is_empty() {
            let information: Vec<_> = policies
                .iter()
                .map(|policy| match choices.below(5) {
                    0 => PolicyInformation::new(*policy)
                        .qualifier(PolicyQualifier::CpsUri("http://cps.example".to_owned())),
                    _ => PolicyInformation::new(*policy),
                })
                .collect();
            builder = builder.extension(sometimes_critical(
                choices,
                Extension::certificate_policies(&information),
            ));
        }
        if !is_target {
            builder =
                with_authority_extensions(choices, builder, &policies, &universe, place, features);
        }
        link.builder = builder;
    }
    random_inputs(choices, &universe)
}

fn with_authority_extensions(
    choices: &mut Choices,
    mut builder: CertificateBuilder,
    policies: &[ObjectIdentifier],
    universe: &[ObjectIdentifier],
    place: usize,
    features: &mut Vec<String>,
) -> CertificateBuilder {
    if choices.chance(1, 3) {
        features.push(format!("certificate {place}: policy mappings"));
        let mappings = random_mappings(choices, policies, universe);
        builder =
            builder.extension(sometimes_critical(choices, Extension::policy_mappings(&mappings)));
    }
    if choices.chance(1, 5) {
        features.push(format!("certificate {place}: policy constraints"));
        let require = choices.chance(2, 3).then(|| choices.below(4));
        let inhibit = (require.is_none() || choices.chance(1, 2)).then(|| choices.below(3));
        builder = builder.extension(Extension::policy_constraints(require, inhibit).critical());
    }
    if choices.chance(1, 6) {
        features.push(format!("certificate {place}: inhibit any policy"));
        builder = builder.extension(Extension::inhibit_any_policy(choices.below(3)).critical());
    }
    builder
}

fn random_policies(choices: &mut Choices, universe: &[ObjectIdentifier]) -> Vec<ObjectIdentifier> {
    match choices.below(10) {
        0 => Vec::new(),
        1 | 2 => vec![oid::ANY_POLICY],
        3 => vec![universe[0], oid::ANY_POLICY],
        4 | 5 => vec![universe[0]],
        6 => vec![universe[0], universe[1]],
        _ => universe.iter().copied().filter(|_| choices.chance(1, 2)).collect(),
    }
}

/// One to three mappings, mostly from a policy of the certificate, rarely with anyPolicy, which RFC
/// 5280 §4.2.1.5 forbids.
fn random_mappings(
    choices: &mut Choices,
    policies: &[ObjectIdentifier],
    universe: &[ObjectIdentifier],
) -> Vec<(ObjectIdentifier, ObjectIdentifier)> {
    let count = 1 + choices.below(3);
    (0..count)
        .map(|_| {
            let from = if choices.chance(3, 4) { policies } else { universe };
            let from = choices.pick(from).or(universe.first()).copied().unwrap_or(oid::ANY_POLICY);
            let from =
                if from == oid::ANY_POLICY && !choices.chance(1, 10) { universe[0] } else { from };
            let to = if choices.chance(1, 40) { oid::ANY_POLICY } else { pick(choices, universe) };
            (from, to)
        })
        .collect()
}

fn random_inputs(choices: &mut Choices, universe: &[ObjectIdentifier]) -> PolicyInputs {
    let user_initial_policy_set = match choices.below(4) {
        0 => Some(vec![universe[0]]),
        1 => Some(vec![pick(choices, universe), pick(choices, universe)]),
        _ => None,
    };
    PolicyInputs {
        user_initial_policy_set,
        initial_explicit_policy: choices.chance(1, 2),
        initial_policy_mapping_inhibit: choices.chance(1, 6),
        initial_any_policy_inhibit: choices.chance(1, 6),
    }
}

fn sometimes_critical(choices: &mut Choices, extension: Extension) -> Extension {
    if choices.chance(1, 2) { extension.critical() } else { extension }
}

fn pick(choices: &mut Choices, universe: &[ObjectIdentifier]) -> ObjectIdentifier {
    choices.pick(universe).copied().unwrap_or(oid::ANY_POLICY)
}

/// Five policies below the arc that RFC 5612 reserves for examples.
fn universe() -> Vec<ObjectIdentifier> {
    (1..=5)
        .map(|number| {
            ObjectIdentifier::new(&format!("1.3.6.1.4.1.32473.1.{number}"))
                .expect("a valid object identifier")
        })
        .collect()
}
