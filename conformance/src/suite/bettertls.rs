//! BetterTLS in the form of its own export: paths to build, and the host to find in the leaf.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use base64ct::{Base64, Encoding as _};
use jpki_core::time::ValidationTime;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::ExtendedKeyUsage;
use jpki_x509::path::{
    AnchorConstraints, AnchorValidity, PathInputs, PathValidator, PurposeScope, TrustAnchor,
};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Answer, Obstacle, compare, crypto, describe, json, time};
use crate::peer_name::PeerName;
use crate::results::{CaseResult, Outcome, Results};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    trust_root: String,
    validation_time: Option<String>,
    suites: BTreeMap<String, Suite>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Suite {
    test_cases: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    /// The leaf first.
    certificates: Vec<String>,
    hostname: Option<String>,
    expected: Expected,
    /// The other answer is only worse.
    #[serde(default)]
    failure_is_warning: bool,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
enum Expected {
    Accept,
    Reject,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let manifest: Manifest = json(manifest)?;
    let root = Certificate::from_der(&bytes(&manifest.trust_root)?)
        .map_err(|error| format!("the trust root: {error}"))?;
    let at = match &manifest.validation_time {
        Some(text) => time(text)?,
        // An export is made for the days that follow.
        None => ValidationTime::at(root.not_before().after(Duration::from_secs(2 * 86_400))),
    };
    let anchor = TrustAnchor::from_certificate(root, &*crypto())
        .map_err(|error| format!("the trust root: {error}"))?;
    let mut results = Results::default();
    for (name, suite) in manifest.suites {
        let of_suite = Results::of_each(suite.test_cases, |case: &Case| case.run(&anchor, at));
        results.extend(of_suite.named(&name));
    }
    Ok(results)
}

impl Case {
    fn run(&self, anchor: &TrustAnchor, at: ValidationTime) -> Answer {
        let result = compare(self.expected == Expected::Accept, self.judge(anchor, at))?;
        Ok(match result.outcome {
            Outcome::Failed if self.failure_is_warning => {
                CaseResult::skipped(format!("{}; the suite calls either answer right", result.note))
            }
            _ => result,
        })
    }

    fn judge(&self, anchor: &TrustAnchor, at: ValidationTime) -> Result<(bool, String), Obstacle> {
        let Some((leaf, others)) = self.certificates.split_first() else {
            return Err(Obstacle::Unclear("no certificates".to_owned()));
        };
        let read = |text: &String| -> Result<Certificate, Obstacle> {
            Certificate::from_der(&bytes(text)?)
                .map_err(|error| Obstacle::Refused(error.to_string()))
        };
        let target = read(leaf)?;
        let pool: Vec<_> = others.iter().flat_map(read).collect();
        // Clients of TLS hold authorities to their purposes too, and the suite asks for it.
        let inputs = PathInputs::at(at)
            .with_anchor_constraints(AnchorConstraints::Enforced)
            .with_anchor_validity(AnchorValidity::Enforced)
            .with_purpose(ExtendedKeyUsage::SERVER_AUTH, PurposeScope::WholePath);
        let validator = PathValidator::new(crypto());
        let assessed = validator.build(&target, &pool, std::slice::from_ref(anchor), &inputs);
        let host = self.hostname.as_deref().map(PeerName::of_host);
        Ok(match host {
            _ if assessed.value().is_none() => (false, describe(&assessed)),
            Some(host) if !host.is_of(&target) => {
                (false, format!("valid, but for another peer than {host:?}"))
            }
            _ => (true, describe(&assessed)),
        })
    }
}

fn bytes(base64: &str) -> Result<Vec<u8>, String> {
    Base64::decode_vec(base64).map_err(|error| error.to_string())
}
