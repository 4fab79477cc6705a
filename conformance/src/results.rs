use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::exceptions::Exceptions;

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// As the suite demands.
    Passed,
    /// Otherwise than the suite demands.
    Failed,
    /// Not run, or an exception; the note says why.
    Skipped,
}

/// One case with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseResult {
    /// How it ended.
    pub outcome: Outcome,
    /// What was found: verdict and reasons, or why it was skipped.
    pub note: String,
}

impl CaseResult {
    /// A case that ended as it must.
    pub fn passed(note: impl Into<String>) -> Self {
        Self { outcome: Outcome::Passed, note: note.into() }
    }

    /// A case that ended otherwise.
    pub fn failed(note: impl Into<String>) -> Self {
        Self { outcome: Outcome::Failed, note: note.into() }
    }

    /// A case that was not run.
    pub fn skipped(note: impl Into<String>) -> Self {
        Self { outcome: Outcome::Skipped, note: note.into() }
    }
}

/// The results of one suite by the id of the case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Results {
    /// Results by id.
    pub cases: BTreeMap<String, CaseResult>,
}

/// How many cases ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// As demanded.
    pub passed: usize,
    /// Otherwise.
    pub failed: usize,
    /// Not run, or exceptions.
    pub skipped: usize,
}

impl Results {
    /// Turns failures with an exception into skipped cases. An exception whose case passes is a failure:
    /// it is no longer needed.
    #[must_use]
    pub fn with_exceptions(mut self, exceptions: &Exceptions) -> Self {
        for (id, case) in &mut self.cases {
            let Some(exception) = exceptions.of(id) else { continue };
            *case = match case.outcome {
                Outcome::Failed => CaseResult::skipped(format!(
                    "{}; exception: {} [{}]",
                    case.note, exception.reason, exception.section
                )),
                Outcome::Passed => CaseResult::failed("passes: its exception is no longer needed"),
                Outcome::Skipped => CaseResult::failed("skipped: its exception is not needed"),
            };
        }
        self
    }

    /// How many cases ended how.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for case in self.cases.values() {
            match case.outcome {
                Outcome::Passed => summary.passed += 1,
                Outcome::Failed => summary.failed += 1,
                Outcome::Skipped => summary.skipped += 1,
            }
        }
        summary
    }

    /// The committed form: JSON, one line for each case.
    #[must_use]
    pub fn to_json(&self) -> String {
        let line = |(id, case): (&String, &CaseResult)| {
            let id = serde_json::to_string(id).expect("a string is JSON");
            let case = serde_json::to_string(case).expect("a case is JSON");
            format!("{id}: {case}")
        };
        let lines: Vec<String> = self.cases.iter().map(line).collect();
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }
}

impl fmt::Display for Results {
    /// The cases that did not pass, and the summary.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, case) in &self.cases {
            match case.outcome {
                Outcome::Passed => {}
                Outcome::Failed => writeln!(f, "FAILED  {id}: {}", case.note)?,
                Outcome::Skipped => writeln!(f, "skipped {id}: {}", case.note)?,
            }
        }
        let Summary { passed, failed, skipped } = self.summary();
        write!(f, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}
