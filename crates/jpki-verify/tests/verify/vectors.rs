//! Every test vector gives the verdict, the failing check and the reason that its manifest states.

use std::path::PathBuf;
use std::{fs, iter};

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::localized::Localized;
use jpki_core::report::{Outcome, Report};
use jpki_core::time::ClockAllowance;
use jpki_examples::Vectors;
use jpki_revocation::RevocationPolicy;
use jpki_verify::{
    Certificate, LoadedCrls, SignedDocument, Timestamp, TrustStore, ValidationTime, Verdict,
    Verifier,
};
use jpki_x509::kind::CertificateKind;
use serde::Deserialize;

#[derive(Deserialize)]
struct Manifest {
    instant: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    kind: String,
    #[serde(default)]
    purpose: Option<String>,
    certificate: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(default)]
    scheme: Option<String>,
    #[serde(default)]
    crl: Vec<String>,
    #[serde(default)]
    arl: Vec<String>,
    #[serde(default)]
    at: Option<String>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    verdict: String,
    #[serde(default)]
    check: Option<String>,
    #[serde(default)]
    alternatives: Vec<String>,
    #[serde(default)]
    reason: Option<String>,
}

impl Expected {
    /// Whether one of these failed checks is what the manifest names, in the words of its README.
    fn is_met_by(&self, failures: &[String]) -> bool {
        let mut named = self.check.iter().chain(&self.alternatives).peekable();
        named.peek().is_none() && failures.is_empty()
            || named.any(|check| failures.iter().any(|failure| is_of(check, failure)))
    }
}

fn is_of(check: &str, failure: &str) -> bool {
    let id = failure.split(' ').next().unwrap_or_default();
    match check {
        "parse" => id == "parse",
        "profile" => ["parse", "profile", "purpose"].contains(&id),
        "algorithm" => ["algorithm", "path.algorithm", "signature.algorithm"].contains(&id),
        "signature" => id == "signature.value",
        "path.signature" => ["path.signature", "path.algorithm"].contains(&id),
        // No anchor, an anchor for the other purpose, or one that the identifiers speak against.
        "path.anchor" => {
            failure == "path no-trust-anchor" || ["purpose", "path.key-identifier"].contains(&id)
        }
        "anchor.validity" => failure == "path.anchor expired",
        "path.validity"
        | "path.names"
        | "path.key-usage"
        | "path.basic-constraints"
        | "path.critical-extensions"
        | "anchor.revocation"
        | "revocation" => id == check,
        _ => panic!("the README of the vectors names no check {check}"),
    }
}

