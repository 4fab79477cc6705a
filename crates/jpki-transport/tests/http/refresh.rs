//! A list kept fresh: fetched, verified, stored; after each failure a longer wait.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use jpki_core::event::{Action, ActionResult};
use jpki_core::limits::Limits;
use jpki_core::report::Reason;
use jpki_core::time::{Timestamp, ValidationTime};
use jpki_crypto::RustCrypto;
use jpki_revocation::ocsp::TransportError;
use jpki_revocation::refresh::{RefreshSchedule, Staleness};
use jpki_revocation::store::{
    CrlImporter, ExpectedCrl, ImportError, Imported, InsertError, Inserted, UserCrlStore,
};
use jpki_revocation::{
    CrlError, CrlIssuer, FreshnessPolicy, RevocationPolicy, RevocationTarget, Status,
};
use jpki_test_support::with;
use jpki_testkit::jpki::{Generation, VECTOR_INSTANT};
use jpki_testkit::pki::ReasonCode;
use jpki_transport::{
    Endpoint, HttpSettings, RefreshError, RefreshStep, TlsSettings, asynchronous, blocking,
};
use jpki_x509::certificate::Certificate;

use crate::client::{Transport, World, settings};
use crate::server::{Behaviour, Server, ok, send};

fn every(interval: Duration) -> RefreshSchedule {
    with(RefreshSchedule::daily_crls(), |schedule| {
        schedule.interval = interval;
        schedule.lead = Duration::ZERO;
        schedule.jitter = Duration::ZERO;
        schedule.first_retry = Duration::from_secs(10);
        schedule.longest_retry = Duration::from_secs(30);
        schedule.stale_after = Duration::from_secs(5000);
    })
}

/// A server that sends one answer after the other, the last again and again.
fn one_after_the_other(answers: Vec<Vec<u8>>) -> Behaviour {
    let place = AtomicUsize::new(0);
    Box::new(move |_, stream| {
        let place = place.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        send(stream, &answers[place]);
    })
}

fn list(bytes: &[u8]) -> Vec<u8> {
    ok("application/pkix-crl", bytes)
}

/// Without retries of the transport's own: one step is one request.
fn once() -> HttpSettings {
    with(settings(TlsSettings::default()), |settings| settings.client.retries.count = 0)
}

/// Either refresher, step by step.
enum Refresher<B, A> {
    Blocking(blocking::CrlRefresher<B>),
    Async(asynchronous::CrlRefresher<A>, tokio::runtime::Runtime),
}

impl Refresher<blocking::HttpCrlTransport, asynchronous::HttpCrlTransport> {
    fn new(transport: Transport, world: &World, address: &str, store: &Arc<UserCrlStore>) -> Self {
        let endpoint = Endpoint::new(address).unwrap();
        let intake = intake(world, store);
        match transport {
            Transport::Blocking => {
                let lists = blocking::HttpCrlTransport::new(endpoint, once()).unwrap();
                Self::Blocking(blocking::CrlRefresher::new(
                    lists,
                    intake,
                    every(Duration::from_secs(1000)),
                ))
            }
            Transport::Async => {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                let lists = asynchronous::HttpCrlTransport::new(endpoint, once()).unwrap();
                Self::Async(
                    asynchronous::CrlRefresher::new(
                        lists,
                        intake,
                        every(Duration::from_secs(1000)),
                    ),
                    runtime,
                )
            }
        }
    }
}

impl Refresher<Publisher, Publisher> {
    fn of(
        transport: Transport,
        world: &World,
        lists: Publisher,
        store: &Arc<UserCrlStore>,
        schedule: RefreshSchedule,
    ) -> Self {
        let intake = intake(world, store);
        match transport {
            Transport::Blocking => {
                Self::Blocking(blocking::CrlRefresher::new(lists, intake, schedule))
            }
            Transport::Async => Self::Async(
                asynchronous::CrlRefresher::new(lists, intake, schedule),
                tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap(),
            ),
        }
    }
}

