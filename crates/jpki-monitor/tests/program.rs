//! The program as an operator runs it: on files, killed by the system, started again.

#![cfg(feature = "program")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use jpki_core::crypto::CryptoBackend as _;
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::{Generation, SyntheticJpki};
use jpki_testkit::large_list::{Serials, large_list};
use jpki_testkit::pki::{CrlBuilder, ReasonCode, SerialNumber};
use tempfile::TempDir;

const FIRST: u32 = 0x0100_0000;
const AT: &str = "2026-06-01T12:00:00+09:00";
const HEADER: &str = "customer,consented_at,signature_generation,signature_serial,signature_not_after,\
    authentication_generation,authentication_serial,authentication_not_after";

/// A folder with all that the program needs.
struct Office {
    folder: TempDir,
    jpki: SyntheticJpki,
}

impl Office {
    fn new() -> Self {
        let office = Self { folder: TempDir::new().unwrap(), jpki: SyntheticJpki::of_vectors() };
        let mut pins = String::new();
        for (kind, authority) in office.authorities() {
            let certificate = authority.certificate();
            let digest =
                RustCrypto.digest(jpki_core::algorithm::DigestAlgorithm::Sha256, &certificate);
            let digits: String =
                digest.as_bytes().iter().map(|byte| format!("{byte:02X}")).collect();
            writeln!(pins, "{kind} 3 {digits}").unwrap();
            fs::write(office.path(&format!("{kind}.cer")), certificate).unwrap();
        }
        fs::write(office.path("pins.txt"), pins).unwrap();
        fs::create_dir(office.path("lists")).unwrap();
        office
    }

