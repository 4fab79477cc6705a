//! Changes are told once, whatever cuts a run off.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at the first surprise"
)]

use std::convert::Infallible;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use jpki_core::message::Locale;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_monitor::{
    Customer, CustomerReference, HeldSerial, Monitor, MonitorError, RecordedConsent, Summary,
};
use jpki_revocation::RevocationReason;
use jpki_revocation::interpretation::{PairStanding, ReasonTable, Standing};
use jpki_x509::certificate::SerialNumber;
use tempfile::TempDir;

const CUSTOMERS: u64 = 300_000;

const VALID: PairStanding =
    PairStanding { signature: Standing::Valid, authentication: Standing::Valid };
const UNKNOWN: PairStanding =
    PairStanding { signature: Standing::Unknown, authentication: Standing::Unknown };

fn customer(reference: u64) -> Customer {
    let (given, run) = (Timestamp::from_unix_seconds(0), Timestamp::from_unix_seconds(1));
    Customer {
        reference: CustomerReference(reference),
        consent: RecordedConsent::given_at(given, ValidationTime::at(run)).unwrap(),
        signature: None,
        authentication: None,
    }
}

fn customers(references: impl IntoIterator<Item = u64>) -> Vec<Result<Customer, Infallible>> {
    references.into_iter().map(|reference| Ok(customer(reference))).collect()
}

/// Every tenth customer gave no consent.
fn all() -> Vec<Result<Customer, Infallible>> {
    customers((0..CUSTOMERS).filter(|number| number % 10 != 9))
}

/// On each day another part of the customers has moved.
fn standing(day: u64, customer: &Customer) -> PairStanding {
    match customer.reference.0 % 1000 {
        part if part < day => revoked(RevocationReason::AffiliationChanged),
        _ => VALID,
    }
}

fn revoked(reason: RevocationReason) -> PairStanding {
    PairStanding { signature: Standing::Revoked(reason), ..VALID }
}

fn open(folder: &Path) -> Monitor {
    Monitor::open(folder, ReasonTable::Guideline13, Locale::Ja).unwrap()
}

fn run(folder: &Path, day: u64) -> Summary {
    open(folder).run(all(), |one| standing(day, one), |_| {}).unwrap()
}

fn changes(folder: &Path, run: u64) -> String {
    fs::read_to_string(folder.join(format!("changes-{run:08}.jsonl"))).unwrap()
}

#[test]
fn changes_since_the_last_run_are_told_once() {
    let folder = TempDir::new().unwrap();
    let first = run(folder.path(), 0);
    assert_eq!(first, Summary { run: 1, customers: CUSTOMERS / 10 * 9, changes: 0 });
    // Customers …000 moved: 300 of them.
    assert_eq!(run(folder.path(), 1).changes, 300);
    assert_eq!(run(folder.path(), 1).changes, 0);
    let told = changes(folder.path(), 2);
    assert_eq!(told.lines().count(), 300);
    assert_eq!(
        told.lines().nth(1).unwrap(),
        "{\"customer\":1000,\
         \"before\":{\"signature\":\"valid\",\"authentication\":\"valid\"},\
         \"now\":{\"signature\":\"revoked:affiliationChanged\",\"authentication\":\"valid\"},\
         \"table\":\"fig3-4@guideline1.3\",\"row\":\"fig3-4.signature-only\",\
         \"possible_causes\":[\"attributes-changed\"],\
         \"advice\":[\"ask-for-new-signature-certificate\",\"ask-for-card-entries\"],\
         \"recovery\":\"no\",\
         \"text\":\"氏名、住所等の変更の可能性。更新後の署名用電子証明書の送信を依頼してください。\
         個人番号カードの券面事項入力補助アプリの記録情報の送信を依頼してください。\
         [民間事業者向けガイドライン第1.3版 図3-4]\"}"
    );
    // Those without consent are never told of, though they moved too (…009 on the tenth day).
    assert_eq!(run(folder.path(), 10).changes, 8 * 300);
    // A change back is a change.
    assert_eq!(run(folder.path(), 0).changes, 9 * 300);
}

