//! Finds whose certificates were revoked since the last run.

mod arguments;
mod customers;
mod lists;
mod report;

use std::error::Error;
use std::fs::File;
use std::io;
use std::process::ExitCode;

use clap::Parser as _;
use indicatif::{ProgressBar, ProgressStyle};
use jpki_core::localized::{Locale, Localized as _};
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_monitor::{CustomerCrls, Monitor, UnknownCertificates};
use jpki_revocation::RevocationPolicy;

use arguments::Arguments;
use customers::CustomersFile;

/// The run came to its end, but certificates that customers hold could not be asked about.
const INCOMPLETE: u8 = 3;

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let at = ValidationTime::at(arguments.at.unwrap_or_else(now));
    let monitor =
        Monitor::open(&arguments.folder, arguments.table.into(), arguments.language.into())?;
    let trust = lists::read_trust(arguments)?;
    let verified = lists::read_lists(&arguments.lists, &trust)?;
    let lists = CustomerCrls::new(&trust, &verified, &RevocationPolicy::daily(), at);

    let path = &arguments.customers;
    let open = || -> io::Result<(File, u64)> {
        let file = File::open(path)?;
        let bytes = file.metadata()?.len();
        Ok((file, bytes))
    };
    let (file, bytes) = open().map_err(|error| format!("{}: {error}", path.display()))?;
    let bar = progress_bar(bytes);
    let mut customers = CustomersFile::open(bar.wrap_read(file), at)
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let summary = monitor.run_in_groups(
        &mut customers,
        |group| lists.statuses(group),
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
    for UnknownCertificates { kind, generation, certificates, .. } in &summary.unknown {
        let (kind_text, number) = (kind.text(Locale::En), generation.number());
        // A run that was cut off may have asked other lists at first.
        let reason = lists.obstacle(*kind, *generation).unwrap_or(Reason::CrlDamaged);
        eprintln!(
            "note: {kind_text}s of generation {number} are unknown: {}; {certificates} could not be asked about",
            reason.text(Locale::En)
        );
    }
    let changes = monitor.changes(summary.run);
    report::print(arguments.json, &summary, customers.without_consent(), &changes);
    if summary.unknown.is_empty() || arguments.allow_unknown {
        Ok(ExitCode::SUCCESS)
    } else {
        Ok(ExitCode::from(INCOMPLETE))
    }
}

/// Shows nothing where there is no terminal.
fn progress_bar(bytes: u64) -> ProgressBar {
    let bar = ProgressBar::new(bytes);
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
