//! Flows without a store: driven by hand, and answered by a store that lies.

use std::fs;

use jpki_auth::asynchronous;
use jpki_auth::binding::{
    Binding, BindingOrigin, BindingOutcome, BindingRecord, CertificateReference, Counterpart,
    Insertion, IssuedSerial, KeyId, KeyStanding, LinkedCertificate, OperatorName,
    PairwiseIdentifier, Predecessor, RenewalConsent, Replacement,
};
use jpki_auth::blocking::ChallengeStore;
use jpki_auth::challenge::{Challenge, ChallengeId, TakeOutcome};
use jpki_auth::error::AuthError;
use jpki_auth::flow::{
    BindingFlows, BindingStep, FindPredecessor, InquiryStep, LoginFlows, LoginStep,
    erase_whole_store,
};
use jpki_auth::identifiers::{Purpose, ServiceProvider};
use jpki_auth::login::{LocalLogin, LocalRegistration, LoginConclusion, LoginRules, Renewal};
use jpki_auth::memory::{MemoryAttempts, MemoryBindings, MemoryChallenges};
use jpki_auth::rate_limit::{Admission, AttemptKey};
use jpki_auth_examples::{Card, World, now};
use jpki_core::report::Reason;
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::Certificate;

use crate::support::*;

/// Takes a step apart, which must be this one.
macro_rules! at {
    ($step:expr, $kind:path) => {
        match $step {
            $kind(step) => step,
            other => panic!("{other:?}"),
        }
    };
}

/// A member, a card, and flows whose store is this test.
struct Desk {
    world: World,
    bank: Bank,
    card: Card,
    rules: LoginRules,
    bindings: BindingFlows,
}

impl Desk {
    fn new() -> Self {
        let card = Card::for_login(&Person::hanako());
        let bindings = BindingFlows::new(book("bank", keys(&[2, 1])));
        Self { world: world(), bank: Bank::new(), card, rules: rules(), bindings }
    }

    const fn flows(&self) -> LoginFlows<'_> {
        LoginFlows::new(&self.rules, &self.bindings)
    }

    fn take(&self, challenge: &Challenge) -> TakeOutcome {
        self.bank.challenges.take(&ChallengeId::of(challenge.nonce())).unwrap()
    }

    /// A binding of the member's card under this key.
    fn record(&self, key: u8) -> BindingRecord {
        self.record_of(&self.card, "bank", "member-1", key)
    }

    fn record_of(&self, card: &Card, provider: &str, user: &str, key: u8) -> BindingRecord {
        let scheme = book("bank", keys(&[key]));
        let serial = IssuedSerial::of(&certificate(card));
        BindingRecord {
            provider: ServiceProvider::new(provider).unwrap(),
            account: scheme.accounts(&self::user(user))[0],
            certificate: scheme.certificates(&serial)[0],
            identifier: PairwiseIdentifier::from_bytes([5; 16]),
            origin: BindingOrigin::FirstUse,
            bound_at: now(),
        }
    }

    /// Logs in up to the reading of the bindings at the very end.
    fn finish(&self, card: &Card) -> BindingStep<'_, LoginConclusion> {
        let challenge = self.bank.challenge();
        let step = self.flows().begin(self.bank.attempt(card, &challenge), now());
        let step = at!(step, LoginStep::TakeChallenge).answer(self.take(&challenge)).unwrap();
        let step = at!(step, LoginStep::CountAttempt).answer(Admission::Admitted).unwrap();
        let mut step = at!(step, LoginStep::Bindings);
        while let BindingStep::CheckKey(check) = step {
            step = check.answer(KeyStanding::Same).unwrap();
        }
        let step = at!(step, BindingStep::Find).answer(Vec::new()).unwrap();
        let pending = at!(at!(step, BindingStep::Done), LocalLogin::Pending);
        let answer = self.world.judge(pending.certificate());
        self.flows().finish(*pending, answer, now())
    }

    /// A renewal up to the inquiry, of a card that follows the member's.
    fn renew(&self, card: &Card) -> InquiryStep<'_, FindPredecessor, Predecessor, Renewal> {
        let step = at!(self.finish(card), BindingStep::Find);
        let ended = at!(step.answer(vec![self.record(1)]).unwrap(), BindingStep::Done);
        let candidate = ended.into_parts().1.unwrap();
        self.bindings.renew(*candidate, &RenewalConsent::obtained_at(now()), now()).unwrap()
    }
}

