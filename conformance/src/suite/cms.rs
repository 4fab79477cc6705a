//! CMS messages: the check of RFC 5652 §5.6 for every signer.

use std::path::Path;

use jpki_cms::content::Content;
use jpki_cms::signed_data::SignedData;
use jpki_cms::signer::{AssessedSigners, SignerPolicy, UnattributedSignatures};
use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::report::{Reason, Verdict};
use jpki_x509::certificate::Certificate;
use serde::Deserialize;

use crate::input::{Folder, crypto, describe, failures, json};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    message: String,
    detached_content: Option<String>,
    #[serde(default)]
    extra_certs: Vec<String>,
    #[serde(default)]
    trust_anchors: Vec<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    parse: Parse,
    signature: Signature,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Parse {
    Ok,
    Fail,
    Either,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
enum Signature {
    Valid,
    Invalid,
    NoSigners,
    NotSignedData,
    NotStated,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for case in &manifest.cases {
        let result = judge(case, &folder)?;
        results.cases.insert(case.id.clone(), result);
    }
    Ok(results)
}

fn judge(case: &Case, folder: &Folder) -> Result<CaseResult, String> {
    let found = find(case, folder)?;
    let Expected { parse, signature } = case.expected;
    let is_as_expected = match (&found.end, signature) {
        (End::Refused, Signature::NotSignedData) => true,
        (End::Refused, Signature::NotStated) => parse != Parse::Ok,
        (End::Refused, Signature::Invalid) => parse != Parse::Ok,
        (End::Refused, Signature::Valid | Signature::NoSigners) => false,
        (_, _) if parse == Parse::Fail => false,
        (End::Judged(verdict), Signature::Valid) => *verdict == Verdict::Valid,
        (End::Judged(verdict), Signature::Invalid) => *verdict != Verdict::Valid,
        (End::ContentMissing, Signature::Invalid) => true,
        (End::NoSigners, Signature::NoSigners) => true,
        (_, Signature::NotStated) => true,
        (_, _) => false,
    };
    Ok(if is_as_expected { CaseResult::passed(found.note) } else { CaseResult::failed(found.note) })
}

struct Found {
    end: End,
    note: String,
}

enum End {
    Refused,
    NoSigners,
    ContentMissing,
    Judged(Verdict),
}

fn find(case: &Case, folder: &Folder) -> Result<Found, String> {
    let crypto = crypto();
    let message = folder.octets(&case.message)?;
    let (signed_data, content) = match SignedData::from_ber(&message) {
        Ok(read) => read,
        Err(error) => return Ok(Found { end: End::Refused, note: format!("refused: {error}") }),
    };
    if signed_data.signer_count() == 0 {
        return Ok(Found { end: End::NoSigners, note: "no signers".to_owned() });
    }
    let detached = case.detached_content.as_deref().map(|file| folder.octets(file)).transpose()?;
    let content = match (&content, &detached) {
        (Content::Attached(content), _) => signed_data.digest(content, &*crypto),
        (Content::Detached, Some(content)) => {
            let content = signed_data.digest_detached(content, &*crypto);
            content.expect("the message has no content of its own")
        }
        (Content::Detached, None) => {
            return Ok(Found { end: End::ContentMissing, note: "no content".to_owned() });
        }
    };
    // Anchors are given as certificates too: some messages leave the signer's own, a root, to the verifier.
    let given = case.extra_certs.iter().chain(&case.trust_anchors);
    let given: Result<Vec<Certificate>, String> =
        given.map(|file| folder.certificate(file)).collect();
    let given = given?;
    let policy = SignerPolicy::general().with_unattributed(UnattributedSignatures::Accepted);
    let assess =
        |policy: &SignerPolicy| signed_data.assess_signers(&content, &given, policy, &*crypto);
    let current = assess(&policy);
    Ok(if is_refused_by_policy(&current) {
        let legacy = assess(&policy.with_algorithms(AlgorithmPolicy::legacy()));
        Found {
            end: End::Judged(legacy.verdict()),
            note: format!("with old algorithms allowed: {}", line(&legacy)),
        }
    } else {
        Found { end: End::Judged(current.verdict()), note: line(&current) }
    })
}

fn is_refused_by_policy(signers: &AssessedSigners) -> bool {
    signers.as_slice().iter().flat_map(failures).any(|(_, reason)| {
        matches!(reason, Reason::AlgorithmNotAllowed | Reason::KeySizeNotAllowed)
    })
}

fn line(signers: &AssessedSigners) -> String {
    let signers: Vec<String> = signers.as_slice().iter().map(describe).collect();
    signers.join(" | ")
}
