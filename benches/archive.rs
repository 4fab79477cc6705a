//! The archive of lists: keeping and finding beside the bare work of the disk and the bare digest in the same run, opening,
//! tidying, erasing.
//!
//! `cargo bench -p jpki-benches --bench archive -- 365 700000`: so many lists of so many entries.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a bench reads no foreign input"
)]

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jpki_benches::turns::time;
use jpki_core::algorithm::DigestAlgorithm;
use jpki_core::crypto::CryptoBackend as _;
use jpki_core::limits::Limits;
use jpki_crypto::AwsLc;
use jpki_evidence::archive::{CrlArchiveWriter, CrlDigest, Retention};
use jpki_revocation::Crl;
use jpki_testkit::jpki::{Generation, SyntheticJpki};
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::Extension;

const DAY: Duration = Duration::from_secs(86_400);
const RETENTION: Duration = Duration::from_secs(100 * 86_400);

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|argument| argument.parse().ok());
    let days: u32 = numbers.next().unwrap_or(7);
    let entries: u32 = numbers.next().unwrap_or(70_000);
    let folder = tempfile::tempdir().expect("a folder");
    let archive = folder.path().join("archive");
    let open = || {
        let crypto = Arc::new(AwsLc);
        CrlArchiveWriter::open(&archive, Retention::For(RETENTION), crypto, &Limits::DEFAULT)
            .expect("an archive")
    };

    let writer = open();
    let mut kept = [const { Vec::new() }; 4];
    let mut digests = Vec::new();
    for day in 0..days {
        let crl = list_of(day, entries);
        let steps = [
            spent(|| bare_write(&folder.path().join("bare"), crl.as_der())),
            spent(|| AwsLc.digest(DigestAlgorithm::Sha256, crl.as_der())),
            spent(|| writer.keep(&crl).expect("kept")),
            spent(|| writer.keep(&crl).expect("kept")),
        ];
        kept.iter_mut().zip(steps).for_each(|(times, step)| times.push(step));
        digests.push(CrlDigest::of(&crl, &AwsLc));
    }
    drop(writer);
    let bytes = digests.iter().map(|it| fs::metadata(archive.join(format!("{it}.crl"))));
    let bytes: u64 = bytes.map(|file| file.expect("a list").len()).sum();
    println!(
        "{days} lists of {entries} entries: {bytes} bytes; largest resident set {}",
        resident()
    );
    let [write, digest, keep, again] = kept.map(median);
    println!("bare write and fsync {write:.1?}, bare SHA-256 {digest:.1?}");
    println!(
        "keep {keep:.1?}, {:.2} of the two; the same again {again:.1?}",
        ratio(keep, write + digest)
    );

    let mut found = [const { Vec::new() }; 2];
    let writer = open();
    for digest in &digests {
        let path = archive.join(format!("{digest}.crl"));
        found[0].push(spent(|| {
            let content = fs::read(&path).expect("a list");
            AwsLc.digest(DigestAlgorithm::Sha256, &content)
        }));
        found[1].push(spent(|| writer.archive().find(digest).expect("whole")));
    }
    let [read, find] = found.map(median);
    println!("bare read and SHA-256 {read:.1?}, find {find:.1?}, {:.2}", ratio(find, read));
    println!("largest resident set {}", resident());
    drop(writer);

    println!("open {:.1?}", spent(open));
    let writer = open();
    let last = list_of(days - 1, 1).next_update().expect("a date");
    let tidy = || writer.tidy(last, |_| false).expect("tidied");
    println!(
        "tidy what is older than 100 days {:.1?}, nothing to do {:.1?}",
        spent(tidy),
        spent(tidy)
    );
    println!("{} lists are left", writer.archive().digests().expect("a folder").len());
    println!("erase {:.1?}", spent(|| writer.erase(last).expect("erased")));
}

fn spent<T>(work: impl FnOnce() -> T) -> Duration {
    time(|| {
        black_box(work());
    })
}

/// The list of one day.
fn list_of(day: u32, entries: u32) -> Crl {
    let jpki = SyntheticJpki::of_vectors();
    let authority = jpki.sign_ca(Generation::Third);
    let this_update = jpki.instant() + DAY * day;
    let list = jpki
        .crl(&authority)
        .replace_extension(Extension::crl_number(u64::from(day) + 1))
        .this_update(this_update)
        .next_update(this_update + DAY * 2);
    let serials = Serials::Sequential { first: 0x0640_0000 };
    Crl::from_der(large_list(&list, authority.key(), serials, entries)).expect("a list")
}

fn bare_write(path: &Path, bytes: &[u8]) {
    let mut file = File::create(path).expect("a file");
    file.write_all(bytes).expect("written");
    file.sync_all().expect("durable");
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn ratio(of: Duration, to: Duration) -> f64 {
    of.as_secs_f64() / to.as_secs_f64()
}

fn resident() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("unknown");
    line.trim_start_matches("VmHWM:").trim().to_owned()
}
