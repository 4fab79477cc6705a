//! Finds whose certificates were revoked since the last run.

mod arguments;
mod customers;
mod lists;

use std::error::Error;
use std::fs::File;
use std::io;
use std::process::ExitCode;

use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use jpki_core::message::{Locale, Message as _};
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_monitor::{CustomerLists, Monitor};
use jpki_revocation::RevocationPolicy;

use arguments::Arguments;
use customers::CustomersFile;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let at = ValidationTime::at(arguments.at.unwrap_or_else(now));
    let monitor =
        Monitor::open(&arguments.folder, arguments.table.into(), arguments.language.into())?;
    let trust = lists::read_trust(arguments)?;
    let verified = lists::read_lists(&arguments.lists, &trust)?;
    let lists = CustomerLists::new(&trust, &verified, &RevocationPolicy::daily(), at);
    for (kind, generation, reason) in lists.obstacles() {
        let (kind, number) = (kind.text(Locale::En), generation.number());
        eprintln!("note: {kind}s of generation {number} are unknown: {}", reason.text(Locale::En));
    }

    let path = &arguments.customers;
    let open = || -> io::Result<(File, u64)> {
        let file = File::open(path)?;
        let octets = file.metadata()?.len();
        Ok((file, octets))
    };
    let (file, octets) = open().map_err(|error| format!("{}: {error}", path.display()))?;
    let bar = progress_bar(octets);
    let mut customers = CustomersFile::open(bar.wrap_read(file), at)
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let summary = monitor.run(
        &mut customers,
        |customer| lists.standing(customer),
        |progress| {
            let (customers, changes) = (progress.customers, progress.changes);
            bar.set_message(format!("{customers} customers, {changes} changes"));
        },
    );
    bar.finish_and_clear();
    let summary = summary.map_err(|error| match error {
        jpki_monitor::MonitorError::Customers(error) => format!("{}: {error}", path.display()),
        error => error.to_string(),
    })?;
    println!(
        "run {}: {} customers, {} changes; {} without consent were not asked about",
        summary.run,
        summary.customers,
        summary.changes,
        customers.without_consent(),
    );
    println!("{}", monitor.changes(summary.run).display());
    Ok(())
}

/// Shows nothing where there is no terminal.
fn progress_bar(octets: u64) -> ProgressBar {
    let bar = ProgressBar::new(octets);
    match ProgressStyle::with_template("{bar:30} {percent}% {msg}, {eta} left") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

fn now() -> Timestamp {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX));
    Timestamp::from_unix_seconds(seconds)
}
