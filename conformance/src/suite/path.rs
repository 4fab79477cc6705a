//! Paths of openssl and boringssl in the form `path-manifest-1`.

mod boringssl;
mod openssl;

use std::path::Path;

use jpki_core::report::{Assessed, Verdict};
use jpki_x509::path::{TrustAnchor, ValidPath};
use serde::Deserialize;

use crate::input::{Folder, crypto, describe, json};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    expected: Expected,
    validation_time: String,
    #[serde(flatten)]
    set: Set,
}

#[derive(Deserialize)]
#[serde(tag = "set")]
enum Set {
    #[serde(rename = "openssl-verify")]
    Openssl(openssl::Case),
    #[serde(rename = "boringssl-chain")]
    Boringssl(boringssl::Case),
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Expected {
    Valid,
    Invalid,
}

/// How a case can be run.
enum Judgement {
    /// It was.
    Assessed(Assessed<ValidPath>),
    /// A certificate of it cannot be read.
    Refused(String),
    /// It asks for what these crates do not offer.
    NotOffered(String),
}

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    let mut results = Results::default();
    for case in &manifest.cases {
        let judgement = match &case.set {
            Set::Openssl(set) => set.judge(&case.validation_time, &folder),
            Set::Boringssl(set) => set.judge(&case.validation_time, &folder),
        };
        results.cases.insert(case.id.clone(), compare(case.expected, judgement?));
    }
    Ok(results)
}

fn compare(expected: Expected, judgement: Judgement) -> CaseResult {
    let (valid, note) = match judgement {
        Judgement::NotOffered(why) => return CaseResult::skipped(why),
        Judgement::Refused(error) => (false, format!("refused: {error}")),
        Judgement::Assessed(assessed) => {
            (assessed.verdict() == Verdict::Valid, describe(&assessed))
        }
    };
    if valid == (expected == Expected::Valid) {
        CaseResult::passed(note)
    } else {
        CaseResult::failed(note)
    }
}

fn anchor(folder: &Folder, file: &str) -> Result<TrustAnchor, String> {
    TrustAnchor::from_certificate(folder.certificate(file)?, &*crypto())
        .map_err(|error| format!("{file}: {error}"))
}