    fn authorities(&self) -> [(&'static str, jpki_testkit::jpki::Authority); 2] {
        [
            ("signature", self.jpki.sign_ca(Generation::Third)),
            ("user-authentication", self.jpki.auth_ca(Generation::Third)),
        ]
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write_customers(&self, rows: &str) {
        fs::write(self.path("customers.csv"), format!("{HEADER}\n{rows}")).unwrap();
    }

    /// Lists that are empty but for what `revoke` adds.
    fn write_lists(&self, revoke: impl Fn(&'static str, CrlBuilder) -> CrlBuilder) {
        for (kind, authority) in self.authorities() {
            let list = revoke(kind, self.jpki.crl(&authority)).sign(authority.key());
            fs::write(self.path("lists").join(format!("{kind}.crl")), list).unwrap();
        }
    }

    fn command(&self, folder: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_jpki-monitor"));
        command
            .args(["--environment", "test", "--at", AT, "--pins"])
            .arg(self.path("pins.txt"))
            .arg("--anchors")
            .args([self.path("signature.cer"), self.path("user-authentication.cer")])
            .arg("--lists")
            .arg(self.path("lists"))
            .arg("--customers")
            .arg(self.path("customers.csv"))
            .arg("--folder")
            .arg(self.path(folder));
        command
    }

    fn run(&self, folder: &str) -> String {
        let output = self.command(folder).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A run that comes to its end without having asked about everything.
    fn run_incomplete(&self, folder: &str) -> (String, String) {
        let output = self.command(folder).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
        (String::from_utf8(output.stdout.clone()).unwrap(), stderr(&output))
    }

    /// What it says when it refuses.
    fn refusal(&self, folder: &str) -> String {
        let output = self.command(folder).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        stderr(&output)
    }

    fn changes(&self, folder: &str, run: u64) -> String {
        fs::read_to_string(self.path(folder).join(format!("changes-{run:08}.jsonl"))).unwrap()
    }
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn row(customer: u64, signature: Option<u64>, authentication: Option<u64>) -> String {
    let certificate = |serial: Option<u64>| match serial {
        Some(serial) => format!("3,{serial:x},2030-01-01T23:59:59+09:00"),
        None => ",,".to_owned(),
    };
    let (signature, authentication) = (certificate(signature), certificate(authentication));
    format!("{customer},2026-01-01T00:00:00Z,{signature},{authentication}\n")
}

#[test]
// Requirement: REV-09, CRL-04
fn customers_are_looked_up_in_the_list_of_their_own_authority() {
    let office = Office::new();
    let rows = [
        row(1, Some(0x0100_0001), Some(0x0100_0001)),
        row(2, Some(0x0100_0002), Some(0x0200_0002)),
        // The serial number of 2's signature certificate, but of the other authority.
        row(3, Some(0x0100_0003), Some(0x0100_0002)),
        row(4, None, Some(0x0100_0004)),
        // Without consent, and with consent from tomorrow on.
        row(5, Some(0x0100_0002), None).replace("2026-01-01T00:00:00Z", ""),
        row(6, Some(0x0100_0002), None).replace("2026-01-01", "2026-06-02"),
        // Expired, whatever the list says.
        row(7, Some(0x0100_0002), None).replace("2030-01-01", "2026-05-31"),
        // Of a generation that nothing is known of.
        row(8, Some(0x0100_0002), None).replace(",3,", ",2,"),
    ];
    office.write_customers(&rows.concat());
    office.write_lists(|_, list| list);
    let (out, notes) = office.run_incomplete("state");
    assert!(out.starts_with("run 1: 6 customers, 1 changes; 2 without consent"), "{out}");
    assert!(out.contains("; 1 certificates could not be asked about"), "{out}");
    assert_eq!(
        notes,
        "note: signature certificates of generation 2 are unknown: no trust anchor fits; \
         1 could not be asked about\n"
    );
    office.write_lists(|kind, list| match kind {
        "signature" => list.revoke(
            SerialNumber::from(0x0100_0002),
            office.jpki.instant(),
            ReasonCode::AffiliationChanged,
        ),
        _ => list,
    });
    let (out, _) = office.run_incomplete("state");
    assert!(out.starts_with("run 2: 6 customers, 1 changes; 2 without consent"), "{out}");
    let first = office.changes("state", 1);
    assert!(
        first.starts_with("{\"customer\":7,\"before\":null,\"now\":{\"signature\":\"expired\"")
    );
    let second = office.changes("state", 2);
    assert!(second.starts_with("{\"customer\":2,\"before\":{\"signature\":\"valid\""), "{second}");
    assert!(second.contains("\"text\":\"氏名、住所等の変更の可能性。"), "{second}");
    let mut english = office.command("english");
    let output = english
        .args(["--language", "en", "--table", "practice-statement", "--allow-unknown"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let text = office.changes("english", 1);
    assert!(text.contains("\"text\":\"what the certificate says may have changed. "), "{text}");
}

/// Killed by SIGKILL again and again, at whatever it is doing, and started again each time.
#[test]
fn killed_in_the_middle_it_resumes_without_loss_or_repetition() {
    const CUSTOMERS: u32 = 400_000;
    const REVOKED: u32 = 40_000;
    let office = Office::new();
    let rows = (0..CUSTOMERS).fold(String::new(), |mut rows, number| {
        let serial = Some(u64::from(FIRST + number));
        rows += &row(u64::from(number), serial, serial);
        rows
    });
    office.write_customers(&rows);
    office.write_lists(|_, list| list);
    for folder in ["whole", "killed"] {
        office.run(folder);
    }
    for (kind, authority) in office.authorities() {
        let serials = Serials::Sequential { first: FIRST + CUSTOMERS / 2 };
        let list = large_list(&office.jpki.crl(&authority), authority.key(), serials, REVOKED);
        fs::write(office.path("lists").join(format!("{kind}.crl")), list).unwrap();
    }
    office.run("whole");

    let checkpoint = office.path("killed").join("checkpoint");
    let mut kills = 0;
    let mut seen = fs::read(&checkpoint).unwrap();
    loop {
        let mut process =
            office.command("killed").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // Until it has written a checkpoint, and then a little.
        let begun = Instant::now();
        while fs::read(&checkpoint).unwrap() == seen && process.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(120), "it hangs");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(7 * kills % 40));
        if process.try_wait().unwrap().is_some_and(|status| status.success()) {
            break;
        }
        process.kill().unwrap();
        process.wait().unwrap();
        seen = fs::read(&checkpoint).unwrap();
        kills += 1;
        // It may have come to its end before it was killed.
        if String::from_utf8_lossy(&seen).contains("\"ended\"") {
            break;
        }
    }
    assert!(kills >= 3, "killed {kills} times only");
    // Gives the changes their name if that was not done, and finds nothing new.
    assert!(office.run("killed").contains(": 400000 customers, 0 changes"));
    let told = office.changes("killed", 2);
    assert_eq!(told.lines().count(), REVOKED as usize);
    assert!(told == office.changes("whole", 2), "other changes than of a run that was not killed");
}

#[test]
fn what_cannot_be_used_is_said_clearly() {
    let office = Office::new();
    office.write_lists(|_, list| list);
    let good = row(1, Some(0x0100_0001), None);
    for (rows, expected) in [
        (good.replace("1,2026", "x,2026"), "line 2: customer is not a number"),
        (good.replace("2026-01-01T", "2026-01-01 at "), "line 2: consented_at is not a time"),
        (good.replace(",3,", ",three,"), "line 2: signature_generation is not a generation"),
        (good.replace("1000001", "no"), "line 2: signature_serial is not a serial number"),
        (good.replace("2030-01-01T", "never"), "line 2: signature_not_after is not a time"),
        (format!("{good}{good}"), "customer 2 does not come after the one before"),
        (format!("{good}2,\n"), "found record with 2 fields"),
    ] {
        office.write_customers(&rows);
        let told = office.refusal("state");
        assert!(told.contains(expected), "{told}");
        assert!(!told.contains("1000001"), "a serial number: {told}");
    }
    fs::write(office.path("customers.csv"), "customer,consented_at\n").unwrap();
    assert!(office.refusal("state").contains("the header has no column signature_generation"));
    fs::remove_file(office.path("customers.csv")).unwrap();
    assert!(office.refusal("state").contains("customers.csv"));

    office.write_customers(&good);
    // A list that is signed by nobody known, one that is none, an authority that is not pinned.
    let list = office.path("lists").join("signature.crl");
    let other = office.jpki.sign_ca(Generation::Second);
    fs::write(&list, office.jpki.crl(&other).sign(other.key())).unwrap();
    assert!(office.refusal("state").contains("signature.crl"));
    fs::write(&list, b"<html>").unwrap();
    assert!(office.refusal("state").contains("signature.crl"));
    office.write_lists(|_, list| list);
    fs::write(office.path("pins.txt"), "").unwrap();
    assert!(office.refusal("state").contains("not pinned"));
    fs::write(office.path("pins.txt"), "signature three\n").unwrap();
    assert!(office.refusal("state").contains("line 1: not a pin"));
}

#[test]
fn without_a_fresh_list_nothing_is_told_and_a_note_says_why() {
    let office = Office::new();
    office.write_customers(&row(1, Some(0x0100_0001), None));
    office.write_lists(|_, list| {
        list.revoke(SerialNumber::from(0x0100_0001), office.jpki.instant(), ReasonCode::Superseded)
    });
    let mut late = office.command("state");
    let output = late.args(["--at", "2026-06-02T00:00:01+09:00"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "--at twice");
    let stale = office.path("lists");
    let authority = office.jpki.sign_ca(Generation::Third);
    let list =
        office.jpki.crl(&authority).next_update(office.jpki.instant() - Duration::from_secs(1));
    fs::write(stale.join("signature.crl"), list.sign(authority.key())).unwrap();
    let (out, notes) = office.run_incomplete("state");
    assert!(out.contains("; 1 certificates could not be asked about"), "{out}");
    assert!(notes.contains("note: signature certificates of generation 3 are unknown"), "{notes}");
    assert_eq!(office.changes("state", 1), "");
}

/// Faults of 2cdb321: with lists two days old, or none at all, the program ended with 0.
#[test]
fn what_customers_hold_and_cannot_be_asked_about_has_a_status_of_its_own() {
    let office = Office::new();
    let held = Some(0x0100_0001);
    let lists = office.path("lists");
    let stale = |office: &Office, kind: &str, authority: &jpki_testkit::jpki::Authority| {
        let ended = office.jpki.instant() - Duration::from_secs(1);
        let list = office.jpki.crl(authority).next_update(ended).sign(authority.key());
        fs::write(lists.join(format!("{kind}.crl")), list).unwrap();
    };
    let remove = |kind: &str| fs::remove_file(lists.join(format!("{kind}.crl"))).unwrap();
    let [(_, signature), (_, authentication)] = office.authorities();
    type Row<'a> = (&'a str, String, Box<dyn Fn() + 'a>, u64);
    let cases: [Row<'_>; 10] = [
        ("all", row(1, held, held), Box::new(|| ()), 0),
        ("stale", row(1, held, held), Box::new(|| stale(&office, "signature", &signature)), 1),
        (
            "both stale",
            row(1, held, held),
            Box::new(|| {
                stale(&office, "signature", &signature);
                stale(&office, "user-authentication", &authentication);
            }),
            2,
        ),
        ("missing", row(1, held, held), Box::new(|| remove("user-authentication")), 1),
        (
            "an empty folder",
            row(1, held, held) + &row(2, held, held),
            Box::new(|| {
                remove("signature");
                remove("user-authentication");
            }),
            4,
        ),
        // Of what nobody holds, nothing has to be known.
        ("not held", row(1, None, held), Box::new(|| remove("signature")), 0),
        (
            "expired",
            row(1, held, None).replace("2030-01-01", "2026-05-31"),
            Box::new(|| remove("signature")),
            0,
        ),
        (
            "without consent",
            row(1, held, None).replace("2026-01-01T00:00:00Z", ""),
            Box::new(|| remove("signature")),
            0,
        ),
        ("nobody", String::new(), Box::new(|| remove("signature")), 0),
        ("another generation", row(1, held, held).replace(",3,", ",1,"), Box::new(|| ()), 2),
    ];
    for (name, rows, spoil, unknown) in cases {
        office.write_customers(&rows);
        office.write_lists(|_, list| list);
        spoil();
        let output = office.command(name).arg("--json").output().unwrap();
        let expected = if unknown == 0 { 0 } else { 3 };
        assert_eq!(output.status.code(), Some(expected), "{name}: {}", stderr(&output));
        let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let counts = summary["unknown"].as_array().unwrap().iter();
        let count: u64 = counts.map(|unknown| unknown["certificates"].as_u64().unwrap()).sum();
        assert_eq!(count, unknown, "{name}: {summary}");
        assert_eq!(stderr(&output).is_empty(), unknown == 0, "{name}: {}", stderr(&output));
        let mut allowed = office.command(name);
        let output = allowed.arg("--allow-unknown").output().unwrap();
        assert!(output.status.success(), "{name}: {}", stderr(&output));
    }
}

/// Fault of 2cdb321: a folder's LIST.CRL was passed over.
#[test]
fn lists_are_found_whatever_the_case_of_their_ending() {
    let office = Office::new();
    office.write_customers(&row(1, Some(0x0100_0001), Some(0x0100_0001)));
    office.write_lists(|_, list| list);
    let lists = office.path("lists");
    fs::rename(lists.join("signature.crl"), lists.join("SIGNATURE.CRL")).unwrap();
    fs::write(lists.join("crl"), b"no list").unwrap();
    fs::write(lists.join("signature.crl.txt"), b"no list").unwrap();
    assert!(office.run("state").contains("; 0 certificates could not be asked about"));
}

/// The folder that the program of 2cdb321 left after two runs over the customers and lists of the example
/// `synthetic_customers` (40 customers; 5 of them revoked at the first run, 10 at the second).
#[test]
fn the_folder_of_an_earlier_version_is_read() {
    let office = Office::new();
    let rows = (0..40).fold(String::new(), |mut rows, number| {
        let serial = Some(u64::from(FIRST + number));
        rows += &row(1_000_000_000 + u64::from(number), serial, serial);
        rows
    });
    office.write_customers(&rows);
    let write_lists = |revoked: u32| {
        for (kind, authority) in office.authorities() {
            let serials = Serials::Sequential { first: FIRST + 40 - revoked };
            let list = large_list(&office.jpki.crl(&authority), authority.key(), serials, revoked);
            fs::write(office.path("lists").join(format!("{kind}.crl")), list).unwrap();
        }
    };
    let copy = |name: &str| {
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/folder-of-form-2");
        fs::create_dir(office.path(name)).unwrap();
        for file in names(&fixture) {
            fs::copy(fixture.join(&file), office.path(name).join(&file)).unwrap();
        }
    };
    // Nothing that was told is told again.
    copy("same");
    write_lists(10);
    assert!(office.run("same").starts_with("run 3: 40 customers, 0 changes"));
    assert_eq!(office.changes("same", 2).lines().count(), 5);
    assert!(office.run("same").starts_with("run 4: 40 customers, 0 changes"));
    // What is new is told, with what stood before.
    copy("more");
    write_lists(15);
    assert!(office.run("more").starts_with("run 3: 40 customers, 5 changes"));
    let told = office.changes("more", 3);
    assert!(
        told.starts_with("{\"customer\":1000000025,\"before\":{\"signature\":\"valid\""),
        "{told}"
    );
    // From then on it is known which certificates these are: another that is revoked is told.
    let other = Some(u64::from(FIRST + 39));
    let last = row(1_000_000_039, Some(u64::from(FIRST + 38)), other);
    let rows: Vec<&str> = rows.lines().collect();
    office.write_customers(&format!("{}\n{last}", rows[..39].join("\n")));
    assert!(office.run("more").starts_with("run 4: 40 customers, 1 changes"));
    let told = office.changes("more", 4);
    assert!(told.starts_with("{\"customer\":1000000039,\"before\":{\"signature\":null,"), "{told}");
}

#[test]
fn help_explains_the_file_of_customers() {
    let output = Command::new(env!("CARGO_BIN_EXE_jpki-monitor")).arg("--help").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for column in HEADER.split(',') {
        assert!(text.contains(column), "{column}");
    }
    assert!(text.contains("3 when it came to its end but certificates"), "{text}");
    let missing = Command::new(env!("CARGO_BIN_EXE_jpki-monitor")).output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("--customers"));
}

#[test]
fn only_the_last_standings_are_kept() {
    let office = Office::new();
    office.write_customers(&row(1, Some(0x0100_0001), None));
    office.write_lists(|_, list| list);
    for _ in 0..3 {
        office.run("state");
    }
    assert_eq!(
        names(&office.path("state")),
        [
            "changes-00000001.jsonl",
            "changes-00000002.jsonl",
            "changes-00000003.jsonl",
            "checkpoint",
            "key",
            "lock",
            "standings-00000003"
        ]
    );
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