fn certificate(card: &Card) -> Certificate {
    Certificate::from_der(card.certificate()).unwrap()
}

fn renewed() -> Card {
    Card::renewed(&Person::hanako(), 7)
}

fn reason(ended: LoginConclusion) -> Option<Reason> {
    let (assessed, _) = ended.into_parts();
    assessed.value().is_none().then(|| first_failure(assessed.report()))
}

#[test]
fn a_login_by_hand_asks_in_this_order() {
    let desk = Desk::new();
    let (session, purpose) = (&desk.bank.session, Purpose::login());
    let step = at!(desk.flows().challenge(session, &purpose, now()), LoginStep::CountAttempt);
    assert_eq!(step.request().key, AttemptKey::of_session(session));
    let step = at!(step.answer(Admission::Admitted).unwrap(), LoginStep::PutChallenge);
    let (id, record) = (step.request().id, step.request().record.clone());
    let challenge = at!(step.answer(()).unwrap(), LoginStep::Done);
    assert_eq!(id, ChallengeId::of(challenge.nonce()));

    let step = desk.flows().begin(desk.bank.attempt(&desk.card, &challenge), now());
    let step = at!(step, LoginStep::TakeChallenge);
    assert_eq!(step.request().id, id);
    let step = at!(step.answer(TakeOutcome::Fresh(record)).unwrap(), LoginStep::CountAttempt);
    let accounts = desk.bindings.scheme().accounts(&desk.bank.user);
    assert_eq!(step.request().key, AttemptKey::of_account(&accounts[0]));
    let mut step = at!(step.answer(Admission::Admitted).unwrap(), LoginStep::Bindings);
    for key in [KeyId(2), KeyId(1)] {
        let check = at!(step, BindingStep::CheckKey);
        assert_eq!(check.request().check.key(), key);
        step = check.answer(KeyStanding::Same).unwrap();
    }
    let find = at!(step, BindingStep::Find);
    assert!(find.request().accounts.iter().zip(&accounts).all(|(one, other)| one.is_same(other)));
    assert_eq!(find.request().accounts.len(), 2);
    let local = at!(find.answer(vec![desk.record(1)]).unwrap(), BindingStep::Done);
    let pending = at!(local, LocalLogin::Pending);

    // The keys are known by now. The binding under the retired key is rewritten.
    let answer = desk.world.judge(pending.certificate());
    let step = at!(desk.flows().finish(*pending, answer, now()), BindingStep::Find);
    let replace = at!(step.answer(vec![desk.record(1)]).unwrap(), BindingStep::Replace);
    assert!(replace.request().old.is_same(&desk.record(1).certificate));
    assert!(replace.request().record.certificate.is_same(&desk.record(2).certificate));
    let ended = at!(replace.answer(Replacement::Replaced).unwrap(), BindingStep::Done);
    let login = ended.into_parts().0.into_result().unwrap();
    assert_eq!(login.binding().identifier(), desk.record(1).identifier);
}