fn read(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../test-vectors");
    fs::read(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// `None` for a scheme that these crates have no name for, so that nobody can ask for it.
fn scheme(name: &str) -> Option<SignatureScheme> {
    use DigestAlgorithm::{Sha1, Sha256, Sha384, Sha512};
    let scheme = match name {
        "rsa-pkcs1-sha1" => SignatureScheme::RsaPkcs1(Sha1),
        "rsa-pkcs1-sha256" => SignatureScheme::RsaPkcs1(Sha256),
        "rsa-pkcs1-sha384" => SignatureScheme::RsaPkcs1(Sha384),
        "rsa-pkcs1-sha512" => SignatureScheme::RsaPkcs1(Sha512),
        "rsa-pkcs1-bare-sha256" => SignatureScheme::RsaPkcs1BareDigest(Sha256),
        "rsa-pss-sha256" => SignatureScheme::rsa_pss(Sha256),
        "rsa-pss-sha384" => SignatureScheme::rsa_pss(Sha384),
        "rsa-pss-sha512" => SignatureScheme::rsa_pss(Sha512),
        "rsa-pkcs1-md5" => return None,
        _ => panic!("unknown scheme {name}"),
    };
    Some(scheme)
}

struct Found {
    verdict: Verdict,
    /// Failed checks with their reasons, outermost first.
    failures: Vec<String>,
    /// Whether a question about revocation was left when the local checks were done.
    asks: bool,
    text: String,
}

impl Found {
    fn refused_before_all(check: &str, text: &str) -> Self {
        let failures = vec![check.into()];
        Self { verdict: Verdict::Invalid, failures, asks: false, text: text.into() }
    }
}

fn judge(case: &Case, manifest: &Manifest, trust: &TrustStore) -> Found {
    let at = Timestamp::from_rfc3339(case.at.as_ref().unwrap_or(&manifest.instant)).unwrap();
    let at = ValidationTime::at(at);
    // The vectors are judged by one clock.
    let mut policy = RevocationPolicy::daily();
    policy.freshness.clock_skew = ClockAllowance::NONE;
    let mut lists = LoadedCrls::new(policy);
    let crls = case.crl.iter().map(|file| (file, lists.add_crl(read(file), trust)));
    let mut refused: Vec<_> = crls.collect();
    refused.extend(case.arl.iter().map(|file| (file, lists.add_arl(read(file), trust))));
    let verifier = Verifier::builder().trust(trust.clone()).revocation(lists).build().unwrap();
    let certificate = match Certificate::from_der(&read(&case.certificate)) {
        Ok(certificate) => certificate,
        Err(error) => return Found::refused_before_all("parse", error.code()),
    };
    let purpose = match case.purpose.as_deref() {
        Some("auth") => CertificateKind::UserAuthentication,
        _ => CertificateKind::Signature,
    };
    let (asks, verdict, report) = match (&case.content, &case.signature) {
        (Some(content), Some(signature)) => {
            let (content, signature) = (read(content), read(signature));
            let Some(scheme) = scheme(case.scheme.as_deref().unwrap()) else {
                return Found::refused_before_all("algorithm", "");
            };
            let document =
                SignedDocument::raw(&certificate, &signature, &content).with_scheme(scheme);
            let pending = verifier.begin_signature(&document, at);
            let asks = pending.question().is_some();
            let assessed = pending.finish().into_assessed();
            (asks, assessed.verdict(), assessed.report().clone())
        }
        _ => {
            let pending = verifier.begin_certificate(&certificate, purpose, at);
            let asks = pending.question().is_some();
            let assessed = pending.finish().into_assessed();
            (asks, assessed.verdict(), assessed.report().clone())
        }
    };
    refused.retain(|(_, taken)| taken.is_err());
    let text = format!("{}\n{refused:?}", report.render(jpki_verify::Locale::En));
    Found { verdict, failures: failures(&report), asks, text }
}

fn failures(report: &Report) -> Vec<String> {
    let mut pending: Vec<_> = report.checks().iter().rev().collect();
    iter::from_fn(|| {
        let check = pending.pop()?;
        pending.extend(check.parts().iter().rev());
        Some(check)
    })
    .filter_map(|check| match check.outcome() {
        Outcome::Failed(reason) => Some(format!("{} {}", check.id().code(), reason.code())),
        _ => None,
    })
    .collect()
}

#[test]
// Requirement: PATH-04, SIG-01, SIG-02, CERT-14, H06-08
fn every_vector_gives_what_its_manifest_states() {
    let manifest: Manifest = serde_json::from_slice(&read("manifest.json")).unwrap();
    let trust = Vectors::open().unwrap().trust().unwrap();
    let mut wrong = Vec::new();
    for case in &manifest.cases {
        let Found { verdict, failures, asks, text } = judge(case, &manifest, &trust);
        // Expired, unprofiled, wrongly signed: nobody is asked about those.
        let may_ask = matches!(case.expected.check.as_deref(), None | Some("revocation"));
        assert!(may_ask || !asks, "{}: a question would leave", case.id);
        if verdict.code() != case.expected.verdict || !case.expected.is_met_by(&failures) {
            wrong.push(format!(
                "{} ({}): expected {} {:?} {:?}, found {} {failures:?}\n{text}",
                case.id,
                case.kind,
                case.expected.verdict,
                case.expected.check,
                case.expected.reason,
                verdict.code()
            ));
        } else {
            println!(
                "{} | {:?} {:?} | {:?}",
                case.id, case.expected.check, case.expected.reason, failures
            );
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), manifest.cases.len(), wrong.join("\n"));
}
