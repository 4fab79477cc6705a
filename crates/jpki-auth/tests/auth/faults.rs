//! Stores and inquiries that fail at each operation of each flow, before or after it was done, under both drivers:
//! what the caller gets, what is spent, what is stored, and that the member gets on all the same.

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use jpki_auth::binding::{
    AccountReference, AuthenticatedSigner, BindingOrigin, BindingOutcome, BindingRecord,
    CertificateReference, Counterpart, Erasure, ErasureScope, Insertion, KeyCheck, KeyStanding,
    OperatorName, Predecessor, RenewalConsent, Replacement, SerialInquiry,
};
use jpki_auth::blocking::{AttemptLimiter, BindingStore, ChallengeStore, SerialLinkage};
use jpki_auth::challenge::{Challenge, ChallengeId, ChallengeRecord, TakeOutcome};
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::{KeyId, Purpose};
use jpki_auth::login::{
    LocalLogin, LocalRegistration, LoginAttempt, PendingLogin, Renewal, RenewalCandidate,
    VerifiedPossession,
};
use jpki_auth::memory::{MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth::rate_limit::{Admission, AttemptKey};
use jpki_auth::vouched::Vouched;
use jpki_auth::{asynchronous, blocking};
use jpki_auth_examples::{Card, Inquiries, World, now};
use jpki_core::report::Reason;
use jpki_core::time::Timestamp;
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::Certificate;
use jpki_x509::kind::CertificateKind;

use crate::support::*;

#[derive(Clone, Copy, Debug, PartialEq)]
enum When {
    BeforeItIsDone,
    /// Done, but the answer is lost.
    AfterItIsDone,
}

#[derive(Debug, thiserror::Error)]
#[error("down")]
struct Down;

/// All stores and the inquiry, which note what they are asked, and fail at one operation.
#[derive(Clone)]
struct Faulty {
    challenges: MemoryChallenges,
    bindings: MemoryBindings,
    attempts: MemoryAttempts,
    linkage: Arc<Inquiries>,
    asked: Arc<Mutex<Vec<&'static str>>>,
    fault: Option<(usize, When)>,
}

impl Faulty {
    fn ask<T>(&self, operation: &'static str, answer: impl FnOnce() -> T) -> Result<T, Down> {
        let place = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(operation);
            asked.len() - 1
        };
        if self.fault == Some((place, When::BeforeItIsDone)) {
            return Err(Down);
        }
        let answer = answer();
        if self.fault == Some((place, When::AfterItIsDone)) { Err(Down) } else { Ok(answer) }
    }
}

impl fmt::Debug for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Faulty({:?})", self.fault)
    }
}

impl ChallengeStore for Faulty {
    type Error = Down;

    fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), Down> {
        self.ask("put", || ChallengeStore::put(&self.challenges, id, record).unwrap())
    }

    fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, Down> {
        self.ask("take", || ChallengeStore::take(&self.challenges, id).unwrap())
    }
}

impl BindingStore for Faulty {
    type Error = Down;

    fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Down> {
        self.ask("check_key", || BindingStore::check_key(&self.bindings, check).unwrap())
    }

    fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, Down> {
        self.ask("of_account", || BindingStore::of_account(&self.bindings, accounts).unwrap())
    }

    fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Down> {
        self.ask("insert", || {
            BindingStore::insert(&self.bindings, record, accounts, certificates).unwrap()
        })
    }

    fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Down> {
        self.ask("replace", || {
            BindingStore::replace(&self.bindings, old, record, certificates).unwrap()
        })
    }

    fn erase(&self, scope: &ErasureScope) -> Result<u64, Down> {
        self.ask("erase", || BindingStore::erase(&self.bindings, scope).unwrap())
    }
}

impl AttemptLimiter for Faulty {
    type Error = Down;

    fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, Down> {
        self.ask("admit", || AttemptLimiter::admit(&self.attempts, key, now).unwrap())
    }
}

