//! A process that asks J-LIS is killed at any instant: whatever J-LIS saw is counted or open.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use jpki_core::report::InquiryMethod::Responder;
use jpki_core::time::Timestamp;
use jpki_platform::fees::{CheckOutcome, FeeStore, OpenPage, Yen};
use jpki_x509::kind::CertificateKind::Signature;

use super::contract::{Random, check, instant, meter, open, permit, tenant, total};

const STORE: &str = "JPKI_TEST_FEES";
const SEEN: &str = "JPKI_TEST_SEEN";

fn now() -> Timestamp {
    instant("2026-06-01T12:00:00+09:00")
}

#[cfg(feature = "sqlite")]
#[test]
fn sqlite_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fees");
    let store = jpki_stores::fees::SqliteFeeStore::open(&file).unwrap();
    kill(&store, &format!("sqlite {}", file.display()), 12);
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_loses_nothing() {
    let Some(database) = crate::database::Database::empty("fees_killed") else { return };
    let store = jpki_stores::fees::PostgresFeeStore::create_schema(database.server()).unwrap();
    kill(&store, &format!("postgres {}", database.parameters), 8);
}

/// The process that is killed. Started by [`kill`] only.
#[test]
#[ignore = "the other process of the tests in this file"]
fn asking() {
    let Ok(spec) = std::env::var(STORE) else { return };
    let (engine, address) = spec.split_once(' ').unwrap();
    match engine {
        #[cfg(feature = "sqlite")]
        "sqlite" => ask(&jpki_stores::fees::SqliteFeeStore::open(address).unwrap()),
        #[cfg(feature = "postgres")]
        "postgres" => {
            let server = jpki_stores::postgres::PostgresServer::local(address).unwrap();
            ask(&jpki_stores::fees::PostgresFeeStore::open(server).unwrap());
        }
        _ => panic!("{engine}"),
    }
}

fn ask<S: FeeStore<Error: Debug>>(store: &S) {
    let meter = meter();
    let mut seen =
        std::fs::File::options().append(true).open(std::env::var(SEEN).unwrap()).unwrap();
    loop {
        let it = check(Signature, Responder);
        let intent = meter.intent(&tenant("bank"), it, None, None, now()).unwrap();
        let admission = store.intend(&intent).unwrap();
        let check = intent.admitted(admission).unwrap();
        // J-LIS sees the question.
        seen.write_all(format!("{}\n", check.intent().id()).as_bytes()).unwrap();
        store.settle(&check.sent(CheckOutcome::Good, &meter)).unwrap();
    }
}

fn kill<S: FeeStore<Error: Debug>>(store: &S, spec: &str, times: usize) {
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    std::fs::write(&seen, "").unwrap();
    let mut random = Random(14);
    for _ in 0..times {
        let begun = lines(&seen).len();
        let mut asking = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "fees::killed::asking", "--ignored"])
            .env(STORE, spec)
            .env(SEEN, &seen)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        while lines(&seen).len() == begun {
            assert_eq!(asking.try_wait().unwrap(), None, "it goes on until it is killed");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(u64::try_from(random.below(30_000)).unwrap()));
        asking.kill().unwrap();
        asking.wait().unwrap();
    }
    // A server may still be at work on the last statement of a connection that is gone.
    std::thread::sleep(Duration::from_millis(500));

    let seen = lines(&seen);
    let open: BTreeSet<String> = open(store).iter().map(ToString::to_string).collect();
    let counted = seen.iter().filter(|id| !open.contains(*id)).count();
    let yen = |count: usize| Yen(20 * u64::try_from(count).unwrap());
    assert!(open.len() <= times, "at most one a kill");
    assert_eq!(total(store, now()), yen(counted), "what J-LIS saw is counted or open");

    // Held against J-LIS's bill, nothing is open and the sum is J-LIS's.
    let page = OpenPage { before: Timestamp::MAX, after: None, at_most: 1000 };
    for intent in store.open(page).unwrap() {
        let is_billed = seen.contains(&intent.id.to_string());
        let (settlement, _operation) = intent.reconcile(&permit(now()), is_billed);
        store.settle(&settlement).unwrap();
    }
    assert_eq!(total(store, now()), yen(seen.len()));
}

fn lines(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).unwrap();
    text.split_inclusive('\n')
        .filter_map(|line| line.strip_suffix('\n'))
        .map(str::to_owned)
        .collect()
}