#[test]
fn a_run_that_is_cut_off_loses_and_repeats_nothing() {
    let (whole, cut) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for folder in [&whole, &cut] {
        run(folder.path(), 0);
    }
    let expected = run(whole.path(), 5);
    // Cut off at ever later customers, before and after checkpoints, until it comes to its end.
    std::panic::set_hook(Box::new(|_| {}));
    for last in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000, CUSTOMERS - 2] {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let stop = |one: &Customer| {
                assert!(one.reference.0 < last, "killed");
                standing(5, one)
            };
            let _ = open(cut.path()).run(all(), stop, |_| {});
        }));
        assert!(outcome.is_err(), "{last}");
        // What is not complete has not its name.
        assert!(!cut.path().join("changes-00000002.jsonl").exists());
    }
    let _ = std::panic::take_hook();
    assert_eq!(run(cut.path(), 5), expected);
    assert_eq!(changes(cut.path(), 2), changes(whole.path(), 2));
    assert_eq!(run(cut.path(), 5).changes, 0);
}

#[test]
fn a_run_that_only_lacks_its_tidying_is_not_repeated() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 0);
    assert_eq!(run(folder.path(), 5).run, 2);
    // As a kill after the last checkpoint leaves it: without its name, and the run before still there.
    let told = changes(folder.path(), 2);
    let path = |name: &str| folder.path().join(name);
    fs::rename(path("changes-00000002.jsonl"), path("changes-00000002.jsonl.part")).unwrap();
    fs::write(path("standings-00000001"), b"what the first run left").unwrap();
    assert_eq!(run(folder.path(), 5), Summary { run: 3, customers: 270_000, changes: 0 });
    assert_eq!(changes(folder.path(), 2), told);
    assert!(!path("standings-00000001").exists());
}

#[test]
fn what_was_written_after_the_last_checkpoint_does_not_count() {
    let (whole, cut) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for folder in [&whole, &cut] {
        run(folder.path(), 0);
    }
    run(whole.path(), 5);
    std::panic::set_hook(Box::new(|_| {}));
    let killed = catch_unwind(AssertUnwindSafe(|| {
        open(cut.path()).run(
            all(),
            |one| {
                assert!(one.reference.0 < 150_000, "killed");
                standing(5, one)
            },
            |_| {},
        )
    }));
    let _ = std::panic::take_hook();
    assert!(killed.is_err());
    for name in ["changes-00000002.jsonl.part", "standings-00000002"] {
        let path = cut.path().join(name);
        let octets = [fs::read(&path).unwrap(), b"half a rec".to_vec()].concat();
        fs::write(path, octets).unwrap();
    }
    run(cut.path(), 5);
    assert_eq!(changes(cut.path(), 2), changes(whole.path(), 2));
    assert_eq!(run(cut.path(), 5).changes, 0);
}

#[test]
fn what_cannot_be_known_is_no_change() {
    let folder = TempDir::new().unwrap();
    run(folder.path(), 3);
    assert_eq!(open(folder.path()).run(all(), |_| UNKNOWN, |_| {}).unwrap().changes, 0);
    assert_eq!(run(folder.path(), 3).changes, 0);
    // Nor is it a change when it becomes known that a certificate is in order; that it is not, is one.
    let other = TempDir::new().unwrap();
    open(other.path()).run(all(), |_| UNKNOWN, |_| {}).unwrap();
    assert_eq!(run(other.path(), 3).changes, 3 * 300);
}

#[test]
fn a_hold_that_is_lifted_is_a_change_back() {
    let folder = TempDir::new().unwrap();
    let look = |now| open(folder.path()).run(customers([7]), |_| now, |_| {}).unwrap().changes;
    let counts = [VALID, revoked(RevocationReason::CertificateHold), VALID].map(look);
    assert_eq!(counts, [0, 1, 1]);
    assert!(changes(folder.path(), 2).contains("\"recovery\":\"possible\""));
}

#[test]
fn customers_come_and_go() {
    let folder = TempDir::new().unwrap();
    let held = revoked(RevocationReason::Superseded);
    let look = |references: &[u64]| {
        let monitor = open(folder.path());
        let summary = monitor.run(customers(references.iter().copied()), |_| held, |_| {}).unwrap();
        let told = changes(folder.path(), summary.run);
        let reference = |line: &str| -> u64 {
            let digits = line.trim_start_matches("{\"customer\":");
            digits.split(',').next().unwrap().parse().unwrap()
        };
        told.lines().map(reference).collect::<Vec<_>>()
    };
    assert_eq!(look(&[10, 20, 30]), [10, 20, 30]);
    assert_eq!(look(&[5, 10, 15, 30, 35]), [5, 15, 35]);
    // 20 was gone for a run: nothing was kept of it.
    assert_eq!(look(&[5, 10, 15, 20, 30, 35]), [20]);
    assert_eq!(look(&[]), [0; 0]);
    assert_eq!(look(&[10]), [10]);
}

