//! `jpki-conformance SUITE MANIFEST [--json FILE]`

use std::path::Path;
use std::process::ExitCode;

use jpki_conformance::{Exceptions, Results, Suite, run};

const USAGE: &str = "usage: jpki-conformance SUITE MANIFEST [--json FILE]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [suite, manifest] => judge(suite, manifest, None),
        [suite, manifest, "--json", file] | ["--json", file, suite, manifest] => {
            judge(suite, manifest, Some(file))
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

fn judge(suite: &str, manifest: &str, json: Option<&str>) -> Result<Results, String> {
    let suite = Suite::from_name(suite).ok_or_else(|| {
        let names: Vec<&str> = Suite::ALL.iter().map(|suite| suite.name()).collect();
        format!("{USAGE}\nsuites: {}", names.join(", "))
    })?;
    let results = run(suite, Path::new(manifest))?.with_exceptions(&Exceptions::committed(suite));
    if let Some(file) = json {
        std::fs::write(file, results.to_json()).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(results)
}
