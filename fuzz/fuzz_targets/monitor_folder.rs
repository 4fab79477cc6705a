//! The files of a monitor that are not as it left them: refused, or gone on with to an end that the next run knows.

#![no_main]

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use jpki_core::localized::Locale;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_monitor::interpretation::{CertificateState, PairState, ReasonTable};
use jpki_monitor::{
    Customer, CustomerReference, HeldCertificate, HeldSerial, Monitor, MonitorError,
    RecordedConsent, Summary,
};
use jpki_x509::kind::Generation;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().expect("a folder"));

/// Which files; the first byte says which of them there are.
const FILES: [&str; 8] = [
    "checkpoint",
    "key",
    "standings-00000000",
    "standings-00000001",
    "standings-00000002",
    "changes-00000001.jsonl.part",
    "changes-00000002.jsonl.part",
    "changes-00000001.jsonl",
];

fuzz_target!(|bytes: &[u8]| {
    let folder = FOLDER.path();
    let Some(()) = write(folder, bytes) else { return };
    let Ok(summary) = run(folder) else { return };
    let changes = fs::read(changes(folder, summary.run)).expect("the changes of a run that ended");
    assert!(changes.is_empty() || changes.ends_with(b"\n"));
    let next = run(folder).expect("a run goes on after one that ended");
    assert_eq!((next.run, next.customers), (summary.run + 1, 2));
    let last = run(folder).expect("a run goes on after one that ended");
    assert_eq!(last.changes, 0, "told twice");
});

/// For each file its length in two bytes, then the bytes.
fn write(folder: &Path, bytes: &[u8]) -> Option<()> {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        fs::remove_file(entry.path()).expect("removed");
    }
    let (which, mut bytes) = bytes.split_first()?;
    for (place, name) in FILES.iter().enumerate().filter(|(place, _)| which >> place & 1 == 1) {
        let (length, rest) = bytes.split_first_chunk()?;
        let length = usize::from(u16::from_be_bytes(*length)).min(rest.len());
        // The last takes what there is.
        let length = if u32::from(*which) >> (place + 1) == 0 { rest.len() } else { length };
        let (file, rest) = rest.split_at(length);
        fs::write(folder.join(name), file).expect("written");
        bytes = rest;
    }
    Some(())
}

fn run(folder: &Path) -> Result<Summary, MonitorError> {
    let monitor = Monitor::open(folder, ReasonTable::Guideline13, Locale::En)?;
    let customers = [1, 0x100].map(|reference| Ok::<_, Infallible>(customer(reference)));
    let valid =
        PairState { signature: CertificateState::Valid, authentication: CertificateState::NotHeld };
    monitor.run(customers, |_| valid, |_| {})
}

fn changes(folder: &Path, run: u64) -> PathBuf {
    folder.join(format!("changes-{run:08}.jsonl"))
}

fn customer(reference: u64) -> Customer {
    let (given, now) = (Timestamp::from_unix_seconds(0), Timestamp::from_unix_seconds(1));
    Customer {
        reference: CustomerReference(reference),
        consent: RecordedConsent::given_at(given, ValidationTime::at(now)).expect("in time"),
        signature: Some(HeldCertificate {
            generation: Generation::new(3),
            serial_number: HeldSerial::from_hex("0102").expect("a number"),
            not_after: Timestamp::MAX,
        }),
        authentication: None,
    }
}
