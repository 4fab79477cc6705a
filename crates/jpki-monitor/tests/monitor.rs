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

use jpki_core::algorithm::AlgorithmPolicy;
use jpki_core::event::{Action, ActionResult};
use jpki_core::localized::Locale;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_monitor::interpretation::{CertificateState, PairState, ReasonTable};
use jpki_monitor::{
    Customer, CustomerCrls, CustomerReference, HeldCertificate, HeldSerial, Monitor, MonitorError,
    RecordedConsent, Summary, UnknownCertificates,
};
use jpki_revocation::{Crl, CrlIssuer, RevocationPolicy, RevocationReason, VerifiedCrl};
use jpki_testkit::jpki::{self as testkit, SyntheticJpki};
use jpki_testkit::pki as testkit_pki;
use jpki_x509::certificate::SerialNumber;
use jpki_x509::kind::{CertificateKind, Generation};
use jpki_x509::trust::{Fingerprint, Pin, PinTable, TrustDomain, TrustStore};
use tempfile::TempDir;

const CUSTOMERS: u64 = 300_000;

const VALID: PairState =
    PairState { signature: CertificateState::Valid, authentication: CertificateState::Valid };
const UNKNOWN: PairState =
    PairState { signature: CertificateState::Unknown, authentication: CertificateState::Unknown };

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
fn state(day: u64, customer: &Customer) -> PairState {
    match customer.reference.0 % 1000 {
        part if part < day => revoked(RevocationReason::AffiliationChanged),
        _ => VALID,
    }
}

fn revoked(reason: RevocationReason) -> PairState {
    PairState { signature: CertificateState::Revoked(reason), ..VALID }
}

/// How a run ended in which everything could be asked about.
/// Run, customers and changes of a run that could ask about each certificate.
fn counts(summary: &Summary) -> (u64, u64, u64) {
    assert_eq!(summary.unknown, []);
    (summary.run, summary.customers, summary.changes)
}

fn open(folder: &Path) -> Monitor {
    Monitor::open(folder, ReasonTable::Guideline13, Locale::Ja).unwrap()
}

fn run(folder: &Path, day: u64) -> Summary {
    open(folder).run(all(), |one| state(day, one), |_| {}).unwrap()
}

fn changes(folder: &Path, run: u64) -> String {
    fs::read_to_string(folder.join(format!("changes-{run:08}.jsonl"))).unwrap()
}

#[test]
// Requirement: ACC-4
fn a_run_is_an_inquiry_that_a_log_is_told_of() {
    let folder = TempDir::new().unwrap();
    let now = Timestamp::from_unix_seconds(1_780_000_000);
    let told = run(folder.path(), 0).operation(now);
    assert_eq!((told.action(), told.result()), (Action::RevocationInquiry, ActionResult::Done));
    assert_eq!(told.time(), now);
    assert!(told.subject().is_none());
}

