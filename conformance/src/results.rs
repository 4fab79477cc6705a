use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::exceptions::Exceptions;
use crate::input::{Answer, Obstacle};

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
    /// Runs each case by itself: one that cannot be read, or that panics, fails alone.
    pub(crate) fn of_each<T: DeserializeOwned>(
        cases: Vec<Value>,
        run: impl Fn(&T) -> Answer,
    ) -> Self {
        let mut results = Self::default();
        for (number, case) in cases.into_iter().enumerate() {
            let id = match case.get("id") {
                Some(Value::String(id)) => id.clone(),
                Some(Value::Number(id)) => format!("{:0>5}", id.to_string()),
                _ => format!("number {number}"),
            };
            results.add(id, || {
                let case = T::deserialize(case)
                    .map_err(|error| format!("the case cannot be read: {error}"))?;
                run(&case)
            });
        }
        results
    }

    /// Runs one case; another one of the same id is kept too.
    pub(crate) fn add(&mut self, id: impl Into<String>, run: impl FnOnce() -> Answer) {
        let result = match catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(result)) => result,
            Ok(Err(Obstacle::NotOffered(why))) => CaseResult::skipped(why),
            Ok(Err(Obstacle::Unclear(why))) => CaseResult::failed(why),
            Ok(Err(Obstacle::Refused(error))) => CaseResult::failed(format!("refused: {error}")),
            Err(panic) => CaseResult::failed(format!("panicked: {}", message(&*panic))),
        };
        self.insert(id.into(), result);
    }

    fn insert(&mut self, id: String, result: CaseResult) {
        let mut key = id.clone();
        let mut further = 1_u32;
        while self.cases.contains_key(&key) {
            further = further.saturating_add(1);
            key = format!("{id} ({further})");
        }
        self.cases.insert(key, result);
    }

    /// The same with the name of a part of the manifest before each id.
    pub(crate) fn named(self, part: &str) -> Self {
        let cases = self.cases.into_iter().map(|(id, result)| (format!("{part} {id}"), result));
        Self { cases: cases.collect() }
    }

    /// Adds the cases of another manifest.
    pub(crate) fn extend(&mut self, others: Self) {
        for (id, result) in others.cases {
            self.insert(id, result);
        }
    }

    /// Turns failures with an exception into skipped cases. An exception whose case passes is a failure:
    /// it is no longer needed.
    #[must_use]
    pub(crate) fn with_exceptions(mut self, exceptions: &Exceptions) -> Self {
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

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
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

#[cfg(test)]
mod tests {
    use super::{CaseResult, Outcome, Results};
    use crate::exceptions::Exceptions;
    use crate::suite::Suite;

    #[test]
    fn a_panic_is_the_failure_of_its_case() {
        let mut results = Results::default();
        results.add("panics", || panic!("with {}", "words"));
        results.add("goes on", || Ok(CaseResult::passed("")));
        assert_eq!(results.cases["panics"], CaseResult::failed("panicked: with words"));
        assert_eq!(results.cases["goes on"].outcome, Outcome::Passed);
    }

    #[test]
    fn an_exception_means_nothing_in_another_manifest() {
        let mut results = Results::default();
        results.add("4.14.30", || Ok(CaseResult::failed("found")));
        let other = Exceptions::committed(Suite::Pkits, b"another manifest");
        assert_eq!(results.with_exceptions(&other).summary().failed, 1);
    }
}
