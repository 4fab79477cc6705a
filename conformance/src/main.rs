//! `jpki-conformance SUITE [MANIFEST|FOLDER] [--json FILE]`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use jpki_conformance::{Results, Suite, run};

const USAGE: &str = "usage: jpki-conformance SUITE [MANIFEST|FOLDER] [--json FILE]\n\
                     without MANIFEST or FOLDER: the folder $JPKI_CONFORMANCE_DIR";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [suite] => judge(suite, None, None),
        [suite, "--json", file] | ["--json", file, suite] => judge(suite, None, Some(file)),
        [suite, given] => judge(suite, Some(given), None),
        [suite, given, "--json", file] | ["--json", file, suite, given] => {
            judge(suite, Some(given), Some(file))
        }
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(results) => {
            println!("{results}");
            if results.summary().failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn judge(suite: &str, given: Option<&str>, json: Option<&str>) -> Result<Results, String> {
    let suite = Suite::from_name(suite).ok_or_else(|| {
        let names: Vec<&str> = Suite::ALL.iter().map(|suite| suite.name()).collect();
        format!("{USAGE}\nsuites: {}", names.join(", "))
    })?;
    let given = match given {
        Some(given) => Path::new(given).to_path_buf(),
        None => std::env::var_os("JPKI_CONFORMANCE_DIR").map(PathBuf::from).ok_or(USAGE)?,
    };
    let results = run(suite, &given)?;
    if let Some(file) = json {
        std::fs::write(file, results.to_json()).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(results)
}