#[test]
fn changes_since_the_last_run_are_told_once() {
    let folder = TempDir::new().unwrap();
    let first = run(folder.path(), 0);
    assert_eq!(counts(&first), (1, CUSTOMERS / 10 * 9, 0));
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
                state(5, one)
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
    assert_eq!(counts(&run(folder.path(), 5)), (3, 270_000, 0));
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
                state(5, one)
            },
            |_| {},
        )
    }));
    let _ = std::panic::take_hook();
    assert!(killed.is_err());
    // With less than the checkpoint says nobody goes on.
    for name in ["changes-00000002.jsonl.part", "standings-00000002"] {
        let path = cut.path().join(name);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[1..]).unwrap();
        let outcome = open(cut.path()).run(all(), |one| state(5, one), |_| {});
        assert!(matches!(outcome, Err(MonitorError::Damaged)), "{name}");
        fs::write(&path, &bytes).unwrap();
    }
    for name in ["changes-00000002.jsonl.part", "standings-00000002"] {
        let path = cut.path().join(name);
        let bytes = [fs::read(&path).unwrap(), b"half a rec".to_vec()].concat();
        fs::write(path, bytes).unwrap();
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
    assert!(changes(folder.path(), 3).contains("\"row\":\"hold-lifted\""));
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
    let outcome = open(folder.path()).run(failing, |one| state(4, one), |_| {});
    assert!(matches!(outcome, Err(MonitorError::Customers(_))));
    let asked = std::cell::Cell::new(0);
    let summary = open(folder.path()).run(
        all(),
        |one| {
            asked.set(asked.get() + 1);
            state(4, one)
        },
        |_| {},
    );
    assert_eq!(counts(&summary.unwrap()), (1, 270_000, 4 * 300));
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

/// Also while processes are being started, which have a copy of every open file for a moment.
#[test]
fn a_closed_folder_may_be_opened_again_at_once() {
    let folder = TempDir::new().unwrap();
    std::thread::scope(|scope| {
        let starting = scope.spawn(|| {
            for _ in 0..300 {
                std::process::Command::new("true").status().unwrap();
            }
        });
        while !starting.is_finished() {
            drop(open(folder.path()));
        }
    });
}

/// Whoever comes while a monitor works is told so, whatever files come and go meanwhile.
#[cfg(unix)]
#[test]
fn files_that_go_meanwhile_do_not_matter() {
    let folder = TempDir::new().unwrap();
    let working = open(folder.path());
    let name = |number: u32| folder.path().join(format!("changes-{number:08}.jsonl"));
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| {
            for number in 0..20_000 {
                fs::write(name(number), b"").unwrap();
                fs::remove_file(name(number)).unwrap();
            }
        });
        while !writing.is_finished() {
            let second = Monitor::open(folder.path(), ReasonTable::Guideline13, Locale::Ja);
            assert!(matches!(second, Err(MonitorError::InUse)), "{second:?}");
        }
    });
    drop(working);
}

#[test]
fn damaged_files_are_refused() {
    // A record: reference, two standings, two marks.
    let record = |state: u8| [&[0; 7][..], &[1, 1, state], &[0; 16]].concat();
    for (name, bytes, refused) in [
        ("checkpoint", b"nonsense".to_vec(), true),
        ("checkpoint", b"{}".to_vec(), true),
        ("standings-00000001", record(1), false),
        // A state without a meaning, and half a record.
        ("standings-00000001", record(0x7f), true),
        ("standings-00000001", record(1)[..25].to_vec(), true),
        // Without the key nobody knows which certificates these are.
        ("key", vec![0; 32], false),
        ("key", vec![0; 31], true),
        ("key", vec![0; 33], true),
    ] {
        let folder = TempDir::new().unwrap();
        run(folder.path(), 0);
        fs::write(folder.path().join(name), bytes).unwrap();
        let outcome = open(folder.path()).run(all(), |_| VALID, |_| {});
        assert_eq!(matches!(outcome, Err(MonitorError::Damaged)), refused, "{name}");
        assert_eq!(outcome.is_ok(), !refused, "{name}");
    }
    let folder = TempDir::new().unwrap();
    run(folder.path(), 0);
    fs::remove_file(folder.path().join("key")).unwrap();
    let outcome = open(folder.path()).run(all(), |_| VALID, |_| {});
    assert!(matches!(outcome, Err(MonitorError::Damaged)));
}

#[test]
fn files_of_a_later_version_are_refused_by_name() {
    for (form, known) in [(3, true), (4, false), (4_000_000_000_u32, false)] {
        let folder = TempDir::new().unwrap();
        run(folder.path(), 0);
        let checkpoint = folder.path().join("checkpoint");
        let text = fs::read_to_string(&checkpoint).unwrap();
        fs::write(&checkpoint, text.replace("\"form\":3", &format!("\"form\":{form}"))).unwrap();
        match open(folder.path()).run(all(), |_| VALID, |_| {}) {
            Err(MonitorError::NewerForm { form: found }) => assert!(!known && found == form),
            outcome => assert!(known && outcome.is_ok(), "{outcome:?}"),
        }
    }
}

