//! Makes `docs/traceability.md`, or tries the changes of `docs/mutations.md`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use jpki_traceability::{Outcome, Repository, trace};

const USAGE: &str = "jpki-traceability              writes docs/traceability.md
jpki-traceability mutate [ID]  makes each change of docs/mutations.md, of this id or of all, and runs its test";

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
    let id = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            std::fs::write(root.join("docs/traceability.md"), page)?;
            return Ok(ExitCode::SUCCESS);
        }
        ["mutate"] => None,
        ["mutate", id] => Some(String::from(*id)),
        _ => {
            eprintln!("{USAGE}");
            return Ok(ExitCode::from(2));
        }
    };
    let mut code = ExitCode::SUCCESS;
    for mutation in
        mutations.iter().filter(|mutation| id.as_ref().is_none_or(|id| *id == mutation.id))
    {
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