impl SerialLinkage for Faulty {
    type Error = Down;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, Down> {
        self.ask("counterpart", || self.linkage.counterpart(inquiry).unwrap())
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, Down> {
        self.ask("predecessor", || self.linkage.predecessor(inquiry, consent).unwrap())
    }
}

/// The same, whose answers are never there when first looked for.
#[derive(Clone, Debug)]
struct Tasks(Faulty);

async fn a_while() {
    let mut is_first = true;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
}

impl asynchronous::ChallengeStore for Tasks {
    type Error = Down;

    async fn put(&self, id: &ChallengeId, record: &ChallengeRecord) -> Result<(), Down> {
        a_while().await;
        self.0.put(id, record)
    }

    async fn take(&self, id: &ChallengeId) -> Result<TakeOutcome, Down> {
        a_while().await;
        self.0.take(id)
    }
}

impl asynchronous::BindingStore for Tasks {
    type Error = Down;

    async fn check_key(&self, check: &KeyCheck) -> Result<KeyStanding, Down> {
        a_while().await;
        self.0.check_key(check)
    }

    async fn of_account(&self, accounts: &[AccountReference]) -> Result<Vec<BindingRecord>, Down> {
        a_while().await;
        self.0.of_account(accounts)
    }

    async fn insert(
        &self,
        record: &BindingRecord,
        accounts: &[AccountReference],
        certificates: &[CertificateReference],
    ) -> Result<Insertion, Down> {
        a_while().await;
        self.0.insert(record, accounts, certificates)
    }

    async fn replace(
        &self,
        old: &CertificateReference,
        record: &BindingRecord,
        certificates: &[CertificateReference],
    ) -> Result<Replacement, Down> {
        a_while().await;
        self.0.replace(old, record, certificates)
    }

    async fn erase(&self, scope: &ErasureScope) -> Result<u64, Down> {
        a_while().await;
        self.0.erase(scope)
    }
}

impl asynchronous::AttemptLimiter for Tasks {
    type Error = Down;

    async fn admit(&self, key: &AttemptKey, now: Timestamp) -> Result<Admission, Down> {
        a_while().await;
        self.0.admit(key, now)
    }
}

impl asynchronous::SerialLinkage for Tasks {
    type Error = Down;

    async fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, Down> {
        a_while().await;
        self.0.counterpart(inquiry)
    }

