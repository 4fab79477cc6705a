//! CMS messages: the check of RFC 5652 §5.6 for every signer, and the paths of the signers' certificates
//! where the manifest states a result.
//!
//! Paths are built from the certificates in the message, without revocation. A path that the manifest
//! calls invalid and that is valid so is left to revocation: the messages of PKITS, whose paths the suite
//! `pkits` judges one by one.

use std::path::Path;

use jpki_cms::content::Content;
use jpki_cms::signed_data::{ParsedSignedData, SignedData};
use jpki_cms::signer::{SignerIdentity, SignerPolicy, UnattributedSignatures};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::AssessedSigners;
use jpki_core::report::{Reason, Verdict};
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{AnchorValidity, PathValidator};
use serde::Deserialize;
use serde_json::Value;

use crate::input::{
    Answer, Folder, Obstacle, PolicyInputs, crypto, describe, failures, inputs, json, verdict,
};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
    message: String,
    detached_content: Option<String>,
    #[serde(default)]
    extra_certs: Vec<String>,
    #[serde(default)]
    trust_anchors: Vec<String>,
    expected: Expected,
    #[serde(default)]
    expected_path: Vec<ExpectedPath>,
    validation_time: Option<String>,
}

#[derive(Deserialize)]
struct ExpectedPath {
    time: Option<String>,
    pkits_test: Option<String>,
    inputs: Option<PolicyInputs>,
    result: String,
}