/// What 2cdb321 leaves when it is cut off after a checkpoint: the standings of the run before, and of this the
/// first customers and their changes, under no name yet. Records are of ten bytes, without marks.
#[test]
fn a_run_that_an_earlier_version_was_cut_off_in_is_begun_again() {
    let (whole, cut) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    run(whole.path(), 0);
    let expected = run(whole.path(), 5);
    let records = |customers: u64| -> Vec<u8> {
        let references = (0..customers).filter(|number| number % 10 != 9);
        references.flat_map(|reference| [&reference.to_be_bytes()[..], &[1, 1]].concat()).collect()
    };
    let write = |name: &str, bytes: &[u8]| fs::write(cut.path().join(name), bytes).unwrap();
    write("standings-00000001", &records(CUSTOMERS));
    write("standings-00000002", &records(72_818));
    write("changes-00000002.jsonl.part", b"{\"customer\":0}\n");
    write(
        "checkpoint",
        b"{\"form\":2,\"run\":2,\"stage\":\"in-work\",\"last\":72817,\"customers\":65536,\"changes\":1,\
          \"known_octets\":655360,\"standings_octets\":655360,\"changes_octets\":15}\n",
    );
    assert_eq!(run(cut.path(), 5), expected);
    assert_eq!(changes(cut.path(), 2), changes(whole.path(), 2));
    assert_eq!(run(cut.path(), 5).changes, 0);
    assert!(!cut.path().join("standings-00000001").exists());
}

fn held(serial: &str) -> Option<HeldCertificate> {
    Some(HeldCertificate {
        generation: Generation::THIRD,
        serial_number: HeldSerial::from_hex(serial).unwrap(),
        not_after: Timestamp::MAX,
    })
}

/// One customer of these certificates and standings, run after run: how many changes are told, and what of the
/// last.
fn told(
    folder: &Path,
    signature: Option<HeldCertificate>,
    authentication: Option<HeldCertificate>,
    now: PairState,
) -> String {
    let customer = Customer { signature, authentication, ..customer(7) };
    let monitor = open(folder);
    let summary = monitor.run([Ok::<_, Infallible>(customer)], |_| now, |_| {}).unwrap();
    changes(folder, summary.run)
}

/// Fault of 2cdb321: after A had been revoked, that B was revoked for the same reason was no change.
#[test]
fn another_certificate_is_looked_at_for_the_first_time() {
    let moved = revoked(RevocationReason::AffiliationChanged);
    let both = PairState { authentication: moved.signature, ..moved };
    let folder = TempDir::new().unwrap();
    let look = |signature, authentication, now| {
        told(folder.path(), held(signature), held(authentication), now)
    };
    assert_eq!(look("a1", "b1", VALID), "");
    let first = look("a1", "b1", moved);
    assert!(first.contains("\"before\":{\"signature\":\"valid\",\"authentication\":\"valid\"}"));
    assert_eq!(look("a1", "b1", moved), "");
    // The customer moved again before the new certificate was ever looked at.
    let second = look("a2", "b1", moved);
    assert!(
        second.contains("\"before\":{\"signature\":null,\"authentication\":\"valid\"}"),
        "{second}"
    );
    assert_eq!(look("a2", "b1", moved), "");
    // A new one in order is what the application itself registered, and no hold that was lifted.
    assert_eq!(look("a3", "b1", VALID), "");
    // The other certificate alone is new.
    let other = look("a3", "b2", PairState { signature: CertificateState::Valid, ..both });
    assert!(
        other.contains("\"before\":{\"signature\":\"valid\",\"authentication\":null}"),
        "{other}"
    );
    // Both are, as where a customer's number is given to somebody else.
    assert!(look("a4", "b4", both).contains("\"before\":null"));
    assert_eq!(look("a4", "b4", both), "");
    assert_eq!(look("a5", "b5", VALID), "");
    // The number of one as the other's is another certificate.
    assert!(look("b5", "a5", both).contains("\"before\":null"));
    // And of another generation.
    let of_second = |serial| {
        held(serial).map(|held| HeldCertificate { generation: Generation::SECOND, ..held })
    };
    let told = told(folder.path(), of_second("b5"), of_second("a5"), both);
    assert!(told.contains("\"before\":null"), "{told}");
}

#[test]
fn a_certificate_whose_end_is_corrected_is_the_same() {
    let expired = PairState { signature: CertificateState::Expired, ..VALID };
    let folder = TempDir::new().unwrap();
    let until = |not_after| held("a1").map(|held| HeldCertificate { not_after, ..held });
    assert_eq!(told(folder.path(), until(Timestamp::MAX), held("b1"), VALID), "");
    let told_of = told(folder.path(), until(Timestamp::MIN), held("b1"), expired);
    assert!(told_of.contains("\"before\":{\"signature\":\"valid\""), "{told_of}");
}