/// Without a live challenge nothing is counted, and above the limit nothing is looked up.
#[test]
fn a_refused_attempt_asks_no_further() {
    let desk = Desk::new();
    let challenge = desk.bank.challenge();
    let attempt = || desk.bank.attempt(&desk.card, &challenge);
    let foreign = desk.take(&desk.bank.challenge());
    assert!(matches!(foreign, TakeOutcome::Fresh(_)));
    for (taken, reason) in [
        (TakeOutcome::Spent, Reason::ChallengeSpent),
        (TakeOutcome::Unknown, Reason::ChallengeUnknown),
        // The record of another challenge.
        (foreign, Reason::ChallengeOtherRelyingParty),
    ] {
        let step = at!(desk.flows().begin(attempt(), now()), LoginStep::TakeChallenge);
        let local = at!(step.answer(taken.clone()).unwrap(), LoginStep::Done);
        let refused = at!(local, LocalLogin::Refused);
        assert_eq!(first_failure(refused.assessed().report()), reason);
        let step = at!(desk.flows().begin_registration(attempt(), now()), LoginStep::TakeChallenge);
        let local = at!(step.answer(taken).unwrap(), LoginStep::Done);
        assert!(at!(local, LocalRegistration::Refused).assessed().value().is_none());
    }

    let step = at!(desk.flows().begin(attempt(), now()), LoginStep::TakeChallenge);
    let step = step.answer(desk.take(&challenge)).unwrap();
    let step = at!(step, LoginStep::CountAttempt).answer(Admission::Refused).unwrap();
    let refused = at!(at!(step, LoginStep::Done), LocalLogin::Refused);
    assert_eq!(first_failure(refused.assessed().report()), Reason::TooManyAttempts);

    let step = desk.flows().challenge(&desk.bank.session, &Purpose::login(), now());
    let refused = at!(step, LoginStep::CountAttempt).answer(Admission::Refused);
    assert!(matches!(refused, Err(AuthError::TooManyChallenges)));
}

/// What a store may answer about the member's account, and what becomes of the login.
#[test]
fn records_that_are_not_the_members_let_nobody_in() {
    let desk = Desk::new();
    let taro = Card::for_login(&Person::taro());
    let of = |card, provider, user| desk.record_of(card, provider, user, 2);
    let mine = || desk.record(2);
    let other_account = || of(&desk.card, "bank", "member-2");
    let other_provider = || of(&desk.card, "shop", "member-1");
    let other_card = || of(&taro, "bank", "member-1");
    let unknown_key = || BindingRecord {
        certificate: CertificateReference::from_parts(KeyId(3), *mine().certificate.digest()),
        ..mine()
    };
    let (not_bound, other_bound) =
        (Some(Reason::AccountNotBound), Some(Reason::CertificateNotBound));
    for (name, records, expected) in [
        ("nothing", vec![], not_bound),
        ("mine", vec![mine()], None),
        ("mine twice", vec![mine(), mine()], None),
        ("mine among others", vec![other_account(), other_card(), mine(), other_provider()], None),
        ("another account's", vec![other_account()], not_bound),
        ("another account's, often", vec![other_account(); 100], not_bound),
        ("another provider's", vec![other_provider()], other_bound),
        ("another card's", vec![other_card(), other_account()], other_bound),
        ("a key that nobody has", vec![unknown_key()], other_bound),
    ] {
        let find = at!(desk.finish(&desk.card), BindingStep::Find);
        let ended = at!(find.answer(records).unwrap(), BindingStep::Done);
        assert_eq!(reason(ended), expected, "{name}");
    }
}

/// The binding is under a retired key. What stands after the rewriting counts.
#[test]
fn a_binding_that_cannot_be_rewritten_is_read_again() {
    let desk = Desk::new();
    let elsewhere = desk.record_of(&desk.card, "bank", "member-2", 2);
    let replace = || {
        let find = at!(desk.finish(&desk.card), BindingStep::Find);
        at!(find.answer(vec![desk.record(1)]).unwrap(), BindingStep::Replace)
    };
    let ended = replace().answer(Replacement::CertificateBound(elsewhere.clone())).unwrap();
    assert_eq!(reason(at!(ended, BindingStep::Done)), Some(Reason::AccountNotBound));
    for replacement in [Replacement::Gone, Replacement::CertificateBound(desk.record(2))] {
        for (records, expected) in [
            (vec![], Some(Reason::AccountNotBound)),
            (vec![elsewhere.clone()], Some(Reason::AccountNotBound)),
            (vec![desk.record(2)], None),
        ] {
            let find = at!(replace().answer(replacement.clone()).unwrap(), BindingStep::Find);
            let ended = at!(find.answer(records).unwrap(), BindingStep::Done);
            assert_eq!(reason(ended), expected, "{replacement:?}");
        }
    }
}