#[test]
fn customers_must_ascend() {
    for references in [[2, 1], [2, 2]] {
        let folder = TempDir::new().unwrap();
        let outcome = open(folder.path()).run(customers(references), |_| VALID, |_| {});
        assert!(matches!(outcome, Err(MonitorError::OutOfOrder { position: 2 })));
    }
}

#[test]
fn one_that_cannot_be_read_stops_the_run_and_the_next_goes_on() {
    let folder = TempDir::new().unwrap();
    let failing = all().into_iter().map(|customer| {
        let customer = customer.unwrap_or_else(|never| match never {});
        match customer.reference.0 {
            100_000 => Err(io::Error::other("unreadable")),
            _ => Ok(customer),
        }
    });
    let outcome = open(folder.path()).run(failing, |one| standing(4, one), |_| {});
    assert!(matches!(outcome, Err(MonitorError::Customers(_))));
    let asked = std::cell::Cell::new(0);
    let summary = open(folder.path()).run(
        all(),
        |one| {
            asked.set(asked.get() + 1);
            standing(4, one)
        },
        |_| {},
    );
    assert_eq!(summary.unwrap(), Summary { run: 1, customers: 270_000, changes: 4 * 300 });
    // The customers before the last checkpoint were not asked about again.
    assert_eq!(asked.get(), 270_000 - 65_536);
}

#[test]
fn two_at_once_are_refused() {
    let folder = TempDir::new().unwrap();
    let first = open(folder.path());
    let second = Monitor::open(folder.path(), ReasonTable::Guideline13, Locale::Ja);
    assert!(matches!(second, Err(MonitorError::InUse)));
    drop(first);
    open(folder.path());
}

#[test]
fn damaged_files_are_refused() {
    for (name, octets) in [
        ("checkpoint", &b"nonsense"[..]),
        ("checkpoint", b"{}"),
        // A standing without a meaning, and half a record.
        ("standings-00000001", &[0, 0, 0, 0, 0, 0, 0, 1, 1, 0x7f]),
        ("standings-00000001", &[0, 0, 0, 0, 0, 0, 0, 1, 1]),
    ] {
        let folder = TempDir::new().unwrap();
        run(folder.path(), 0);
        fs::write(folder.path().join(name), octets).unwrap();
        let outcome = open(folder.path()).run(all(), |_| VALID, |_| {});
        assert!(matches!(outcome, Err(MonitorError::Damaged)), "{name}");
    }
}

#[test]
fn consent_is_not_given_in_the_future() {
    let at = |seconds| Timestamp::from_unix_seconds(seconds);
    let run = ValidationTime::at(at(1000));
    assert_eq!(RecordedConsent::given_at(at(1000), run).unwrap().instant(), at(1000));
    assert_eq!(RecordedConsent::given_at(at(1001), run), None);
}

#[test]
fn serial_numbers_in_hexadecimal_digits() {
    let octets = |text: &str| {
        let serial = HeldSerial::from_hex(text)?;
        Some(serial.serial_number().expose_protected().to_vec())
    };
    // X.690 §8.3: as few octets as can be, and none that would make it negative.
    assert_eq!(octets("0640ABcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(octets("640abcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(octets("000640abcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(octets("80"), Some(vec![0x00, 0x80]));
    assert_eq!(octets("7f"), Some(vec![0x7f]));
    assert_eq!(octets("1"), Some(vec![0x01]));
    assert_eq!(octets(&"7f".repeat(20)), Some(vec![0x7f; 20]));
    for wrong in ["", "0", "000", "0x12", "12 34", "-1", "+1", "g", "é", "12:34", "１２"] {
        assert_eq!(octets(wrong), None, "{wrong}");
    }
    assert_eq!(octets(&"80".repeat(20)), None);
    assert_eq!(octets(&"7f".repeat(21)), None);
    let held = HeldSerial::of(SerialNumber::from_der_content(&[0x06, 0x40]).unwrap()).unwrap();
    assert_eq!(held.serial_number().expose_protected(), [0x06, 0x40]);
    assert_eq!(format!("{held:?}"), "HeldSerial(protected)");
    for wrong in [&[0][..], &[0x80], &[1; 21]] {
        assert!(HeldSerial::of(SerialNumber::from_der_content(wrong).unwrap()).is_none());
    }
}
