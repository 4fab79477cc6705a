//! `docs/requirements.md`.

use std::collections::HashSet;

use crate::Finding;
use crate::markdown::read_chapters;

pub(crate) const PATH: &str = "docs/requirements.md";
const HEAD: [&str; 7] = ["id", "規則", "rule", "place", "binds", "kind", "left"];
const BINDS: [&str; 6] = ["V", "PF", "SP", "J", "U", "M"];

/// One rule.
pub(crate) struct Requirement {
    pub(crate) id: String,
    pub(crate) japanese: String,
    pub(crate) english: String,
    pub(crate) kind: Kind,
    /// What the code does not do yet.
    pub(crate) left: String,
}

/// What the library has to do with a rule.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Must,
    Never,
    Helps,
    Informs,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Must, Self::Never, Self::Helps, Self::Informs];

    pub(crate) const fn letter(self) -> &'static str {
        match self {
            Self::Must => "M",
            Self::Never => "N",
            Self::Helps => "H",
            Self::Informs => "I",
        }
    }
}

/// Reads the page.
pub(crate) fn read(text: &str, findings: &mut Vec<Finding>) -> Vec<Requirement> {
    let mut requirements: Vec<Requirement> = Vec::new();
    let mut known = HashSet::new();
    for chapter in read_chapters(PATH, text, &HEAD, findings) {
        let prefix = chapter.heading.split(':').next().unwrap_or_default();
        for row in chapter.rows {
            let mut refuse = |message: String| findings.push(Finding::new(PATH, row.line, message));
            let Ok([id, japanese, english, place, binds, kind, left]) =
                <[String; 7]>::try_from(row.cells)
            else {
                continue;
            };
            if !is_id(&id) || id.split('-').next() != Some(prefix) {
                refuse(format!("`{id}` is no id of chapter {prefix}"));
            }
            if !known.insert(id.clone()) {
                refuse(format!("{id} stands twice"));
            }
            if japanese.is_empty() || english.is_empty() || place.is_empty() {
                refuse(format!("{id} lacks a text or a place"));
            }
            if binds.split(", ").any(|one| !BINDS.contains(&one)) {
                refuse(format!("{id} binds `{binds}`"));
            }
            let Some(kind) = Kind::ALL.into_iter().find(|one| one.letter() == kind) else {
                refuse(format!("{id} has no kind `{kind}`"));
                continue;
            };
            requirements.push(Requirement { id, japanese, english, kind, left });
        }
    }
    requirements
}

/// Returns whether it has the form of an id, such as `AUTH-04` or `ACC-4b`.
pub(crate) fn is_id(text: &str) -> bool {
    let Some((chapter, number)) = text.split_once('-') else { return false };
    let digits = number.strip_suffix(|last: char| last.is_ascii_lowercase()).unwrap_or(number);
    !chapter.is_empty()
        && chapter.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit())
        && !digits.is_empty()
        && digits.chars().all(|one| one.is_ascii_digit())
}