#[test]
fn an_insertion_of_another_binding_is_an_error_and_of_another_account_no_binding() {
    let desk = Desk::new();
    let signing = Card::for_signing(&Person::hanako());
    let signer = desk
        .world
        .judge_application(&signing, b"application")
        .unwrap()
        .into_assessed()
        .into_result()
        .unwrap();
    let insert = || {
        let step = desk.bindings.bind_signer(&signer, &desk.bank.user, now());
        let step = at!(step, InquiryStep::Inquire);
        let login = certificate(&desk.card);
        let linked = LinkedCertificate::new(login.issuer(), login.serial_number());
        let mut step = step.answer(Counterpart::Linked(linked)).unwrap();
        while let BindingStep::CheckKey(check) = step {
            step = check.answer(KeyStanding::Same).unwrap();
        }
        at!(step, BindingStep::Insert)
    };
    let binding = |outcome: BindingOutcome| match outcome {
        BindingOutcome::Bound(binding) | BindingOutcome::AlreadyBound(binding) => {
            Some(Binding::identifier(&binding))
        }
        _ => None,
    };
    let mine = insert().request().record.clone();
    let taro = Card::for_login(&Person::taro());
    let others = [
        desk.record_of(&desk.card, "bank", "member-2", 2),
        desk.record_of(&desk.card, "shop", "member-1", 2),
        desk.record_of(&taro, "bank", "member-1", 2),
    ];
    let answer = |insertion| insert().answer(insertion).map(|step| at!(step, BindingStep::Done));
    let identifier = PairwiseIdentifier::from_bytes([9; 16]);
    let kept = BindingRecord { identifier, ..mine };
    for insertion in [Insertion::Inserted(kept.clone()), Insertion::CertificateBound(kept)] {
        assert_eq!(binding(answer(insertion).unwrap()), Some(identifier));
    }
    for other in others {
        let inserted = answer(Insertion::Inserted(other.clone()));
        assert!(matches!(inserted, Err(AuthError::Store(_))), "{other:?}");
        let bound = answer(Insertion::CertificateBound(other)).unwrap();
        assert_eq!(bound, BindingOutcome::BoundElsewhere);
    }
    assert_eq!(answer(Insertion::AccountFull).unwrap(), BindingOutcome::AccountFull);
}

#[test]
fn a_renewal_is_of_the_members_certificate_and_ends_with_the_new_one() {
    let desk = Desk::new();
    let (new, taro) = (renewed(), Card::for_login(&Person::taro()));
    let linked = |card: &Card| {
        let certificate = certificate(card);
        let linked = LinkedCertificate::new(certificate.issuer(), certificate.serial_number());
        Predecessor::Linked(linked)
    };
    for wrong in [Predecessor::NoPredecessor, linked(&taro), linked(&new)] {
        let step = at!(desk.renew(&new), InquiryStep::Inquire).answer(wrong).unwrap();
        assert!(matches!(at!(step, BindingStep::Done), Renewal::ReRegistrationRequired));
    }
    let of_new = |provider, user| desk.record_of(&new, provider, user, 2);
    let bound = Replacement::CertificateBound;
    for (name, replacement, is_renewed) in [
        ("replaced", Replacement::Replaced, true),
        ("renewed in another window", bound(of_new("bank", "member-1")), true),
        ("gone", Replacement::Gone, false),
        ("another account", bound(of_new("bank", "member-2")), false),
        ("another provider", bound(of_new("shop", "member-1")), false),
        ("another card", bound(desk.record_of(&taro, "bank", "member-1", 2)), false),
        ("the old card", bound(desk.record(1)), false),
    ] {
        let step = at!(desk.renew(&new), InquiryStep::Inquire).answer(linked(&desk.card)).unwrap();
        let replace = at!(step, BindingStep::Replace);
        assert!(replace.request().old.is_same(&desk.record(1).certificate));
        let renewal = at!(replace.answer(replacement).unwrap(), BindingStep::Done);
        assert_eq!(matches!(renewal, Renewal::Renewed(_)), is_renewed, "{name}");
    }
}

