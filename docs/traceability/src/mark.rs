//! The ids beside code and tests.

use std::collections::HashSet;

use crate::Finding;
use crate::requirement::is_id;

const SIGN: &str = "// Requirement: ";
const HIDDEN: &str = "# // Requirement: ";

/// Ids at an item of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    pub(crate) ids: Vec<String>,
    pub(crate) role: Role,
    pub(crate) path: String,
    pub(crate) item: String,
    /// Line of the mark, from 1.
    pub(crate) line: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Role {
    Code,
    Test,
    /// A doctest of the item, which must not compile.
    Doctest,
}

/// Finds the marks of a file.
pub(crate) fn read(path: &str, text: &str, findings: &mut Vec<Finding>) -> Vec<Mark> {
    let lines: Vec<&str> = text.lines().collect();
    let mut marks = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let is_comment = line.trim().starts_with("//") && !line.trim().starts_with("//!");
        if !is_comment || !line.contains("// Requirement") {
            continue;
        }
        let number = index.saturating_add(1);
        let (before, after) = lines.split_at(index);
        let after = after.get(1..).unwrap_or_default();
        match read_one(line.trim(), before, after) {
            Ok((_, Role::Code, _)) if path.contains("/tests/") => {
                findings.push(Finding::new(path, number, "not directly above a test"));
            }
            Ok((ids, role, item)) => {
                marks.push(Mark { ids, role, path: path.into(), item, line: number })
            }
            Err(message) => findings.push(Finding::new(path, number, message)),
        }
    }
    marks
}

fn read_one(
    line: &str,
    before: &[&str],
    after: &[&str],
) -> Result<(Vec<String>, Role, String), &'static str> {
    let doc = line.strip_prefix("/// ");
    let list = match doc {
        Some(text) => text.strip_prefix(HIDDEN),
        None => line.strip_prefix(SIGN),
    };
    let ids: Vec<String> = list.unwrap_or_default().split(", ").map(String::from).collect();
    if ids.iter().any(|id| !is_id(id)) {
        return Err("not of the form `// Requirement: ID, ID`");
    }
    let mut seen = HashSet::new();
    if !ids.iter().all(|id| seen.insert(id)) {
        return Err("an id stands twice");
    }
    if doc.is_some() {
        let fence =
            before.iter().rev().map(|line| line.trim()).find(|line| line.starts_with("/// ```"));
        if !fence.is_some_and(|fence| fence.starts_with("/// ```compile_fail")) {
            return Err("only a doctest that must not compile bears an id");
        }
        let item = after.iter().find(|line| {
            let line = line.trim();
            !(line.starts_with("//") || line.starts_with("#["))
        });
        let item = item.and_then(|line| declared(line)).ok_or("the doctest is of no item")?;
        return Ok((ids, Role::Doctest, item));
    }
    let declaration = after.first().ok_or("above nothing")?;
    let item = declared(declaration).ok_or("not directly above an item")?;
    let attributes =
        || before.iter().rev().map(|line| line.trim()).take_while(|line| line.starts_with("#["));
    if attributes().any(|line| line == "#[test]" || line.starts_with("#[tokio::test")) {
        if attributes().any(|line| line.starts_with("#[ignore")) {
            return Err("the test is ignored");
        }
        return Ok((ids, Role::Test, item));
    }
    let indent = indent(declaration);
    let outer = before
        .iter()
        .rev()
        .filter(|line| indent > 0 && !line.trim().is_empty() && self::indent(line) < indent);
    let outer = outer.filter_map(|line| declared(line)).next();
    Ok((ids, Role::Code, outer.map_or_else(|| item.clone(), |outer| format!("{outer}::{item}"))))
}

fn indent(line: &str) -> usize {
    line.chars().take_while(|one| *one == ' ').count()
}

/// Returns the name that a line declares; that of the type for an `impl`.
fn declared(line: &str) -> Option<String> {
    let mut rest = line.trim();
    if let Some(after) = rest.strip_prefix("pub(") {
        rest = after.split_once(") ")?.1;
    }
    loop {
        let (word, after) = rest.split_once([' ', '<']).unwrap_or((rest, ""));
        let name = || {
            let end = after.find(|one: char| !(one.is_alphanumeric() || one == '_'));
            let name = end.map_or(after, |end| after.get(..end).unwrap_or_default());
            (!name.is_empty()).then(|| String::from(name))
        };
        match word {
            "const" if after.starts_with("fn ") => rest = after,
            "pub" | "async" | "unsafe" => rest = after,
            "fn" | "struct" | "enum" | "trait" | "type" | "const" | "static" | "mod"
            | "macro_rules!" => return name(),
            "impl" => return implemented(rest),
            _ => return None,
        }
    }
}

/// Returns the name of the type of `impl<…> Trait for path::Type<…> {`.
fn implemented(text: &str) -> Option<String> {
    let mut depth = 0_usize;
    let mut plain = String::new();
    for character in text.strip_prefix("impl")?.chars() {
        match character {
            '<' => depth = depth.saturating_add(1),
            '>' => depth = depth.saturating_sub(1),
            '{' => break,
            _ if depth == 0 => plain.push(character),
            _ => {}
        }
    }
    let subject = plain.split_once(" for ").map_or(plain.as_str(), |(_, subject)| subject);
    let subject = subject.split_once(" where").map_or(subject, |(subject, _)| subject);
    subject
        .rsplit("::")
        .next()
        .map(|name| name.trim().into())
        .filter(|name: &String| !name.is_empty())
}
