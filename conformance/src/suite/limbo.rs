//! x509-limbo in its own form, with the index beside it (`NAME-index.json` beside `NAME.json`) where
//! there is one.

use std::collections::BTreeMap;
use std::path::Path;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::limits::Limits;
use jpki_core::report::{Assessed, Verdict};
use jpki_revocation::{ListIssuer, ListPool, RevocationPolicy};
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::ExtendedKeyUsage;
use jpki_x509::path::{
    AnchorConstraints, Conformance, PathInputs, PathValidator, PurposeScope, TrustAnchor, ValidPath,
};
use serde::Deserialize;

use crate::input::{crypto, describe, inputs, json};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    testcases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    trusted_certs: Vec<String>,
    untrusted_intermediates: Vec<String>,
    peer_certificate: String,
    validation_time: Option<String>,
    extended_key_usage: Vec<String>,
    expected_result: Expected,
    max_chain_depth: Option<usize>,
    #[serde(default)]
    crls: Vec<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "UPPERCASE")]
enum Expected {
    Success,
    Failure,
}

#[derive(Default, Deserialize)]
struct Index {
    cases: Vec<IndexedCase>,
}

#[derive(Deserialize)]
struct IndexedCase {
    id: String,
    class: String,
}

/// For cases that hold at any time.
const ANY_TIME: &str = "2026-11-21T00:00:00Z";

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let name = manifest.file_stem().unwrap_or_default().to_string_lossy();
    let index = manifest.with_file_name(format!("{name}-index.json"));
    let index: Index = if index.exists() { json(&index)? } else { Index::default() };
    let classes: BTreeMap<String, String> =
        index.cases.into_iter().map(|case| (case.id, case.class)).collect();
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for case in &manifest.testcases {
        let class = classes.get(&case.id).map_or("path", String::as_str);
        results.cases.insert(case.id.clone(), run_case(case, class)?);
    }
    Ok(results)
}

fn run_case(case: &Case, class: &str) -> Result<CaseResult, String> {
    let certificates = match Certificates::read(case) {
        Ok(certificates) => certificates,
        Err(error) if case.expected_result == Expected::Failure => {
            return Ok(CaseResult::passed(format!("refused: {error}")));
        }
        Err(error) => return Ok(CaseResult::failed(format!("refused: {error}"))),
    };
    let limits = match case.max_chain_depth {
        None => Limits::DEFAULT,
        Some(depth) => Limits::DEFAULT.with_path_certificates(depth.saturating_add(1)),
    };
    let validator = PathValidator::new(crypto()).with_limits(limits);
    let assessed = validator.build(
        &certificates.target,
        &certificates.pool,
        &certificates.anchors,
        &path_inputs(case, class)?,
    );
    let assessed = if case.crls.is_empty() { assessed } else { with_lists(assessed, &case.crls)? };
    let note = describe(&assessed);
    let succeeds = assessed.verdict() == Verdict::Valid;
    Ok(match (case.expected_result, succeeds) {
        (Expected::Success, true) | (Expected::Failure, false) => CaseResult::passed(note),
        _ => CaseResult::failed(note),
    })
}

/// Judged by the case's lists too, hard-fail.
fn with_lists(
    assessed: Assessed<ValidPath>,
    lists: &[String],
) -> Result<Assessed<ValidPath>, String> {
    let (mut report, path) = assessed.into_parts();
    if let Some(path) = &path {
        let issuers = ListIssuer::of_path(path);
        let mut pool = ListPool::new();
        for list in lists {
            let (_, list) =
                pem_rfc7468::decode_vec(list.as_bytes()).map_err(|error| error.to_string())?;
            pool.add(list, &issuers, &AlgorithmPolicy::current());
        }
        for judgement in pool.judge_path(&RevocationPolicy::rfc_5280(), path) {
            report.push(judgement.into_check());
        }
    }
    Ok(Assessed::conclude(report, path))
}

struct Certificates {
    target: Certificate,
    pool: Vec<Certificate>,
    anchors: Vec<TrustAnchor>,
}

impl Certificates {
    fn read(case: &Case) -> Result<Self, String> {
        let read = |pem: &String| Certificate::from_pem(pem).map_err(|error| error.to_string());
        let anchor = |pem: &String| {
            TrustAnchor::from_certificate(read(pem)?, &*crypto()).map_err(|error| error.to_string())
        };
        Ok(Self {
            target: read(&case.peer_certificate)?,
            // A certificate of the pool that cannot be read is nobody's issuer.
            pool: case.untrusted_intermediates.iter().flat_map(read).collect(),
            anchors: case.trusted_certs.iter().map(anchor).collect::<Result<_, _>>()?,
        })
    }
}

/// The constraints of anchors count, as the suite wants it; rules for issuers where the class of the case
/// asks for them.
fn path_inputs(case: &Case, class: &str) -> Result<PathInputs, String> {
    let time = case.validation_time.as_deref().unwrap_or(ANY_TIME);
    let conformance = match class {
        "profile" | "trust-anchor-certificate" => Conformance::Profile,
        _ => Conformance::Validation,
    };
    let mut inputs = inputs(time)?
        .with_anchor_constraints(AnchorConstraints::Enforced)
        .with_conformance(conformance);
    match case.extended_key_usage.as_slice() {
        [] => {}
        [purpose] => inputs = inputs.for_purpose(self::purpose(purpose)?, PurposeScope::EndEntity),
        several => return Err(format!("{}: several purposes {several:?}", case.id)),
    }
    Ok(inputs)
}

fn purpose(name: &str) -> Result<&'static [u8], String> {
    match name {
        "anyExtendedKeyUsage" => Ok(ExtendedKeyUsage::ANY),
        "serverAuth" => Ok(ExtendedKeyUsage::SERVER_AUTH),
        "clientAuth" => Ok(ExtendedKeyUsage::CLIENT_AUTH),
        "codeSigning" => Ok(ExtendedKeyUsage::CODE_SIGNING),
        "emailProtection" => Ok(ExtendedKeyUsage::EMAIL_PROTECTION),
        "timeStamping" => Ok(ExtendedKeyUsage::TIME_STAMPING),
        "OCSPSigning" => Ok(ExtendedKeyUsage::OCSP_SIGNING),
        _ => Err(format!("unknown purpose {name}")),
    }
}