impl<B: blocking::CrlTransport, A: asynchronous::CrlTransport> Refresher<B, A> {
    fn with_freshness(self, freshness: FreshnessPolicy) -> Self {
        match self {
            Self::Blocking(refresher) => Self::Blocking(refresher.with_freshness(freshness)),
            Self::Async(refresher, runtime) => {
                Self::Async(refresher.with_freshness(freshness), runtime)
            }
        }
    }

    fn step(&mut self, seconds: i64) -> RefreshStep {
        self.step_at(at(seconds), 0)
    }

    fn step_at(&mut self, at: Timestamp, random: u64) -> RefreshStep {
        match self {
            Self::Blocking(refresher) => refresher.step(at, random),
            Self::Async(refresher, runtime) => runtime.block_on(refresher.step(at, random)),
        }
    }

    fn staleness(&self, seconds: i64) -> Staleness {
        self.staleness_at(at(seconds))
    }

    fn staleness_at(&self, at: Timestamp) -> Staleness {
        match self {
            Self::Blocking(refresher) => refresher.staleness(at),
            Self::Async(refresher, _) => refresher.staleness(at),
        }
    }
}

/// The complete list of the authority's users.
fn intake(world: &World, store: &Arc<UserCrlStore>) -> CrlImporter {
    let expected = ExpectedCrl::complete(CrlIssuer::anchor(world.authority()));
    CrlImporter::new(Arc::clone(store), expected, Limits::DEFAULT)
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_seconds(VECTOR_INSTANT.unix_timestamp() + seconds)
}

fn status(world: &World, store: &UserCrlStore) -> Status {
    status_at(world, store, world.now().instant())
}

fn status_at(world: &World, store: &UserCrlStore, at: Timestamp) -> Status {
    let certificate = Certificate::from_der(world.hanako.certificate()).unwrap();
    let authority = world.authority();
    let target = RevocationTarget::end_entity(&certificate, &authority, &authority);
    store.judge(&RevocationPolicy::daily(), &target, ValidationTime::at(at)).status()
}