    async fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, Down> {
        a_while().await;
        self.0.predecessor(inquiry, consent)
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Driver {
    Blocking,
    Asynchronous,
}

/// Runs this over the blocking service, or the same, awaited, over the asynchronous one.
macro_rules! drive {
    ($self:ident, |$logins:ident, $bindings:ident, $linkage:ident| $call:expr) => {
        match $self.driver {
            Driver::Blocking => {
                let $linkage = &$self.faulty;
                let $bindings = blocking::AccountBindings::new(scheme(), $linkage.clone());
                let $logins = blocking::LoginService::new(
                    rules(),
                    $linkage.clone(),
                    $bindings.clone(),
                    $linkage.clone(),
                );
                let _ = &$logins;
                $call
            }
            Driver::Asynchronous => {
                let $linkage = &Tasks($self.faulty.clone());
                let $bindings = asynchronous::AccountBindings::new(scheme(), $linkage.clone());
                let $logins = asynchronous::LoginService::new(
                    rules(),
                    $linkage.clone(),
                    $bindings.clone(),
                    $linkage.clone(),
                );
                let _ = &$logins;
                wait($call)
            }
        }
    };
}

/// Services over the faulty stores. Each call has a new one, whose keys the store was not asked about.
struct Server {
    driver: Driver,
    faulty: Faulty,
}

impl Server {
    fn challenge(&self, bank: &Bank, purpose: &Purpose) -> Result<Challenge, AuthError> {
        drive!(self, |logins, bindings, _linkage| logins.challenge(&bank.session, purpose, now()))
    }

    fn begin(&self, attempt: LoginAttempt) -> Result<LocalLogin, AuthError> {
        drive!(self, |logins, bindings, _linkage| logins.begin(attempt, now()))
    }

    fn begin_registration(&self, attempt: LoginAttempt) -> Result<LocalRegistration, AuthError> {
        drive!(self, |logins, bindings, _linkage| logins.begin_registration(attempt, now()))
    }

    fn finish(&self, pending: PendingLogin, world: &World) -> Result<Ended, AuthError> {
        let answer = world.judge(pending.certificate());
        drive!(self, |logins, bindings, _linkage| logins.finish(pending, answer, now())).map(
            |ended| {
                let (assessed, renewal) = ended.into_parts();
                Ended { assessed, renewal }
            },
        )
    }

    fn bind_signer(&self, signer: &Signer, bank: &Bank) -> Result<BindingOutcome, AuthError> {
        drive!(self, |_logins, bindings, linkage| bindings.bind_signer(
            signer,
            &bank.user,
            linkage,
            now()
        ))
    }

    fn bind_first_use(&self, use_: &VerifiedPossession) -> Result<BindingOutcome, AuthError> {
        drive!(self, |_logins, bindings, _linkage| bindings.bind_first_use(use_, now()))
    }

    fn renew(&self, candidate: RenewalCandidate) -> Result<Renewal, AuthError> {
        let consent = RenewalConsent::obtained_at(now());
        drive!(self, |_logins, bindings, linkage| bindings.renew(
            candidate,
            &consent,
            linkage,
            now()
        ))
    }

    fn erase(&self, bank: &Bank) -> Result<u64, AuthError> {
        let (account, operator) = (Erasure::Account(&bank.user), OperatorName::new("one").unwrap());
        drive!(self, |_logins, bindings, _linkage| bindings.erase(account, operator, now()))
            .map(|report| report.bindings())
    }
}

fn scheme() -> jpki_auth::binding::BindingScheme {
    book("bank", keys(&[2, 1]))
}

/// A signer whose signature was verified just now.
struct Signer(Certificate);

impl Vouched for Signer {}

impl AuthenticatedSigner for Signer {
    fn certificate(&self) -> &Certificate {
        &self.0
    }

    fn kind(&self) -> CertificateKind {
        CertificateKind::Signature
    }

    fn judged_at(&self) -> Timestamp {
        now()
    }
}

struct People {
    world: World,
    signing: Card,
    card: Card,
    new: Card,
}

/// Whether the member has a binding when the flow begins: under the retired key.
#[derive(Clone, Copy)]
enum Member {
    Unbound,
    Bound,
}

/// A flow, what it asks in turn, and what its writing operation makes of the member's bindings.
struct Case {
    name: &'static str,
    member: Member,
    asks: &'static [&'static str],
    written: Option<&'static [(KeyId, BindingOrigin)]>,
    run: fn(&People, &Bank, &Server, Prepared) -> Result<(), AuthError>,
}

/// What the flow is about, made before the stores fail.
struct Prepared {
    challenge: Challenge,
    attempt: LoginAttempt,
    pending: PendingLogin,
    candidate: Option<RenewalCandidate>,
    possession: VerifiedPossession,
    signer: Signer,
}

const NEW: KeyId = KeyId(2);
const OLD: KeyId = KeyId(1);

const CASES: &[Case] = &[
    Case {
        name: "challenge",
        member: Member::Bound,
        asks: &["admit", "put"],
        written: None,
        run: |_, bank, server, _| server.challenge(bank, &Purpose::login()).map(drop),
    },
    Case {
        name: "begin",
        member: Member::Bound,
        asks: &["take", "admit", "check_key", "check_key", "of_account"],
        written: None,
        run: |_, _, server, prepared| {
            let local = server.begin(prepared.attempt)?;
            assert!(matches!(local, LocalLogin::Pending(_)));
            Ok(())
        },
    },
    Case {
        name: "begin_registration",
        member: Member::Unbound,
        asks: &["take", "admit"],
        written: None,
        run: |_, _, server, prepared| {
            let local = server.begin_registration(prepared.attempt)?;
            assert!(matches!(local, LocalRegistration::Pending(_)));
            Ok(())
        },
    },
    Case {
        name: "finish",
        member: Member::Bound,
        asks: &["check_key", "check_key", "of_account", "replace"],
        written: Some(&[(NEW, BindingOrigin::FirstUse)]),
        run: |people, _, server, prepared| {
            assert!(server.finish(prepared.pending, &people.world)?.is_accepted());
            Ok(())
        },
    },
    Case {
        name: "bind_signer",
        member: Member::Unbound,
        asks: &["counterpart", "check_key", "check_key", "insert"],
        written: Some(&[(NEW, BindingOrigin::SignatureAndInquiry)]),
        run: |_, bank, server, prepared| {
            let outcome = server.bind_signer(&prepared.signer, bank)?;
            assert!(matches!(outcome, BindingOutcome::Bound(_)));
            Ok(())
        },
    },
    Case {
        name: "bind_first_use",
        member: Member::Unbound,
        asks: &["check_key", "check_key", "insert"],
        written: Some(&[(NEW, BindingOrigin::FirstUse)]),
        run: |_, _, server, prepared| {
            let outcome = server.bind_first_use(&prepared.possession)?;
            assert!(matches!(outcome, BindingOutcome::Bound(_)));
            Ok(())
        },
    },
    Case {
        name: "renew",
        member: Member::Bound,
        asks: &["predecessor", "check_key", "check_key", "replace"],
        written: Some(&[(NEW, BindingOrigin::Renewal)]),
        run: |_, _, server, prepared| {
            let renewal = server.renew(prepared.candidate.unwrap())?;
            assert!(matches!(renewal, Renewal::Renewed(_)));
            Ok(())
        },
    },
    Case {
        name: "erase",
        member: Member::Bound,
        asks: &["erase"],
        written: Some(&[]),
        run: |_, bank, server, _| {
            assert_eq!(server.erase(bank)?, 1);
            Ok(())
        },
    },
];

impl People {
    fn new() -> Self {
        let person = Person::hanako();
        let (signing, card) = (Card::for_signing(&person), Card::for_login(&person));
        Self { world: world(), signing, card, new: Card::renewed(&person, 7) }
    }

