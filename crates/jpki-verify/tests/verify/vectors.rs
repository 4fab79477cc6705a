//! Every test vector gives the verdict, the failing check and the reason that its manifest states.

use std::path::PathBuf;
use std::sync::LazyLock;
use std::{fs, iter};

use jpki_core::algorithm::{DigestAlgorithm, SignatureScheme};
use jpki_core::localized::Localized;
use jpki_core::report::{Outcome, Report};
use jpki_core::time::ClockAllowance;
use jpki_examples::Vectors;
use jpki_revocation::RevocationPolicy;
use jpki_verify::crypto::RustCrypto;
use jpki_verify::event::{PurposeOfUse, Requester, Tenant};
use jpki_verify::validation_report::{DisclosedRevocation, DisclosureRight};
use jpki_verify::{
    Certificate, LoadedCrls, ServiceProviderReport, Settled, SignedDocument, Timestamp, TrustStore,
    ValidationReport, ValidationTime, Verdict, Verifier,
};
use jpki_x509::kind::CertificateKind;
use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Manifest {
    instant: String,
    pub(crate) cases: Vec<Case>,
}

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    kind: String,
    #[serde(default)]
    purpose: Option<String>,
    pub(crate) certificate: String,
    #[serde(default)]
    content: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(default)]
    scheme: Option<String>,
    #[serde(default)]
    pub(crate) crl: Vec<String>,
    #[serde(default)]
    pub(crate) arl: Vec<String>,
    #[serde(default)]
    at: Option<String>,
    pub(crate) expected: Expected,
}

#[derive(Deserialize)]
pub(crate) struct Expected {
    pub(crate) verdict: String,
    #[serde(default)]
    pub(crate) check: Option<String>,
    #[serde(default)]
    alternatives: Vec<String>,
    #[serde(default)]
    pub(crate) reason: Option<String>,
}

impl Manifest {
    pub(crate) fn read() -> Self {
        serde_json::from_slice(&read("manifest.json")).unwrap()
    }
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

pub(crate) fn read(file: &str) -> Vec<u8> {
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
    /// Unless it was refused before all.
    reports: Option<Reports>,
}

/// What is made of a settled verification.
pub(crate) struct Reports {
    pub(crate) full: ValidationReport,
    pub(crate) for_provider: ServiceProviderReport,
    pub(crate) disclosed: Option<DisclosedRevocation>,
}

impl Reports {
    fn of<T>(settled: &Settled<T>) -> Self {
        let tenant = Tenant::new("insurer-1").unwrap();
        let purpose = PurposeOfUse::new("annuity-payment").unwrap();
        let right = DisclosureRight::granted(tenant.clone(), purpose);
        let now = settled.evidence().time().present();
        let requester = Requester::service(tenant);
        Self {
            full: settled.validation_report(&RustCrypto),
            for_provider: settled.service_provider_report(),
            disclosed: settled.disclose_revocation(&right, requester, now).ok().map(|it| it.0),
        }
    }
}

/// The reports of each case that was not refused before all.
pub(crate) fn reports() -> &'static [(Case, Reports)] {
    static REPORTS: LazyLock<Vec<(Case, Reports)>> = LazyLock::new(|| {
        let manifest = Manifest::read();
        let trust = Vectors::open().unwrap().trust().unwrap();
        let judge = |case| judge(case, &manifest, &trust).reports;
        let judged: Vec<_> = manifest.cases.iter().map(judge).collect();
        let all = manifest.cases.into_iter().zip(judged);
        all.filter_map(|(case, reports)| Some((case, reports?))).collect()
    });
    &REPORTS
}

/// Those of one case.
pub(crate) fn reports_of(id: &str) -> &'static (Case, Reports) {
    reports().iter().find(|(case, _)| case.id == id).unwrap()
}

impl Found {
    fn refused_before_all(check: &str, text: &str) -> Self {
        let failures = vec![check.into()];
        let text = text.into();
        Self { verdict: Verdict::Invalid, failures, asks: false, text, reports: None }
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
    let (asks, reports) = match (&case.content, &case.signature) {
        (Some(content), Some(signature)) => {
            let (content, signature) = (read(content), read(signature));
            let Some(scheme) = scheme(case.scheme.as_deref().unwrap()) else {
                return Found::refused_before_all("algorithm", "");
            };
            let document =
                SignedDocument::raw(&certificate, &signature, &content).with_scheme(scheme);
            let pending = verifier.begin_signature(&document, at);
            let asks = pending.question().is_some();
            (asks, Reports::of(&pending.finish()))
        }
        _ => {
            let pending = verifier.begin_certificate(&certificate, purpose, at);
            let asks = pending.question().is_some();
            (asks, Reports::of(&pending.finish()))
        }
    };
    refused.retain(|(_, taken)| taken.is_err());
    let report = reports.full.report();
    let text = format!("{}\n{refused:?}", report.render(jpki_verify::Locale::En));
    let (verdict, failures) = (reports.full.verdict(), failures(report));
    Found { verdict, failures, asks, text, reports: Some(reports) }
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
    let manifest = Manifest::read();
    let trust = Vectors::open().unwrap().trust().unwrap();
    let mut wrong = Vec::new();
    for case in &manifest.cases {
        let Found { verdict, failures, asks, text, .. } = judge(case, &manifest, &trust);
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