#[test]
// Requirement: ACC-4, CRL-01, CRL-02
fn only_what_was_verified_gets_into_the_store_and_failures_wait_longer() {
    let world = World::at(VECTOR_INSTANT);
    let (key, other) = (world.synthetic.key(), world.jpki.auth_ca(Generation::Second));
    let today = world.jpki.crl(&world.synthetic);
    let hour = time::Duration::HOUR;
    let issued = world.jpki.lists_issued_at();
    let later = world
        .jpki
        .crl(&world.synthetic)
        .this_update(issued + hour)
        .revoke(world.hanako.serial(), issued, ReasonCode::Superseded)
        .replace_extension(jpki_testkit::pki::Extension::crl_number(world.jpki.crl_number() + 1));
    let earlier = world.jpki.crl(&world.synthetic).this_update(issued - hour);
    for transport in Transport::BOTH {
        let server = Server::start(one_after_the_other(vec![
            Vec::new(),
            list(b"<html>maintenance</html>"),
            list(&today.sign(other.key())),
            b"HTTP/1.1 503 Later\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
            list(&today.sign(key)),
            list(&today.sign(key)),
            list(&earlier.sign(key)),
            list(&later.sign(key)),
        ]));
        let store = Arc::new(UserCrlStore::in_memory());
        let mut refresher = Refresher::new(transport, &world, &server.address, &store);
        assert_eq!(refresher.staleness(0), Staleness::Missing);
        let unreachable = RefreshError::Transport(TransportError::Unreachable);
        assert!(same_fault(refresher.step(0), unreachable));
        // 10, 20, then 30 seconds, which is the longest.
        assert_eq!(told(&refresher.step(1)), None);
        assert!(waits(refresher.step(1), 10) && waits(refresher.step(9), 10));
        let step = refresher.step(10);
        assert_eq!(told(&step), Some(ActionResult::Refused));
        assert!(matches!(
            step,
            RefreshStep::Failed(RefreshError::Import(ImportError::List(CrlError::Malformed(_))))
        ));
        assert!(waits(refresher.step(10), 30));
        let step = refresher.step(30);
        assert!(matches!(
            step,
            RefreshStep::Failed(RefreshError::Import(ImportError::List(CrlError::Signature(_))))
        ));
        assert!(waits(refresher.step(30), 60));
        let refused = RefreshError::Transport(TransportError::Refused);
        let step = refresher.step(60);
        assert_eq!(told(&step), Some(ActionResult::Failed));
        assert!(same_fault(step, refused));
        assert_eq!(status(&world, &store), Status::Unknown(Reason::CrlMissing));
        assert_eq!(refresher.staleness(60), Staleness::Missing);

        let step = refresher.step(90);
        assert_eq!(told(&step), Some(ActionResult::Done));
        assert!(matches!(step, RefreshStep::Inserted(Imported { inserted: Inserted::First, .. })));
        assert_eq!(status(&world, &store), Status::Good);
        assert_eq!(refresher.staleness(90), Staleness::Fresh);
        assert!(waits(refresher.step(90), 1090));
        assert!(matches!(
            refresher.step(1090),
            RefreshStep::Inserted(Imported { inserted: Inserted::Unchanged, .. })
        ));
        // An older list is a failure, and what was there stays.
        let older = refresher.step(2090);
        assert!(matches!(
            older,
            RefreshStep::Failed(RefreshError::Import(ImportError::Store(InsertError::Older)))
        ));
        assert_eq!(status(&world, &store), Status::Good);
        assert_eq!(refresher.staleness(2090), Staleness::Late);
        assert!(matches!(
            refresher.step(2100),
            RefreshStep::Inserted(Imported { inserted: Inserted::Replaced { .. }, .. })
        ));
        assert!(matches!(status(&world, &store), Status::Revoked(_)));
        assert_eq!(refresher.staleness(2100 + 5001), Staleness::Stale);
        assert_eq!(server.requests(), 8);
    }
}

/// Three nights of a publisher whose lists run from midnight to midnight, and come out so many minutes after the
/// last has run out. Faults of 2cdb321: 13 minutes of the first two nights, 259 with eight minutes' delay, and all
/// of them called fresh.
#[test]
fn a_late_publisher_costs_no_more_than_its_gap_and_a_retry_and_nothing_that_has_run_out_is_fresh() {
    let world = World::at(VECTOR_INSTANT);
    let first = world.jpki.lists_issued_at();
    let lists: Vec<Vec<u8>> = (0..4)
        .map(|day| {
            let number = jpki_testkit::pki::Extension::crl_number(100 + day as u64);
            let (from, until) =
                (first + time::Duration::days(day), first + time::Duration::days(day + 1));
            let list = world.jpki.crl(&world.synthetic).this_update(from).next_update(until);
            list.replace_extension(number).sign(world.synthetic.key())
        })
        .collect();
    let minute = |number: i64| first.unix_timestamp() + 60 * number;
    for transport in Transport::BOTH {
        for delay in [0, 8] {
            let now = Arc::new(Mutex::new(0_i64));
            let publisher = Publisher { lists: lists.clone(), delay, minute: Arc::clone(&now) };
            let store = Arc::new(UserCrlStore::in_memory());
            let schedule = RefreshSchedule::daily_crls();
            let mut refresher = Refresher::of(transport, &world, publisher, &store, schedule);
            let mut dark = 0;
            for number in 12 * 60..3 * 24 * 60 + 60 {
                *now.lock().unwrap() = number;
                let at = Timestamp::from_unix_seconds(minute(number));
                let random = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20;
                let _ = refresher.step_at(at, random);
                if status_at(&world, &store, at) != Status::Good {
                    dark += 1;
                    assert_ne!(refresher.staleness_at(at), Staleness::Fresh, "minute {number}");
                }
            }
            // Of each night, the gap, and with 8 minutes' delay at most the retry of 8 minutes and its jitter.
            let most = if delay == 0 { 1 } else { 8 + 9 };
            assert!(dark <= 3 * most, "{dark} minutes with {delay} minutes' delay");
            assert!(dark >= 3 * delay, "{dark} minutes with {delay} minutes' delay");
        }
    }
}