/// The first answer that says otherwise ends the flow, and the next flow asks again.
#[test]
fn keys_are_known_once_the_store_knows_them_all() {
    let desk = Desk::new();
    let possession = {
        let purpose = Purpose::registration();
        let challenge = desk.bank.logins.challenge(&desk.bank.session, &purpose, now()).unwrap();
        let attempt =
            desk.card.answer(&challenge, &desk.bank.user, &desk.bank.session, &purpose).unwrap();
        let local = desk.bank.logins.begin_registration(attempt, now()).unwrap();
        let pending = at!(local, LocalRegistration::Pending);
        let answer = desk.world.judge(pending.certificate());
        pending.finish(answer, now()).into_assessed().into_result().unwrap()
    };
    let begin = || desk.bindings.bind_first_use(&possession, now()).unwrap();
    let first = |standing| at!(begin(), BindingStep::CheckKey).answer(standing);
    assert!(matches!(first(KeyStanding::Other), Err(AuthError::KeyReused(KeyId(2)))));
    let second = at!(first(KeyStanding::Same).unwrap(), BindingStep::CheckKey);
    assert!(matches!(second.answer(KeyStanding::Other), Err(AuthError::KeyReused(KeyId(1)))));
    let second = at!(first(KeyStanding::Same).unwrap(), BindingStep::CheckKey);
    assert!(matches!(begin(), BindingStep::CheckKey(_)), "one is still to be checked");
    let step = second.answer(KeyStanding::Same).unwrap();
    assert!(matches!(step, BindingStep::Insert(_)));
    assert!(matches!(begin(), BindingStep::Insert(_)));
}

#[test]
fn a_step_shows_nothing_protected_and_an_erasure_counts_what_the_store_erased() {
    let desk = Desk::new();
    let step = desk.flows().begin(desk.bank.attempt(&desk.card, &desk.bank.challenge()), now());
    assert_eq!(
        format!("{step:?}"),
        "TakeChallenge(Awaiting(TakeChallenge { id: ChallengeId(..) }))"
    );
    let inquiry = format!("{:?}", desk.renew(&renewed()));
    assert!(inquiry.contains("FindPredecessor"), "{inquiry}");
    let serial = format!("{:x}", 0x0700_0007);
    assert!(!inquiry.to_lowercase().contains(&serial), "{inquiry}");

    let operator = OperatorName::new("operator").unwrap();
    let step = at!(erase_whole_store(operator, now()), BindingStep::Erase);
    let report = at!(step.answer(3).unwrap(), BindingStep::Done);
    assert_eq!(report.bindings(), 3);
}

/// Everything that awaits can be sent to another thread meanwhile.
#[test]
fn futures_of_the_asynchronous_driver_are_send() {
    fn assert_send<T: Send>(value: T) -> T {
        value
    }
    type Logins = asynchronous::LoginService<MemoryChallenges, MemoryBindings, MemoryAttempts>;
    fn all(desk: &Desk, logins: &Logins) {
        let (bank, session) = (&desk.bank, &desk.bank.session);
        drop(assert_send(logins.challenge(session, &Purpose::login(), now())));
        let attempt = bank.attempt(&desk.card, &bank.challenge());
        drop(assert_send(logins.begin(attempt, now())));
        let attempt = bank.attempt(&desk.card, &bank.challenge());
        drop(assert_send(logins.begin_registration(attempt, now())));
    }
    let desk = Desk::new();
    let bindings =
        asynchronous::AccountBindings::new(book("bank", keys(&[1])), MemoryBindings::new());
    all(&desk, &Logins::new(rules(), MemoryChallenges::with_capacity(9), bindings, attempts()));
}

/// What differs between the drivers is that one of them awaits.
#[test]
fn both_drivers_are_one_text() {
    for file in ["bindings.rs", "logins.rs", "traits.rs"] {
        let text = |half: &str| {
            let source = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
            let text = fs::read_to_string(format!("{source}/{half}/{file}")).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("///"));
            code.collect::<String>()
                .replace("async ", "")
                .replace(".await", "")
                .replace("impl Future<Output = ", "")
                .replace("> + Send;", ";")
                .replace([' ', ','], "")
        };
        assert_eq!(text("blocking"), text("asynchronous"), "{file}");
    }
}
