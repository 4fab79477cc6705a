//! What all suites read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use const_oid::ObjectIdentifier;
use jpki_core::crypto::CryptoBackend;
use jpki_core::message::Message as _;
use jpki_core::report::{Assessed, Check, Outcome, Reason};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_x509::certificate::Certificate;
use jpki_x509::path::{PathInputs, PolicyIdentifier};
use serde::de::DeserializeOwned;

/// The folder of a manifest, to which its file names are relative.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn of(manifest: &Path) -> Self {
        Self(manifest.parent().unwrap_or(Path::new(".")).to_path_buf())
    }

    pub(crate) fn octets(&self, file: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(file)).map_err(|error| format!("{file}: {error}"))
    }

    pub(crate) fn certificate(&self, file: &str) -> Result<Certificate, String> {
        Certificate::from_der(&self.octets(file)?).map_err(|error| format!("{file}: {error}"))
    }
}

pub(crate) fn json<T: DeserializeOwned>(file: &Path) -> Result<T, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))
}

pub(crate) fn crypto() -> Arc<dyn CryptoBackend> {
    Arc::new(RustCrypto)
}

pub(crate) fn time(text: &str) -> Result<ValidationTime, String> {
    let instant = Timestamp::from_rfc3339(text).ok_or_else(|| format!("no time: {text}"))?;
    Ok(ValidationTime::at(instant))
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
