use std::sync::Arc;

use jpki_core::localized::Localized as _;
use jpki_core::report::{Assessed, Check, Outcome, Verdict};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_testkit::hierarchy::Hierarchy;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{
    PathInputs, PathValidator, PolicyIdentifier, PolicySet, TrustAnchor, ValidPath,
};

use crate::Answer;

pub(crate) fn validate(hierarchy: &Hierarchy) -> Answer {
    let path: Result<Vec<Certificate>, _> =
        hierarchy.path.iter().rev().map(|der| Certificate::from_der(der)).collect();
    match path {
        Ok(path) => answer(&validator().validate(&path, &anchor(hierarchy), &inputs(hierarchy))),
        Err(error) => Answer::Refused(error.to_string()),
    }
}

/// A certificate of the pool that cannot be read is nobody's issuer.
pub(crate) fn build(hierarchy: &Hierarchy) -> Answer {
    let readable = |der: &Vec<u8>| Certificate::from_der(der).ok();
    let pool: Vec<Certificate> = hierarchy.intermediates.iter().filter_map(readable).collect();
    match Certificate::from_der(&hierarchy.target) {
        Ok(target) => {
            let anchors = [anchor(hierarchy)];
            answer(&validator().build(&target, &pool, &anchors, &inputs(hierarchy)))
        }
        Err(error) => Answer::Refused(error.to_string()),
    }
}

fn validator() -> PathValidator {
    PathValidator::new(Arc::new(RustCrypto))
}

fn anchor(hierarchy: &Hierarchy) -> TrustAnchor {
    let certificate = Certificate::from_der(&hierarchy.anchor).expect("a certificate");
    TrustAnchor::from_certificate(certificate, &RustCrypto).expect("an anchor")
}

fn inputs(hierarchy: &Hierarchy) -> PathInputs {
    let given = &hierarchy.policies;
    let at = Timestamp::from_unix_seconds(hierarchy.at.unix_timestamp());
    let accepted = given.user_initial_policy_set.as_ref().map_or(PolicySet::Any, |policies| {
        PolicySet::of(policies.iter().map(|policy| PolicyIdentifier::from(*policy)))
    });
    let mut inputs = PathInputs::at(ValidationTime::at(at)).with_policies(accepted);
    if given.initial_explicit_policy {
        inputs = inputs.with_explicit_policy();
    }
    if given.initial_policy_mapping_inhibit {
        inputs = inputs.without_policy_mapping();
    }
    if given.initial_any_policy_inhibit {
        inputs = inputs.without_any_policy();
    }
    inputs
}

/// Valid, or the reasons of all failed checks that no other explains.
fn answer(assessed: &Assessed<ValidPath>) -> Answer {
    if assessed.verdict() == Verdict::Valid {
        return Answer::Valid;
    }
    let mut reasons = Vec::new();
    let mut pending: Vec<&Check> = assessed.report().checks().iter().collect();
    while let Some(check) = pending.pop() {
        if let Outcome::Failed(reason) = check.outcome()
            && check.parts().is_empty()
        {
            reasons.push(reason.code());
        }
        pending.extend(check.parts());
    }
    reasons.sort_unstable();
    reasons.dedup();
    Answer::Refused(reasons.join(" "))
}
