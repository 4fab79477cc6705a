//! Tables of Markdown.

use crate::Finding;

/// One row below a table's head.
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) cells: Vec<String>,
}

/// Part of a page: a heading of the second level and the rows of its tables.
pub(crate) struct Chapter {
    pub(crate) heading: String,
    pub(crate) rows: Vec<Row>,
}

/// Reads the chapters of a page. Each of their tables has this head; what stands before the first chapter is free.
pub(crate) fn read_chapters(
    path: &str,
    text: &str,
    head: &[&str],
    findings: &mut Vec<Finding>,
) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    let mut header = 0_usize;
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(heading) = line.strip_prefix("## ") {
            chapters.push(Chapter { heading: heading.into(), rows: Vec::new() });
            header = 0;
            continue;
        }
        let Some(chapter) = chapters.last_mut() else { continue };
        if !line.starts_with('|') {
            header = 0;
            continue;
        }
        let Some(cells) = cells(line) else {
            findings.push(Finding::new(path, number, "a row begins with `| ` and ends with ` |`"));
            continue;
        };
        match header {
            0 if cells != head => {
                findings.push(Finding::new(path, number, format!("the head is {head:?}")))
            }
            1 if cells.iter().any(|cell| cell != "---") => {
                findings.push(Finding::new(path, number, "a line of --- stands below the head"));
            }
            0 | 1 => {}
            _ if cells.len() != head.len() => {
                findings.push(Finding::new(
                    path,
                    number,
                    format!("{} cells, not {}", cells.len(), head.len()),
                ));
            }
            _ => chapter.rows.push(Row { line: number, cells }),
        }
        header = header.saturating_add(1);
    }
    chapters
}

/// Splits a row; `\|` is a stroke within a cell.
fn cells(line: &str) -> Option<Vec<String>> {
    let inner = line.strip_prefix("| ")?.strip_suffix('|')?;
    let mut cells = vec![String::new()];
    let mut characters = inner.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.peek() == Some(&'|') => {
                cells.last_mut()?.push('|');
                characters.next();
            }
            '|' => cells.push(String::new()),
            _ => cells.last_mut()?.push(character),
        }
    }
    Some(cells.iter().map(|cell| cell.trim().into()).collect())
}
