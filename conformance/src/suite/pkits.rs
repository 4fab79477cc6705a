//! NIST PKITS in the form `pkits-manifest-1`.

use std::collections::BTreeSet;
use std::path::Path;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::{Assessed, Check, Reason, Verdict};
use jpki_revocation::{CrlIssuer, CrlPool, RevocationAssessment, RevocationPolicy, Status};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{ExplicitPolicy, PathInputs, PathValidator, ValidPath, ValidPolicy};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{
    Answer, Folder, Obstacle, PolicyInputs, crypto, describe, failures, inputs, json, policy,
};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    validation_time: Option<String>,
    tests: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
    trust_anchor: String,
    chain: Vec<String>,
    #[serde(default)]
    crl_issuer_certs: Vec<String>,
    #[serde(default)]
    crls: Vec<String>,
    validation_time: Option<String>,
    #[serde(default)]
    inputs: PolicyInputs,
    expected: Expected,
    expected_authorities_constrained_policy_set: Option<Vec<String>>,
    expected_user_constrained_policy_set: Option<Vec<String>>,
    expected_explicit_policy_indicator: Option<bool>,
    #[serde(default)]
    features: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
}

/// Where the files of a manifest are.
struct Folders {
    certificates: Folder,
    lists: Folder,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let folders = Folders { certificates: folder.inner("certs"), lists: folder.inner("crls") };
    let manifest: Manifest = json(manifest)?;
    let validator = PathValidator::new(crypto());
    Ok(Results::of_each(manifest.tests, |case: &Case| {
        let time = case.validation_time.as_ref().or(manifest.validation_time.as_ref());
        let time = time.ok_or_else(|| "no time to judge at".to_owned())?;
        match run_case(case, time, &folders, &validator) {
            Err(Obstacle::Refused(error)) if case.expected == Expected::Invalid => {
                Ok(CaseResult::passed(error))
            }
            answer => answer,
        }
    }))
}

fn run_case(case: &Case, time: &str, folders: &Folders, validator: &PathValidator) -> Answer {
    let anchor = folders.certificates.anchor(&case.trust_anchor)?;
    let path = case.chain.iter().rev().map(|file| folders.certificates.certificate(file));
    let path: Vec<_> = path.collect::<Result<_, _>>()?;
    let assessed = validator.validate(&path, &anchor, &case.inputs.apply(inputs(time)?)?);
    let (mut report, path) = assessed.into_parts();
    if let Some(path) = &path {
        for check in Revocation::of(case, folders, validator)?.judge(path) {
            report.push(check);
        }
    }
    Ok(judge(case, &Assessed::new(report, path)))
}

/// Lists of a case, and certificates of those who sign them.
struct Revocation<'a> {
    validator: &'a PathValidator,
    lists: Vec<Vec<u8>>,
    signers: Vec<Certificate>,
}

impl<'a> Revocation<'a> {
    fn of(case: &Case, folders: &Folders, validator: &'a PathValidator) -> Result<Self, Obstacle> {
        let lists = case.crls.iter().map(|file| folders.lists.object(file));
        let signers =
            case.crl_issuer_certs.iter().map(|file| folders.certificates.certificate(file));
        Ok(Self {
            validator,
            lists: lists.collect::<Result<_, _>>()?,
            signers: signers.collect::<Result<_, _>>()?,
        })
    }

    /// Every certificate of the path, checked hard-fail.
    fn judge(&self, path: &ValidPath) -> Vec<Check> {
        let mut issuers = CrlIssuer::of_path(path);
        for signer in &self.signers {
            issuers.extend(self.admit(signer, path, &issuers));
        }
        self.ask(path, &issuers).into_iter().map(RevocationAssessment::into_check).collect()
    }

    /// A signer of lists whose own path is valid and, by lists of those admitted before, not revoked.
    fn admit(
        &self,
        signer: &Certificate,
        path: &ValidPath,
        admitted: &[CrlIssuer],
    ) -> Option<CrlIssuer> {
        let pool: Vec<_> = path.certificates().iter().chain(&self.signers).cloned().collect();
        let inputs = PathInputs::at(path.time());
        let anchors = [path.anchor().clone()];
        let (_, found) = self.validator.build(signer, &pool, &anchors, &inputs).into_parts();
        let found = found?;
        let mut issuers = CrlIssuer::of_path(&found);
        issuers.extend_from_slice(admitted);
        let known_good =
            self.ask(&found, &issuers).iter().all(|answer| answer.status() == Status::Good);
        known_good.then(|| CrlIssuer::at_end_of(&found, &*crypto()).ok()).flatten()
    }

    fn ask(&self, path: &ValidPath, issuers: &[CrlIssuer]) -> Vec<RevocationAssessment> {
        let mut pool = CrlPool::new();
        for list in &self.lists {
            pool.add(list.clone(), issuers, &AlgorithmPolicy::current());
        }
        pool.judge_path(&RevocationPolicy::rfc_5280(), path)
    }
}

fn judge(case: &Case, assessed: &Assessed<ValidPath>) -> CaseResult {
    let note = describe(assessed);
    let fails_for = |reason| failures(assessed).iter().any(|(_, found)| *found == reason);
    let has_dsa = case.features.iter().any(|feature| feature == "dsa");
    if has_dsa && fails_for(Reason::AlgorithmUnsupported) {
        return CaseResult::skipped(format!("DSA is not supported: {note}"));
    }
    match (case.expected, assessed.verdict(), assessed.value()) {
        (Expected::Valid, Verdict::Valid, Some(path)) => match compare_policies(case, path) {
            Ok(()) => CaseResult::passed(note),
            Err(difference) => CaseResult::failed(difference),
        },
        // Hard-fail: a status that is not known is as bad.
        (Expected::Invalid, Verdict::Invalid | Verdict::Indeterminate, None) => {
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
