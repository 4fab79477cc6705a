//! What an operation log is told of each flow: with the outcome, whatever it is.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use jpki_auth::binding::{
    BindingOutcome, Counterpart, Erasure, OperatorName, Predecessor, RenewalConsent, SerialInquiry,
};
use jpki_auth::blocking::SerialLinkage;
use jpki_auth::error::AuthError;
use jpki_auth::identifiers::Purpose;
use jpki_auth::login::{LocalLogin, LocalRegistration, Renewal};
use jpki_auth_examples::{Card, Inquiries, ReasonCode, World, now};
use jpki_core::event::{Action, ActionResult, Operation, SubjectKind};
use jpki_crypto::RustCrypto;
use jpki_testkit::jpki::Person;
use jpki_x509::certificate::Certificate;

use crate::support::*;

fn hanako() -> Card {
    Card::for_login(&Person::hanako())
}

/// The operation is this one, about the certificate of this card.
fn assert_about(operation: &Operation, action: Action, result: ActionResult, card: &Card) {
    assert_eq!((operation.action(), operation.result()), (action, result));
    assert_eq!(operation.time(), now());
    let subject = operation.subject().unwrap();
    let certificate = Certificate::from_der(card.certificate()).unwrap();
    let expected = certificate.as_event_subject();
    assert_eq!(subject.kind(), SubjectKind::Certificate);
    assert_eq!(subject.expose_protected(), expected.expose_protected());
}

/// The operation is this one, about the account of the member.
fn assert_about_account(operation: &Operation, result: ActionResult) {
    assert_eq!((operation.action(), operation.result()), (Action::AccountBinding, result));
    let subject = operation.subject().unwrap();
    assert_eq!(
        (subject.kind(), subject.expose_protected()),
        (SubjectKind::Account, &b"member-1"[..])
    );
}

fn finish(bank: &Bank, world: &World, card: &Card) -> Operation {
    let attempt = bank.attempt(card, &bank.challenge());
    match bank.logins.begin(attempt, now()).unwrap() {
        LocalLogin::Refused(refused) => refused.operation(),
        LocalLogin::Pending(pending) => {
            let answer = world.judge(pending.certificate());
            bank.logins.finish(*pending, answer, now()).unwrap().operation()
        }
    }
}

#[test]
// Requirement: ACC-4
fn every_end_of_a_login_says_what_it_was() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let login = Action::LoginVerification;
    // Nothing is bound yet.
    assert_about(&finish(&bank, &world, &card), login, ActionResult::Invalid, &card);
    assert!(matches!(bank.bind(&world, &card), BindingOutcome::Bound(_)));
    assert_about(&finish(&bank, &world, &card), login, ActionResult::Valid, &card);
    let revoked = [(&card, ReasonCode::KeyCompromise)];
    let revoked = World::with_revoked(Arc::new(RustCrypto), &revoked).unwrap();
    assert_about(&finish(&bank, &revoked, &card), login, ActionResult::Invalid, &card);
    // One that ends before anybody is asked.
    let signing = Card::for_signing(&Person::hanako());
    assert_about(&finish(&bank, &world, &signing), login, ActionResult::Invalid, &signing);
}

#[test]
// Requirement: ACC-4
fn every_end_of_a_first_use_says_what_it_was() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    let purpose = Purpose::registration();
    let begin = || {
        let challenge = bank.logins.challenge(&bank.session, &purpose, now()).unwrap();
        card.answer(&challenge, &bank.user, &bank.session, &purpose).unwrap()
    };
    let mut login = begin();
    login.purpose = Purpose::login();
    let LocalRegistration::Refused(refused) = bank.logins.begin_registration(login, now()).unwrap()
    else {
        panic!("a code of another purpose was taken");
    };
    let action = Action::LoginVerification;
    assert_about(&refused.operation(), action, ActionResult::Invalid, &card);
    let LocalRegistration::Pending(pending) =
        bank.logins.begin_registration(begin(), now()).unwrap()
    else {
        panic!("refused");
    };
    let answer = world.judge(pending.certificate());
    let ended = pending.finish(answer, now());
    assert_about(&ended.operation(), action, ActionResult::Valid, &card);
    let possession = ended.into_assessed().into_result().unwrap();
    let outcome = bank.bindings.bind_first_use(&possession, now()).unwrap();
    assert_about_account(&outcome.operation(&bank.user, now()), ActionResult::Done);
    let late = bank.bindings.bind_first_use(&possession, later(100_000)).unwrap();
    assert_about_account(&late.operation(&bank.user, now()), ActionResult::Refused);
}