/// A list of which nothing newer is ever given: the publisher has stopped, or somebody replays it.
#[test]
fn an_old_list_that_is_given_again_and_again_raises_the_alarm() {
    let world = World::at(VECTOR_INSTANT);
    let today = world.jpki.crl(&world.synthetic).sign(world.synthetic.key());
    let day = i64::from(24 * 60 * 60);
    for transport in Transport::BOTH {
        let server = Server::start(one_after_the_other(vec![list(&today)]));
        let store = Arc::new(UserCrlStore::in_memory());
        let mut refresher = Refresher::new(transport, &world, &server.address, &store);
        // Its nextUpdate.
        let midnight = day / 2;
        assert!(matches!(
            refresher.step(midnight - 100),
            RefreshStep::Inserted(Imported { inserted: Inserted::First, .. })
        ));
        assert_eq!(refresher.staleness(midnight - 1), Staleness::Fresh);
        assert!(matches!(
            refresher.step(midnight),
            RefreshStep::Inserted(Imported { inserted: Inserted::Unchanged, .. })
        ));
        assert!(waits(refresher.step(midnight), midnight + 10));
        assert_eq!(refresher.staleness(midnight + 1), Staleness::Late);
        for later in [midnight + 10, midnight + 30, 3 * day] {
            assert!(matches!(
                refresher.step(later),
                RefreshStep::Inserted(Imported { inserted: Inserted::Unchanged, .. })
            ));
        }
        assert!(waits(refresher.step(3 * day), 3 * day + 30));
        assert_eq!(refresher.staleness(3 * day), Staleness::Stale);
    }
}

/// A store that was opened with lists of before a restart is not missing anything, nor fresh when they have run out.
#[test]
fn what_a_store_holds_is_known_after_a_restart() {
    let world = World::at(VECTOR_INSTANT);
    let today = world.jpki.crl(&world.synthetic).sign(world.synthetic.key());
    let midnight = i64::from(12 * 60 * 60);
    for transport in Transport::BOTH {
        let server = Server::start(one_after_the_other(vec![list(&today), Vec::new()]));
        let store = Arc::new(UserCrlStore::in_memory());
        let _ = Refresher::new(transport, &world, &server.address, &store).step(0);
        let mut refresher = Refresher::new(transport, &world, &server.address, &store);
        let staleness = |seconds| refresher.staleness(seconds);
        assert_eq!(staleness(10), Staleness::Fresh);
        assert_eq!(staleness(midnight + 1), Staleness::Late);
        assert_eq!(staleness(midnight + 31), Staleness::Stale);
        assert!(matches!(refresher.step(10), RefreshStep::Failed(_)));
        assert_eq!(refresher.staleness(10), Staleness::Late);
    }
}

/// A list may run for a week and still be too old for the policy by which it is judged.
#[test]
fn what_the_policy_calls_stale_is_not_fresh_here() {
    let world = World::at(VECTOR_INSTANT);
    let next = world.jpki.lists_issued_at() + time::Duration::days(7);
    let week = world.jpki.crl(&world.synthetic).next_update(next).sign(world.synthetic.key());
    let hour = 60 * 60;
    for transport in Transport::BOTH {
        let server = Server::start(one_after_the_other(vec![list(&week)]));
        let store = Arc::new(UserCrlStore::in_memory());
        let mut refresher = Refresher::new(transport, &world, &server.address, &store);
        // Issued at midnight: 25 hours old at 1 o'clock of the next day.
        for (hours, staleness) in [(12, Staleness::Fresh), (14, Staleness::Stale)] {
            let _ = refresher.step(hours * hour);
            assert_eq!(refresher.staleness(hours * hour), staleness, "{hours} h");
        }
        let mut refresher = Refresher::new(transport, &world, &server.address, &store)
            .with_freshness(FreshnessPolicy::rfc_5280());
        let _ = refresher.step(14 * hour);
        assert_eq!(refresher.staleness(14 * hour), Staleness::Fresh);
    }
}

