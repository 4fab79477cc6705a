//! Writes the test vectors, or with `--check` compares them with what is committed.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use jpki_testkit::vectors;

fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        None => write(),
        Some("--check") => check(),
        Some(_) => {
            eprintln!("usage: generate-test-vectors [--check]");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(differences) if differences.is_empty() => ExitCode::SUCCESS,
        Ok(differences) => {
            differences.iter().for_each(|difference| eprintln!("{difference}"));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes all files and removes those that no longer belong to the vectors.
fn write() -> io::Result<Vec<String>> {
    let files = vectors::generate();
    let folder = vectors::folder();
    for name in committed(&folder)? {
        if !files.contains_key(&name) {
            fs::remove_file(folder.join(name))?;
        }
    }
    for (name, content) in &files {
        let path = folder.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(path, content)?;
    }
    println!("{} files", files.len());
    Ok(Vec::new())
}

/// Every difference between what is committed and what would be written.
fn check() -> io::Result<Vec<String>> {
    let files = vectors::generate();
    let folder = vectors::folder();
    let committed = committed(&folder)?;
    let mut differences: Vec<String> = committed
        .iter()
        .filter(|name| !files.contains_key(*name))
        .map(|name| format!("{name}: committed, but not generated"))
        .collect();
    for (name, content) in &files {
        if !committed.contains(name) {
            differences.push(format!("{name}: generated, but not committed"));
        } else if fs::read(folder.join(name))? != *content {
            differences.push(format!("{name}: differs"));
        }
    }
    if differences.is_empty() {
        println!("{} files are as committed", files.len());
    }
    Ok(differences)
}

/// Names of the committed files, except those written by hand.
fn committed(folder: &Path) -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(current) = folders.pop() {
        for entry in fs::read_dir(current)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                names.insert(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    names.retain(|name| !["README.md", ".gitattributes"].contains(&name.as_str()));
    Ok(names)
}
