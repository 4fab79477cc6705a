//! `docs/mutations.md`: what was changed in the code, and which test failed then.

use std::collections::HashSet;
use std::process::Command;

use crate::mark::{Mark, Role};
use crate::markdown::read_chapters;
use crate::{Finding, Repository};

pub(crate) const PATH: &str = "docs/mutations.md";
const HEAD: [&str; 6] = ["id", "file", "code", "becomes", "test file", "test"];

/// A change that takes a check away, and the test that must fail then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mutation {
    /// The rule.
    pub id: String,
    file: String,
    /// As it stands, within an item that bears the id.
    code: String,
    becomes: String,
    /// File of the test.
    pub test_file: String,
    /// Function of the test, or `doctest Item`.
    pub test: String,
    line: usize,
}

/// What became of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::exhaustive_enums, reason = "the program that shows it knows them all")]
pub enum Outcome {
    /// The test failed.
    Noticed,
    /// The test passed all the same.
    Unnoticed,
    /// The test did not run: no such test, or the changed code does not compile.
    NotRun(String),
}

impl Mutation {
    /// Reads the page. What it names has to be in the files, with the marks.
    pub(crate) fn read_all(
        repository: &Repository,
        marks: &[Mark],
        findings: &mut Vec<Finding>,
    ) -> Vec<Self> {
        let mut mutations = Vec::new();
        let mut known = HashSet::new();
        let chapters = read_chapters(PATH, repository.mutations(), &HEAD, findings);
        for row in chapters.into_iter().flat_map(|chapter| chapter.rows) {
            let line = row.line;
            let cells: Vec<String> =
                row.cells.iter().map(|cell| cell.trim_matches('`').into()).collect();
            let whole = cells.concat();
            let Ok([id, file, code, becomes, test_file, test]) = <[String; 6]>::try_from(cells)
            else {
                continue;
            };
            let mutation = Self { id, file, code, becomes, test_file, test, line };
            if !known.insert(whole) {
                findings.push(Finding::new(PATH, line, "the row stands twice"));
            }
            if let Err(message) = mutation.check(repository, marks) {
                findings.push(Finding::new(PATH, line, message));
            }
            mutations.push(mutation);
        }
        mutations
    }

    fn check(&self, repository: &Repository, marks: &[Mark]) -> Result<(), String> {
        if self.code.is_empty() || self.code == self.becomes {
            return Err("nothing is changed".into());
        }
        if !marks.iter().any(|mark| self.is_test(mark)) {
            return Err(format!("{} has no test `{}` with this id", self.test_file, self.test));
        }
        self.position(repository, marks)
            .map(|_| ())
            .ok_or_else(|| format!("no item of {} with this id holds `{}`", self.file, self.code))
    }

    /// Returns whether it is of this rule, or of code at or below this path.
    #[must_use]
    pub fn is_of(&self, id_or_path: &str) -> bool {
        self.id == id_or_path || self.file.starts_with(id_or_path)
    }

    /// Returns whether it is the test that this change must fail.
    pub(crate) fn is_test(&self, mark: &Mark) -> bool {
        mark.path == self.test_file
            && mark.ids.contains(&self.id)
            && match mark.role {
                Role::Code => false,
                Role::Test => mark.item == self.test,
                Role::Doctest => self.test.strip_prefix("doctest ") == Some(mark.item.as_str()),
            }
    }

    /// Returns where in the file the code begins.
    fn position(&self, repository: &Repository, marks: &[Mark]) -> Option<usize> {
        let text = repository.file(&self.file)?;
        marks
            .iter()
            .filter(|mark| {
                mark.role == Role::Code && mark.path == self.file && mark.ids.contains(&self.id)
            })
            .find_map(|mark| {
                let begin = text.split_inclusive('\n').take(mark.line).map(str::len).sum::<usize>();
                let within = item(text.get(begin..)?).find(&self.code)?;
                Some(begin.saturating_add(within))
            })
    }

    /// Changes the file, runs the test, and puts the file back.
    ///
    /// # Errors
    /// The file cannot be written, or cargo not be run.
    pub fn run(&self, repository: &Repository) -> std::io::Result<Outcome> {
        let position = self.position(repository, &repository.marks(&mut Vec::new()));
        let (Some(position), Some(text)) = (position, repository.file(&self.file)) else {
            return Ok(Outcome::NotRun(format!("{PATH}:{}: not there", self.line)));
        };
        let mut changed = String::from(text);
        changed.replace_range(position..position.saturating_add(self.code.len()), &self.becomes);
        let path = repository.root().join(&self.file);
        std::fs::write(&path, changed)?;
        let output = self.command(repository).output();
        std::fs::write(&path, text)?;
        let output = output?;
        let shown = String::from_utf8_lossy(&output.stdout).into_owned();
        let ran = shown.contains("running") && !shown.contains("running 0 tests");
        Ok(if shown.lines().any(|line| self.names(line.trim())) {
            Outcome::Noticed
        } else if output.status.success() && ran {
            Outcome::Unnoticed
        } else {
            Outcome::NotRun(String::from_utf8_lossy(&output.stderr).into_owned())
        })
    }

    /// Returns whether a line of the list of failures names the test.
    fn names(&self, line: &str) -> bool {
        match self.test.strip_prefix("doctest ") {
            Some(item) => line.contains(&format!("::{item} (line ")),
            None => line.rsplit("::").next() == Some(&self.test),
        }
    }

    fn command(&self, repository: &Repository) -> Command {
        let (package, target) = self
            .test_file
            .split_once("/tests/")
            .unwrap_or_else(|| (self.test_file.split("/src/").next().unwrap_or_default(), ""));
        let mut command = Command::new("cargo");
        command.current_dir(repository.root()).args([
            "test",
            "--quiet",
            "--locked",
            "--all-features",
        ]);
        command.args(["--manifest-path", &format!("{package}/Cargo.toml")]);
        match (self.test.strip_prefix("doctest "), target.split(['/', '.']).next()) {
            (Some(item), _) => command.args(["--doc", &format!("::{item} (")]),
            (None, Some("") | None) => command.args(["--lib", &self.test]),
            (None, Some(target)) => command.args(["--test", target, &self.test]),
        };
        command
    }
}

/// Returns the text of the item that a text begins with, as rustfmt lays it out.
fn item(text: &str) -> &str {
    let indent: String = text.chars().take_while(|one| *one == ' ').collect();
    let mut length = 0_usize;
    for line in text.split_inclusive('\n') {
        length = length.saturating_add(line.len());
        let inner = line.trim_end().strip_prefix(indent.as_str()).unwrap_or_default();
        let is_outermost = !inner.starts_with(' ') && !inner.is_empty();
        if is_outermost && (inner.ends_with(';') || inner.ends_with('}')) {
            break;
        }
    }
    text.get(..length).unwrap_or(text)
}