    fn linkage(&self) -> Inquiries {
        Inquiries::default().pair(&self.signing, &self.card).renewal(&self.new, &self.card)
    }

    fn pending(&self, bank: &Bank, card: &Card) -> PendingLogin {
        let attempt = bank.attempt(card, &bank.challenge());
        match bank.logins.begin(attempt, now()).unwrap() {
            LocalLogin::Pending(pending) => *pending,
            LocalLogin::Refused(refused) => panic!("{:?}", refused.assessed().report()),
        }
    }

    fn prepare(&self, bank: &Bank) -> Prepared {
        let purpose = Purpose::registration();
        let first = bank.logins.challenge(&bank.session, &purpose, now()).unwrap();
        let attempt = self.card.answer(&first, &bank.user, &bank.session, &purpose).unwrap();
        let LocalRegistration::Pending(registration) =
            bank.logins.begin_registration(attempt, now()).unwrap()
        else {
            panic!("refused");
        };
        let answer = self.world.judge(registration.certificate());
        let challenge = bank.challenge();
        Prepared {
            attempt: bank.attempt(&self.card, &challenge),
            challenge,
            pending: self.pending(bank, &self.card),
            candidate: bank.log_in(&self.world, &self.new).renewal.map(|candidate| *candidate),
            possession: registration.finish(answer, now()).into_assessed().into_result().unwrap(),
            signer: Signer(Certificate::from_der(self.signing.certificate()).unwrap()),
        }
    }
}

fn bindings(bank: &Bank) -> Vec<(KeyId, BindingOrigin)> {
    let records = BindingStore::of_account(&bank.store, &scheme().accounts(&bank.user)).unwrap();
    records.iter().map(|record| (record.certificate.key(), record.origin)).collect()
}

#[test]
fn a_fault_at_any_step_ends_the_flow_and_nothing_more_is_asked() {
    let people = People::new();
    for case in CASES {
        let whole = (0..=case.asks.len()).map(|place| (place, When::BeforeItIsDone));
        let lost = (0..case.asks.len()).map(|place| (place, When::AfterItIsDone));
        for (place, when) in whole.chain(lost) {
            for driver in [Driver::Blocking, Driver::Asynchronous] {
                check(&people, case, driver, place, when);
            }
        }
    }
}

/// The fault after the last operation does not come, so that the whole flow is seen too.
fn check(people: &People, case: &Case, driver: Driver, place: usize, when: When) {
    let name = format!("{} {driver:?} {place} {when:?}", case.name);
    let bank = Bank::new();
    let before = match case.member {
        Member::Unbound => vec![],
        Member::Bound => {
            let _ = bank.bind(&people.world, &people.card);
            vec![(OLD, BindingOrigin::FirstUse)]
        }
    };
    let prepared = people.prepare(&bank);
    let (spent, kept) = (ChallengeId::of(prepared.challenge.nonce()), bank.challenges.kept());
    assert_eq!(bindings(&bank), before, "{name}");

    let faulty = Faulty {
        challenges: bank.challenges.clone(),
        bindings: bank.store.clone(),
        attempts: attempts(),
        linkage: Arc::new(people.linkage()),
        asked: Arc::default(),
        fault: Some((place, when)),
    };
    let server = Server { driver, faulty: faulty.clone() };
    let ended = (case.run)(people, &bank, &server, prepared);

    // What the caller gets.
    let failed = case.asks.get(place).copied();
    match (failed, ended) {
        (None, Ok(())) => {}
        (Some("counterpart" | "predecessor"), Err(AuthError::Linkage(_))) => {}
        (Some(operation), Err(AuthError::Store(error))) => {
            assert!(!["counterpart", "predecessor"].contains(&operation), "{name}");
            assert!(error.is::<Down>(), "{name}");
        }
        (_, ended) => panic!("{name}: {ended:?}"),
    }
    let asked = case.asks.iter().take(place + 1).copied().collect::<Vec<_>>();
    assert_eq!(*faulty.asked.lock().unwrap(), asked, "{name}");

    // What was spent and stored.
    let done = match when {
        When::BeforeItIsDone => case.asks.iter().take(place),
        When::AfterItIsDone => case.asks.iter().take(place + 1),
    };
    let done: Vec<_> = done.copied().collect();
    let is_written = ["insert", "replace", "erase"].iter().any(|write| done.contains(write));
    let after = if is_written { case.written.unwrap().to_vec() } else { before };
    assert_eq!(bindings(&bank), after, "{name}");
    assert_eq!(bank.challenges.kept(), kept + usize::from(done.contains(&"put")), "{name}");
    let taken = ChallengeStore::take(&bank.challenges, &spent).unwrap();
    assert_eq!(matches!(taken, TakeOutcome::Spent), done.contains(&"take"), "{name}");

    // How it goes on once the stores are up again.
    let healed = Server { driver, faulty: Faulty { fault: None, ..faulty } };
    let log_in = |card| {
        let challenge = healed.challenge(&bank, &Purpose::login()).unwrap();
        match healed.begin(bank.attempt(card, &challenge)).unwrap() {
            LocalLogin::Pending(pending) => healed.finish(*pending, &people.world).unwrap(),
            LocalLogin::Refused(refused) => panic!("{name}: {:?}", refused.assessed().report()),
        }
    };
    match case.name {
        "challenge" | "begin" | "finish" => assert!(log_in(&people.card).is_accepted(), "{name}"),
        "bind_signer" | "bind_first_use" | "begin_registration" => {
            let prepared = people.prepare(&bank);
            let again = match case.name {
                "bind_signer" => healed.bind_signer(&prepared.signer, &bank),
                _ => healed.bind_first_use(&prepared.possession),
            };
            let is_bound = matches!(again, Ok(BindingOutcome::AlreadyBound(_)));
            assert_eq!(is_bound, is_written, "{name}: {again:?}");
            assert!(log_in(&people.card).is_accepted(), "{name}");
        }
        "renew" => {
            if let Some(candidate) = log_in(&people.new).renewal {
                let renewal = healed.renew(*candidate).unwrap();
                assert!(matches!(renewal, Renewal::Renewed(_)) && !is_written, "{name}");
            }
            assert!(log_in(&people.new).is_accepted(), "{name}");
            assert_eq!(log_in(&people.card).refusal().0, Reason::CertificateNotBound, "{name}");
        }
        _ => {
            assert_eq!(healed.erase(&bank).unwrap(), u64::from(!is_written), "{name}");
            assert_eq!(log_in(&people.card).refusal().0, Reason::AccountNotBound, "{name}");
        }
    }
}