#[test]
fn one_that_is_held_no_more_or_for_the_first_time() {
    let none = PairState { signature: CertificateState::NotHeld, ..VALID };
    let lost = revoked(RevocationReason::CessationOfOperation);
    let folder = TempDir::new().unwrap();
    assert_eq!(told(folder.path(), None, held("b1"), none), "");
    assert!(
        told(folder.path(), held("a1"), held("b1"), lost)
            .contains("\"before\":{\"signature\":null")
    );
    assert_eq!(told(folder.path(), None, held("b1"), none), "");
    assert!(
        told(folder.path(), held("a1"), held("b1"), lost)
            .contains("\"before\":{\"signature\":null")
    );
}

/// What was not known at the last run is that of another certificate as little as of the same.
#[test]
fn what_cannot_be_known_keeps_only_what_was_known_of_the_same_certificate() {
    let moved = revoked(RevocationReason::AffiliationChanged);
    let folder = TempDir::new().unwrap();
    let look = |signature, now| told(folder.path(), held(signature), held("b1"), now);
    assert!(look("a1", moved).contains("affiliationChanged"));
    assert_eq!(look("a1", UNKNOWN), "");
    assert_eq!(look("a1", moved), "");
    assert_eq!(look("a2", UNKNOWN), "");
    assert!(look("a2", moved).contains("affiliationChanged"));
}

#[test]
fn what_could_not_be_asked_about_is_counted_also_over_an_interruption() {
    let folder = TempDir::new().unwrap();
    let of = |reference: u64| {
        let second = HeldCertificate { generation: Generation::SECOND, ..held("b1").unwrap() };
        let (signature, authentication) = match reference % 4 {
            0 => (held("a1"), Some(second)),
            1 => (None, Some(second)),
            _ => (held("a1"), held("b1")),
        };
        Customer { signature, authentication, ..customer(reference) }
    };
    // Those of the third generation cannot be asked about, unless they are of customer …3.
    let state = |one: &Customer| match (one.reference.0 % 4, &one.signature) {
        (3, _) => VALID,
        (2, _) => UNKNOWN,
        (_, Some(_)) => PairState { signature: CertificateState::Unknown, ..VALID },
        (_, None) => PairState { signature: CertificateState::NotHeld, ..VALID },
    };
    let cut = (0..100_000).map(|reference| match reference {
        80_000 => Err(io::Error::other("unreadable")),
        _ => Ok(of(reference)),
    });
    open(folder.path()).run(cut, state, |_| {}).unwrap_err();
    let all = (0..100_000).map(|reference| Ok::<_, Infallible>(of(reference)));
    let ended = open(folder.path()).run(all, state, |_| {}).unwrap();
    let unknown = |one: &UnknownCertificates| (one.kind, one.generation, one.certificates);
    assert_eq!(
        ended.unknown.iter().map(unknown).collect::<Vec<_>>(),
        [
            (CertificateKind::Signature, Generation::THIRD, 50_000),
            (CertificateKind::UserAuthentication, Generation::THIRD, 25_000)
        ]
    );
}

#[cfg(unix)]
mod private {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    use jpki_core::localized::Locale;
    use jpki_monitor::interpretation::ReasonTable;
    use jpki_monitor::{Monitor, MonitorError};
    use tempfile::TempDir;