/// A publisher under a made-up clock, in minutes from the first list.
#[derive(Clone)]
struct Publisher {
    lists: Vec<Vec<u8>>,
    delay: i64,
    minute: Arc<Mutex<i64>>,
}

impl Publisher {
    fn list(&self) -> Vec<u8> {
        let day = (*self.minute.lock().unwrap() - self.delay) / (24 * 60);
        self.lists[usize::try_from(day).unwrap()].clone()
    }
}

impl blocking::CrlTransport for Publisher {
    fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        Ok(self.list())
    }
}

impl asynchronous::CrlTransport for Publisher {
    async fn fetch(&self) -> Result<Vec<u8>, TransportError> {
        Ok(self.list())
    }
}

/// The result that an operation log is told.
fn told(step: &RefreshStep) -> Option<ActionResult> {
    let operation = step.operation(&RustCrypto, at(5))?;
    assert_eq!((operation.action(), operation.time()), (Action::CrlIntake, at(5)));
    Some(operation.result())
}

fn waits(step: RefreshStep, until: i64) -> bool {
    matches!(step, RefreshStep::Waiting(instant) if instant == at(until))
}

fn same_fault(step: RefreshStep, expected: RefreshError) -> bool {
    let RefreshStep::Failed(found) = step else { return false };
    found.to_string() == expected.to_string()
}

/// By the system's clock, every second, until it is stopped.
#[test]
fn a_refresher_runs_until_it_is_stopped() {
    // The system's clock: lists of today.
    let world = World::at(time::UtcDateTime::now());
    let today = list(&world.jpki.crl(&world.synthetic).sign(world.synthetic.key()));
    let server = Server::start(one_after_the_other(vec![today]));
    let schedule = every(Duration::from_secs(1));
    let endpoint = Endpoint::new(&server.address).unwrap();
    let store = Arc::new(UserCrlStore::in_memory());

    let lists = blocking::HttpCrlTransport::new(endpoint.clone(), once()).unwrap();
    let mut refresher = blocking::CrlRefresher::new(lists, intake(&world, &store), schedule);
    let (stop, stopped) = mpsc::channel();
    let steps = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&steps);
    let thread = thread::spawn(move || {
        refresher.run(&stopped, |step, staleness| {
            let inserted = matches!(step, RefreshStep::Inserted(_));
            seen.lock().unwrap().push((inserted, staleness));
        });
    });
    wait_for(|| server.requests() >= 3);
    let begun = Instant::now();
    drop(stop);
    thread.join().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(2));
    let steps = steps.lock().unwrap();
    assert!(steps.iter().filter(|(inserted, _)| *inserted).count() >= 3);
    assert!(steps.iter().all(|(_, staleness)| *staleness == Staleness::Fresh));
    assert_eq!(status(&world, &store), Status::Good);

    let before = server.requests();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let lists = asynchronous::HttpCrlTransport::new(endpoint, once()).unwrap();
        let mut refresher =
            asynchronous::CrlRefresher::new(lists, intake(&world, &store), schedule);
        let run = refresher.run(|_, staleness| assert_eq!(staleness, Staleness::Fresh));
        assert!(tokio::time::timeout(Duration::from_millis(2500), run).await.is_err());
    });
    // Three seconds began; at most one request in each.
    let fetched = server.requests() - before;
    assert!((2..=4).contains(&fetched), "{fetched}");
}

fn wait_for(happened: impl Fn() -> bool) {
    let begun = Instant::now();
    while !happened() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not happen");
        thread::sleep(Duration::from_millis(10));
    }
}
