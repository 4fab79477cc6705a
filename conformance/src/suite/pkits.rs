//! NIST PKITS in the form `pkits-manifest-1`.

use std::collections::BTreeSet;
use std::path::Path;

use jpki_core::report::{Assessed, Reason, Verdict};
use jpki_x509::path::{
    ExplicitPolicy, PathInputs, PathValidator, PolicySet, TrustAnchor, ValidPath, ValidPolicy,
};
use serde::Deserialize;

use crate::input::{Folder, crypto, describe, failures, inputs, json, policy};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    validation_time: String,
    tests: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    section: String,
    trust_anchor: String,
    chain: Vec<String>,
    inputs: Inputs,
    expected: Expected,
    expected_authorities_constrained_policy_set: Option<Vec<String>>,
    expected_user_constrained_policy_set: Option<Vec<String>>,
    expected_explicit_policy_indicator: Option<bool>,
    features: Vec<String>,
}

#[derive(Deserialize)]
struct Inputs {
    initial_policy_set: Vec<String>,
    initial_explicit_policy: bool,
    initial_policy_mapping_inhibit: bool,
    initial_inhibit_any_policy: bool,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    let validator = PathValidator::new(crypto());
    let mut results = Results::default();
    for case in &manifest.tests {
        let result = run_case(case, &manifest.validation_time, &folder, &validator)?;
        results.cases.insert(case.id.clone(), result);
    }
    Ok(results)
}

/// Sections whose subject is revocation.
const REVOCATION: [&str; 3] = ["4.4", "4.14", "4.15"];

fn run_case(
    case: &Case,
    time: &str,
    folder: &Folder,
    validator: &PathValidator,
) -> Result<CaseResult, String> {
    if REVOCATION.contains(&&*case.section) {
        return Ok(CaseResult::skipped("needs revocation"));
    }
    let certificate = |file: &String| folder.certificate(&format!("certs/{file}"));
    let anchor = certificate(&case.trust_anchor)?;
    let anchor =
        TrustAnchor::from_certificate(anchor, &*crypto()).map_err(|error| error.to_string())?;
    let path: Result<Vec<_>, String> = case.chain.iter().rev().map(certificate).collect();
    let path = match path {
        Ok(path) => path,
        Err(error) if case.expected == Expected::Invalid => return Ok(CaseResult::passed(error)),
        Err(error) => return Ok(CaseResult::failed(error)),
    };
    let assessed = validator.validate(&path, &anchor, &path_inputs(case, time)?);
    Ok(judge(case, &assessed))
}

fn path_inputs(case: &Case, time: &str) -> Result<PathInputs, String> {
    let given = &case.inputs;
    let accepted: Result<Vec<_>, _> =
        given.initial_policy_set.iter().map(|oid| policy(oid)).collect();
    let mut inputs = inputs(time)?.accepting(PolicySet::of(accepted?));
    if given.initial_explicit_policy {
        inputs = inputs.requiring_explicit_policy();
    }
    if given.initial_policy_mapping_inhibit {
        inputs = inputs.inhibiting_policy_mapping();
    }
    if given.initial_inhibit_any_policy {
        inputs = inputs.inhibiting_any_policy();
    }
    Ok(inputs)
}

fn judge(case: &Case, assessed: &Assessed<ValidPath>) -> CaseResult {
    let note = describe(assessed);
    let fails_for = |reason| failures(assessed).iter().any(|(_, found)| *found == reason);
    if case.features.iter().any(|feature| feature == "dsa") {
        return if fails_for(Reason::AlgorithmUnsupported) {
            CaseResult::skipped(format!("DSA is not supported: {note}"))
        } else {
            CaseResult::failed(note)
        };
    }
    match (case.expected, assessed.verdict(), assessed.value()) {
        (Expected::Valid, Verdict::Valid, Some(path)) => match compare_policies(case, path) {
            Ok(()) => CaseResult::passed(note),
            Err(difference) => CaseResult::failed(difference),
        },
        (Expected::Invalid, Verdict::Invalid, None) => {
            // An empty set is what the path fails for.
            let no_policy = case.expected_user_constrained_policy_set.as_deref() == Some(&[]);
            if no_policy && !fails_for(Reason::NoValidPolicy) {
                CaseResult::failed(format!("not for its policies: {note}"))
            } else {
                CaseResult::passed(note)
            }
        }
        _ => CaseResult::failed(note),
    }
}

fn compare_policies(case: &Case, path: &ValidPath) -> Result<(), String> {
    let policies = path.policies();
    let sets = [
        (
            "authorities-constrained",
            &case.expected_authorities_constrained_policy_set,
            policies.authority_constrained(),
        ),
        (
            "user-constrained",
            &case.expected_user_constrained_policy_set,
            policies.user_constrained(),
        ),
    ];
    for (name, expected, found) in sets {
        let Some(expected) = expected else { continue };
        let expected: Result<BTreeSet<_>, String> =
            expected.iter().map(|oid| policy(oid)).collect();
        let found: BTreeSet<_> = found.iter().map(ValidPolicy::identifier).cloned().collect();
        if expected.as_ref() != Ok(&found) {
            return Err(format!("{name} policy set {found:?} instead of {expected:?}"));
        }
    }
    let found = path.explicit_policy() == ExplicitPolicy::Required;
    match case.expected_explicit_policy_indicator {
        Some(expected) if expected != found => {
            Err(format!("explicit policy indicator {found} instead of {expected}"))
        }
        _ => Ok(()),
    }
}