    use super::run;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    fn widen(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    /// Fault of 2cdb321: 0755 and 0644, under the usual umask.
    #[test]
    // Requirement: REVM-02
    fn the_folder_and_its_files_are_for_their_owner_alone() {
        let parent = TempDir::new().unwrap();
        let folder = parent.path().join("above").join("monitor");
        let files = || fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        for day in [0, 1] {
            run(&folder, day);
            assert_eq!(mode(&folder), 0o700);
            assert_eq!(files().count(), [5, 6][usize::try_from(day).unwrap()]);
            files().for_each(|file| assert_eq!(mode(&file), 0o600, "{}", file.display()));
        }
        // As an earlier version left them.
        widen(&folder, 0o755);
        files().for_each(|file| widen(&file, 0o644));
        run(&folder, 1);
        assert_eq!(mode(&folder), 0o700);
        files().for_each(|file| assert_eq!(mode(&file), 0o600, "{}", file.display()));
    }

    #[test]
    fn a_folder_that_others_use_is_refused_and_left_as_it_is() {
        let open = |path: &Path| Monitor::open(path, ReasonTable::Guideline13, Locale::Ja);
        for (wide, foreign, refused) in [
            (0o755, Some("notes.txt"), true),
            (0o710, Some("notes.txt"), true),
            (0o777, Some("notes.txt"), true),
            (0o700, Some("notes.txt"), false),
            (0o755, None, false),
        ] {
            let folder = TempDir::new().unwrap();
            widen(folder.path(), wide);
            if let Some(name) = foreign {
                fs::write(folder.path().join(name), b"of somebody else").unwrap();
                widen(&folder.path().join(name), 0o644);
            }
            let outcome = open(folder.path());
            if refused {
                assert!(matches!(outcome, Err(MonitorError::OpenToOthers)));
                assert_eq!(mode(folder.path()), wide);
            } else {
                assert!(outcome.is_ok());
                assert_eq!(mode(folder.path()), 0o700);
            }
            if let Some(name) = foreign {
                assert_eq!(mode(&folder.path().join(name)), 0o644);
            }
        }
    }
}

#[test]
// Requirement: REV-01
fn consent_is_not_given_in_the_future() {
    let at = |seconds| Timestamp::from_unix_seconds(seconds);
    let run = ValidationTime::at(at(1000));
    assert_eq!(RecordedConsent::given_at(at(1000), run).unwrap().instant(), at(1000));
    // Other clocks may be ahead by five minutes.
    assert_eq!(RecordedConsent::given_at(at(1300), run).unwrap().instant(), at(1300));
    assert_eq!(RecordedConsent::given_at(at(1301), run), None);
}

#[test]
fn serial_numbers_in_hexadecimal_digits() {
    let bytes = |text: &str| {
        let serial = HeldSerial::from_hex(text)?;
        Some(serial.serial_number().expose_protected().to_vec())
    };
    // X.690 §8.3: as few bytes as can be, and none that would make it negative.
    assert_eq!(bytes("0640ABcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(bytes("640abcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(bytes("000640abcd"), Some(vec![0x06, 0x40, 0xab, 0xcd]));
    assert_eq!(bytes("80"), Some(vec![0x00, 0x80]));
    assert_eq!(bytes("7f"), Some(vec![0x7f]));
    assert_eq!(bytes("1"), Some(vec![0x01]));
    assert_eq!(bytes(&"7f".repeat(20)), Some(vec![0x7f; 20]));
    for wrong in ["", "0", "000", "0x12", "12 34", "-1", "+1", "g", "é", "12:34", "１２"] {
        assert_eq!(bytes(wrong), None, "{wrong}");
    }
    assert_eq!(bytes(&"80".repeat(20)), None);
    assert_eq!(bytes(&"7f".repeat(21)), None);
    let held = HeldSerial::of(SerialNumber::from_der_content(&[0x06, 0x40]).unwrap()).unwrap();
    assert_eq!(held.serial_number().expose_protected(), [0x06, 0x40]);
    assert_eq!(format!("{held:?}"), "HeldSerial(protected)");
    for wrong in [&[0][..], &[0x80], &[1; 21]] {
        assert!(HeldSerial::of(SerialNumber::from_der_content(wrong).unwrap()).is_none());
    }
}

/// Third generation of both authorities, each with a list that revokes a third of the first thousand serial numbers.
fn trust_and_lists() -> (TrustStore, Vec<VerifiedCrl>) {
    let jpki = SyntheticJpki::of_vectors();
    let authorities = [
        (CertificateKind::Signature, jpki.sign_ca(testkit::Generation::Third)),
        (CertificateKind::UserAuthentication, jpki.auth_ca(testkit::Generation::Third)),
    ];
    let pins = authorities.iter().fold(
        PinTable::empty(TrustDomain::JlisTest),
        |pins, (issues, authority)| {
            let certificate = Fingerprint::of(&authority.certificate(), &RustCrypto);
            pins.with(Pin { certificate, issues: *issues, generation: Generation::new(3) })
        },
    );
    let certificates = authorities.iter().map(|(_, authority)| authority.certificate());
    let trust = TrustStore::from_pinned(&pins, certificates, &RustCrypto).unwrap();
    let issuers = CrlIssuer::of_anchors(&trust);
    let lists = authorities.iter().zip([0, 1]).map(|((_, authority), shift)| {
        let revoked = (0..1000).filter(|number| number % 3 == shift);
        let list = revoked.fold(jpki.crl(authority), |list, number| {
            let serial = testkit_pki::SerialNumber::from_bytes(scattered(number).as_slice());
            list.revoke(
                serial,
                jpki_testkit::jpki::VECTOR_INSTANT,
                testkit_pki::ReasonCode::Superseded,
            )
        });
        let list = Crl::from_der(list.sign(authority.key())).unwrap();
        list.verify_by_one_of(&issuers, &AlgorithmPolicy::current()).unwrap()
    });
    let lists = lists.collect();
    (trust, lists)
}

/// Serial numbers that are no counter's.
fn scattered(number: u64) -> [u8; 9] {
    let mut serial = [1; 9];
    serial[1..].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    serial
}

/// Of nine customers some hold no certificate, an expired one, or one of a generation without anchor.
fn holder(number: u64) -> Customer {
    let instant = jpki_testkit::jpki::VECTOR_INSTANT.unix_timestamp();
    let held = |number: u64| HeldCertificate {
        generation: Generation::new(if number % 9 == 4 { 2 } else { 3 }),
        serial_number: HeldSerial::of(SerialNumber::from_der_content(&scattered(number)).unwrap())
            .unwrap(),
        not_after: Timestamp::from_unix_seconds(instant + if number % 9 == 5 { -1 } else { 1 }),
    };
    let signature = (number % 9 != 6).then(|| held(number));
    let authentication = (number % 9 != 7).then(|| held(number + 1));
    Customer { signature, authentication, ..customer(number) }
}

#[test]
fn a_group_is_told_what_each_alone_is_told() {
    let (trust, lists) = trust_and_lists();
    let instant = jpki_testkit::jpki::VECTOR_INSTANT.unix_timestamp();
    let at = ValidationTime::at(Timestamp::from_unix_seconds(instant));
    let crls = CustomerCrls::new(&trust, &lists, &RevocationPolicy::daily(), at);
    let holders: Vec<_> = (0..9000).map(holder).collect();
    let alone: Vec<_> = holders.iter().map(|holder| crls.status(holder)).collect();
    assert_eq!(crls.statuses(&holders), alone);
    let held = |state: fn(&PairState) -> CertificateState, wanted: CertificateState| {
        alone.iter().filter(|pair| state(pair) == wanted).count()
    };
    let superseded = CertificateState::Revoked(RevocationReason::Superseded);
    for state in [|pair: &PairState| pair.signature, |pair: &PairState| pair.authentication] {
        assert!(held(state, superseded) > 200);
        for wanted in [CertificateState::Unknown, CertificateState::Expired] {
            assert_eq!(held(state, wanted), 1000);
        }
        assert_eq!(held(state, CertificateState::NotHeld), 1000);
    }

    let [one, many] = [TempDir::new().unwrap(), TempDir::new().unwrap()];
    let holders = || (0..9000).map(|number| Ok::<_, Infallible>(holder(number)));
    let one_by_one = open(one.path()).run(holders(), |one| crls.status(one), |_| {}).unwrap();
    let in_groups =
        open(many.path()).run_in_groups(holders(), |group| crls.statuses(group), |_| {}).unwrap();
    assert_eq!(in_groups, one_by_one);
    let changes = |folder: &TempDir| fs::read(open(folder.path()).changes(1)).unwrap();
    assert_eq!(changes(&many), changes(&one));
}

#[test]
fn a_group_of_which_not_all_are_told_ends_the_run() {
    let folder = TempDir::new().unwrap();
    let told = |group: &[Customer]| vec![VALID; group.len() - 1];
    let outcome = open(folder.path()).run_in_groups(customers(0..10), told, |_| {});
    assert!(matches!(outcome, Err(MonitorError::StatesMiscounted)));
    let told = |group: &[Customer]| vec![VALID; group.len()];
    let summary = open(folder.path()).run_in_groups(customers(0..10), told, |_| {}).unwrap();
    assert_eq!(counts(&summary), (1, 10, 0));
}
