//! Revocation lists in the form `crl-manifest-1`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::localized::Localized as _;
use jpki_core::report::Outcome;
use jpki_revocation::{
    Crl, CrlError, CrlIssuer, CrlPool, RevocationPolicy, RevocationTarget, Status,
};
use jpki_x509::authority::Authority;
use jpki_x509::certificate::Certificate;
use jpki_x509::extension::Extension;
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Answer, Folder, Obstacle, crypto, instant, json, oid, time, verdict};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
    crl: Option<Files>,
    certificate: Option<String>,
    issuer: Option<String>,
    issuer_2: Option<String>,
    validation_time: Option<String>,
    max_age_seconds: Option<u64>,
    expected_status: Option<ExpectedStatus>,
    expected_parse: Option<String>,
    expected_decode: Option<Decoded>,
    expected_signature: Option<String>,
    #[serde(default)]
    limit_of_webpki: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Files {
    One(String),
    Several(Vec<String>),
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum ExpectedStatus {
    Good,
    Revoked,
    Unknown,
}

#[derive(Deserialize)]
struct Decoded {
    this_update: String,
    next_update: Option<String>,
    entries: usize,
    extensions: Vec<(String, bool)>,
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    Ok(Results::of_each(manifest.cases, |case: &Case| case.run(&folder)))
}

impl Case {
    fn run(&self, folder: &Folder) -> Answer {
        let mut results = Vec::new();
        if let Some(expected) = self.expected_status {
            results.push(self.run_status(expected, folder)?);
        }
        if let Some(expected) = &self.expected_decode {
            results.push(self.run_decode(expected, folder)?);
        }
        if self.expected_signature.as_deref() == Some("valid") {
            results.push(self.run_signature(folder)?);
        }
        if let Some(expected) = &self.expected_parse {
            results.push(self.run_parse(expected, folder)?);
        }
        results
            .into_iter()
            .reduce(|first, second| match first.outcome {
                crate::results::Outcome::Passed => second,
                _ => first,
            })
            .ok_or_else(|| Obstacle::NotOffered("the case expects nothing".to_owned()))
    }

    /// The issuer's certificate is the trust anchor; another key of the issuer has a path to it.
    fn run_status(&self, expected: ExpectedStatus, folder: &Folder) -> Answer {
        let certificate = folder.certificate(stated(&self.certificate, "certificate")?)?;
        let anchor = authority(folder, stated(&self.issuer, "issuer")?)?;
        let candidates = self.issuer.iter().chain(&self.issuer_2);
        let mut issuers = Vec::new();
        for file in candidates {
            let signer = authority(folder, file)?;
            let certified =
                CrlIssuer::certified(signer, &folder.certificate(file)?, anchor.clone());
            issuers.extend(certified.ok());
        }
        let mut pool = CrlPool::new();
        for bytes in self.lists(folder)? {
            pool.add(bytes, &issuers, &AlgorithmPolicy::legacy());
        }
        let mut policy = RevocationPolicy::rfc_5280();
        policy.freshness.maximum_age = self.max_age_seconds.map(Duration::from_secs);
        let target = RevocationTarget::end_entity(&certificate, &anchor, &anchor);
        let at = stated(&self.validation_time, "validation_time")?;
        let judgement = pool.judge(&policy, &target, time(at)?);
        let found = match judgement.status() {
            Status::Good => ExpectedStatus::Good,
            Status::Revoked(_) => ExpectedStatus::Revoked,
            Status::Unknown(_) => ExpectedStatus::Unknown,
        };
        let note = match judgement.check().outcome() {
            Outcome::Failed(reason) => format!("{found:?}: {}", reason.code()),
            _ => format!("{found:?}"),
        };
        Ok(verdict(found == expected, note))
    }

    fn run_decode(&self, expected: &Decoded, folder: &Folder) -> Answer {
        let list = self.first_list(folder)?;
        Ok(match list.and_then(|list| expected.compare(&list)) {
            Ok(()) => CaseResult::passed("decoded"),
            Err(difference) => CaseResult::failed(difference),
        })
    }

    fn run_signature(&self, folder: &Folder) -> Answer {
        let file = stated(&self.issuer, "issuer")?;
        let issuer = CrlIssuer::anchor(authority(folder, file)?);
        let verified = self.first_list(folder)?.and_then(|list| {
            let verified = list.verify(&issuer, &AlgorithmPolicy::legacy());
            verified.map_err(|error| error.to_string())
        });
        Ok(match verified {
            Ok(_) => CaseResult::passed("verified"),
            Err(error) => CaseResult::failed(error),
        })
    }

    /// What verification finds apart from the signature: whoever signs, it is not the key given here.
    fn run_parse(&self, expected: &str, folder: &Folder) -> Answer {
        let stranger = Certificate::from_der(STRANGER).map_err(|error| error.to_string())?;
        let found = self.first_list(folder)?.and_then(|list| {
            let name = list.issuer();
            let stranger = Authority::new(name, stranger.public_key_bytes(), &*crypto());
            let stranger = CrlIssuer::anchor(stranger.map_err(|error| error.to_string())?);
            list.count_entries().map_err(|error| error.to_string())?;
            match list.verify(&stranger, &AlgorithmPolicy::legacy()) {
                Ok(_) | Err(CrlError::Signature(_)) => Ok(()),
                Err(error) => Err(error.to_string()),
            }
        });
        let accepted = (expected == "ok") != self.limit_of_webpki;
        let note = found.as_ref().err().cloned().unwrap_or_else(|| "accepted".to_owned());
        Ok(verdict(found.is_ok() == accepted, note))
    }

    fn lists(&self, folder: &Folder) -> Result<Vec<Vec<u8>>, Obstacle> {
        match &self.crl {
            None => Ok(Vec::new()),
            Some(Files::One(file)) => Ok(vec![folder.object(file)?]),
            Some(Files::Several(files)) => files.iter().map(|file| folder.object(file)).collect(),
        }
    }

    /// The inner error: why it is refused.
    fn first_list(&self, folder: &Folder) -> Result<Result<Crl, String>, Obstacle> {
        let bytes = self.lists(folder)?.into_iter().next().unwrap_or_default();
        Ok(Crl::from_der(bytes).map_err(|error| error.to_string()))
    }
}

impl Decoded {
    fn compare(&self, list: &Crl) -> Result<(), String> {
        let this_update = instant(&self.this_update)?;
        let next_update = self.next_update.as_deref().map(instant).transpose()?;
        let expected: Result<BTreeMap<_, _>, String> = self
            .extensions
            .iter()
            .map(|(text, critical)| Ok((oid(text)?.as_bytes().to_vec(), *critical)))
            .collect();
        let found: BTreeMap<_, _> = list
            .extensions()
            .map(|extension: Extension<'_>| {
                (extension.oid().as_bytes().to_vec(), extension.is_critical())
            })
            .collect();
        let entries = list.count_entries().map_err(|error| error.to_string())?;
        if (list.this_update(), list.next_update()) != (this_update, next_update) {
            Err("other times".to_owned())
        } else if expected? != found {
            Err("other extensions".to_owned())
        } else if entries != self.entries {
            Err(format!("{entries} entries instead of {}", self.entries))
        } else {
            Ok(())
        }
    }
}

/// Whoever this is, it signed none of the lists.
const STRANGER: &[u8] = include_bytes!("../../../test-vectors/trust/sign-ca-foreign.cer");

fn stated<'a>(field: &'a Option<String>, name: &str) -> Result<&'a String, Obstacle> {
    field.as_ref().ok_or_else(|| Obstacle::Unclear(format!("the case has no {name}")))
}

fn authority(folder: &Folder, file: &str) -> Result<Authority, Obstacle> {
    let certificate = folder.certificate(file)?;
    Authority::new(certificate.subject(), certificate.public_key_bytes(), &*crypto())
        .map_err(|error| Obstacle::Refused(format!("{file}: {error}")))
}