#[derive(Deserialize)]
struct Expected {
    #[serde(default)]
    parse: Parse,
    #[serde(default)]
    signature: Signature,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Parse {
    Ok,
    Fail,
    #[default]
    Either,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Signature {
    Valid,
    Invalid,
    NoSigners,
    NotSignedData,
    #[default]
    NotStated,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    Ok(Results::of_each(manifest.cases, |case: &Case| judge(case, &folder)))
}

fn judge(case: &Case, folder: &Folder) -> Answer {
    let found = find(case, folder)?;
    for expected in &case.expected_path {
        if let Some(difference) = compare_path(case, expected, &found.signers, folder)? {
            return Ok(CaseResult::failed(difference));
        }
    }
    let Expected { parse, signature } = case.expected;
    let is_as_expected = match (&found.end, signature) {
        (End::Refused, Signature::NotSignedData) => true,
        (End::Refused, Signature::NotStated) => parse != Parse::Ok,
        // It only must not be reported valid.
        (End::Refused | End::NoSigners, Signature::Invalid) => true,
        (End::Refused, Signature::Valid | Signature::NoSigners) => false,
        (_, _) if parse == Parse::Fail => false,
        (End::Judged(verdict), Signature::Valid) => *verdict == Verdict::Valid,
        (End::Judged(verdict), Signature::Invalid) => *verdict != Verdict::Valid,
        (End::ContentMissing, Signature::Invalid) => true,
        (End::NoSigners, Signature::NoSigners) => true,
        (_, Signature::NotStated) => true,
        (_, _) => false,
    };
    Ok(verdict(is_as_expected, found.note))
}

struct Found {
    end: End,
    note: String,
    signers: Vec<Signer>,
}

/// The certificates that fit one valid signature, and those that may lead from them to an anchor.
struct Signer {
    certificates: Vec<Certificate>,
    candidates: Vec<Certificate>,
}

enum End {
    Refused,
    NoSigners,
    ContentMissing,
    Judged(Verdict),
}

fn find(case: &Case, folder: &Folder) -> Result<Found, Obstacle> {
    let crypto = crypto();
    let message = folder.object(&case.message)?;
    let ParsedSignedData { signed_data, content } = match SignedData::from_ber(&message) {
        Ok(read) => read,
        Err(error) => return Ok(Found::without_signers(End::Refused, format!("refused: {error}"))),
    };
    if signed_data.signer_count() == 0 {
        return Ok(Found::without_signers(End::NoSigners, "no signers".to_owned()));
    }
    let detached = case.detached_content.as_deref().map(|file| folder.bytes(file)).transpose()?;
    let content = match (&content, &detached) {
        (Content::Attached(content), _) => signed_data.digest(content, &*crypto),
        (Content::Detached, Some(content)) => {
            let content = signed_data.digest_detached(content, &*crypto);
            content.expect("the message has no content of its own")
        }
        (Content::Detached, None) => {
            return Ok(Found::without_signers(End::ContentMissing, "no content".to_owned()));
        }
    };
    // Anchors are given as certificates too: some messages leave the signer's own, a root, to the verifier.
    let given = case.extra_certs.iter().chain(&case.trust_anchors);
    let given: Vec<Certificate> =
        given.map(|file| folder.certificate(file)).collect::<Result<_, _>>()?;
    let policy = SignerPolicy::general().with_unattributed(UnattributedSignatures::Accepted);
    let assess =
        |policy: &SignerPolicy| signed_data.assess_signers(&content, &given, policy, &*crypto);
    let current = assess(&policy);
    let candidates: Vec<Certificate> = signed_data.unverified_certificates().collect();
    let found = |signers: AssessedSigners<SignerIdentity>, note: String| {
        let end = End::Judged(signers.verdict());
        let signers = signers.into_iter().filter_map(|signer| {
            let signer = signer.into_result().ok()?;
            let own = std::iter::once(signer.certificate()).chain(signer.alternatives());
            let certificates = own.cloned().collect();
            Some(Signer { certificates, candidates: candidates.clone() })
        });
        Found { end, note, signers: signers.collect() }
    };
    Ok(if is_refused_by_policy(&current) {
        let legacy = assess(&policy.with_algorithms(AlgorithmPolicy::legacy()));
        let note = format!("with old algorithms allowed: {}", line(&legacy));
        found(legacy, note)
    } else {
        let note = line(&current);
        found(current, note)
    })
}

impl Found {
    const fn without_signers(end: End, note: String) -> Self {
        Self { end, note, signers: Vec::new() }
    }
}

/// What differs from the stated result of a path.
fn compare_path(
    case: &Case,
    expected: &ExpectedPath,
    signers: &[Signer],
    folder: &Folder,
) -> Result<Option<String>, Obstacle> {
    let time = expected.time.as_ref().or(case.validation_time.as_ref());
    let time = time.ok_or_else(|| "a path without a time".to_owned())?;
    let mut inputs = inputs(time)?.with_anchor_validity(AnchorValidity::Enforced);
    if let Some(given) = &expected.inputs {
        inputs = given.apply(inputs)?;
    }
    let anchors: &[String] = match expected.pkits_test {
        Some(_) => &["../pkits/certs/TrustAnchorRootCertificate.crt".to_owned()],
        None => &case.trust_anchors,
    };
    let anchors: Vec<_> =
        anchors.iter().map(|file| folder.anchor(file)).collect::<Result<_, _>>()?;
    let validator = PathValidator::new(crypto()).with_algorithms(AlgorithmPolicy::legacy());
    let is_valid = signers.iter().all(|signer| {
        signer.certificates.iter().any(|certificate| {
            let path = validator.build(certificate, &signer.candidates, &anchors, &inputs);
            path.verdict() == Verdict::Valid
        })
    });
    let must_be_valid = expected.result.starts_with("valid");
    let left_to_revocation = expected.pkits_test.is_some() && is_valid && !must_be_valid;
    Ok((!left_to_revocation && is_valid != must_be_valid && !signers.is_empty())
        .then(|| format!("path at {time}: found {is_valid}, stated {}", expected.result)))
}

fn is_refused_by_policy(signers: &AssessedSigners<SignerIdentity>) -> bool {
    signers.as_slice().iter().flat_map(failures).any(|(_, reason)| {
        matches!(reason, Reason::AlgorithmNotAllowed | Reason::KeySizeNotAllowed)
    })
}

fn line(signers: &AssessedSigners<SignerIdentity>) -> String {
    let signers: Vec<String> = signers.as_slice().iter().map(describe).collect();
    signers.join(" | ")
}
