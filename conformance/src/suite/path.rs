//! Paths of openssl and boringssl in the form `path-manifest-1`.

mod boringssl;
mod openssl;

use std::path::Path;

use jpki_core::report::{Assessed, Reason, Verdict};
use jpki_x509::path::ValidPath;
use serde::Deserialize;
use serde_json::Value;

use crate::input::{Answer, Folder, Obstacle, compare, describe, failures, json};
use crate::results::{CaseResult, Results};

#[derive(Deserialize)]
struct Manifest {
    cases: Vec<Value>,
}

#[derive(Deserialize)]
struct Case {
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

pub(super) fn run(manifest: &Path) -> Result<Results, String> {
    let folder = Folder::of(manifest);
    let manifest: Manifest = json(manifest)?;
    Ok(Results::of_each(manifest.cases, |case: &Case| case.run(&folder)))
}

impl Case {
    fn run(&self, folder: &Folder) -> Answer {
        let (assessed, reasons) = match &self.set {
            Set::Openssl(set) => (set.judge(&self.validation_time, folder), Vec::new()),
            Set::Boringssl(set) => {
                (set.judge(&self.validation_time, folder), set.expected_reasons())
            }
        };
        match &assessed {
            Ok(assessed)
                if self.expected == Expected::Invalid && !fails_for(assessed, &reasons) =>
            {
                Ok(CaseResult::failed(format!("for another reason: {}", describe(assessed))))
            }
            _ => compare(
                self.expected == Expected::Valid,
                assessed
                    .map(|assessed| (assessed.verdict() == Verdict::Valid, describe(&assessed))),
            ),
        }
    }
}

/// Whether one of these reasons was found, where there are any.
fn fails_for(assessed: &Assessed<ValidPath>, reasons: &[Reason]) -> bool {
    let found = failures(assessed);
    reasons.is_empty() || found.iter().any(|(_, reason)| reasons.contains(reason))
}

type Judged = Result<Assessed<ValidPath>, Obstacle>;
