//! Makes `docs/traceability.md`, or tries the changes of `docs/mutations.md`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use jpki_traceability::{Mutation, Outcome, Repository, trace};

const USAGE: &str = "jpki-traceability
    writes docs/traceability.md
jpki-traceability mutate [ID or PATH]...
    makes the changes of docs/mutations.md, all or those of these rules and folders, and runs their tests";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let repository = Repository::read(&root)?;
    let (page, mutations) = match trace(&repository) {
        Ok(found) => found,
        Err(findings) => {
            for finding in findings {
                eprintln!("{finding}");
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let wanted = match arguments.split_first() {
        None => {
            std::fs::write(root.join("docs/traceability.md"), page)?;
            return Ok(ExitCode::SUCCESS);
        }
        Some((command, wanted)) if command == "mutate" => wanted,
        Some(_) => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::from(2));
        }
    };
    let is_wanted =
        |mutation: &&Mutation| wanted.is_empty() || wanted.iter().any(|it| mutation.is_of(it));
    let mut code = ExitCode::SUCCESS;
    for mutation in mutations.iter().filter(is_wanted) {
        let outcome = mutation.run(&repository)?;
        let shown = match &outcome {
            Outcome::Noticed => "failed, as it must",
            Outcome::Unnoticed => "PASSED",
            Outcome::NotRun(why) => &format!("DID NOT RUN: {why}"),
        };
        println!("{} {} {}: {shown}", mutation.id, mutation.test_file, mutation.test);
        if outcome != Outcome::Noticed {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}
