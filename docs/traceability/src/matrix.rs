//! `docs/traceability.md`.

use std::collections::HashSet;
use std::fmt;

use crate::mark::{Mark, Role};
use crate::requirement::{self, Kind, Requirement};
use crate::{Finding, Mutation, Repository};

/// Makes the table and returns it with the changes that were tried.
///
/// # Errors
/// All that is wrong: rows that cannot be read, ids that no rule has, tests that are gone.
// Requirement: ACC-9, PROC-04
pub fn trace(repository: &Repository) -> Result<(String, Vec<Mutation>), Vec<Finding>> {
    let mut findings = Vec::new();
    let requirements = requirement::read(repository.requirements(), &mut findings);
    let marks = repository.marks(&mut findings);
    let mutations = Mutation::read_all(repository, &marks, &mut findings);
    let known: HashSet<&str> = requirements.iter().map(|one| one.id.as_str()).collect();
    for mark in &marks {
        for id in mark.ids.iter().filter(|id| !known.contains(id.as_str())) {
            findings.push(Finding::new(&mark.path, mark.line, format!("no rule has the id {id}")));
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let rows: Vec<Row<'_>> =
        requirements.iter().map(|one| Row::new(one, &marks, &mutations)).collect();
    Ok((page(&rows), mutations))
}

/// A rule with what keeps it.
struct Row<'a> {
    requirement: &'a Requirement,
    code: Vec<&'a Mark>,
    /// Each with whether it was seen to fail.
    tests: Vec<(&'a Mark, bool)>,
}

impl<'a> Row<'a> {
    fn new(requirement: &'a Requirement, marks: &'a [Mark], mutations: &[Mutation]) -> Self {
        let marks = marks.iter().filter(|mark| mark.ids.contains(&requirement.id));
        let (code, tests): (Vec<_>, Vec<_>) = marks.partition(|mark| mark.role == Role::Code);
        let is_seen = |mark: &Mark| {
            mutations.iter().any(|mutation| mutation.id == requirement.id && mutation.is_test(mark))
        };
        Self {
            requirement,
            code,
            tests: tests.into_iter().map(|mark| (mark, is_seen(mark))).collect(),
        }
    }

    // Requirement: ACC-9
    fn state(&self) -> State {
        match (self.code.is_empty(), self.tests.is_empty()) {
            (true, true) if self.requirement.kind == Kind::Informs => State::NotCode,
            (true, true) => State::Open,
            _ if self.lacks().is_empty() => State::Done,
            _ => State::Partly,
        }
    }

    /// Returns what is missing before a rule that something keeps is done.
    fn lacks(&self) -> String {
        let mut lacks = Vec::new();
        if self.code.is_empty() {
            lacks.push("no code of its own");
        }
        if self.tests.is_empty() {
            lacks.push("no test");
        } else if !self.tests.iter().any(|(_, is_seen)| *is_seen) {
            lacks.push("test not yet seen to fail");
        }
        if !self.requirement.left.is_empty() {
            lacks.push(&self.requirement.left);
        }
        lacks.join("; ")
    }
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Requirement { id, japanese, english, kind, .. } = self.requirement;
        let code: Vec<String> = self.code.iter().map(|mark| link(mark, "")).collect();
        let tests: Vec<String> = self
            .tests
            .iter()
            .map(|(mark, is_seen)| link(mark, if *is_seen { " (seen to fail)" } else { "" }))
            .collect();
        let state = match (self.state(), self.lacks()) {
            (State::Partly, lacks) => format!("partly: {lacks}"),
            (State::Open, _) if !self.requirement.left.is_empty() => {
                format!("open: {}", self.requirement.left)
            }
            (state, _) => state.name().into(),
        };
        let (code, tests) = (code.join("<br>"), tests.join("<br>"));
        let kind = kind.letter();
        writeln!(f, "| {id} | {kind} | {japanese}<br>{english} | {code} | {tests} | {state} |")
    }
}

fn link(mark: &Mark, remark: &str) -> String {
    let prefix = if mark.role == Role::Doctest { "doctest of " } else { "" };
    format!("{prefix}[`{}`](../{}){remark}", mark.item, mark.path)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Done,
    Partly,
    Open,
    NotCode,
}

impl State {
    const ALL: [Self; 4] = [Self::Done, Self::Partly, Self::Open, Self::NotCode];

    const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Partly => "partly",
            Self::Open => "open",
            Self::NotCode => "not code",
        }
    }
}

fn page(rows: &[Row<'_>]) -> String {
    let count = |kind: Option<Kind>, state: Option<State>| {
        let of_kind =
            rows.iter().filter(|row| kind.is_none_or(|kind| row.requirement.kind == kind));
        of_kind.filter(|row| state.is_none_or(|state| row.state() == state)).count()
    };
    let counts = |name: &str, kind: Option<Kind>| {
        let states: Vec<String> =
            State::ALL.into_iter().map(|state| count(kind, Some(state)).to_string()).collect();
        format!("| {name} | {} | {} |\n", states.join(" | "), count(kind, None))
    };
    let by_kind: String =
        Kind::ALL.into_iter().map(|kind| counts(kind.letter(), Some(kind))).collect();
    let total = counts("all", None);
    let open = |kind: Kind| {
        let open =
            rows.iter().filter(|row| row.requirement.kind == kind && row.state() == State::Open);
        let ids: Vec<&str> = open.map(|row| row.requirement.id.as_str()).collect();
        if ids.is_empty() { String::from("none") } else { ids.join(", ") }
    };
    let (must, never) = (open(Kind::Must), open(Kind::Never));
    let table: String = rows.iter().map(Row::to_string).collect();
    format!(
        "# Traceability

Made by `cargo run -p jpki-traceability` from [requirements.md](requirements.md), the ids beside code and tests, and
[mutations.md](mutations.md); a test fails where it is stale. Nothing is edited here.

- **done**: code keeps the rule, and a test was seen to fail when that code was changed.
- **partly**: something of this is missing, or part of the rule is; it is said which.
- **open**: nothing keeps it yet.
- **not code**: a duty or a fact of somebody else.

| kind | done | partly | open | not code | all |
| --- | --- | --- | --- | --- | --- |
{by_kind}{total}
Open of kind M: {must}.

Open of kind N: {never}.

| id | kind | rule | code | test | state |
| --- | --- | --- | --- | --- | --- |
{table}"
    )
}