/// An edge that asks J-LIS, and notes what the log is told of it.
struct Noting {
    inquiries: Inquiries,
    noted: Mutex<Vec<Operation>>,
}

impl SerialLinkage for Noting {
    type Error = Infallible;

    fn counterpart(&self, inquiry: &SerialInquiry<'_>) -> Result<Counterpart, Infallible> {
        self.noted.lock().unwrap().push(inquiry.operation(ActionResult::Done, now()));
        self.inquiries.counterpart(inquiry)
    }

    fn predecessor(
        &self,
        inquiry: &SerialInquiry<'_>,
        consent: &RenewalConsent,
    ) -> Result<Predecessor, Infallible> {
        self.noted.lock().unwrap().push(inquiry.operation(ActionResult::Done, now()));
        self.inquiries.predecessor(inquiry, consent)
    }
}

#[test]
// Requirement: ACC-4
fn inquiries_and_renewals_say_what_they_were() {
    let (world, bank, old) = (world(), Bank::new(), hanako());
    let new = Card::renewed(&Person::hanako(), 7);
    assert!(matches!(bank.bind(&world, &old), BindingOutcome::Bound(_)));
    let linkage =
        Noting { inquiries: Inquiries::default().renewal(&new, &old), noted: Mutex::default() };
    let consent = RenewalConsent::obtained_at(now());
    let renew = |linkage: &Noting| {
        let candidate = bank.log_in(&world, &new).renewal.unwrap();
        bank.bindings.renew(*candidate, &consent, linkage, now()).unwrap()
    };
    let nobody = Noting { inquiries: Inquiries::default(), noted: Mutex::default() };
    let refused = renew(&nobody);
    assert!(matches!(refused, Renewal::ReRegistrationRequired));
    assert_about_account(&refused.operation(&bank.user, now()), ActionResult::Refused);
    let renewed = renew(&linkage);
    assert!(matches!(renewed, Renewal::Renewed(_)));
    assert_about_account(&renewed.operation(&bank.user, now()), ActionResult::Done);
    for noted in [linkage.noted.lock().unwrap(), nobody.noted.lock().unwrap()] {
        assert_eq!(noted.len(), 1);
        assert_about(&noted[0], Action::SerialInquiry, ActionResult::Done, &new);
    }
}

#[test]
// Requirement: ACC-4
fn refused_operations_and_erasures_say_what_they_were() {
    let (world, bank, card) = (world(), Bank::new(), hanako());
    assert!(matches!(bank.bind(&world, &card), BindingOutcome::Bound(_)));
    let refused = loop {
        if let Err(error) = bank.logins.challenge(&bank.session, &Purpose::login(), now()) {
            break error;
        }
    };
    assert!(matches!(refused, AuthError::TooManyChallenges));
    assert_eq!(ActionResult::from(&refused), ActionResult::Refused);
    assert_eq!(ActionResult::from(&AuthError::OtherProvider), ActionResult::Refused);
    let failed = AuthError::Store("no answer".into());
    assert_eq!(ActionResult::from(&failed), ActionResult::Failed);

    let operator = || OperatorName::new("運用 花子").unwrap();
    let account = Erasure::Account(&bank.user);
    let erased = bank.bindings.erase(account, operator(), now()).unwrap().operation();
    assert_eq!((erased.action(), erased.result()), (Action::Erasure, ActionResult::Done));
    assert_eq!((erased.time(), erased.subject().map(|it| it.kind())), (now(), None));
    let erased = bank.bindings.erase(Erasure::Provider, operator(), now()).unwrap().operation();
    let provider = erased.subject().unwrap();
    assert_eq!(provider.kind(), SubjectKind::Tenant);
    let text = bank.bindings.book().provider().text();
    assert_eq!(provider.expose_protected(), text.as_bytes());
}
