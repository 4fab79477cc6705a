//! What all suites read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use const_oid::ObjectIdentifier;
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend;
use jpki_core::localized::Localized as _;
use jpki_core::report::{Assessed, Check, Outcome, Reason};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PolicyIdentifier, PolicySet, TrustAnchor};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::results::CaseResult;

/// How a case ended, or why it did not come to an end.
pub(crate) type Answer = Result<CaseResult, Obstacle>;

/// Why a case was not judged.
pub(crate) enum Obstacle {
    /// An object of the case cannot be read: this is an answer, and may be the one that is expected.
    Refused(String),
    /// It asks for what these crates do not offer.
    NotOffered(String),
    /// The case itself is not understood, or a file of it is missing.
    Unclear(String),
}

impl From<String> for Obstacle {
    fn from(why: String) -> Self {
        Self::Unclear(why)
    }
}

/// Compares a judgement, whether it is valid and what was found, with what a case demands. What is refused is
/// not valid.
pub(crate) fn compare(is_valid_expected: bool, judged: Result<(bool, String), Obstacle>) -> Answer {
    let (is_valid, note) = match judged {
        Err(Obstacle::Refused(error)) => (false, format!("refused: {error}")),
        judged => judged?,
    };
    Ok(verdict(is_valid == is_valid_expected, note))
}

pub(crate) fn verdict(is_as_expected: bool, note: String) -> CaseResult {
    if is_as_expected { CaseResult::passed(note) } else { CaseResult::failed(note) }
}

/// The folder of a manifest, to which its file names are relative.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn of(manifest: &Path) -> Self {
        Self(manifest.parent().unwrap_or(Path::new(".")).to_path_buf())
    }

    /// The folder of this name inside, if there is one, else this folder.
    pub(crate) fn inner(&self, name: &str) -> Self {
        let inner = self.0.join(name);
        Self(if inner.is_dir() { inner } else { self.0.clone() })
    }

    pub(crate) fn bytes(&self, file: &str) -> Result<Vec<u8>, Obstacle> {
        std::fs::read(self.0.join(file))
            .map_err(|error| Obstacle::Unclear(format!("{file}: {error}")))
    }

    /// An object in DER, or in PEM.
    pub(crate) fn object(&self, file: &str) -> Result<Vec<u8>, Obstacle> {
        let bytes = self.bytes(file)?;
        match pem_rfc7468::decode_vec(&bytes) {
            Ok((_, der)) if bytes.starts_with(b"-----BEGIN") => Ok(der),
            _ => Ok(bytes),
        }
    }

    pub(crate) fn certificate(&self, file: &str) -> Result<Certificate, Obstacle> {
        Certificate::from_der(&self.object(file)?)
            .map_err(|error| Obstacle::Refused(format!("{file}: {error}")))
    }

    pub(crate) fn anchor(&self, file: &str) -> Result<TrustAnchor, Obstacle> {
        TrustAnchor::from_certificate(self.certificate(file)?, &*crypto())
            .map_err(|error| Obstacle::Refused(format!("{file}: {error}")))
    }
}

/// Policies as RFC 5280 §6.1.1 (c) to (g) has them; what is absent is as there by default.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct PolicyInputs {
    initial_policy_set: Option<Vec<String>>,
    initial_explicit_policy: bool,
    initial_policy_mapping_inhibit: bool,
    initial_inhibit_any_policy: bool,
}

impl PolicyInputs {
    pub(crate) fn apply(&self, mut inputs: PathInputs) -> Result<PathInputs, String> {
        if let Some(accepted) = &self.initial_policy_set {
            let accepted: Result<Vec<_>, _> = accepted.iter().map(|oid| policy(oid)).collect();
            inputs = inputs.with_policies(PolicySet::of(accepted?));
        }
        if self.initial_explicit_policy {
            inputs = inputs.with_explicit_policy();
        }
        if self.initial_policy_mapping_inhibit {
            inputs = inputs.without_policy_mapping();
        }
        if self.initial_inhibit_any_policy {
            inputs = inputs.without_any_policy();
        }
        Ok(inputs)
    }
}

pub(crate) fn json<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

pub(crate) fn crypto() -> Arc<dyn CryptoBackend> {
    Arc::new(RustCrypto)
}

/// SHA-256 in hexadecimal digits.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(crypto().digest(DigestAlgorithm::Sha256, bytes).as_bytes())
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A time of RFC 3339; without an offset it is UTC.
pub(crate) fn instant(text: &str) -> Result<Timestamp, String> {
    Timestamp::from_rfc3339(text)
        .or_else(|| Timestamp::from_rfc3339(&format!("{text}Z")))
        .ok_or_else(|| format!("no time: {text}"))
}

pub(crate) fn time(text: &str) -> Result<ValidationTime, String> {
    instant(text).map(ValidationTime::at)
}

pub(crate) fn inputs(time: &str) -> Result<PathInputs, String> {
    Ok(PathInputs::at(self::time(time)?))
}

pub(crate) fn oid(text: &str) -> Result<ObjectIdentifier, String> {
    ObjectIdentifier::new(text).map_err(|_| format!("no object identifier: {text}"))
}

pub(crate) fn policy(text: &str) -> Result<PolicyIdentifier, String> {
    Ok(PolicyIdentifier::from(oid(text)?))
}

/// The failed checks that no other check explains, with their reasons.
pub(crate) fn failures<T>(assessed: &Assessed<T>) -> Vec<(&Check, Reason)> {
    let mut failures = Vec::new();
    let mut pending: Vec<&Check> = assessed.report().checks().iter().rev().collect();
    while let Some(check) = pending.pop() {
        if let Outcome::Failed(reason) = check.outcome()
            && check.parts().is_empty()
        {
            failures.push((check, reason));
        }
        pending.extend(check.parts().iter().rev());
    }
    failures
}

/// Verdict and reasons in one line.
pub(crate) fn describe<T>(assessed: &Assessed<T>) -> String {
    let mut line = assessed.verdict().code().to_owned();
    for (check, reason) in failures(assessed) {
        let subject = serde_json::to_value(check.subject()).unwrap_or_default();
        let subject = subject.as_str().unwrap_or_default();
        line.push_str(&format!("; {} of {subject}: {}", check.id().code(), reason.code()));
    }
    line
}
